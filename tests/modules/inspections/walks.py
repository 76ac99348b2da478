"""Visits through the town for tests: officers with certificates, a list, departments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from anhuan.cases.models import Case
from anhuan.inspections import services
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.case import Action
from anhuan.kernel.visit import VisitAct
from anhuan.people.services.persons import add_certificate
from anhuan.people.types import CertificateKind
from anhuan.rulebook.models import Version
from anhuan.territory.models import Unit
from tests import factories as make
from tests.modules.cases.town import Loop, Town, photo

A = VisitAct
ITEMS = (
    ("exit", "fire", "安全出口畅通"),
    ("dust", "ecology", "粉尘收集"),
    ("wire", "emergency", "电线穿管"),
)
LIST: dict[str, Any] = {
    "object": "木器厂",
    "industries": [],
    "items": [
        {
            "code": code,
            "topic": text,
            "text": text,
            "domain": {"fire": "fire", "ecology": "environment"}.get(field, "safety"),
            "field": field,
            "basis": f"{text}的依据",
        }
        for code, field, text in ITEMS
    ],
}
DUE = date(2026, 5, 20)


def listed() -> None:
    Version.objects.create(
        subject="checklist",
        code="wood",
        name="木器厂检查表",
        value=LIST,
        valid_from=make.START,
        recorded_from=make.START,
        source="测试",
    )


def certify(viewer: Viewer, number: str) -> None:
    add_certificate(
        person_id=viewer.person,
        kind=CertificateKind.ENFORCEMENT,
        number=number,
        issued_by="安澜市人民政府",
        valid_from=make.TODAY.replace(year=2025),
        valid_to=make.TODAY.replace(year=2027),
        by=None,
        at=make.START,
    )


@dataclass(frozen=True)
class Departments:
    """The district's departments, with an officer each."""

    emergency: Viewer
    ecology: Viewer
    fire: Viewer


def departments(town: Town) -> Departments:
    found = {}
    for name, field in (
        ("应急局", "emergency"),
        ("生态环境分局", "ecology"),
        ("消防大队", "fire"),
    ):
        unit = make.unit(f"云溪区{name}", area=town.county)
        Unit.objects.filter(pk=unit.pk).update(fields=[field])
        someone = make.person(f"{name}执法员")
        make.appointed(someone, make.post(role=Role.OFFICER, unit=unit))
        found[field] = make.viewer_for(someone)
    return Departments(**found)


class Walk:
    """One visit, each act a minute after the one before; ``case``: the last it opened."""

    def __init__(self, town: Town, by: Viewer, *, at: datetime = make.AT, **more: Any) -> None:
        self.at, self.by = at, by
        self.case = ""
        given = {"kind": "department", "site": town.site.id, "checklist": "wood"} | more
        self.number = services.open_visit(given=given, by=by, at=at).number

    def do(self, what: A, by: Viewer | None = None, **given: Any) -> Any:
        self.at += timedelta(minutes=1)
        return services.act(
            number=self.number, what=what, given=given, by=by or self.by, at=self.at
        )

    def answer(self, **answers: str) -> None:
        rows: list[Mapping[str, Any]] = [
            {
                "item": item,
                "answer": answer,
                "reason": "没开门" if answer.startswith("not") else "",
                "exhibits": 1,
            }
            for item, answer in answers.items()
        ]
        self.do(A.ANSWER, answers=rows)

    def find(self, item: str, text: str, by: Viewer | None = None, **more: Any) -> str:
        self.at += timedelta(minutes=1)
        given = {"description": text} | ({} if item else {"domain": "safety"}) | more
        done = services.find_on_visit(
            number=self.number, given=given, item=item, by=by or self.by, at=self.at
        )
        self.case = str(done.case)
        return self.case


def closed(town: Town, item: str = "exit") -> Case:
    """A finding that was put right and closed."""
    number = Walk(town, town.officer).find(item, "安全出口堆着板材")
    loop = Loop(town, number)
    loop.at += timedelta(minutes=9)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="清空了")
    loop.do(
        Action.PASS,
        town.officer,
        photo(town.officer, shade=90),
        way="on-site",
        second_officer="周敏",
    )
    loop.do(Action.CLOSE, town.head)
    return Case.objects.get(number=number)
