"""Who is named for what in the invented city: deputies with their fields, key tasks with the
leader who sponsors them, visits and what was found on them."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.apps import apps

from anhuan.base.db import bulk_copy
from anhuan.duty.services import charge, note_finding, note_visit
from anhuan.kernel.calendar import day_of
from anhuan.kernel.chain import Line, Side
from anhuan.ops.city.dice import Dice
from anhuan.ops.city.names import person_name
from anhuan.ops.city.records import Area
from anhuan.ops.demo.chain import body_of, lasting
from anhuan.ops.demo.organisation import FOUNDED
from anhuan.ops.demo.tasks import Told
from anhuan.ops.demo.world import World, stable_id
from anhuan.rulebook.queries import deputy_fields_at
from anhuan.tasks.services import mark_key

Row = Mapping[str, Any]
TITLES: Final = {"city": "副市长", "district": "副区长", "street": "副主任"}
LEVELS: Final = {"city": "city", "district": "county", "street": "street"}
UNASSIGNED: Final = 4
"""Every so many streets nobody has the environment yet."""
FIRST: Final = frozenset({"safety", "industry", "building", "traffic", "fire"})
CLAUSE: Final = "安澜市党政领导班子成员安全生产和生态环境保护职责分工"


def load_deputies(world: World) -> None:
    """A second deputy for each government, and the fields of both."""
    places = [area for area in world.city.areas if area.level in TITLES]
    _copy("territory", "Post", [_post(world, area) for area in places])
    people = [_person(world, number, area) for number, area in enumerate(places)]
    _copy("people", "Person", people)
    _copy("territory", "Appointment", [_held(area) for area in places])
    codes = {code: one.rule.levels for code, one in deputy_fields_at(FOUNDED).items()}
    _copy("duty", "Charge", [row for area in places for row in _fields(area, codes)])


def _copy(app: str, name: str, rows: list[Row]) -> None:
    if rows:
        columns = tuple(rows[0])
        bulk_copy(apps.get_model(app, name), columns, (tuple(row.values()) for row in rows))


def _post(world: World, area: Area) -> Row:
    unit, _slug = body_of(area)
    return {
        "id": stable_id("post", f"{unit}/deputy"),
        "version": 1,
        "title": TITLES[area.level],
        "role": "leader",
        "unit": stable_id("unit", unit),
        "site": None,
        "area": stable_id("area", area.code),
        "area_path": world.paths[area.code],
        "superior": stable_id("post", f"{unit}/party"),
        "rank": 9,
        "active": True,
    }


def _person(world: World, number: int, area: Area) -> Row:
    return {
        "id": stable_id("person", "deputy", area.code),
        "version": 1,
        "name": person_name(Dice(world.city.seed, 43, number)),
        "short": "",
        "phone_sealed": b"",
        "phone_masked": "",
    }


def _held(area: Area) -> Row:
    return lasting(
        stable_id("appointment", "deputy", area.code),
        post=stable_id("post", f"{body_of(area)[0]}/deputy"),
        person=stable_id("person", "deputy", area.code),
        acting=False,
        basis=f"{area.short}任职文件",
    )


def _fields(area: Area, codes: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
    """Safety with the first deputy, the environment with the second, but in some streets."""
    unit, slug = body_of(area)
    late = area.level == "street" and int(area.code[6:9]) % UNASSIGNED == 0
    for code, levels in codes.items():
        if LEVELS[area.level] not in levels or (late and code not in FIRST):
            continue
        yield lasting(
            stable_id("charge", area.code, "deputy", code),
            object=stable_id("area", area.code),
            subject=code,
            line="territory",
            level="deputy",
            side="government",
            post=stable_id("post", f"{unit}/{slug if code in FIRST else 'deputy'}"),
            clause=CLAUSE,
        )


def play_sponsors(world: World, at: datetime) -> None:
    """Two key tasks, one of them with a leader who went there and found something."""
    told = Told(world, at)
    rows = apps.get_model("tasks", "Task").objects.filter(is_open=True, lead_post__isnull=False)
    first, second = rows.order_by("number").values_list("id", "number")[:2]
    office = told.viewer("linjie", 2)
    for _task, number in (first, second):
        mark_key(
            number=number,
            given={"key_because": "区委常委会确定的年度重点工作"},
            by=office,
            at=office.at,
        )
    leader = told.viewer("handong", 1)
    seat = next(iter(leader.seats))
    charge(
        post=seat.post,
        line=Line.TERRITORY,
        side=Side.GOVERNMENT,
        object=first[0],
        level="sponsor",
        since=office.at,
        clause="区委常委包联重点工作方案",
        by=office,
        at=office.at,
    )
    seen = "看了两家餐饮场所，一家燃气报警器没有接电，当场要求停用；协调燃气公司本周内上门。"
    given = {"visited_on": day_of(leader.at), "seen": seen}
    visit = note_visit(thing=first[0], given=given, by=leader, at=leader.at)
    case = _some_case(seat.area_path)
    if case is not None:
        note_finding(visit=visit, case=case, by=leader, at=leader.at + timedelta(minutes=5))


def _some_case(path: str) -> UUID | None:
    """An open case of the area, as if it had come from the visit."""
    rows = apps.get_model("cases", "Case").objects.filter(is_open=True, area_path__startswith=path)
    found = rows.order_by("-opened_at").values_list("id", flat=True).first()
    return UUID(str(found)) if found else None
