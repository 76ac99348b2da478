"""The devices and what each measures: stations of air, outlets of gas and water, meters of power.

Factors bear the codes of HJ 212-2017; a device of 2005 says the old ones on the wire.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Final

import numpy as np

from anhuan.ops.city.dice import mix
from anhuan.ops.simulation import air, works
from anhuan.ops.simulation.air import Place
from anhuan.ops.simulation.noise import DAY, HOUR, Floats, Instants, swing
from anhuan.ops.simulation.works import Works
from anhuan.telemetry.protocols.hj212.revision import Revision


@unique
class Make(StrEnum):
    """What a device is."""

    AIR = "air"
    MICRO = "micro"
    GAS = "gas"
    WATER = "water"
    POWER = "power"


@unique
class Cheat(StrEnum):
    """How a device is made to tell less than there is."""

    HONEST = "honest"
    FLAT = "flat"
    """The values of working hours stand still."""
    CEILING = "ceiling"
    """Whatever is above the limit is told as just below it."""
    INSPECTION = "inspection"
    """Values step down on days on which inspectors come."""
    UNTREATED = "untreated"
    """Treatment is off at night while the line runs, and the outlet tells what it tells by day."""
    DILUTION = "dilution"
    """Fresh air goes to the probe: less of everything, more oxygen and more flow."""
    COEFFICIENT = "coefficient"
    """A factor was set in the instrument: all values became smaller from one day on."""


@unique
class Fault(StrEnum):
    """What goes wrong on the way, without intent."""

    OFFLINE = "offline"
    """No power for hours: nothing is measured."""
    GAPS = "gaps"
    """Single periods are missing."""
    LATE = "late"
    """The line is down for hours; what was measured comes afterwards."""
    RESEND = "resend"
    """A message that was answered is sent again."""
    DUPLICATE = "duplicate"
    """A frame is sent twice in a row."""
    SPLIT = "split"
    """Frames arrive in pieces of a few bytes."""
    PACKETS = "packets"
    """A message comes in sub-packets with PNUM and PNO."""
    BAD_CRC = "bad-crc"
    """A frame is damaged on the way; without an answer it is sent again."""
    CLOCK = "clock"
    """The clock of the device runs ahead, minutes in a month."""
    MARKED = "marked"
    """Values of calibrations and of a sick instrument, marked so."""


@unique
class Profile(StrEnum):
    """Which factors an outlet has."""

    BOILER = "boiler"
    KILN = "kiln"
    COATING = "coating"
    SEWAGE = "sewage"
    PLATING = "plating"


POWER_FACTOR: Final = "e00001"
"""Active power, kW. HJ 212-2025 gave electricity a system of its own; its codes are not known."""
O2, FLOW_GAS, FLOW_WATER = "a19001", "a00000", "w00000"
_BOTH: Final = {O2: 6.5, "a01011": 11.0, "a01012": 118.0, "a01014": 7.5, FLOW_GAS: 24.0}
USUAL: Final[Mapping[Profile, Mapping[str, float]]] = {
    Profile.BOILER: {"a34013": 4.2, "a21026": 18.0, "a21002": 33.0, **_BOTH},
    Profile.KILN: {"a34013": 9.0, "a21026": 34.0, "a21002": 72.0, **_BOTH, O2: 14.5},
    Profile.COATING: {"a24088": 22.0, "a01011": 9.0, "a01012": 31.0, FLOW_GAS: 9.0},
    Profile.SEWAGE: {
        "w01018": 38.0, "w21003": 2.1, "w21011": 0.22, "w21001": 9.4, "w01001": 7.4,
        FLOW_WATER: 6.5,
    },
    Profile.PLATING: {
        "w01018": 46.0, "w20116": 0.31, "w20122": 0.14, "w01001": 7.9, FLOW_WATER: 2.1,
    },
}  # fmt: skip
"""What an outlet says with its line at work and its treatment on, in the units of the standard."""
STEADY: Final = frozenset({O2, "a01011", "a01012", "a01014", "w01001", FLOW_GAS, FLOW_WATER})
"""Factors that say nothing of pollution."""
PLACES: Final[Mapping[str, int]] = {
    "a21005": 3, "a01001": 1, "a01002": 1, "a01006": 2, "a01007": 1, "a01008": 0,
    "a34013": 2, "a24088": 2, "w01018": 1, "w21003": 3, "w21011": 3, "w21001": 2,
    "w20116": 3, "w20122": 3, "w01001": 2, "a01011": 2, "a01012": 1, "a01014": 1, O2: 2,
    FLOW_GAS: 1, FLOW_WATER: 2, POWER_FACTOR: 1, "a21026": 1, "a21002": 1,
}  # fmt: skip
"""Decimals a factor is told with; 0 for the others at an air station."""
_SERVICED: Final = 90 * DAY


@dataclass(frozen=True)
class Device:
    """One device. ``works``: the firm it stands at; ``line``: "production" or "treatment" of a
    meter; ``limits``: what a cheat keeps below, by factor; ``times``: how much more than usual
    its outlet lets out; ``bias`` and ``drift``: of a micro-station, as shares, the latter gained
    between two services."""

    number: int
    mn: str
    name: str
    make: Make
    place: Place
    works: Works | None = None
    profile: Profile | None = None
    line: str = ""
    revision: Revision = Revision.OF_2017
    password: str = "123456"
    minutes: int = 5
    cheat: Cheat = Cheat.HONEST
    faults: frozenset[Fault] = frozenset()
    limits: Mapping[str, float] = field(default_factory=dict)
    times: float = 1.0
    bias: float = 0.0
    drift: float = 0.0

    @property
    def system(self) -> str:
        """ST: 44 for electricity came with 2025, before that meters spoke as gas sources."""
        if self.make is Make.POWER:
            return "44" if self.revision is Revision.OF_2025 else "31"
        return {"air": "22", "micro": "22", "gas": "31", "water": "32"}[self.make.value]

    def own(self, seed: int, *more: int) -> int:
        """A key of noise that belongs to this device."""
        return mix(seed, 1_000_003 + self.number, *more)


def places(code: str) -> int:
    """Decimals a factor is told with."""
    return PLACES.get(code, 0)


@dataclass(frozen=True)
class World:
    """Everything that is: a seed and the firms."""

    seed: int
    works: Sequence[Works] = ()

    def true(self, device: Device, at: Instants) -> Mapping[str, Floats]:
        """What is really there, by factor."""
        return _TRUE[device.make](self, device, at)


def _station(world: World, device: Device, at: Instants) -> Mapping[str, Floats]:
    return air.air(world.seed, world.works, device.place, at)


def _micro(world: World, device: Device, at: Instants) -> Mapping[str, Floats]:
    """A cheap instrument: it sees drops for dust, stands off by a share and drifts."""
    found = _station(world, device, at)
    damp = np.clip((found[air.HUMIDITY] - 72) / 90, 0, None)
    age = ((at + (device.own(world.seed, 1) % _SERVICED)) % _SERVICED) / _SERVICED
    off = (1 + device.bias + device.drift * age) * (1 + damp)
    kept = (air.PM25, air.PM10)
    said = {
        code: found[code] * off * (1 + 0.07 * swing(device.own(world.seed, 2, n), at, 600))
        for n, code in enumerate(kept)
    }
    return said | {code: found[code] for code in (air.TEMPERATURE, air.HUMIDITY)}


def _outlet(world: World, device: Device, at: Instants) -> Mapping[str, Floats]:
    assert device.works is not None
    assert device.profile is not None
    firm, seed = device.works, world.seed
    busy = works.load(firm, seed, at)
    broken = np.where(works.off_hours(firm, seed, at), 5.2, 1.0)
    found: dict[str, Floats] = {}
    for n, (code, usual) in enumerate(USUAL[device.profile].items()):
        noise = 1 + 0.16 * swing(device.own(seed, 3, n), at, 3 * HOUR)
        noise = noise + 0.06 * swing(device.own(seed, 4, n), at, 300)
        if code in (FLOW_GAS, FLOW_WATER, "a01011"):
            found[code] = usual * (0.04 + 0.96 * busy) * noise
        elif code == O2:
            found[code] = 20.7 - (20.7 - usual) * np.sqrt(busy) * (0.9 + 0.1 * noise)
        elif code in STEADY:
            found[code] = usual * (0.75 + 0.25 * busy) * (0.8 + 0.2 * noise)
        else:
            found[code] = usual * device.times * (0.12 + 0.98 * busy) * noise
            if n == 0:
                # what the treatment is there for
                found[code] = found[code] * broken
    return found


def _meter(world: World, device: Device, at: Instants) -> Mapping[str, Floats]:
    assert device.works is not None
    power = works.treatment_power if device.line == "treatment" else works.production_power
    return {POWER_FACTOR: power(device.works, world.seed, at)}


_TRUE: Final[Mapping[Make, Callable[[World, Device, Instants], Mapping[str, Floats]]]] = {
    Make.AIR: _station,
    Make.MICRO: _micro,
    Make.GAS: _outlet,
    Make.WATER: _outlet,
    Make.POWER: _meter,
}
