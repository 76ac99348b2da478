"""Every kind of case from its door to its end, over HTTP alone."""

import pytest

from anhuan.cases.checking import differences

pytestmark = pytest.mark.django_db

PLAN = {
    "responsible": "王建国",
    "measure": "清空东门两侧，划线",
    "finisher": "胡军",
    "acceptor": "陈立",
}
DUE = "2026-05-20"


def door(town, **more):
    return {
        "kind": "hazard",
        "domain": "safety",
        "source": "grid",
        "found_on": "2026-05-11",
        "description": "喷漆车间东侧安全出口被板材堵塞",
        "site": str(town.site.id),
    } | more


def to_end(town, of, number):
    """From assigned to closed, with one return in between; the states on the way."""
    firm, officer = of(town.firm), of(town.officer)
    steps = [
        firm.does(number, "sign_for"),
        firm.does(number, "plan", **PLAN),
        firm.does(number, "submit", firm.photo(), done="已清空"),
        officer.does(number, "return", finding="右侧仍占道", fix_by="2026-05-18"),
        firm.does(number, "submit", firm.photo(60), done="全部移走"),
        officer.does(number, "pass", way="on-site"),
        of(town.head).does(number, "close"),
    ]
    return [step["state"] for step in steps]


ENDING = ["signed", "underway", "submitted", "underway", "submitted", "passed", "closed"]


def test_hazard_runs_from_report_to_closure(town, of):
    officer = of(town.officer)
    number = of(town.grid).open(door(town))
    officer.does(number, "grade", grade="general")
    officer.does(number, "assign", due_on=DUE)

    assert to_end(town, of, number) == ENDING
    assert differences() == []
