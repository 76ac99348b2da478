"""The duty roster (值班表): made from turns, changed by hand, and following the state."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.base.db import bulk_insert, one_at_a_time
from anhuan.base.ids import new_id
from anhuan.duty.mapping import instant
from anhuan.duty.models import Stint, Turns
from anhuan.duty.rosters import home_of, turns_of
from anhuan.duty.states import raised_for
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import ONE_DAY, day_of
from anhuan.kernel.chain import Holding, holder
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.roster import (
    MOST_DAYS,
    MOST_PERSONS,
    PLAIN,
    Place,
    Readiness,
    Shift,
    planned,
    shifts,
    starts_of,
    state_at,
)
from anhuan.kernel.roster import Turns as TurnsValue
from anhuan.ledger.services import record, record_many
from anhuan.ledger.types import Act
from anhuan.rulebook.queries import readiness_at
from anhuan.territory.members import desks_of
from anhuan.territory.past import holdings_since

FAR: Final = date(9000, 1, 1)
LOCK: Final = "duty rosters"
"""A state changes the rosters of many units: whoever changes one waits for the other."""


@dataclass(slots=True)
class Moves:
    """What changes in the rosters of units: places replaced, places named anew."""

    replaced: dict[UUID, list[Stint]] = field(default_factory=dict)
    placed: dict[UUID, list[Stint]] = field(default_factory=dict)

    @property
    def units(self) -> list[UUID]:
        return sorted({*self.replaced, *self.placed})


@transaction.atomic
def make_roster(
    *,
    unit: UUID,
    from_on: date,
    to_on: date,
    leads: Sequence[UUID],
    people: Sequence[UUID],
    persons: int,
    starts: Sequence[str],
    by: Viewer,
    at: datetime,
) -> UUID:
    """The roster of a unit for a range of days, from posts in turn; what was named by hand in
    these shifts stays. Without ``starts`` the shifts are those of the rulebook.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``MALFORMED`` (from_on, to_on, leads, people, persons,
    starts), ``MISSING`` (leads, people), ``DUE_PAST`` for days gone by.
    """
    home = home_of(by, unit)
    check_keeper(by, unit)
    _check_days(from_on, to_on, day_of(at))
    minutes = _read_starts(starts, readiness_at(at)["normal"].asked if not starts else PLAIN)
    _check_turns(unit, leads, people, persons)
    one_at_a_time(LOCK)
    row = Turns(
        unit_id=unit,
        from_on=from_on,
        to_on=to_on,
        leads=[str(post) for post in leads],
        people=[str(post) for post in people],
        persons=persons,
        starts=list(minutes),
        by=by.person,
        recorded_at=at,
    )
    row.save(force_insert=True)
    moves = settle({unit: home.path}, by=by.person, at=at)
    public = {
        "from_on": from_on.isoformat(),
        "to_on": to_on.isoformat(),
        "leads": row.leads,
        "people": row.people,
        "persons": persons,
        "starts": row.starts,
    }
    _note("duty.roster-made", row.id, unit, moves, public, {}, by=by.person, at=at)
    return row.id


def check_keeper(by: Viewer, unit: UUID) -> None:
    if not by.may(Capability.KEEP_ROSTER):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ROSTER)
    if unit not in by.units:
        raise Refusal(Why.NOT_YOURS)


def _check_days(from_on: date, to_on: date, today: date) -> None:
    if from_on < today:
        raise Refusal(Why.DUE_PAST, field="from_on", due_on=from_on)
    if not from_on <= to_on < from_on + MOST_DAYS * ONE_DAY:
        raise Refusal(Why.MALFORMED, field="to_on", problem="not-after-start")


def _read_starts(texts: Sequence[str], otherwise: Readiness) -> tuple[int, ...]:
    try:
        return starts_of(list(texts)) if texts else otherwise.starts
    except (ValueError, TypeError):
        raise Refusal(Why.MALFORMED, field="starts", problem="value") from None


def _check_turns(
    unit: UUID, leads: Sequence[UUID], people: Sequence[UUID], persons: int
) -> None:
    empty = tuple(name for name, each in (("leads", leads), ("people", people)) if not each)
    if empty:
        raise Refusal(Why.MISSING, fields=empty)
    desks = desks_of([unit])
    for name, each in (("leads", leads), ("people", people)):
        if len(set(each)) != len(each) or not set(each) <= desks.keys():
            raise Refusal(Why.MALFORMED, field=name, problem="reference")
    if not 1 <= persons <= min(MOST_PERSONS, len(people)):
        raise Refusal(Why.MALFORMED, field="persons", problem="value")


@transaction.atomic
def change_stint(
    *,
    unit: UUID,
    starts_at: datetime,
    place: Place,
    nth: int,
    post: UUID,
    because: str,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Name another one for a place of a shift that is not over; the former entry stays in the
    record. The one named is whoever holds ``post`` when the shift begins or now, if it runs.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``NOT_YOURS``, ``MISSING`` (because), ``MALFORMED``
    (post), ``ENDED`` for a shift that is over, ``NO_SUCH_TARGET`` for a post nobody holds then.
    """
    home_of(by, unit)
    check_keeper(by, unit)
    if not because.strip():
        raise Refusal(Why.MISSING, fields=("because",))
    one_at_a_time(LOCK)
    standing = Stint.objects.filter(unit=unit, starts_at=starts_at, replaced_at__isnull=True)
    rows = list(standing.order_by("place", "nth"))
    if not rows or not 0 <= nth < MOST_PERSONS:
        raise Refusal(Why.NOT_VISIBLE)
    if rows[0].ends_at <= at:
        raise Refusal(Why.ENDED)
    if post not in desks_of([unit]):
        raise Refusal(Why.MALFORMED, field="post", problem="reference")
    former = [row for row in rows if (row.place, row.nth) == (place.value, nth)]
    held = _holder(post, holdings_since(at, [post]), max(starts_at, at), at)
    if held is None:
        raise Refusal(Why.NO_SUCH_TARGET, field="post")
    fresh = _by_hand(rows[0], place, nth, post, held, because, by=by.person, at=at)
    moves = Moves(replaced={unit: former}, placed={unit: [fresh]})
    _write(moves, at)
    body = {"because": fresh.because}
    _note("duty.roster-changed", fresh.id, unit, moves, {}, body, by=by.person, at=at)
    return fresh.id


