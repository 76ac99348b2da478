"""Conditions seen in what instruments send: when they begin, go on and end.

Every rule is a pure function from readings to slots of equal length, each hit, not hit or unknown;
``conditions`` draws hits together. A value that is no measurement is unknown, never a hit. What
is found is a reason to look, not a verdict (``domain.md`` §4.7, §4.8).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum, unique
from math import ceil
from typing import Final, NamedTuple

from anhuan.kernel.alarm_rule import Flat, Jump, Offline

HOUR: Final = timedelta(hours=1)
Values = Mapping[datetime, Decimal | None]
"""Values by the start of their period; None where nothing valid was measured."""


@unique
class AlarmRule(StrEnum):
    """Why an instrument calls. ``INTERLOCK``: production on with treatment off."""

    EXCEEDANCE = "exceedance"
    JUMP = "jump"
    FLAT = "flat"
    OFFLINE = "offline"
    INTERLOCK = "interlock"


class Slot(NamedTuple):
    """A period that begins ``at``: what was measured, what it was held against, and whether it
    is a hit; None where that cannot be said."""

    at: datetime
    hit: bool | None
    value: Decimal | None = None
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A stretch of hits. ``last_at``: the start of its last hit; ``ended_at``: None while nothing
    shows that it is over. ``worst``: the value furthest from ``limit`` with that limit; ``hits``:
    where its slots begin."""

    began_at: datetime
    last_at: datetime
    ended_at: datetime | None
    hits: tuple[datetime, ...]
    worst: Decimal | None
    limit: Decimal | None

    @property
    def count(self) -> int:
        return len(self.hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """How hits are drawn together: slots of ``step``; ``clear`` good slots in a row end a stretch,
    and so does a time of ``join`` in which nothing is known; fewer than ``least`` hits are none.
    ``lowest``: the worst value is the lowest."""

    step: timedelta
    join: timedelta
    clear: int = 1
    least: int = 1
    lowest: bool = False


def conditions(slots: Iterable[Slot], how: Joining, *, upto: datetime) -> list[Condition]:
    """The stretches of hits among ``slots``, which are in order, as they stand at ``upto``. Slots
    that are not over by then are not looked at."""
    found: list[Condition] = []
    hits: list[Slot] = []
    good: list[Slot] = []
    for slot in slots:
        if slot.hit is None or slot.at + how.step > upto:
            continue
        if hits and _lost(hits, good, how, slot.at):
            _close(found, hits, good, how)
            hits, good = [], []
        if slot.hit:
            hits, good = [*hits, slot], []
        elif hits:
            good.append(slot)
        if len(good) >= how.clear:
            _close(found, hits, good, how)
            hits, good = [], []
    if hits:
        _close(found, hits, good, how, open_=not _lost(hits, good, how, upto))
    return found


def _lost(hits: Sequence[Slot], good: Sequence[Slot], how: Joining, at: datetime) -> bool:
    """Whether nothing has been known for too long before ``at``."""
    return at - (good or hits)[-1].at - how.step > how.join


def _close(
    found: list[Condition],
    hits: Sequence[Slot],
    good: Sequence[Slot],
    how: Joining,
    *,
    open_: bool = False,
) -> None:
    if len(hits) < how.least:
        return
    valued = [slot for slot in hits if slot.value is not None]
    chosen = min if how.lowest else max
    worst = chosen(valued, key=_value_of) if valued else hits[0]
    over = good[0].at if good else hits[-1].at + how.step
    found.append(
        Condition(
            began_at=hits[0].at,
            last_at=hits[-1].at,
            ended_at=None if open_ else over,
            hits=tuple(slot.at for slot in hits),
            worst=worst.value,
            limit=worst.limit,
        )
    )


def _value_of(slot: Slot) -> Decimal:
    return slot.value if slot.value is not None else Decimal()


def over(values: Values, limit: Decimal) -> list[Slot]:
    """Exceedance: above ``limit``; a value equal to it is within. Same unit for both."""
    return [
        Slot(at, None if value is None else value > limit, value, limit)
        for at, value in sorted(values.items())
    ]


def jump(values: Values, neighbours: Sequence[Values], rule: Jump) -> list[Slot]:
    """High against the neighbours of the same hour: above ``rule.ratio`` times their quantile and
    not below ``rule.least``. With fewer than ``rule.neighbours`` valid ones it cannot be said."""
    slots = []
    for at, value in sorted(values.items()):
        others = sorted(each for one in neighbours if (each := one.get(at)) is not None)
        if value is None or len(others) < rule.neighbours:
            slots.append(Slot(at, None, value))
            continue
        bound = quantile(others, rule.quantile) * rule.ratio
        slots.append(Slot(at, value > bound and value >= rule.least, value, bound))
    return slots


def quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    """The value at ``share`` (0 to 1) of an ascending, non-empty sequence, linear in between
    (Hyndman and Fan, type 7)."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def median(values: Iterable[Decimal]) -> Decimal:
    """The median of at least one value."""
    return quantile(sorted(values), Decimal("0.5"))


def flat(values: Values, rule: Flat) -> list[Slot]:
    """The very same value ``rule.same`` times in a row and more often; a gap does not break the
    row. Zero is what an idle source sends: no hit."""
    known = [(at, value) for at, value in sorted(values.items()) if value is not None]
    rows: list[list[tuple[datetime, Decimal]]] = []
    for pair in known:
        if rows and rows[-1][-1][1] == pair[1]:
            rows[-1].append(pair)
        else:
            rows.append([pair])
    return [
        Slot(at, value != 0 and len(row) >= rule.same, value) for row in rows for at, value in row
    ]


def silent(
    heard: Mapping[datetime, int], *, own: frozenset[datetime], interval: int, rule: Offline
) -> list[Slot]:
    """Hours without a word of a station, once there are so many in a row as ``rule.intervals`` of
    its ``interval`` seconds fill. ``heard``: every hour with how many other stations sent
    something; where none of ``rule.others`` or more did, the node itself was deaf and nothing can
    be said."""
    needed = max(1, ceil(rule.intervals * interval / HOUR.total_seconds()))
    slots = [
        Slot(at, False if at in own else (True if others else None))
        for at, others in sorted(heard.items())
    ]
    return _long_enough(slots, needed)


def _long_enough(slots: Sequence[Slot], needed: int) -> list[Slot]:
    """Hits in a row shorter than ``needed`` are unknown yet; unknown ones stand between."""
    found: list[Slot] = []
    row: list[Slot] = []
    for slot in slots:
        if slot.hit is False:
            found += _row(row, needed)
            row = []
            found.append(slot)
        elif slot.hit:
            row.append(slot)
    return found + _row(row, needed)


def _row(row: list[Slot], needed: int) -> list[Slot]:
    return row if len(row) >= needed else [slot._replace(hit=None) for slot in row]
