"""A cross-inspection of the invented city that has ended: what each station had found at its
places, and what the team from another street found there by the same list."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from anhuan.inspections import services
from anhuan.inspections.types import CheckLine
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.checklist import Answer
from anhuan.kernel.visit import VisitAct
from anhuan.ops.demo.matters import Told
from anhuan.rulebook.queries import checklist_at, rules_at
from anhuan.sites.queries import marks_of_sites
from anhuan.territory.queries import colleagues, viewer_of
from anhuan.territory.stations import stations_over

LIST: Final = "workplace"
OF_HUNDRED: Final = 100
FAILING: Final = 14
"""How many of a hundred items fail at a place, and how many of those each of the two sees."""
SEEN: Final = 70


def looked_at_twice(told: Told, lines: list[CheckLine], *, first: int, second: int) -> None:
    """Place by place the station's visit ``first`` days ago, the team's ``second`` days ago."""
    paths = {key: mark.path for key, mark in marks_of_sites([one.site for one in lines]).items()}
    local = stations_over(paths.values())
    for line in lines:
        _visit(told, line, local[paths[line.site]], first, kind="department", who="station")
    for line in lines:
        _visit(told, line, line.unit, second, kind="cross", who="team")


def _visit(told: Told, line: CheckLine, unit: UUID, ago: int, *, kind: str, who: str) -> None:
    by, mate = _pair(unit, told.at - timedelta(days=ago))
    plan = {"plan": line.id} if kind == "cross" else {}
    given: Mapping[str, Any] = {"kind": kind, "site": line.site, "checklist": LIST} | plan
    number = services.begin_visit(given=given, officer=mate, by=by, at=by.at).number
    listed = checklist_at(LIST, by.at)
    assert listed is not None
    rows = [
        {"item": item.code, "answer": _answer(line.site, item.code, who).value, "exhibits": 1}
        for item in listed.checklist.items
    ]
    act: dict[str, Any] = {"number": number, "by": by, "at": by.at}
    services.act(what=VisitAct.ANSWER, given={"answers": rows}, **act)
    services.act(what=VisitAct.END, given={}, **act)


def _answer(site: UUID, item: str, who: str) -> Answer:
    """What fails is there for both; each sees its own share of it."""
    there = _drawn(f"{site} {item}") < FAILING
    seen = _drawn(f"{site} {item} {who}") < SEEN
    return Answer.FAILS if there and seen else Answer.CONFORMS


def _drawn(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big") % OF_HUNDRED


def _pair(unit: UUID, at: datetime) -> tuple[Viewer, UUID]:
    """Two of a station who may inspect, at an instant."""
    table = rules_at(at).capabilities
    held = [one for one in colleagues(unit, at=at) if one.person is not None]
    able = [
        viewer_of(one.person, name=one.name, at=at, table=table)
        for one in held
        if one.person is not None
    ]
    first, second = [one for one in able if one.may(Capability.RECHECK)][:2]
    return first, second.person
