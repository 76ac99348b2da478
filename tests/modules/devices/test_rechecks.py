"""A re-check made without a network: carried along, judged by the lifecycle, done once."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from anhuan.cases.models import Case
from anhuan.devices.models import Submission
from anhuan.devices.queries import packed
from anhuan.evidence.models import Use
from anhuan.inspections.checking import differences
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action
from anhuan.ledger.models import Fact
from anhuan.people.models import Certificate
from tests import factories as make
from tests.modules.cases.town import Loop, Town, build, enter, photo
from tests.modules.devices.phone import Phone, phone_of, small_shop
from tests.modules.inspections.walks import certify

pytestmark = pytest.mark.django_db
PASS_STATEMENTS = {"sqlite": 47, "postgresql": 37}


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    small_shop()
    return build()


def submitted(town: Town, **grade: Any) -> Case:
    """A case that the firm has reported done."""
    entered = enter(town, town.grid, **grade)
    loop = Loop(town, entered.number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="清空")
    return Case.objects.get(number=entered.number)


@pytest.fixture
def waiting(town: Town) -> Case:
    return submitted(town)


def officers(town: Town, by: Viewer | None = None) -> Phone:
    found = phone_of(by or town.officer)
    found.at = make.AT + timedelta(hours=1)
    return found


def rechecked(phone: Phone, case: Case, act: str, *photos: Any, **given: Any) -> dict[str, Any]:
    return phone.do("case.act", case.id, act=act, given=given, photos=list(photos))


def test_recheck_passed_without_a_network_moves_the_case_on(town: Town, waiting: Case) -> None:
    phone = officers(town)
    rechecked(phone, waiting, "pass", way="on-site")

    assert phone.said(at=phone.at + timedelta(hours=5)) == ["done"]
    waiting.refresh_from_db()
    fact = Fact.objects.get(kind="case.pass")
    assert (waiting.state, fact.by) == ("passed", town.officer.person)
    assert list(differences()) == []


def test_recheck_returned_without_a_network_opens_the_next_round(
    town: Town, waiting: Case
) -> None:
    phone = officers(town)
    phone.bring(150)
    rechecked(
        phone,
        waiting,
        "return",
        phone.photo(150, stage="after"),
        finding="还有两张板材",
        fix_by="2026-05-25",
    )

    assert phone.said() == ["done"]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.round, waiting.fix_by) == ("underway", 2, date(2026, 5, 25))
    labels = Use.objects.filter(owner=waiting.id).values_list("label", flat=True)
    assert [label.partition(":")[0] for label in labels].count("return") == 1


@pytest.mark.parametrize(
    ("act", "given", "why"),
    [
        ("return", {"finding": "还有两张板材"}, "missing"),
        ("return", {"finding": "还在", "fix_by": "2020-01-01"}, "due-past"),
        ("pass", {}, "missing"),
        ("close", {}, "wrong-state"),
    ],
    ids=["no-day", "past-day", "no-way", "close"],
)
def test_recheck_that_the_lifecycle_refuses_is_a_statement(
    town: Town, waiting: Case, act: str, given: dict[str, Any], why: str
) -> None:
    phone = officers(town)
    rechecked(phone, waiting, act, **given)

    assert phone.said() == ["statement"]
    assert Submission.objects.get().answer["why"] == why
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_recheck_by_grid_staff_is_a_statement(town: Town, waiting: Case) -> None:
    phone = officers(town, town.grid)
    rechecked(phone, waiting, "pass", way="on-site")

    assert phone.said() == ["statement"]
    assert Submission.objects.get().answer["why"] == "wrong-role"


def test_whoever_found_and_fixed_closes_nothing_from_a_phone(town: Town) -> None:
    phone = officers(town, town.head)
    phone.visit(town.site.id)
    phone.bring(150)
    case = phone.made[1]["given"]["case"]
    phone.do(
        "case.act",
        case,
        act="fix_on_spot",
        given={"measure": "清走"},
        photos=[phone.photo(150, stage="after")],
    )
    phone.do("case.act", case, act="close", given={})

    assert phone.said()[-2:] == ["done", "statement"]
    assert (Case.objects.get().state, Submission.objects.get(seq=5).answer["why"]) == (
        "fixed_on_spot",
        "same-person",
    )


def test_recheck_with_a_certificate_that_ran_out_is_a_statement(town: Town, waiting: Case) -> None:
    certify(town.officer, "37-0411")
    Certificate.objects.update(valid_to=date(2026, 5, 1))
    phone = officers(town)
    rechecked(phone, waiting, "pass", way="on-site")

    assert phone.said() == ["statement"]
    assert Submission.objects.get().answer["why"] == "certificate-expired"


def test_second_recheck_of_one_case_is_a_statement(town: Town, waiting: Case) -> None:
    phones = [officers(town), officers(town, town.colleague)]
    for phone in phones:
        rechecked(phone, waiting, "pass", way="on-site")

    assert [phone.said() for phone in phones] == [["done"], ["statement"]]


def test_recheck_sent_again_is_done_once(town: Town, waiting: Case) -> None:
    phone = officers(town)
    rechecked(phone, waiting, "pass", way="on-site")

    assert (phone.send(), Fact.objects.filter(kind="case.pass").count()) == (phone.send(), 1)


def test_recheck_takes_this_many_statements(
    town: Town, waiting: Case, django_assert_num_queries: Any
) -> None:
    phone = officers(town)
    rechecked(phone, waiting, "pass", way="on-site")

    with django_assert_num_queries(PASS_STATEMENTS[connection.vendor]):
        phone.send()


def test_case_whose_recheck_is_not_due_yet_is_carried_all_the_same(
    town: Town, waiting: Case
) -> None:
    found = packed(town.officer, device=phone_of(town.officer).device).places

    assert [(one.site, one.due) for one in found] == [(town.site.id, None)]
    assert [(one.number, one.may) for one in found[0].cases] == [
        (waiting.number, ("pass", "return", "note"))
    ]
