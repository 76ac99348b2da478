"""The duty roster (值班表): shifts, who is on duty in them by turns, and what a raised state asks.

A shift lasts from its start to the next one, so that together they cover every hour of the day.
Who is on duty follows from the turns and the day alone: made anew, the rest of the roster stays
as it was, whatever state was declared or ended in between.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.calendar import ONE_DAY, day_of, start_of_day

if TYPE_CHECKING:
    from uuid import UUID

MOST_SHIFTS: Final = 4
MOST_PERSONS: Final = 12
MOST_UP: Final = 9
MOST_CALLS: Final = 12
MOST_DAYS: Final = 92
MINUTES_OF_DAY: Final = 24 * 60


@unique
class Place(StrEnum):
    """What somebody is in a shift: the leader on duty (带班领导), or on duty (值班人员)."""

    LEAD = "lead"
    DUTY = "duty"


@unique
class Occasion(StrEnum):
    """Why a state is raised."""

    MEETING = "meeting"
    HOLIDAY = "holiday"
    POLLUTION = "pollution"
    WEATHER = "weather"
    ACCIDENT = "accident"
    OTHER = "other"


@unique
class Lack(StrEnum):
    """Why a place of a shift is a gap: nobody is named, who is named no longer holds the post or
    is away from it then, or leads from lower than the state asks."""

    EMPTY = "empty"
    ENDED = "ended"
    AWAY = "away"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What a state (值守状态) asks of every shift under it: ``more`` persons than the turns have,
    a leader ``lead_up`` steps above whose turn it is, calls at minutes after midnight (UTC+8).

    ``starts``: the shifts of a unit that names none. Of two states the higher ``rank`` holds."""

    rank: int = 0
    more: int = 0
    lead_up: int = 0
    starts: tuple[int, ...] = (8 * 60 + 30,)
    calls: tuple[int, ...] = ()


NORMAL: Final = "normal"
"""The code of the state that holds where none was declared."""
PLAIN: Final = Readiness()


def readiness(value: Mapping[str, Any]) -> Readiness:
    """From ``{"rank": 1, "more": 1, "lead_up": 1, "starts": ["08:30"], "calls": []}``. Raises
    ``ValueError``, ``KeyError``, ``TypeError``."""
    return Readiness(
        rank=_within(value["rank"], 9, "rank"),
        more=_within(value["more"], MOST_PERSONS, "more"),
        lead_up=_within(value["lead_up"], MOST_UP, "lead_up"),
        starts=starts_of(value["starts"]),
        calls=_times(value.get("calls", []), MOST_CALLS, "calls"),
    )


def starts_of(texts: Sequence[str]) -> tuple[int, ...]:
    """Starts of shifts from ``["08:30", "20:30"]``, in their order. Raises ``ValueError``."""
    found = _times(texts, MOST_SHIFTS, "starts")
    if not found:
        raise ValueError("starts")
    return found


def _times(texts: Any, most: int, name: str) -> tuple[int, ...]:
    if not isinstance(texts, list | tuple) or len(texts) > most or len({*texts}) != len(texts):
        raise ValueError(name)
    return tuple(sorted(_minutes(text, name) for text in texts))


def _minutes(text: Any, name: str) -> int:
    if not isinstance(text, str) or not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError(name)
    return int(text[:2]) * 60 + int(text[3:])


