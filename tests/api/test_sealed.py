"""Who reported a case is sealed: asked for in every way, it does not leak."""

import pytest

from anhuan.api.models import Once
from anhuan.cases.models import Reporter
from anhuan.people.models import Disclosure
from tests.api.callers import refused
from tests.api.ways import door

pytestmark = pytest.mark.django_db

NAME, CONTACT = "匿名柳三娘", "13955501234"


@pytest.fixture
def number(town, of):
    given = door(
        town,
        kind="report",
        source="worker",
        description="夜间偷排废水",
        reporter_name=NAME,
        reporter_contact=CONTACT,
    )
    found = of(town.grid).post("/cases", {"given": given}, Idempotency_Key="sealed-1")
    assert (Reporter.objects.get().name, Reporter.objects.get().contact) == (NAME, CONTACT)
    return found.json()["number"]


def everywhere(caller, number):
    """Every answer in which it could stand."""
    pages = [
        caller.get(f"/cases/{number}"),
        caller.get(f"/cases/{number}/reporter"),
        caller.get("/cases"),
        caller.get("/cases", {"query": NAME}),
        caller.get("/cases", {"query": CONTACT}),
        caller.get("/cases/similar", {"text": NAME}),
        caller.get("/work"),
        caller.get("/work", {"scope": "units"}),
        caller.get("/notices"),
        caller.get("/me"),
        caller.post(f"/cases/{number}/acts/verify", {"given": {"reporter_name": NAME[:2]}}),
        caller.post(f"/cases/{number}/acts/amend", {"given": {"reporter_name": ""}}),
        caller.act(number, "note", note="问一下"),
        caller.act(number, "verify"),
        caller.get(f"/cases/{number}"),
    ]
    return [page.content.decode() for page in pages]


def test_reporter_stands_in_no_answer(town, of, number):
    for viewer in (town.officer, town.head, town.clerk, town.leader, town.firm, town.grid):
        for text in everywhere(of(viewer), number):
            assert NAME not in text
            assert CONTACT not in text


def test_search_for_the_reporter_finds_nothing(town, of, number):
    officer = of(town.officer)

    found = [officer.get("/cases", {"query": text}).json()["rows"] for text in (NAME, "偷排")]

    assert [len(rows) for rows in found] == [0, 1]


def test_reporter_of_a_new_case_is_not_repeated_in_its_answer(town, of, number):
    kept = bytes(Once.objects.get().content).decode()

    assert number in kept
    assert NAME not in kept


def test_reporter_is_refused_without_the_capability(town, of, number):
    answers = [
        of(viewer).post(f"/cases/{number}/reporter", {"why": "核实线索"})
        for viewer in (town.officer, town.head, town.grid, town.firm)
    ]

    assert [refused(each)[:2] for each in answers] == [(422, "sealed")] * 4
    assert not Disclosure.objects.exists()


def test_reporter_is_not_opened_by_reading(town, of, number):
    assert refused(of(town.clerk).get(f"/cases/{number}/reporter"))[:2] == (405, "method")


@pytest.mark.parametrize("why", ["", "   "])
def test_reporter_is_not_opened_without_a_reason(town, of, number, why):
    answer = of(town.clerk).post(f"/cases/{number}/reporter", {"why": why})

    assert refused(answer)[:2] == (422, "missing")
    assert NAME not in answer.content.decode()
    assert not Disclosure.objects.exists()


def test_every_opening_is_written_down_with_its_reason(town, of, number):
    clerk = of(town.clerk)

    answers = [
        clerk.post(f"/cases/{number}/reporter", {"why": "核实线索"}, Idempotency_Key="open")
        for _ in range(2)
    ]

    assert [each.json() for each in answers] == [{"name": NAME, "contact": CONTACT}] * 2
    rows = list(Disclosure.objects.values_list("kind", "what", "why", "by"))
    assert rows == [("opened", "case.reporter", "核实线索", town.clerk.person)] * 2
    assert Once.objects.filter(key="open").count() == 0


def test_reporter_of_a_case_without_one_is_not_there(town, of):
    number = of(town.officer).open(door(town))

    answer = of(town.clerk).post(f"/cases/{number}/reporter", {"why": "核实"})

    assert refused(answer)[:2] == (404, "not-visible")
