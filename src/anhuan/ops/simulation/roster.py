"""The devices of the invented city: those of the demo first, then as many as are asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from anhuan.ops.city.dice import Dice
from anhuan.ops.city.plan import City
from anhuan.ops.city.records import Area, Site
from anhuan.ops.simulation.devices import Cheat, Device, Fault, Make, Profile, World
from anhuan.ops.simulation.works import Shift, Span, Works
from anhuan.telemetry.protocols.hj212.revision import Revision

SEED: Final = 20261120
MOST: Final = 20_000
OFFLINE: Final = "柳湾微站 2 号"
"""The micro-station of the demo that has been silent for days."""
DRIFTING: Final = "枫林微站 2 号"
FAILING: Final = "中陶新型建材"
"""The firm whose treatment breaks down in the night of the demo."""
STRANGER: Final = "A9" * 12
"""A device that nobody has entered yet."""


@dataclass(frozen=True)
class Post:
    """A device, and where it stands: the code of its area, the key of its site."""

    device: Device
    area: str
    site: str | None = None
    limits: tuple[tuple[str, str], ...] = ()


_WORKS: Final[Mapping[str, tuple[Shift, float, float, float, float, float, bool]]] = {
    "恒泰家具": (Shift.DAY, 320, 45, 0.5, 0.1, 2.2, False),
    "中陶新型建材": (Shift.ALWAYS, 1900, 210, 3.2, 2.0, 0.2, False),
    "永盛铸造": (Shift.ALWAYS, 2600, 180, 2.8, 0.6, 0.4, True),
    "东岭化工": (Shift.ALWAYS, 1400, 160, 0.4, 0.9, 2.8, False),
    "瑞丰塑料制品": (Shift.TWO, 620, 75, 0.3, 0.1, 2.0, False),
    "云溪热电": (Shift.ALWAYS, 5200, 900, 1.6, 3.4, 0.1, False),
    "宏达金属表面处理": (Shift.TWO, 540, 70, 0.2, 0.2, 0.6, False),
    "佳禾食品": (Shift.TWO, 760, 95, 0.1, 0.1, 0.2, False),
    "锦川印染": (Shift.ALWAYS, 1150, 190, 0.3, 0.6, 0.9, False),
}
"""Shift, kW of production and treatment, dust, gas and vapours, whether it switches off."""
_DIRTIEST: Final = {"永盛铸造": 1.3, "锦川印染": 2.3}
_OUTLETS: Final = """
云溪热电|1# 锅炉总排口|boiler|honest|a34013=10,a21026=35,a21002=50
中陶新型建材|1# 窑尾排口|kiln|honest|a34013=20,a21026=50,a21002=150
永盛铸造|熔炼排口|kiln|untreated|a34013=30,a21026=100,a21002=300
恒泰家具|喷涂排口|coating|honest|a24088=40
东岭化工|RTO 排口|coating|flat|a24088=60
瑞丰塑料制品|注塑排口|coating|dilution|a24088=60
锦川印染|废水总排口|sewage|ceiling|w01018=80,w21003=10,w21011=0.5
宏达金属表面处理|车间排口|plating|honest|w01018=80,w20116=1.0,w20122=0.5
佳禾食品|废水总排口|sewage|honest|w01018=80,w21003=10,w21011=0.5
"""
"""Firm, outlet, factors, style of cheating, and the limits its permit names (invented)."""
_METERED: Final = ("永盛铸造", "中陶新型建材", "恒泰家具", "瑞丰塑料制品", "锦川印染")
_STATIONS: Final = (
    ("990102001000", "枫林站"), ("990102002000", "桥东站"), ("990102003000", "柳湾站"),
    ("990102401000", "经开区站"), ("990121101000", "城关站"), ("990121102000", "青石站"),
    ("990171001000", "创新站"), ("990171003000", "梅岭站"),
)  # fmt: skip
_MICRO: Final = {
    "990102001000": 4, "990102002000": 2, "990102003000": 2, "990102101000": 2,
    "990102102000": 1, "990102103000": 1, "990102201000": 1, "990102401000": 3,
}  # fmt: skip
_REVISIONS: Final = (Revision.OF_2017, Revision.OF_2005, Revision.OF_2025, Revision.OF_2017)
_HARMLESS: Final = frozenset({Fault.GAPS, Fault.MARKED})


def posts(city: City, failures: Sequence[Span] = ()) -> list[Post]:
    """The devices of the demo. ``failures``: when the treatment of ``FAILING`` was broken."""
    firms = {each.short: each for each in (city.firms.site(i) for i in range(_known(city)))}
    areas = {area.code: area for area in city.areas}
    works = {
        short: _works(firms[short], tuple(failures) if short == FAILING else ())
        for short in _WORKS
    }
    found = [_station(areas[code], name) for code, name in _STATIONS]
    found += _micros(city, areas)
    rows = [line.split("|") for line in _OUTLETS.split("\n") if line]
    found += [_outlet(firms[row[0]], works[row[0]], row) for row in rows]
    found += [_meter(firms[s], works[s], line) for s in _METERED for line in _LINES]
    return [_numbered(post, number) for number, post in enumerate(found, start=1)]


_LINES: Final = ("production", "treatment")


def world_of(known: Sequence[Post], seed: int = SEED) -> World:
    """The world in which these devices stand."""
    firms = {post.device.works.key: post.device.works for post in known if post.device.works}
    return World(seed, tuple(firms.values()))


def fleet(
    city: City,
    count: int,
    *,
    seed: int = SEED,
    cheats: Collection[Cheat] = tuple(Cheat),
    faults: Collection[Fault] = tuple(Fault),
) -> tuple[World, list[Device]]:
    """``count`` devices and their world: those of the demo, then others like them around. The
    others take turns in the styles of cheating and the faults that are wanted; the demo's keep
    theirs as far as those are wanted."""
    known = posts(city)
    devices = [_wanted(post.device, cheats, faults) for post in known][:count]
    while len(devices) < count:
        devices.append(_like(devices, known, len(devices), seed, list(cheats), list(faults)))
    return world_of(known, seed), devices


def _known(city: City) -> int:
    return len(city.firms.known)


def _wanted(device: Device, cheats: Collection[Cheat], faults: Collection[Fault]) -> Device:
    cheat = device.cheat if device.cheat in cheats else Cheat.HONEST
    return replace(device, cheat=cheat, faults=device.faults & frozenset(faults))


def _like(
    devices: Sequence[Device],
    known: Sequence[Post],
    number: int,
    seed: int,
    cheats: Sequence[Cheat],
    faults: Sequence[Fault],
) -> Device:
    """A device like one of the demo, a little away from it."""
    dice = Dice(seed, 77, number)
    model = known[number % len(known)].device
    place = tuple(round(each + (dice.unit() - 0.5) * 0.08, 6) for each in model.place)
    made = replace(
        model,
        number=number + 1,
        name=f"{model.name}（{number // len(known) + 1}）",
        place=(place[0], place[1]),
        cheat=cheats[number % len(cheats)] if model.profile and cheats else Cheat.HONEST,
        faults=frozenset({faults[number % len(faults)]}) if faults else frozenset(),
        times=1.0 + 1.4 * dice.unit() if model.profile else 1.0,
    )
    return replace(made, mn=number_of(made))


def number_of(device: Device) -> str:
    """MN: 24 hex digits; of 2005 fourteen characters."""
    if device.revision is Revision.OF_2005:
        return f"99010{device.number:09d}"
    return f"990102A{device.number:017X}"


def _works(site: Site, failures: tuple[Span, ...]) -> Works:
    shift, rated, treating, dust, gas, vocs, untreated = _WORKS[site.short]
    return Works(
        key=site.key,
        place=site.point,
        shift=shift,
        rated=rated,
        treating=treating,
        dust=dust,
        gas=gas,
        vocs=vocs,
        untreated=untreated,
        failures=failures,
    )


def _station(area: Area, name: str) -> Post:
    return Post(Device(0, "", name, Make.AIR, area.label), area.code)


def _micros(city: City, areas: Mapping[str, Area]) -> list[Post]:
    """Micro-stations stand in the cells of their street."""
    found: list[Post] = []
    for street, count in _MICRO.items():
        cells = [area for area in city.areas if area.parent == street]
        for n in range(count):
            cell = cells[n * len(cells) // count]
            name = f"{areas[street].short}微站 {n + 1} 号"
            dice = Dice(SEED, 78, len(found))
            found.append(Post(_micro(name, cell, dice), cell.code))
    return found


def _micro(name: str, cell: Area, dice: Dice) -> Device:
    bias, drift = 0.16 * (dice.unit() - 0.5), 0.1 * dice.unit()
    if name == DRIFTING:
        bias, drift = 0.28, 0.2
    faults = frozenset({Fault.GAPS, Fault.LATE}) if dice.below(3) == 0 else frozenset()
    return Device(0, "", name, Make.MICRO, cell.label, faults=faults, bias=bias, drift=drift)


def _outlet(site: Site, works: Works, row: Sequence[str]) -> Post:
    profile, told = Profile(row[2]), [pair.split("=") for pair in row[4].split(",")]
    water = profile in (Profile.SEWAGE, Profile.PLATING)
    device = Device(
        0,
        "",
        f"{site.short}{row[1]}",
        Make.WATER if water else Make.GAS,
        site.point,
        works=works,
        profile=profile,
        cheat=Cheat(row[3]),
        faults=_HARMLESS,
        limits={code: float(limit) for code, limit in told},
        times=_DIRTIEST.get(site.short, 1.0),
    )
    limits = tuple((code, limit) for code, limit in told)
    return Post(device, site.cell or site.street, site.key, limits)


def _meter(site: Site, works: Works, line: str) -> Post:
    name = f"{site.short}{'生产线' if line == 'production' else '治污设施'}电表"
    device = Device(0, "", name, Make.POWER, site.point, works=works, line=line)
    return Post(device, site.cell or site.street, site.key)


def _numbered(post: Post, number: int) -> Post:
    """Outlets speak all three revisions in turn, meters that of 2025, which knows electricity,
    the others that of 2017, whose factors those of 2005 lack."""
    make = post.device.make
    revision = Revision.OF_2017
    if make in (Make.GAS, Make.WATER):
        revision = _REVISIONS[number % len(_REVISIONS)]
    elif make is Make.POWER:
        revision = Revision.OF_2025
    if post.device.profile is Profile.COATING and revision is Revision.OF_2005:
        revision = Revision.OF_2017
    device = replace(post.device, number=number, revision=revision)
    return replace(post, device=replace(device, mn=number_of(device)))