def _within(value: Any, most: int, name: str) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError(name)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """From ``starts_at`` to ``ends_at``; ``nth`` within the day in which it starts."""

    day: date
    nth: int
    starts_at: datetime
    ends_at: datetime

    def covers(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


def shifts(starts: Sequence[int], first: date, last: date) -> Iterator[Shift]:
    """The shifts that start on the days from ``first`` to ``last``, without a minute between."""
    for offset in range((last - first).days + 1):
        day = first + offset * ONE_DAY
        begin = start_of_day(day)
        ends = (*starts[1:], starts[0] + MINUTES_OF_DAY)
        for nth, (start, end) in enumerate(zip(starts, ends, strict=True)):
            yield Shift(
                day=day,
                nth=nth,
                starts_at=begin + timedelta(minutes=start),
                ends_at=begin + timedelta(minutes=end),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Posts in turn from ``first`` on: one that leads and ``persons`` on duty in each shift."""

    first: date
    leads: tuple["UUID", ...]
    people: tuple["UUID", ...]
    persons: int = 1
    starts: tuple[int, ...] = PLAIN.starts

    def index(self, shift: Shift) -> int:
        """How many shifts lie before it."""
        return (shift.day - self.first).days * len(self.starts) + shift.nth


Slot = tuple[Place, int]
"""A place of a shift, and which of its kind."""


def planned(
    turns: Turns,
    shift: Shift,
    asked: Readiness,
    above: Mapping["UUID", "UUID"],
    fixed: Mapping[Slot, "UUID | None"] | None = None,
) -> dict[Slot, "UUID | None"]:
    """The post in each place of ``shift``; nobody where the turns have too few.

    ``above``: the post over each within the unit. ``fixed``: what was changed by hand and stays,
    whose posts are in no other place. Who is on duty without a raised state is so under it too;
    who comes in addition is taken from as far in the turns as can be, to be rested.
    """
    kept = fixed or {}
    taken = {post for post in kept.values() if post is not None}
    index = turns.index(shift)
    found: dict[Slot, UUID | None] = dict(kept)
    lead = (Place.LEAD, 0)
    if lead not in kept:
        found[lead] = _lead(turns, index, asked.lead_up, above)
    taken |= {post for post in (found[lead],) if post is not None}
    wanted = [(Place.DUTY, nth) for nth in range(turns.persons + asked.more)]
    people = _people(turns, index, taken)
    for slot in wanted:
        if slot not in kept:
            found[slot] = next(people, None)
    return found


def _lead(turns: Turns, index: int, up: int, above: Mapping["UUID", "UUID"]) -> "UUID | None":
    if not turns.leads:
        return None
    post = turns.leads[index % len(turns.leads)]
    seen = {post}
    for _ in range(up):
        over = above.get(post)
        if over is None or over in seen:
            break
        seen.add(over)
        post = over
    return post


def _people(turns: Turns, index: int, taken: Collection["UUID"]) -> Iterator["UUID"]:
    """Those whose turn it is, then the others from the far side of the turns on."""
    count = len(turns.people)
    if not count:
        return
    begin = index * turns.persons
    own = [(begin + n) % count for n in range(min(turns.persons, count))]
    far = begin + turns.persons + (count - turns.persons) // 2
    rest = [(far + n) % count for n in range(count)]
    for place in dict.fromkeys([*own, *rest]):
        if turns.people[place] not in taken:
            yield turns.people[place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A state declared for an area over [``since``, ``until``), or to when it was ended."""

    code: str
    since: datetime
    until: datetime
    ended_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.since <= at < min(self.until, self.ended_at or self.until)


def state_at(raised: Iterable[Raised], asked: Mapping[str, Readiness], at: datetime) -> str:
    """The code of the state that holds at ``at``: of those declared the one of the highest rank,
    then the first by name."""
    found = [
        (-asked[each.code].rank, each.code)
        for each in raised
        if each.code in asked and each.holds(at)
    ]
    return min(found)[1] if found else NORMAL


def lack_of(
    *,
    person: "UUID | None",
    holder: Callable[[datetime], Collection["UUID"]],
    away: Callable[[datetime], Collection["UUID"]],
    at: datetime,
) -> Lack | None:
    """Why the place of ``person`` is a gap at ``at``. ``holder``: who holds the post then;
    ``away``: who is on leave from it then."""
    if person is None:
        return Lack.EMPTY
    if person in away(at):
        return Lack.AWAY
    return None if person in holder(at) else Lack.ENDED


def asked_at(shift: Shift, at: datetime) -> datetime:
    """The instant at which a place is looked at: of a shift that runs now, else its start."""
    return at if shift.covers(at) else shift.starts_at


@unique
class CallAct(StrEnum):
    """What is owed of a duty call (查岗), and what keeps it."""

    ANSWER = "answer_call"


TERM_OF_CALL: Final = "duty.call"
DISCHARGED_BY: Final[Mapping[str, frozenset[CallAct]]] = {
    CallAct.ANSWER.value: frozenset({CallAct.ANSWER})
}


def called(
    places: Sequence[tuple[Place, "UUID | None"]], heads: Sequence["UUID"]
) -> tuple["UUID", ...]:
    """Whom a call asks, and through whom it climbs when it is not answered: whoever is on duty,
    the leader on duty, the head of the unit.

    ``places``: those of the shift without a gap, in their order; ``heads``: the leading posts of
    the unit. Where nobody is on duty the leader is asked, and where nobody leads either the head.
    """
    on_duty = [post for place, post in places if place is Place.DUTY and post is not None]
    leads = [post for place, post in places if place is Place.LEAD and post is not None]
    return tuple(dict.fromkeys([*on_duty[:1], *leads[:1], *heads[:1]]))


def slot_of_call(calls: Sequence[int], at: datetime) -> datetime | None:
    """The last instant of the day (UTC+8) of ``at`` at which a state calls, if one has come."""
    midnight = start_of_day(day_of(at))
    due = [midnight + timedelta(minutes=minute) for minute in calls]
    return max((each for each in due if each <= at), default=None)
