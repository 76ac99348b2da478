"""Periods of a device: what it says of a minute, an hour, a day, out of what it told before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.ops.simulation.air import DIRECTION
from anhuan.ops.simulation.cheating import told
from anhuan.ops.simulation.devices import FLOW_GAS, FLOW_WATER, Device, World, places
from anhuan.ops.simulation.faulting import marks, measured
from anhuan.ops.simulation.noise import DAY, HOUR, Flags, Floats, Instants, white

LENGTH: Final = 300
"""Seconds of what HJ 212 calls minute data."""
_ENOUGH: Final = 0.75
"""Share of a period that must have been measured for it to be told."""
_FLOWS: Final = frozenset({FLOW_GAS, FLOW_WATER})
_LITRES: Final = {FLOW_GAS: 1.0, FLOW_WATER: 0.001}


class Told(NamedTuple):
    """One factor of one period, written as the device writes it. ``total`` is of flows, m³."""

    value: Decimal
    low: Decimal
    high: Decimal
    total: Decimal | None
    mark: str


@dataclass(frozen=True)
class Period:
    """A period that begins at ``at`` and what was told of it, by factor."""

    at: datetime
    values: Mapping[str, Told]


def real_time(
    world: World, device: Device, at: Instants
) -> Iterator[tuple[int, Mapping[str, Told]]]:
    """What the device says at these seconds; those at which it measured nothing are not there."""
    at = at[measured(world, device, at)]
    if not len(at):
        return
    mark = marks(world, device, at)
    said = told(world, device, at)
    columns = [_told(code, value, value, value, mark) for code, value in said.items()]
    for second, row in zip(at.tolist(), zip(*columns, strict=True), strict=True):
        yield second, dict(zip(said, row, strict=True))


def minutes(world: World, device: Device, start: int, end: int) -> Iterator[Period]:
    """The periods of five minutes from ``start`` to before ``end``; what was not measured is not
    there."""
    at = _grid(start, end)
    there = measured(world, device, at)
    at = at[there]
    if not len(at):
        return
    mark = marks(world, device, at)
    columns = []
    said = told(world, device, at)
    for n, (code, value) in enumerate(said.items()):
        spread = 0.01 + 0.04 * white(device.own(world.seed, 40, n), at)
        low, high = value * (1 - spread), value * (1 + spread)
        columns.append(_told(code, value, low, high, mark, LENGTH))
    yield from _periods(at, list(said), columns)


def hours(world: World, device: Device, start: int, end: int) -> Iterator[Period]:
    """The whole hours: means of their twelve periods, where enough were measured."""
    yield from _longer(world, device, start, end, HOUR)


def days(world: World, device: Device, start: int, end: int) -> Iterator[Period]:
    """The whole days of China: means of their periods."""
    yield from _longer(world, device, start, end, DAY)


def _longer(world: World, device: Device, start: int, end: int, length: int) -> Iterator[Period]:
    shift = 8 * HOUR if length == DAY else 0
    start = -(-(start + shift) // length) * length - shift
    end = (end + shift) // length * length - shift
    at = _grid(start, end)
    if not len(at):
        return
    each = length // LENGTH
    counted, mark = _counted(world, device, at, each)
    kept = counted.any(axis=1)
    columns = []
    said = told(world, device, at)
    for code, value in said.items():
        rows = np.where(counted, value.reshape(-1, each), np.nan)[kept]
        low, high = np.nanmin(rows, axis=1), np.nanmax(rows, axis=1)
        middle = _bearing(rows) if code == DIRECTION else np.nanmean(rows, axis=1)
        columns.append(_told(code, middle, low, high, mark[kept], length))
    yield from _periods(at[::each][kept], list(said), columns)


def _counted(
    world: World, device: Device, at: Instants, each: int
) -> tuple[Flags, NDArray[np.str_]]:
    """Which small periods count for each long one, and its mark: those that were measured and
    bear no other mark, or all of them where there are none such."""
    there = measured(world, device, at).reshape(-1, each)
    flags = marks(world, device, at).reshape(-1, each)
    good = there & (flags == "N")
    odd = there & (flags != "N")
    first = np.take_along_axis(flags, odd.argmax(axis=1)[:, None], axis=1)[:, 0]
    reason = np.where(odd.any(axis=1), first, "D")
    mark = np.where(good.sum(axis=1) >= _ENOUGH * each, "N", reason)
    return np.where(good.any(axis=1)[:, None], good, there), mark


def _bearing(rows: Floats) -> Floats:
    """The mean of directions, which go round."""
    angle = np.radians(rows)
    east, north = np.nanmean(np.sin(angle), axis=1), np.nanmean(np.cos(angle), axis=1)
    found: Floats = np.degrees(np.arctan2(east, north)) % 360
    return found


def _grid(start: int, end: int) -> Instants:
    first = -(-start // LENGTH) * LENGTH
    return np.arange(first, end - LENGTH + 1, LENGTH, dtype=np.int64)


def _periods(
    at: Instants, codes: Sequence[str], columns: Sequence[Sequence[Told]]
) -> Iterator[Period]:
    for second, row in zip(at.tolist(), zip(*columns, strict=True), strict=True):
        instant = datetime.fromtimestamp(second, UTC)
        yield Period(instant, dict(zip(codes, row, strict=True)))


def _told(
    code: str,
    value: Floats,
    low: Floats,
    high: Floats,
    mark: NDArray[np.str_],
    length: int = 0,
) -> list[Told]:
    said = [_written(each, places(code)) for each in (value, low, high)]
    total: list[Decimal | None] = [None] * len(value)
    if length and code in _FLOWS:
        total = [*_written(value * (length * _LITRES[code]), 1)]
    return [Told(*row) for row in zip(*said, total, mark.tolist(), strict=True)]


def _written(values: Floats, decimals: int) -> list[Decimal]:
    return [Decimal(f"{one:.{decimals}f}") for one in (values + 0.0).tolist()]
