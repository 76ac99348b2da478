"""Rosters brought to what follows from turns and states: the least change, and its record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from anhuan.base.db import bulk_insert, one_at_a_time
from anhuan.base.ids import new_id
from anhuan.duty.mapping import instant
from anhuan.duty.models import Stint, Turns
from anhuan.duty.rosters import turns_of
from anhuan.duty.states import raised_for
from anhuan.kernel.calendar import day_of
from anhuan.kernel.chain import Holding, holder
from anhuan.kernel.roster import (
    PLAIN,
    Place,
    Raised,
    Readiness,
    Shift,
    planned,
    shifts,
    state_at,
)
from anhuan.kernel.roster import Turns as TurnsValue
from anhuan.ledger.services import record_many
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What decides the shifts to come of many units, read once."""

    over: Mapping[UUID, UUID]
    holdings: Mapping[UUID, Sequence[Holding]]
    raised: Mapping[str, Sequence[Raised]]
    rules: Mapping[str, Readiness]

    def asked(self, path: str, at: datetime) -> Readiness:
        return self.rules.get(state_at(self.raised[path], self.rules, at), PLAIN)


def settle(units: Mapping[UUID, str], *, by: UUID | None, at: datetime) -> Moves:
    """Bring the shifts of ``units`` (each with its area) that begin after ``at`` to what follows
    from turns and states; seven queries and the writes. The caller holds the transaction."""
    turns = turns_of(list(units), first=day_of(at), last=FAR)
    moves = Moves()
    if not turns:
        return moves
    desks = desks_of(turns)
    ground = _Ground(
        over={key: desk.over for key, desk in desks.items() if desk.over},
        holdings=holdings_since(at, desks),
        raised=raised_for((units[unit] for unit in turns), since=at),
        rules={code: rule.asked for code, rule in readiness_at(at).items()},
    )
    standing = _standing(turns.keys(), at)
    for unit in sorted(turns):
        _settle_unit(moves, unit, units[unit], turns[unit], standing.get(unit, {}), ground, at)
    for row in (row for rows in moves.placed.values() for row in rows):
        row.by = by
    write(moves, at)
    return moves


def _settle_unit(
    moves: Moves,
    unit: UUID,
    path: str,
    pairs: "Pairs",
    rows: Mapping[datetime, list[Stint]],
    ground: _Ground,
    at: datetime,
) -> None:
    wanted = set()
    for row, value, shift in _covered(pairs, day_of(at), at):
        wanted.add(shift.starts_at)
        there = rows.get(shift.starts_at, [])
        asked = ground.asked(path, shift.starts_at)
        new = []
        for slot, post in planned(value, shift, asked, ground.over, _fixed(there)).items():
            person = holder_of(post, ground.holdings, shift.starts_at, at) if post else None
            one = stint_of(unit, path, shift, slot, post, person, at)
            one.turns_id = row.id
            new.append(one)
        _compare(moves, unit, there, new)
    for starts_at, there in rows.items():
        if starts_at not in wanted and _is_covered(pairs, there[0].day):
            moves.replaced.setdefault(unit, []).extend(there)


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


def stint_of(
    unit: UUID,
    path: str,
    shift: Shift,
    slot: tuple[Place, int],
    post: UUID | None,
    person: UUID | None,
    at: datetime,
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
        recorded_at=at,
    )


def holder_of(
    post: UUID, holdings: Mapping[UUID, Sequence[Holding]], when: datetime, at: datetime
) -> UUID | None:
    found = holder(post, holdings.get(post, ()), at=when, known_at=at)
    return found.person if found else None


def write(moves: Moves, at: datetime) -> None:
    gone = [row.id for rows in moves.replaced.values() for row in rows]
    for start in range(0, len(gone), 500):
        Stint.objects.filter(pk__in=gone[start : start + 500]).update(replaced_at=at)
    bulk_insert([row for rows in moves.placed.values() for row in rows])


def moved(moves: Moves, unit: UUID) -> dict[str, Any]:
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
            public={"unit": str(unit), **about, **moved(moves, unit)},
            body={},
        )
        for unit in moves.units
    ]
    record_many(acts, by=by, at=at)
