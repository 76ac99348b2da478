"""What is not done climbs (升级): which rungs of which ladder have become true, and when.

Everything here follows from what is passed in: an obligation, what was known of calendar and
policies from when on, an instant. Nothing is read from rows that were written about it.

A rung of ``days`` becomes true at 00:00 (UTC+8) of that day counted from the due day D, which
itself is kept until 24:00: with D = 28 November, −7 is 00:00 of 21 November, 0 is 00:00 of
28 November, 1 is 24:00 of 28 November (the first instant of being late), 7 is 00:00 of
5 December. In working days the n-th working day after (or before) D is meant.

A rung of ``minutes`` counts from the due instant, for what is owed within minutes; of what is
owed by a day that instant is 24:00 of D.

The instant is computed with what was known then. It counts from the first moment at which it
was true as known at that moment; what becomes known later rewrites nothing.

A window of a cyclic duty ends at 24:00 of D, and not kept by then it is missed for good. The rungs
after D of a ladder made for windows then still become true, by the ladder that stood at the end.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum, unique
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from anhuan.kernel.calendar import DAY_ZONE, ONE_DAY, Calendar, end_of_day
from anhuan.kernel.deadline import Unit

if TYPE_CHECKING:
    from uuid import UUID

FIRST_DAY: Final = date(2, 1, 1)
LAST_DAY: Final = date(9990, 1, 1)
"""What is due earlier or later has no ladder: it would run out of the years there are."""
FOREVER: Final = datetime(9999, 12, 31, tzinfo=UTC)


@unique
class Measure(StrEnum):
    """What a rung asks of whoever it reaches: each is a proposal to a person, never a verdict."""

    REMINDER = "reminder"
    LETTER = "letter"
    SUPERVISION = "supervision"
    TALK = "talk"
    BULLETIN = "bulletin"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a ladder. ``up``: steps above the holder; ``supervision``: the 督办 level it
    raises the case to, if it does; ``proposes``: one of ``PROPOSALS``, or nothing. With
    ``minutes`` it counts from the due instant and ``days`` is 0."""

    code: str
    days: int
    up: int
    measure: Measure
    unit: Unit = Unit.DAY
    supervision: int = 0
    urgent: bool = False
    proposes: str = ""
    minutes: int | None = None

    @property
    def after(self) -> int:
        """Minutes between what is due and the rung, a working day as a day; for an order."""
        return self.days * MINUTES_OF_DAY if self.minutes is None else self.minutes

    @property
    def is_late(self) -> bool:
        """Whether it asks for what was not done in time, and is not a reminder before the end:
        the day itself is still in time, the due instant is not."""
        return self.days > 0 if self.minutes is None else self.minutes >= 0


MINUTES_OF_DAY: Final = 24 * 60
PROPOSALS: Final = ("interview", "matter")
"""What a rung may propose to the office: nothing begins by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A ladder and what it is for; an empty set means any. The highest ``rank`` goes first.

    ``windows``: made for windows of cyclic duties alone, or for everything but these."""

    rungs: tuple[Rung, ...]
    rank: int = 0
    kinds: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    cyclic: bool | None = None
    windows: bool | None = None

    def fits(self, *, kind: str, grade: str, act: str, cyclic: bool, window: bool = False) -> bool:
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.grades or grade in self.grades)
            and (not self.acts or act in self.acts)
            and (self.cyclic is None or self.cyclic == cyclic)
            and (self.windows is None or self.windows == window)
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """What was known from ``since`` until the next one: the calendar, and policies by family."""

    since: datetime
    calendar: Calendar
    policies: Mapping[str, Policy]

    def family(
        self, *, kind: str, grade: str, act: str, cyclic: bool, window: bool = False
    ) -> str | None:
        """The policy for such an obligation: the highest rank, then the first by name."""
        found = [
            (-policy.rank, family)
            for family, policy in self.policies.items()
            if policy.fits(kind=kind, grade=grade, act=act, cyclic=cyclic, window=window)
        ]
        return min(found)[1] if found else None


