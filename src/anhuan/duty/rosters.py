"""Reads of duty rosters (值班表): the shifts of a unit, who is on duty, and where it has gaps."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from anhuan.base.tree import under_any
from anhuan.duty.models import Stint, Turns
from anhuan.duty.states import raised_for
from anhuan.duty.types import Replaced, ShiftLine, StintLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import ONE_DAY, start_of_day
from anhuan.kernel.chain import Holding
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.roster import (
    PLAIN,
    Lack,
    Place,
    Readiness,
    Shift,
    asked_at,
    lack_of,
    state_at,
)
from anhuan.kernel.roster import Turns as TurnsValue
from anhuan.people.queries import persons
from anhuan.rulebook.queries import readiness_at
from anhuan.territory.leaves import Away, away_within
from anhuan.territory.members import Desk, desks_of, unit_homes
from anhuan.territory.past import holdings_since

MOST_UNITS: Final = 200
ORDER: Final = ("starts_at", "-place", "nth")
"""The leader on duty before those on duty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A unit whose roster the viewer may see."""

    id: UUID
    name: str
    path: str
    own: bool


def home_of(viewer: Viewer, unit: UUID) -> Home:
    """Refuses ``NOT_VISIBLE`` for a unit that is neither the viewer's own nor in reach."""
    found = unit_homes([unit]).get(unit)
    if found is None or not viewer.reaches(found.path, unit=unit, site=None):
        raise Refusal(Why.NOT_VISIBLE)
    return Home(id=unit, name=found.name, path=found.path, own=unit in viewer.units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manned:
    """What decides whether somebody named is there: the unit's posts, who holds them, who is
    away."""

    desks: Mapping[UUID, Desk]
    holdings: Mapping[UUID, Sequence[Holding]]
    leaves: Sequence[Away]
    known_at: datetime

    def holders(self, post: UUID, at: datetime) -> set[UUID]:
        held = self.holdings.get(post, ())
        return {one.person for one in held if one.span.covers(at, self.known_at)}

    def away(self, post: UUID, at: datetime) -> set[UUID]:
        return {
            one.person for one in self.leaves if one.post == post and one.since <= at < one.until
        }

    def lack(self, post: UUID | None, person: UUID | None, at: datetime) -> Lack | None:
        if post is None:
            return Lack.EMPTY
        return lack_of(
            person=person,
            holder=lambda when: self.holders(post, when),
            away=lambda when: self.away(post, when),
            at=at,
        )


def manned(
    units: Iterable[UUID], posts: Iterable[UUID], *, start: datetime, end: datetime, at: datetime
) -> Manned:
    """Three queries, however many units."""
    desks = desks_of(units)
    every = {*desks, *posts}
    return Manned(
        desks=desks,
        holdings=holdings_since(min(start, at), every),
        leaves=away_within(every, start=start, end=end),
        known_at=at,
    )


def roster(viewer: Viewer, unit: UUID, *, first: date, last: date) -> list[ShiftLine]:
    """The shifts of a unit that start on the days from ``first`` to ``last``, with every gap as
    known now. Refuses ``NOT_VISIBLE``."""
    home = home_of(viewer, unit)
    rows = list(
        Stint.objects.filter(unit=unit, day__range=(first, last), replaced_at__isnull=True)
        .select_related("post")
        .order_by(*ORDER)
    )
    start, end = start_of_day(first), start_of_day(last + 2 * ONE_DAY)
    there = manned(
        [unit], {row.post_id for row in rows if row.post_id}, start=start, end=end, at=viewer.at
    )
    named = {row.person for row in rows if row.person}
    named |= {held.person for spans in there.holdings.values() for held in spans}
    names = {key: line.name for key, line in persons(named).items()}
    asked = readiness_at(viewer.at)
    raised = raised_for([home.path], since=start)[home.path]
    turns = turns_of([unit], first=first, last=last)
    found: dict[Shift, list[Stint]] = {}
    for row in rows:
        found.setdefault(shift_of(row), []).append(row)
    lines = []
    for shift, stints in found.items():
        rules = {code: rule.asked for code, rule in asked.items()}
        code = state_at(raised, rules, shift.starts_at)
        wanted = rules.get(code, PLAIN)
        when = asked_at(shift, viewer.at)
        places = tuple(
            _stint(row, there, names, wanted, _turns_on(turns, shift.day), when) for row in stints
        )
        line = ShiftLine(
            shift=shift,
            state=code,
            state_name=asked[code].name if code in asked else code,
            places=places,
            missing=_missing(places, _turns_on(turns, shift.day), wanted),
            runs=shift.covers(viewer.at),
        )
        lines.append(line)
    return lines


def shift_of(row: Stint) -> Shift:
    return Shift(day=row.day, nth=row.shift, starts_at=row.starts_at, ends_at=row.ends_at)


def _missing(places: Sequence[StintLine], turns: TurnsValue | None, asked: Readiness) -> int:
    """How many more the state asks for: one that leads, and as many as the turns have and more."""
    kinds = [one.place for one in places]
    persons = (turns.persons if turns else 1) + asked.more
    return max(0, 1 - kinds.count(Place.LEAD)) + max(0, persons - kinds.count(Place.DUTY))


def _stint(
    row: Stint,
    there: Manned,
    names: Mapping[UUID, str],
    asked: Readiness,
    turns: TurnsValue | None,
    at: datetime,
) -> StintLine:
    lack = there.lack(row.post_id, row.person, at)
    if lack is None and row.place == Place.LEAD and _too_low(row.post_id, asked, turns, there):
        lack = Lack.LOW
    others = there.holders(row.post_id, at) if row.post_id else set()
    instead = next((names[one] for one in sorted(others) if one in names), "")
    return StintLine(
        id=row.id,
        place=Place(row.place),
        nth=row.nth,
        post=row.post_id,
        title=row.post.title if row.post else "",
        person=row.person,
        name=names.get(row.person, "") if row.person else "",
        lack=lack,
        instead=instead if lack in {Lack.AWAY, Lack.ENDED, Lack.EMPTY} else "",
        by_hand=row.turns_id is None,
        because=row.because,
    )


def _too_low(post: UUID | None, asked: Readiness, turns: TurnsValue | None, there: Manned) -> bool:
    """Whether whoever leads stands lower than everybody the state would let lead."""
    desk = there.desks.get(post) if post else None
    if desk is None or turns is None or not asked.lead_up:
        return False
    ranks = []
    for lead in turns.leads:
        step = there.desks.get(lead)
        for _ in range(asked.lead_up):
            over = there.desks.get(step.over) if step and step.over else None
            step = over or step
        if step is not None:
            ranks.append(step.rank)
    return bool(ranks) and desk.rank > max(ranks)


def turns_of(
    units: Collection[UUID], *, first: date, last: date
) -> dict[UUID, list[tuple[Turns, TurnsValue]]]:
    """The turns of each unit that touch the days, the last recorded first."""
    rows = Turns.objects.filter(unit__in=list(units), from_on__lte=last, to_on__gte=first)
    found: dict[UUID, list[tuple[Turns, TurnsValue]]] = {}
    for row in rows.order_by("-recorded_at", "-id"):
        found.setdefault(row.unit_id, []).append((row, _value(row)))
    return found


def _value(row: Turns) -> TurnsValue:
    return TurnsValue(
        first=row.from_on,
        leads=tuple(map(UUID, row.leads)),
        people=tuple(map(UUID, row.people)),
        persons=row.persons,
        starts=tuple(row.starts),
    )


def _turns_on(
    turns: Mapping[UUID, Sequence[tuple[Turns, TurnsValue]]], day: date
) -> TurnsValue | None:
    every = [pair for pairs in turns.values() for pair in pairs]
    return next((value for row, value in every if row.from_on <= day <= row.to_on), None)


def on_duty(unit: UUID, *, at: datetime) -> list[Stint]:
    """The places of the shift of a unit that runs at ``at``, the leader first."""
    rows = Stint.objects.filter(
        unit=unit, starts_at__lte=at, ends_at__gt=at, replaced_at__isnull=True
    )
    return list(rows.order_by(*ORDER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """A unit with who leads and who is on duty at the moment; no places: it has no roster."""

    unit: UUID
    name: str
    path: str
    places: tuple[StintLine, ...]

    @property
    def gaps(self) -> int:
        return sum(one.lack is not None for one in self.places)


def rosters_now(viewer: Viewer, *, limit: int = MOST_UNITS) -> list[Now]:
    """The units of the viewer's areas that have a roster now, and the viewer's own whether or not
    they have one; eight queries however many."""
    rows = Stint.objects.filter(
        under_any("area_path", viewer.areas) | Q(unit__in=viewer.units),
        starts_at__lte=viewer.at,
        ends_at__gt=viewer.at,
        replaced_at__isnull=True,
    )
    found: dict[UUID, list[Stint]] = {unit: [] for unit in sorted(viewer.units)}
    for row in rows.select_related("post").order_by("area_path", "unit", *ORDER)[: limit * 4]:
        found.setdefault(row.unit_id, []).append(row)
    homes = unit_homes(found)
    posts = {row.post_id for stints in found.values() for row in stints if row.post_id}
    there = manned(found, posts, start=viewer.at, end=viewer.at, at=viewer.at)
    held = {one.person for spans in there.holdings.values() for one in spans}
    keys = held | {row.person for stints in found.values() for row in stints if row.person}
    names = {key: line.name for key, line in persons(keys).items()}
    return [
        Now(
            unit=unit,
            name=homes[unit].name,
            path=homes[unit].path,
            places=tuple(_stint(row, there, names, PLAIN, None, viewer.at) for row in stints),
        )
        for unit, stints in found.items()
        if unit in homes
    ]


def place_of(viewer: Viewer, stint: UUID) -> tuple[Home, Stint]:
    """A place of a roster that stands, in a unit the viewer may see. Refuses ``NOT_VISIBLE``."""
    row = Stint.objects.filter(pk=stint, replaced_at__isnull=True).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return home_of(viewer, row.unit_id), row


def former_of(viewer: Viewer, unit: UUID, *, first: date, last: date) -> list[Replaced]:
    """What was replaced in the roster of a unit on those days, the last first; the caller found
    the unit visible."""
    rows = Stint.objects.filter(
        unit=unit, day__range=(first, last), replaced_at__isnull=False
    ).order_by("-replaced_at", "starts_at", "-place", "nth")[:MOST_UNITS]
    listed = list(rows)
    names = {
        key: line.name for key, line in persons({r.person for r in listed if r.person}).items()
    }
    return [
        Replaced(
            day=row.day,
            place=Place(row.place),
            name=names.get(row.person, "") if row.person else "",
            replaced_at=row.replaced_at,
        )
        for row in listed
        if row.replaced_at is not None
    ]


def last_turns(viewer: Viewer, unit: UUID) -> TurnsValue | None:
    """The turns of a unit recorded last, to begin the next ones with; the caller found the unit
    visible."""
    row = Turns.objects.filter(unit=unit).order_by("-recorded_at", "-id").first()
    return _value(row) if row else None


def rostered_until(unit: UUID) -> date | None:
    """The last day of a unit's roster."""
    rows = Stint.objects.filter(unit=unit, replaced_at__isnull=True).order_by("-day")
    return rows.values_list("day", flat=True).first()