@transaction.atomic
def enter_shift(
    *,
    unit: UUID,
    day: date,
    lead: UUID,
    people: Sequence[UUID],
    because: str,
    by: Viewer,
    at: datetime,
) -> tuple[UUID, ...]:
    """Enter a day of a unit by hand where its roster has none, in the shifts of the rulebook.

    Refuses as ``change_stint`` does, ``REPEATED`` (day) where the roster has the day, ``MISSING``
    (people), ``DUE_PAST`` for a day gone by.
    """
    home = home_of(by, unit)
    check_keeper(by, unit)
    _check_days(day, day, day_of(at))
    _check_turns(unit, [lead], people, min(len(people), MOST_PERSONS))
    one_at_a_time(LOCK)
    if Stint.objects.filter(unit=unit, day=day, replaced_at__isnull=True).exists():
        raise Refusal(Why.REPEATED, field="day")
    holdings = holdings_since(at, [lead, *people])
    placed: list[Stint] = []
    named = [(Place.LEAD, 0, lead), *((Place.DUTY, n, post) for n, post in enumerate(people))]
    for shift in shifts(readiness_at(at)["normal"].asked.starts, day, day):
        for place, nth, post in named:
            person = _holder(post, holdings, max(shift.starts_at, at), at)
            one = _stint(unit, home.path, shift, (place, nth), post, person, at)
            one.because, one.by = because.strip()[:200], by.person
            placed.append(one)
    moves = Moves(placed={unit: placed})
    _write(moves, at)
    body = {"because": because}
    _note("duty.roster-changed", placed[0].id, unit, moves, {}, body, by=by.person, at=at)
    return tuple(row.id for row in placed)


def _by_hand(
    like: Stint,
    place: Place,
    nth: int,
    post: UUID,
    person: UUID,
    because: str,
    *,
    by: UUID,
    at: datetime,
) -> Stint:
    given = cleaned(Stint, {"because": because}, ("because",))
    return Stint(
        unit_id=like.unit_id,
        area_path=like.area_path,
        day=like.day,
        shift=like.shift,
        starts_at=like.starts_at,
        ends_at=like.ends_at,
        place=place.value,
        nth=nth,
        post_id=post,
        person=person,
        by=by,
        recorded_at=at,
        **given,
    )


def settle(units: Mapping[UUID, str], *, by: UUID | None, at: datetime) -> Moves:
    """Bring the shifts of ``units`` (each with its area) that begin after ``at`` to what follows
    from turns and states; five queries and the writes. The caller holds the transaction."""
    today = day_of(at)
    turns = turns_of(list(units), first=today, last=FAR)
    moves = Moves()
    if not turns:
        return moves
    desks = desks_of(turns)
    holdings = holdings_since(at, desks)
    raised = raised_for((units[unit] for unit in turns), since=at)
    rules = {code: rule.asked for code, rule in readiness_at(at).items()}
    over = {key: desk.over for key, desk in desks.items() if desk.over}
    standing = _standing(turns.keys(), at)
    for unit in sorted(turns):
        rows = standing.get(unit, {})
        wanted = set()
        for row, value, shift in _covered(turns[unit], today, at):
            wanted.add(shift.starts_at)
            asked = rules.get(state_at(raised[units[unit]], rules, shift.starts_at), PLAIN)
            there = rows.get(shift.starts_at, [])
            slots = planned(value, shift, asked, over, _fixed(there))
            new = []
            for slot, post in slots.items():
                person = _holder(post, holdings, shift.starts_at, at) if post else None
                new.append(_stint(unit, units[unit], shift, slot, post, person, at, turns=row.id))
            _compare(moves, unit, there, new)
        for starts_at, there in rows.items():
            if starts_at not in wanted and _is_covered(turns[unit], there[0].day):
                moves.replaced.setdefault(unit, []).extend(there)
    for rows_ in moves.placed.values():
        for one in rows_:
            one.by = by
    _write(moves, at)
    return moves


