"""Papers printed on the spot: numbers lent to a phone, and what became of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from anhuan.base.ids import new_id
from anhuan.cases.models import Case
from anhuan.devices.services import revoke
from anhuan.documents.models import Document, Lease
from anhuan.kernel.paper import About, Point, Told, digest, form_from_data, said
from anhuan.ledger.models import Fact
from tests.api.test_field import asked, phone
from tests.factories import AT
from tests.modules.devices.phone import Phone, phone_of, sealed
from tests.modules.inspections.walks import certify

pytestmark = pytest.mark.django_db

__all__ = ["phone"]


def officers_phone(town: Any) -> Phone:
    certify(town.officer, "37-0411")
    certify(town.colleague, "37-0412")
    found = phone_of(town.officer)
    found.at = AT - timedelta(minutes=30)
    return found


def test_block_of_numbers_is_lent_once(town):
    phone = officers_phone(town)

    first = asked(phone, "POST", "/leases", {"form": "visit.order"})
    again = asked(phone, "POST", "/leases", {"form": "visit.order"})
    carried = asked(phone, "GET", "/pack").json()

    assert (first.status_code, first.json()["from"], first.json()["to"]) == (200, 1, 10)
    assert again.json() == first.json()
    assert (carried["leases"], sorted(carried["forms"])) == (
        [first.json()],
        ["visit.order", "visit.record", "visit.refusal"],
    )
    assert carried["person"]["certificate"] == "37-0411"


def test_village_staff_is_lent_no_numbers_and_carries_no_forms(phone):
    answer = asked(phone, "POST", "/leases", {"form": "visit.order"})

    assert (answer.status_code, answer.json()["code"]) == (403, "wrong-role")
    assert asked(phone, "GET", "/pack").json()["forms"] == {}


@pytest.mark.parametrize(
    "body", [{}, {"form": 3}, {"form": "order.rectify"}, {"form": "x", "y": 1}]
)
def test_block_of_what_is_no_form_is_refused(town, body):
    answer = asked(officers_phone(town), "POST", "/leases", body)

    assert (answer.status_code, Lease.objects.count()) == (422, 0)


def ordered_on_the_spot(town: Any, phone: Phone, **more: Any) -> Any:
    """An inspection by two that finds two things, with the order printed there."""
    lent = asked(phone, "POST", "/leases", {"form": "visit.order"}).json()
    form = asked(phone, "GET", "/pack").json()["forms"]["visit.order"]
    visit, document, cases = new_id(), new_id(), [new_id(), new_id()]
    phone.do("visit.open", visit, kind="department", site=town.site.id, checklist="")
    phone.do("visit.join", visit, officer=town.colleague.person)
    for case in cases:
        phone.do("visit.find", visit, case=case, description="安全出口堵塞", domain="fire")
    told = Told(
        visit=str(visit),
        unit="枫林安监站",
        facts={About.SITE: "恒泰家具"},
        officers=(("陈立", "37-0411"), ("周敏", "37-0412")),
        issued=phone.at.date(),
        points=tuple(
            Point(text="安全出口堵塞", due=date(2026, 5, 20), case=str(case)) for case in cases
        ),
    )
    lines = form_from_data(form["lines"])
    content = said("visit.order", form["version"], form["title"], lines, told)
    given = {
        "form": "visit.order",
        "lease": lent["id"],
        "serial": 1,
        "visit": visit,
        "cases": cases,
        "content": content,
        "digest": digest(content),
    }
    phone.do("document.issue", document, **(given | more))
    return document, lent


def sent(phone, lent):
    """The answer to what the phone holds, the one paper in it and the first number lent."""
    answer = asked(phone, "POST", "/acts", {"acts": phone.made}).json()["results"]
    number = lent["pattern"].format(word=lent["word"], year=lent["year"], serial=1)
    return answer, Document.objects.get(), number


def test_order_made_on_the_spot_keeps_number_and_digest(town):
    phone = officers_phone(town)
    document, lent = ordered_on_the_spot(town, phone)

    answer, row, number = sent(phone, lent)

    assert [one["outcome"] for one in answer] == ["done"] * 5
    assert (row.id, answer[-1]["number"], row.number) == (document, number, number)
    assert answer[-1]["fact"] == str(Fact.objects.get(kind="document.issued").id)
    assert asked(phone, "GET", "/pack").json()["leases"][0]["next"] == 2


def test_order_with_another_digest_is_a_statement(town):
    phone = officers_phone(town)
    ordered_on_the_spot(town, phone, digest="0" * 64)

    answer = asked(phone, "POST", "/acts", {"acts": phone.made}).json()["results"]

    assert (answer[-1]["outcome"], answer[-1]["why"]) == ("statement", "malformed")
    assert (Document.objects.count(), set(Case.objects.values_list("state", flat=True))) == (
        0,
        {"registered"},
    )


def kept_out(town: Any, phone: Phone, *, kind: str = "department") -> Any:
    """An inspection by two whom nobody lets in, with the paper that says so."""
    lent = asked(phone, "POST", "/leases", {"form": "visit.refusal"}).json()
    form = asked(phone, "GET", "/pack").json()["forms"]["visit.refusal"]
    visit, document = new_id(), new_id()
    phone.do("visit.open", visit, kind=kind, site=town.site.id, checklist="")
    phone.do("visit.join", visit, officer=town.colleague.person)
    told = {"refusal": "kept-out", "description": "门卫不开门"}
    phone.do("visit.refuse_entry", visit, **told)
    facts = {About.SITE: "恒泰家具", About.REFUSED: "在场的人不让进", About.TOLD: "门卫不开门"}
    content = said(
        "visit.refusal",
        form["version"],
        form["title"],
        form_from_data(form["lines"]),
        Told(
            visit=str(visit),
            unit="枫林安监站",
            facts=facts,
            officers=(("陈立", "37-0411"), ("周敏", "37-0412")),
            issued=phone.at.date(),
        ),
    )
    given = {"form": "visit.refusal", "visit": visit, "cases": [], "content": content}
    numbered = {"lease": lent["id"], "serial": 1, "digest": digest(content)}
    phone.do("document.issue", document, **given, **numbered)
    return document, lent


def test_refusal_printed_on_the_spot_keeps_number_and_digest(town):
    phone = officers_phone(town)
    document, lent = kept_out(town, phone)

    answer, row, number = sent(phone, lent)

    assert [one["outcome"] for one in answer] == ["done"] * 4
    assert (row.id, row.number, row.digest) == (
        document,
        number,
        phone.made[-1]["given"]["digest"],
    )


def test_refusal_of_a_visit_that_went_on_is_a_statement(town):
    phone = officers_phone(town)
    kept_out(town, phone)
    opened, joined, _, issued = phone.made
    phone.made = [opened, joined, sealed(issued | {"seq": 3})]

    answer = asked(phone, "POST", "/acts", {"acts": phone.made}).json()["results"]

    assert (answer[-1]["outcome"], answer[-1]["why"]) == ("statement", "visit-state")
    assert Document.objects.count() == 0


def test_paper_that_was_spoilt_on_the_spot_gives_its_number_back(town):
    phone = officers_phone(town)
    lent = asked(phone, "POST", "/leases", {"form": "visit.order"}).json()
    spoilt = {"form": "visit.order", "lease": lent["id"], "serial": 1, "reason": "写错单位"}
    phone.do("document.spoil", new_id(), **spoilt)

    answer = asked(phone, "POST", "/acts", {"acts": phone.made}).json()["results"]

    assert [one["outcome"] for one in answer] == ["done"]
    assert list(Document.objects.values_list("serial", "spoilt_reason")) == [(1, "写错单位")]


def test_revoked_phone_leaves_no_number_open(town):
    phone = officers_phone(town)
    asked(phone, "POST", "/leases", {"form": "visit.order"})
    revoke(
        device_id=phone.device,
        person=phone.viewer.person,
        why="丢了",
        by=phone.viewer.person,
        at=AT,
    )

    assert set(Document.objects.values_list("standing", "spoilt_reason")) == {
        ("spoilt", "手机停用：丢了")
    }
    assert Document.objects.count() == 10
