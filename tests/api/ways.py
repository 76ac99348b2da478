"""Ways through the loop over HTTP."""

from datetime import date

from anhuan.kernel.inputs import INPUTS, Type
from anhuan.people.services import add_certificate
from anhuan.people.types import CertificateKind
from tests import factories as make

PLAN = {
    "responsible": "王建国",
    "measure": "清空东门两侧，划线",
    "finisher": "胡军",
    "acceptor": "陈立",
}
DUE = "2026-05-20"
ENDING = ["signed", "underway", "submitted", "underway", "submitted", "passed", "closed"]


def door(town, **more):
    return {
        "kind": "hazard",
        "domain": "safety",
        "source": "grid",
        "found_on": "2026-05-11",
        "description": "喷漆车间东侧安全出口被板材堵塞",
        "site": str(town.site.id),
    } | more


def underway(town, of, **more):
    """The number of a case that the firm is fixing."""
    officer, firm = of(town.officer), of(town.firm)
    number = officer.open(door(town, **more))
    officer.does(number, "grade", grade="general")
    officer.does(number, "assign", due_on=DUE)
    firm.does(number, "sign_for")
    firm.does(number, "plan", **PLAN)
    return number


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


def sample(action, town):
    """Inputs of ``action`` that its schema takes."""
    return sample_of(INPUTS[action], town)


def sample_of(inputs, town):
    """Values of the required ones of ``inputs``."""
    values = {
        Type.DATE: "2026-05-30",
        Type.FLAG: True,
        Type.UNIT: str(town.office.id),
        Type.POST: str(town.colleague.seats[0].post),
        Type.MONEY: 100,
    }
    return {
        each.name: each.choices[0] if each.choices else values.get(each.type, "说明")
        for each in inputs
        if each.required
    }


def certified(*viewers):
    """Give each a certificate of enforcement for this year."""
    for at, viewer in enumerate(viewers):
        add_certificate(
            person_id=viewer.person,
            kind=CertificateKind.ENFORCEMENT,
            number=f"AN-2026-{at:04d}",
            issued_by="安澜市司法局",
            valid_from=date(2026, 1, 1),
            valid_to=date(2026, 12, 31),
            by=viewer.person,
            at=make.AT,
        )


def ordered(town, of, number):
    """The order to put a case right, issued by both officers of the town."""
    certified(town.officer, town.colleague)
    answer = of(town.officer).post(
        f"/cases/{number}/orders", {"second": str(town.colleague.person), "remedy": "可申请复议"}
    )
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()["documents"][0]