Knowledge = tuple[Known, ...]
"""In the order of ``since``, each until the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """What an obligation was from ``since`` on: kind and grade of its case, and the post on the
    government's side that watches it where its holder is a firm or no post at all."""

    since: datetime
    kind: str = ""
    grade: str = ""
    overseer: "UUID | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An obligation as escalation sees it. ``aspects`` in the order of ``since``, at least one,
    the first from ``opened_at``. ``window``: of a cyclic duty, which ends with its day.
    ``due_at``: the instant of ``due_on`` by which it is owed, where one is named. ``through``:
    the posts above the holder's through which it climbs before it goes on up the chain."""

    act: str
    due_on: date | None
    opened_at: datetime
    aspects: tuple[Aspect, ...]
    closed_at: datetime | None = None
    post: "UUID | None" = None
    cyclic: bool = False
    window: bool = False
    due_at: datetime | None = None
    through: tuple["UUID", ...] = ()

    @property
    def ends(self) -> datetime:
        """When nothing of it stands any more; a window ends with its day, noted or not."""
        closed = self.closed_at or FOREVER
        return min(closed, end_of_day(self.due_on)) if self.window and self.due_on else closed

    def aspect(self, at: datetime) -> Aspect:
        """What it was at ``at``."""
        held = [aspect for aspect in self.aspects if aspect.since <= at]
        return held[-1] if held else self.aspects[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A rung that has become true at ``at``, of the ladder ``family``."""

    family: str
    rung: Rung
    at: datetime

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other rung of its obligation."""
        return self.family, self.rung.code


@dataclass(frozen=True, slots=True)
class _Span:
    since: datetime
    until: datetime
    known: Known
    aspect: Aspect


def instant_of(
    rung: Rung, due_on: date, calendar: Calendar, due_at: datetime | None = None
) -> datetime:
    """When ``rung`` becomes true for something due on ``due_on`` (at ``due_at``, where an instant
    is named), as ``calendar`` has it."""
    if rung.minutes is not None:
        end = due_at or end_of_day(due_on)
        return end.astimezone(UTC) + timedelta(minutes=rung.minutes)
    if rung.unit is Unit.WORKDAY:
        day = calendar.estimate_workdays(due_on, rung.days).day
    else:
        day = due_on + rung.days * ONE_DAY
    return end_of_day(day - ONE_DAY).astimezone(UTC)


def reached(owed: Owed, knowledge: Knowledge, *, at: datetime) -> tuple[Reached, ...]:
    """Every rung of ``owed`` that has become true by ``at``, in the order of instants.

    Nothing becomes true once the obligation is closed. When a ladder first applies to an
    obligation (it is opened, graded anew, or the policy is new), a reminder whose day has passed
    is not given any more, and of the later rungs passed the highest alone becomes true, at once.
    """
    return tuple(each for each in forecast(owed, knowledge) if each.at <= at)


def forecast(owed: Owed, knowledge: Knowledge) -> tuple[Reached, ...]:
    """As ``reached``, with what is yet to come if nothing is done and nothing else becomes
    known."""
    due_on = owed.due_on
    if due_on is None or not FIRST_DAY <= due_on <= LAST_DAY:
        return ()
    found: dict[tuple[str, str], Reached] = {}
    begun: set[str] = set()
    for span in _spans(owed, knowledge):
        aspect = span.aspect
        sort = aspect.kind, aspect.grade, owed.act, owed.cyclic, owed.window
        family = _family(span.known, *sort)
        if family is None:
            continue
        timed = _instants(span.known, family, due_on, owed.due_at)
        missed = span.known.policies[family].windows and span.until == end_of_day(due_on)
        until = FOREVER if owed.window and missed else span.until
        if family not in begun:
            begun.add(family)
            found |= _left_behind(family, timed, span.since)
        for when, rung in timed:
            key = (family, rung.code)
            instant = max(when, span.since)
            if key not in found and instant < until:
                found[key] = Reached(family=family, rung=rung, at=instant)
    return tuple(sorted((r for r in found.values() if r.at < FOREVER), key=_order))


Timed = tuple[tuple[datetime, Rung], ...]


@lru_cache(maxsize=1024)
def _family(
    known: Known, kind: str, grade: str, act: str, cyclic: bool, window: bool
) -> str | None:
    return known.family(kind=kind, grade=grade, act=act, cyclic=cyclic, window=window)


@lru_cache(maxsize=4096)
def _instants(known: Known, family: str, due_on: date, due_at: datetime | None) -> Timed:
    """Very many obligations are due on the same day: their working days are counted once."""
    rungs = known.policies[family].rungs
    return tuple((instant_of(rung, due_on, known.calendar, due_at), rung) for rung in rungs)


def _order(each: Reached) -> tuple[datetime, int, str, str]:
    return each.at, each.rung.after, each.family, each.rung.code


def _left_behind(family: str, timed: Timed, start: datetime) -> dict[tuple[str, str], Reached]:
    """The rungs that never become true because the ladder began after their day."""
    passed = [(when, rung.after, rung.code, rung) for when, rung in timed if when < start]
    late = [each for each in passed if each[3].is_late]
    highest = max(late, key=lambda each: each[:3])[3] if late else None
    return {
        (family, rung.code): Reached(family=family, rung=rung, at=FOREVER)
        for _, _, _, rung in passed
        if rung is not highest
    }


def _spans(owed: Owed, knowledge: Knowledge) -> Iterator[_Span]:
    """The stretches of the obligation's life in which neither what was known nor what it was
    changed, in their order."""
    ends = owed.ends
    for place, known in enumerate(knowledge):
        later = knowledge[place + 1].since if place + 1 < len(knowledge) else FOREVER
        for turn, aspect in enumerate(owed.aspects):
            last = turn + 1 == len(owed.aspects)
            since = max(known.since, owed.opened_at, aspect.since)
            until = min(later, ends, FOREVER if last else owed.aspects[turn + 1].since)
            if since < until:
                yield _Span(since, until, known, aspect)


def supervision(
    obligations: Iterable[Owed],
    knowledge: Knowledge,
    *,
    at: datetime,
    ended_at: datetime | None = None,
) -> int:
    """The 督办 level of a case at ``at``: the highest that any obligation it ever had was raised
    to. It stays until the case ends, which only whoever verifies it can do; then it is 0."""
    if ended_at is not None and ended_at <= at:
        return 0
    levels = (r.rung.supervision for owed in obligations for r in reached(owed, knowledge, at=at))
    return max(levels, default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours of the day (UTC+8) in which nobody is disturbed: from ``starts`` to ``ends``, both
    in minutes after midnight, past midnight where ``ends`` is the smaller; equal means never."""

    starts: int
    ends: int

    def after(self, at: datetime) -> datetime:
        """``at`` itself, or the end of the quiet hours it lies in."""
        local = at.astimezone(DAY_ZONE)
        minute = local.hour * 60 + local.minute
        overnight = self.starts > self.ends
        late = minute >= self.starts and (overnight or minute < self.ends)
        early = overnight and minute < self.ends
        if not late and not early:
            return at
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        days = 1 if late and overnight else 0
        return (midnight + timedelta(days=days, minutes=self.ends)).astimezone(UTC)


NEVER_QUIET: Final = Quiet(starts=0, ends=0)