Pairs = Sequence[tuple[Turns, TurnsValue]]


def _covered(pairs: Pairs, today: date, at: datetime) -> list[tuple[Turns, TurnsValue, Shift]]:
    """The shifts to come of a unit's turns, of two for a day those recorded last."""
    found: dict[date, list[tuple[Turns, TurnsValue, Shift]]] = {}
    for row, value in reversed(pairs):
        days: dict[date, list[tuple[Turns, TurnsValue, Shift]]] = {}
        for shift in shifts(value.starts, max(row.from_on, today), row.to_on):
            days.setdefault(shift.day, []).append((row, value, shift))
        found |= days
    every = [each for day in sorted(found) for each in found[day]]
    return [each for each in every if each[2].starts_at > at]


def _is_covered(pairs: Pairs, day: date) -> bool:
    return any(row.from_on <= day <= row.to_on for row, _ in pairs)


def _standing(units: Collection[UUID], at: datetime) -> dict[UUID, dict[datetime, list[Stint]]]:
    rows = Stint.objects.filter(
        unit__in=list(units), starts_at__gt=at, replaced_at__isnull=True
    ).order_by("starts_at", "place", "nth")
    found: dict[UUID, dict[datetime, list[Stint]]] = {}
    for row in rows:
        found.setdefault(row.unit_id, {}).setdefault(row.starts_at, []).append(row)
    return found


def _fixed(rows: Sequence[Stint]) -> dict[tuple[Place, int], UUID | None]:
    return {(Place(row.place), row.nth): row.post_id for row in rows if row.turns_id is None}


def _compare(moves: Moves, unit: UUID, there: Sequence[Stint], new: Sequence[Stint]) -> None:
    """The least change: who stays is not written again; what was named by hand stays."""
    old = {(row.place, row.nth): row for row in there}
    for row in new:
        stays = old.pop((row.place, row.nth), None)
        if stays is not None and (stays.turns_id is None or _who(stays) == _who(row)):
            continue
        if stays is not None:
            moves.replaced.setdefault(unit, []).append(stays)
        moves.placed.setdefault(unit, []).append(row)
    left = [row for row in old.values() if row.turns_id is not None]
    if left:
        moves.replaced.setdefault(unit, []).extend(left)


def _who(row: Stint) -> tuple[UUID | None, UUID | None]:
    return row.post_id, row.person


def _stint(
    unit: UUID,
    path: str,
    shift: Shift,
    slot: tuple[Place, int],
    post: UUID | None,
    person: UUID | None,
    at: datetime,
    *,
    turns: UUID | None = None,
) -> Stint:
    return Stint(
        id=new_id(),
        unit_id=unit,
        area_path=path,
        day=shift.day,
        shift=shift.nth,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        place=slot[0].value,
        nth=slot[1],
        post_id=post,
        person=person,
        turns_id=turns,
        recorded_at=at,
    )


def _holder(
    post: UUID, holdings: Mapping[UUID, Sequence[Holding]], when: datetime, at: datetime
) -> UUID | None:
    found = holder(post, holdings.get(post, ()), at=when, known_at=at)
    return found.person if found else None


def _write(moves: Moves, at: datetime) -> None:
    gone = [row.id for rows in moves.replaced.values() for row in rows]
    for start in range(0, len(gone), 500):
        Stint.objects.filter(pk__in=gone[start : start + 500]).update(replaced_at=at)
    bulk_insert([row for rows in moves.placed.values() for row in rows])


def _note(
    kind: str,
    subject: UUID,
    unit: UUID,
    moves: Moves,
    public: Mapping[str, Any],
    body: Mapping[str, Any],
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    said = {"unit": str(unit), **public, **_moved(moves, unit)}
    record(kind=kind, subject=subject, version=1, public=said, body=body, by=by, at=at)


def _moved(moves: Moves, unit: UUID) -> dict[str, Any]:
    """The record holds who was named for what and what was replaced, by keys alone."""
    placed = [
        {
            "id": str(row.id),
            "starts_at": instant(row.starts_at),
            "ends_at": instant(row.ends_at),
            "place": row.place,
            "nth": row.nth,
            "post": str(row.post_id) if row.post_id else None,
            "person": str(row.person) if row.person else None,
        }
        for row in moves.placed.get(unit, ())
    ]
    replaced = [str(row.id) for row in moves.replaced.get(unit, ())]
    return {"placed": placed, "replaced": replaced}


def follow(
    units: Mapping[UUID, str], *, state: UUID, version: int, by: UUID, at: datetime
) -> None:
    """The rosters of ``units`` follow a state that was declared or ended, one fact a unit."""
    one_at_a_time(LOCK)
    moves = settle(units, by=by, at=at)
    about = {"state": str(state), "version": version}
    acts = [
        Act(
            kind="duty.roster-followed",
            subject=new_id(),
            version=1,
            public={"unit": str(unit), **about, **_moved(moves, unit)},
            body={},
        )
        for unit in moves.units
    ]
    record_many(acts, by=by, at=at)
