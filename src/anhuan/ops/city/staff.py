"""The units, posts and people of the government side, with who held what when."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from anhuan.ops.city.dice import Dice
from anhuan.ops.city.names import person_name, phone, table
from anhuan.ops.city.records import Appointment, Area, Person, Post, Unit

DEPARTMENTS: Final = {
    "emergency": ("应急管理局", "应急局"),
    "ecology": ("生态环境分局", "生态环境分局"),
    "industry": ("工业和信息化局", "工信局"),
    "construction": ("住房和城乡建设局", "住建局"),
    "market": ("市场监督管理局", "市监局"),
    "fire": ("消防救援大队", "消防大队"),
    "transport": ("交通运输局", "交通局"),
    "education": ("教育体育局", "教育局"),
    "health": ("卫生健康局", "卫健局"),
    "civil": ("民政局", "民政局"),
    "commerce": ("商务局", "商务局"),
}
# unit kind → (post, words on the door, kind, seats)
_DEPARTMENT_POSTS: Final = (
    ("deputy", "副局长", "deputy_director", 1),
    ("section", "行业科科长", "section_chief", 1),
    ("team", "执法大队", "officer", 1),
)
_FIRE_POSTS: Final = (
    ("deputy", "副大队长", "deputy_director", 1),
    ("section", "监督科科长", "section_chief", 1),
    ("team", "监督员", "officer", 1),
)
_STATION_POSTS: Final = (
    ("head", "站长", "station_head", 1),
    ("deputy", "副站长", "station_deputy", 1),
    ("officer", "执法员", "officer", 2),
)
_CERTIFIED: Final = frozenset({"officer", "station_head", "station_deputy", "enforcement"})
_LEADERS: Final = {"990102": ("区", "副区长"), "990121": ("县", "副县长")}
_EARLIEST: Final = date(2022, 1, 1)


@dataclass(slots=True)
class Staff:
    units: list[Unit] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    by_name: dict[str, str] = field(default_factory=dict)
    _terms: dict[str, list[tuple[int, int, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def holders(self, post: str, day: int) -> list[str]:
        """The persons in a post on a day (`date.toordinal`), in order of seats."""
        return [person for start, end, person in self._terms[post] if start <= day < end]

    def holder(self, post: str, day: int) -> str:
        """The person in a post that is never empty."""
        terms = self._terms[post]
        if len(terms) == 1:
            return terms[0][2]
        for start, end, person in terms:
            if start <= day < end:
                return person
        raise KeyError(f"nobody holds {post} on {date.fromordinal(day)}")

    def appoint(self, appointment: Appointment) -> None:
        end = appointment.to_on.toordinal() if appointment.to_on else 10**7
        term = (appointment.from_on.toordinal(), end, appointment.person)
        self._terms[appointment.post].append(term)
        self.appointments.append(appointment)

    def enter(self, name: str, certificate: str = "") -> str:
        key = f"g{len(self.persons) + 1:04d}"
        self.persons.append(Person(key, name, phone(len(self.persons) + 1), certificate))
        return key

    def enter_known(self, name: str, certificate: str) -> str:
        """A person of the pictures; the same name is the same person."""
        if name not in self.by_name:
            self.by_name[name] = self.enter(name, certificate)
        return self.by_name[name]

    def enter_invented(self, dice: Dice, certificate: str) -> str:
        return self.enter(person_name(dice), certificate)


def build_staff(areas: list[Area], seed: int) -> Staff:
    staff = Staff()
    for area in areas:
        if area.level == "city":
            _city(staff, area)
        elif area.level == "district":
            _district(staff, area)
        elif area.level == "street":
            _street(staff, area, [a for a in areas if a.parent == area.code])
    _fill(staff, Dice(seed, 11))
    return staff


def _add_unit(staff: Staff, unit: Unit) -> Unit:
    staff.units.append(unit)
    return unit


def _add_posts(
    staff: Staff, unit: Unit, level: str, rows: tuple[tuple[str, str, str, int], ...]
) -> None:
    for slug, name, kind, seats in rows:
        staff.posts.append(
            Post(f"{unit.key}/{slug}", unit.key, name, kind, level, unit.area, seats)
        )


def _city(staff: Staff, area: Area) -> None:
    stem = area.code[:6]
    gov = _add_unit(
        staff, Unit(f"{stem}/gov", "安澜市人民政府", "市政府", "government", None, area.code)
    )
    _add_posts(staff, gov, "city", (("vice-mayor", "副市长", "leader", 1),))
    _offices(staff, area, stem, "安澜市", "市", "city", gov.key)
    office = Unit(
        f"{stem}/system", "安澜市大数据中心", "市数据中心", "department", gov.key, area.code
    )
    _add_unit(staff, office)
    _add_posts(staff, office, "city", (("operator", "运行管理员", "administrator", 1),))


def _offices(
    staff: Staff, area: Area, stem: str, name: str, short: str, level: str, parent: str
) -> None:
    safety = Unit(
        f"{stem}/safety-office", f"{name}安全生产委员会办公室", f"{short}安委办",
        "committee_office", parent, area.code,
    )  # fmt: skip
    _add_unit(staff, safety)
    rows = (("deputy", "副主任", "office_head", 1), ("section", "科长", "office_officer", 1))
    _add_posts(staff, safety, level, rows)
    environment = Unit(
        f"{stem}/env-office", f"{name}生态环境保护委员会办公室", f"{short}环委办",
        "committee_office", parent, area.code,
    )  # fmt: skip
    _add_unit(staff, environment)
    _add_posts(staff, environment, level, rows)


def _district(staff: Staff, area: Area) -> None:
    stem = area.code[:6]
    word, leader = _LEADERS.get(stem, ("区", "管委会副主任"))
    title = "管理委员会" if stem == "990171" else "人民政府"
    gov = Unit(
        f"{stem}/gov", f"{area.name}{title}", area.name, "government", "990100/gov", area.code
    )
    _add_unit(staff, gov)
    _add_posts(staff, gov, "district", (("vice-head", leader, "leader", 1),))
    _offices(staff, area, stem, area.name, word, "district", gov.key)
    for slug, (name, short) in DEPARTMENTS.items():
        unit = Unit(
            f"{stem}/{slug}",
            f"{area.name}{name}",
            f"{word}{short}",
            "department",
            gov.key,
            area.code,
        )
        _add_unit(staff, unit)
        _add_posts(staff, unit, "district", _FIRE_POSTS if slug == "fire" else _DEPARTMENT_POSTS)


def _street(staff: Staff, area: Area, cells: list[Area]) -> None:
    stem, parent = area.code[:9], f"{area.code[:6]}/gov"
    words = {"street": ("街道办事处", "副主任"), "zone": ("管理委员会", "副主任")}
    office_word, lead_word = words.get(area.kind, ("人民政府", "副镇长"))
    if area.kind == "township":
        lead_word = "副乡长"
    stem_name = area.name.removesuffix("街道") if area.kind == "street" else area.name
    office = _add_unit(
        staff,
        Unit(f"{stem}/office", stem_name + office_word, area.name, "street", parent, area.code),
    )
    _add_posts(staff, office, "street", (("lead", lead_word, "leader", 1),))
    station = Unit(
        f"{stem}/station", f"{area.name}安全生产监督管理站", f"{area.short}安监站",
        "station", office.key, area.code,
    )  # fmt: skip
    _add_posts(staff, _add_unit(staff, station), "street", _STATION_POSTS)
    team = Unit(
        f"{stem}/enforcement", f"{area.name}综合执法队", f"{area.short}综合执法队", "team",
        office.key, area.code,
    )  # fmt: skip
    _add_posts(staff, _add_unit(staff, team), "street", (("member", "队员", "enforcement", 1),))
    _communities(staff, area, cells, office.key)


def _communities(staff: Staff, area: Area, cells: list[Area], office: str) -> None:
    rows = (("secretary", "书记", "community_head", 1),)
    unit = None
    number = 0
    for cell in cells:
        if unit is None or not cell.locality.endswith("*"):
            number += 1
            name = cell.locality.removesuffix("*")
            key = f"{area.code[:9]}/c{number:03d}"
            unit = _add_unit(staff, Unit(key, name, name, "community", office, area.code))
            _add_posts(staff, unit, "community", rows)
        seats = ((f"{cell.code}/chief", "网格长", 1), (f"{cell.code}/inspector", "网格员", 2))
        for post_key, name, count in seats:
            kind = "cell_chief" if count == 1 else "cell_inspector"
            staff.posts.append(Post(post_key, unit.key, name, kind, "cell", cell.code, count))


def _fill(staff: Staff, dice: Dice) -> None:
    """The people of the pictures first; then every post they leave open, with history."""
    named: dict[str, list[list[str]]] = defaultdict(list)
    for row in table("people.txt"):
        named[row[0]].append(row)
    chief_of: dict[str, str] = {}
    for post in staff.posts:
        for _, name, start, end, stand_in, certificate, note in named[post.key]:
            person = staff.enter_known(name, certificate)
            last = date.fromisoformat(end) if end else None
            first = date.fromisoformat(start)
            staff.appoint(Appointment(person, post.key, first, last, stand_in == "s", note))
        if post.kind == "cell_chief":
            secretary = chief_of[post.unit]
            staff.appoint(Appointment(secretary, post.key, _EARLIEST, None, note="社区书记兼"))
            continue
        if not named[post.key]:
            _fill_post(staff, post, dice)
        elif named[post.key][0][2] > "2022-02":
            _predecessor(staff, post, named[post.key], dice)
        if post.kind == "community_head":
            chief_of[post.unit] = staff.holders(post.key, date(2026, 11, 20).toordinal())[0]


def _fill_post(staff: Staff, post: Post, dice: Dice) -> None:
    for seat in range(post.seats):
        since = _EARLIEST
        if post.kind != "community_head" and dice.below(4) == 0:
            change = date.fromordinal(date(2024, 12, 1).toordinal() + dice.below(660))
            former = staff.enter_invented(dice, _certificate(staff, post))
            staff.appoint(Appointment(former, post.key, since, change, note=f"{seat + 1} 席"))
            since = change
        person = staff.enter_invented(dice, _certificate(staff, post))
        staff.appoint(Appointment(person, post.key, since))


def _predecessor(staff: Staff, post: Post, rows: list[list[str]], dice: Dice) -> None:
    """Nobody of the pictures came to an empty desk: who sat there before."""
    starts = sorted(date.fromisoformat(row[2]) for row in rows)
    seats = 1 if post.seats == 1 else len({row[1] for row in rows if row[2] < "2026"}) or 1
    for start in starts[:seats]:
        former = staff.enter_invented(dice, _certificate(staff, post))
        staff.appoint(Appointment(former, post.key, _EARLIEST, start))


def _certificate(staff: Staff, post: Post) -> str:
    return f"37-{1000 + len(staff.persons)}" if post.kind in _CERTIFIED else ""
