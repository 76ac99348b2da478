"""Sites by number: the known ones of the pictures first, then as many as are asked for."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from anhuan.ops.city.codes import credit_code, serial_ending
from anhuan.ops.city.dice import Dice, mix
from anhuan.ops.city.geometry import Shape, point_inside
from anhuan.ops.city.names import (
    ROLE_POSTS,
    Industry,
    firm_word,
    industries,
    lane,
    person_name,
    phone,
    table,
)
from anhuan.ops.city.records import Area, Person, Responsibility, Site, SitePerson

RISKS: Final = ("major", "considerable", "general", "low")
_CELL_WEIGHT: Final = {"zone": 4, "street": 3, "town": 2, "township": 1}
# The street whose officers sign in to the demo has the most to do.
_DEMO_STREET: Final = "枫林"
_DEMO_WEIGHT: Final = 12
_PREFIX: Final = {"990102": "云溪", "990121": "平川", "990171": "高新"}
_BLOCK: Final = 10
_OPENED: Final = date(2024, 1, 1)
_KNOWN_TAIL: Final = {"宏达金属表面处理": "7T"}


class Seat(NamedTuple):
    """What the script of a case needs to know about a site, without making the site."""

    key: str
    cell: str | None
    street: str
    district: str
    industry: int
    main: str
    safety: str


class Firms:
    """All sites of the city. `site(i)` and `seat(i)` cost the same for every i."""

    def __init__(
        self,
        seed: int,
        areas: Mapping[str, Area],
        shapes: Mapping[str, Shape],
        count: int,
    ) -> None:
        self._seed, self._areas, self._shapes, self.count = seed, areas, shapes, count
        self._rows = table("sites.txt")
        if count < len(self._rows):
            raise ValueError(f"the pictures alone need {len(self._rows)} sites")
        self._codes = {industry.code: i for i, industry in enumerate(industries())}
        self._cells = [a for a in areas.values() if a.level == "cell"]
        self._cell_sums = list(accumulate(self._weight(cell) for cell in self._cells))
        self._industry_sums = list(accumulate(i.weight for i in industries()))
        self._person_of = self._known_people()
        self.known = {row[1]: i for i, row in enumerate(self._rows)}
        self.seat: Callable[[int], Seat] = lru_cache(maxsize=65_536)(self._seat)

    def _known_people(self) -> dict[str, str]:
        people: dict[str, str] = {}
        for index, row in enumerate(self._rows):
            for number, entry in enumerate(row[9].split(",")):
                people.setdefault(entry.split(":")[1], f"s{index:06d}-{number + 1}")
        return people

    def _weight(self, cell: Area) -> int:
        street = self._areas[str(cell.parent)]
        return _DEMO_WEIGHT if street.short == _DEMO_STREET else _CELL_WEIGHT[street.kind]

    def person_named(self, name: str) -> str:
        return self._person_of[name]

    def site(self, index: int) -> Site:
        return self._known(index) if index < len(self._rows) else self._invented(index)

    def responsibilities(self, site: Site) -> tuple[Responsibility, ...]:
        """The three lines of answer (企业主体, 行业主管, 属地监管), always in this order."""
        main, doer = site.people[0].person.key, site.people[0].person.key
        for person in site.people:
            if person.kind == "safety":
                doer = person.person.key
        department = industries()[self.seat(site.index).industry].department
        office = f"{site.district[:6]}/{department}"
        station = f"{site.street[:9]}/station/deputy"
        patrol = f"{site.cell}/inspector" if site.cell else f"{site.street[:9]}/station/officer"
        start = _OPENED
        return (
            Responsibility(site.key, "enterprise", "enterprise", main, doer, start),
            Responsibility(
                site.key, "industry", "government", f"{office}/section", f"{office}/team", start
            ),
            Responsibility(site.key, "territory", "government", station, patrol, start),
        )

    def _seat(self, index: int) -> Seat:
        key = f"s{index:06d}"
        if index < len(self._rows):
            return self._known_seat(index, key)
        dice = Dice(self._seed, 21, index)
        host = self._host(index)
        place = Dice(self._seed, 21, host) if host != index else dice
        cell = self._cells[bisect_right(self._cell_sums, place.below(self._cell_sums[-1]))]
        if host != index:
            dice.below(2)
        industry = bisect_right(self._industry_sums, dice.below(self._industry_sums[-1]))
        safety = f"{key}-1" if industries()[industry].kind == "person" else f"{key}-2"
        street = str(cell.parent)
        return Seat(key, cell.code, street, street[:6], industry, f"{key}-1", safety)

    def _known_seat(self, index: int, key: str) -> Seat:
        row = self._rows[index]
        people = {e.split(":")[0]: e.split(":")[1] for e in row[9].split(",")}
        main = self._person_of[people["main"]]
        safety = self._person_of[people.get("safety", people["main"])]
        code = row[5].rstrip("?")
        cell = None if row[5].endswith("?") else code
        street = code[:9] + "000"
        return Seat(key, cell, street, street[:6], self._codes[row[3]], main, safety)

    def _host(self, index: int) -> int:
        """Every fourth block of ten has a landlord whose three neighbours rent at his address."""
        block, position = divmod(index - len(self._rows), _BLOCK)
        if 1 <= position <= 3 and mix(self._seed, 22, block) % 4 == 0:
            return index - position
        return index

    def _known(self, index: int) -> Site:
        name, short, kind, code, tags, _, risk, address, host, entries = self._rows[index]
        seat = self.seat(index)
        base = self.known.get(host, index)
        people = tuple(self._known_person(entry) for entry in entries.split(","))
        full = self._place(seat) + address
        industry = industries()[self._codes[code]]
        return Site(
            seat.key, index, name, short, kind, self._known_code(index, short, kind), full, full,
            self._point(base, seat), seat.cell, seat.street, seat.district + "000000", code,
            industry.name, tuple(tags.split(",")), risk, people, 12 + 17 * (index % 11),
            f"s{base:06d}" if host else None,
        )  # fmt: skip

    def _known_code(self, index: int, short: str, kind: str) -> str | None:
        if kind == "person":
            return None
        start = 10_000 + index * 1_000
        if short in _KNOWN_TAIL:
            start = serial_ending("990102", _KNOWN_TAIL[short], start)
        return credit_code("990102", start)

    def _known_person(self, entry: str) -> SitePerson:
        kind, name, title = entry.split(":")
        key = self._person_of[name]
        number = phone(3_000 + int(key[1:7]) * 3 + int(key[-1]))
        return SitePerson(Person(key, name, number), kind, title)

    def _point(self, base: int, seat: Seat) -> tuple[float, float]:
        return point_inside(self._shapes[seat.cell or seat.street], Dice(self._seed, 23, base))

    def _place(self, seat: Seat) -> str:
        return (
            "安澜市" + self._areas[seat.district + "000000"].name + self._areas[seat.street].name
        )

    def _invented(self, index: int) -> Site:
        seat, host = self.seat(index), self._host(index)
        industry = industries()[seat.industry]
        dice = Dice(self._seed, 24, index)
        name, short = self._names(index, industry, seat, dice)
        address = self._place(seat) + lane(Dice(self._seed, 25, host))
        registered = address if dice.below(100) < 85 else self._place(seat) + lane(dice)
        code = None
        if industry.kind != "person":
            code = credit_code(seat.district, 1_000_000 + index, _registrar(industry))
        return Site(
            seat.key, index, name, short, industry.kind, code, registered, address,
            self._point(host, seat), seat.cell, seat.street, seat.district + "000000",
            industry.code, industry.name, industry.tags, _risk(industry, dice),
            _people(seat.key, index, industry, dice), 2 + dice.below(30) * (1 + dice.below(8)),
            f"s{host:06d}" if host != index else None,
        )  # fmt: skip

    def _names(self, index: int, industry: Industry, seat: Seat, dice: Dice) -> tuple[str, str]:
        word = firm_word(index + self._seed % 997)
        short = word + industry.stem
        if industry.kind == "firm":
            prefix = dice.pick(("安澜", _PREFIX[seat.district]))
            return f"{prefix}{short}有限公司", short
        if industry.kind == "project":
            short = f"{self._areas[seat.street].short}{short}"
            return short, short
        return short, short


def _registrar(industry: Industry) -> str:
    return "12" if industry.stem in ("医院", "幼儿园") else "91"


def _risk(industry: Industry, dice: Dice) -> str:
    roll = dice.below(10)
    for risk, share in zip(RISKS, industry.risk, strict=True):
        if roll < share:
            return risk
        roll -= share
    return RISKS[-1]


def _people(key: str, index: int, industry: Industry, dice: Dice) -> tuple[SitePerson, ...]:
    number = 4_000 + 2 * index
    main = Person(f"{key}-1", person_name(dice), phone(number))
    if industry.kind == "person":
        return (SitePerson(main, "main", "业主"),)
    safety = Person(f"{key}-2", person_name(dice), phone(number + 1))
    return (
        SitePerson(main, "main", _title(industry, dice)),
        SitePerson(safety, "safety", "安全员"),
    )


def _title(industry: Industry, dice: Dice) -> str:
    fixed: Sequence[str] = {"project": ("项目经理",), "shop": ("负责人",)}.get(
        industry.kind, ROLE_POSTS
    )
    return dice.pick(fixed)
