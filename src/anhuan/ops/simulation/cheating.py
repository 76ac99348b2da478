"""What a device tells of what it measured: the styles of cheating, each a function of the true
values, the device and the instants."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from anhuan.ops.simulation.devices import (
    FLOW_GAS,
    FLOW_WATER,
    O2,
    STEADY,
    Cheat,
    Device,
    World,
)
from anhuan.ops.simulation.noise import (
    DAY,
    HOUR,
    Flags,
    Floats,
    Instants,
    day_number,
    hour_of_day,
    swing,
    weekday,
    white,
)

Told = Mapping[str, Floats]
_FREED: Final = 0.35
"""What share of a diluted sample is flue gas."""
_SMALLER: Final = 0.45
_TURNED: Final = 20
"""The factor in an instrument is set, and set back, every so many days."""
_INSPECTED: Final = 0.28
_EVENING: Final = 11 * HOUR
"""Seven in China, in UTC."""


def told(world: World, device: Device, at: Instants) -> Told:
    """What the device says it measured at these instants."""
    return _STYLES[device.cheat](world, device, at)


def inspected(world: World, device: Device, at: Instants) -> Flags:
    """Whether inspectors are there: two working days in nine, in office hours."""
    assert device.works is not None
    hour = hour_of_day(at)
    there = (hour >= 9) & (hour < 17) & (weekday(at) < 5)
    return there & (white(device.works.own(world.seed, 9), day_number(at)) < 2 / 9)


def _honest(world: World, device: Device, at: Instants) -> Told:
    return world.true(device, at)


def _pollution(values: Told, change: Callable[[str, Floats], Floats]) -> Told:
    return {
        code: value if code in STEADY else change(code, value) for code, value in values.items()
    }


def _flat(world: World, device: Device, at: Instants) -> Told:
    """From seven in the evening to seven in the morning what stood there at seven."""
    hour = hour_of_day(at)
    still = (hour >= 19) | (hour < 7)
    since = np.where(still, at - (at - _EVENING) % DAY, at)
    held, running = world.true(device, since), world.true(device, at)
    return {code: running[code] if code in STEADY else held[code] for code in running}


def _ceiling(world: World, device: Device, at: Instants) -> Told:
    def below(code: str, value: Floats) -> Floats:
        limit = device.limits.get(code)
        if limit is None:
            return value
        number = sum(code.encode())
        top = limit * (0.972 + 0.02 * swing(device.own(world.seed, 5, number), at, 300))
        return np.minimum(value, top)

    return _pollution(world.true(device, at), below)


def _inspection(world: World, device: Device, at: Instants) -> Told:
    there = inspected(world, device, at)
    return _pollution(
        world.true(device, at), lambda _, value: np.where(there, value * _INSPECTED, value)
    )


def _untreated(world: World, device: Device, at: Instants) -> Told:
    """The firm switches off at night; its outlet tells what it would tell if it had not."""
    assert device.works is not None
    treated = replace(device.works, untreated=False, failures=())
    return world.true(replace(device, works=treated), at)


def _dilution(world: World, device: Device, at: Instants) -> Told:
    values = dict(_pollution(world.true(device, at), lambda _, value: value * _FREED))
    if O2 in values:
        values[O2] = 20.9 - (20.9 - values[O2]) * _FREED
    for code in (FLOW_GAS, FLOW_WATER):
        if code in values:
            values[code] = values[code] * (1 + 0.4 * (1 - _FREED))
    return values


def _coefficient(world: World, device: Device, at: Instants) -> Told:
    turned = (day_number(at) // _TURNED + device.own(world.seed, 6) % 2) % 2 == 0
    return _pollution(
        world.true(device, at), lambda _, value: np.where(turned, value * _SMALLER, value)
    )


_STYLES: Final[Mapping[Cheat, Callable[[World, Device, Instants], Told]]] = {
    Cheat.HONEST: _honest,
    Cheat.FLAT: _flat,
    Cheat.CEILING: _ceiling,
    Cheat.INSPECTION: _inspection,
    Cheat.UNTREATED: _untreated,
    Cheat.DILUTION: _dilution,
    Cheat.COEFFICIENT: _coefficient,
}
