"""The same act sent twice, in order and at once; two people at one case."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from anhuan.api import jobs
from anhuan.api.models import Once
from anhuan.cases.checking import differences
from anhuan.cases.models import Case
from anhuan.ledger.models import Fact
from anhuan.rulebook.services import load_seed
from tests import factories as make
from tests.api.callers import refused
from tests.api.ways import door
from tests.modules.cases.town import build


@pytest.mark.django_db
def test_act_sent_again_is_answered_again_and_done_once(town, of):
    grid = of(town.grid)

    answers = [
        grid.post("/cases", {"given": door(town)}, Idempotency_Key="7f-1") for _ in range(3)
    ]

    assert [each.status_code for each in answers] == [201] * 3
    assert len({each.content for each in answers}) == 1
    assert {each["Location"] for each in answers} == {
        f"/api/v1/cases/{answers[0].json()['number']}"
    }
    assert Case.objects.count() == 1


@pytest.mark.django_db
def test_key_used_with_other_content_is_refused(town, of):
    grid = of(town.grid)
    grid.post("/cases", {"given": door(town)}, Idempotency_Key="7f-1")

    answer = grid.post("/cases", {"given": door(town, spot="东门")}, Idempotency_Key="7f-1")

    assert refused(answer)[:2] == (409, "repeated")
    assert Case.objects.count() == 1


@pytest.mark.django_db
def test_key_used_at_another_address_is_refused(town, of):
    officer = of(town.officer)
    first, second = officer.open(door(town)), officer.open(door(town))
    body = {"given": {"note": "在路上"}}
    officer.post(f"/cases/{first}/acts/note", body, Idempotency_Key="a")

    answer = officer.post(f"/cases/{second}/acts/note", body, Idempotency_Key="a")

    assert refused(answer)[:2] == (409, "repeated")


@pytest.mark.django_db
def test_key_belongs_to_its_account(town, of):
    answers = [
        of(viewer).post("/cases", {"given": door(town)}, Idempotency_Key="same")
        for viewer in (town.grid, town.officer)
    ]

    assert [each.status_code for each in answers] == [201, 201]
    assert Case.objects.count() == 2


@pytest.mark.django_db
def test_refused_act_keeps_nothing_and_may_be_sent_again(town, of):
    firm = of(town.firm)
    number = of(town.officer).open(door(town))
    answer = firm.post(f"/cases/{number}/acts/sign_for", {}, Idempotency_Key="k")
    assert refused(answer)[:2] == (422, "wrong-state")
    of(town.officer).does(number, "grade", grade="general")
    of(town.officer).does(number, "assign", due_on="2026-05-20")

    again = firm.post(f"/cases/{number}/acts/sign_for", {}, Idempotency_Key="k")

    assert (again.status_code, again.json()["state"]) == (200, "signed")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "two words", "schlüssel", "x" * 129])
def test_key_of_strange_form_is_refused(town, of, key):
    answer = of(town.grid).post("/cases", {"given": door(town)}, Idempotency_Key=key)

    assert refused(answer)[:2] == (422, "malformed")
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.django_db
def test_answers_are_forgotten_after_thirty_days(town, of):
    of(town.grid).post("/cases", {"given": door(town)}, Idempotency_Key="k")
    early, late = make.AT + timedelta(days=30), make.AT + timedelta(days=30, seconds=1)

    assert jobs.due(early) == []
    (item,) = jobs.due(late)
    jobs.run(item, late)

    assert (Once.objects.count(), jobs.due(late)) == (0, [])


@pytest.mark.django_db
def test_stale_version_is_refused_and_says_what_it_is_now(town, of):
    officer = of(town.officer)
    number = officer.open(door(town))
    of(town.colleague).does(number, "note", note="在路上")

    answer = officer.post(
        f"/cases/{number}/acts/grade", {"given": {"grade": "general"}, "seen_version": 1}
    )

    assert refused(answer)[:2] == (409, "stale")
    assert answer.json()["facts"] == {"version": 2}


@pytest.fixture
def crowd(transactional_db, vault, clock):
    """The town for real transactions."""
    load_seed(at=make.START)
    return build()


def at_once(*acts):
    """Each act in a thread of its own, all begun together; their answers in order."""
    ready = Barrier(len(acts))

    def run(act):
        try:
            ready.wait(10)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_who_act_at_once_one_wins_and_one_is_told(crowd, of):
    number = of(crowd.grid).open(door(crowd))
    people = [of(crowd.officer), of(crowd.colleague)]

    answers = at_once(
        *(
            lambda who=who, grade=grade: who.post(
                f"/cases/{number}/acts/grade",
                {"given": {"grade": grade, "criterion": "第四条"}, "seen_version": 1},
            )
            for who, grade in zip(people, ("general", "major"), strict=True)
        )
    )

    assert sorted(each.status_code for each in answers) == [200, 409]
    (told,) = [each for each in answers if each.status_code == 409]
    assert refused(told)[1] == "stale"
    row = Case.objects.get(number=number)
    assert (row.version, Fact.objects.filter(subject=row.id).count()) == (2, 2)
    assert differences() == []


def test_same_act_in_flight_many_times_is_done_once(crowd, of):
    grid = of(crowd.grid)
    body = {"given": door(crowd)}

    answers = at_once(*[lambda: grid.post("/cases", body, Idempotency_Key="k")] * 4)

    assert [each.status_code for each in answers] == [201] * 4
    assert len({each.content for each in answers}) == 1
    assert (Case.objects.count(), Once.objects.count()) == (1, 1)
    assert differences() == []


def test_same_act_on_one_case_in_flight_twice_is_done_once(crowd, of):
    officer = of(crowd.officer)
    number = officer.open(door(crowd))
    body = {"given": {"grade": "general"}, "seen_version": 1}

    answers = at_once(
        *[lambda: officer.post(f"/cases/{number}/acts/grade", body, Idempotency_Key="k")] * 3
    )

    assert [each.status_code for each in answers] == [200] * 3
    assert {each.json()["version"] for each in answers} == {2}
    assert differences() == []


def test_two_selections_that_overlap_end_both(crowd, of):
    officer, colleague = of(crowd.officer), of(crowd.colleague)
    numbers = [officer.open(door(crowd, kind="pollution")) for _ in range(6)]

    def batch(who, order):
        return who.post(
            "/cases/batch",
            {"action": "assign", "numbers": order, "given": {"due_on": "2026-05-20"}},
            Idempotency_Key="b",
        )

    answers = at_once(lambda: batch(officer, numbers), lambda: batch(colleague, numbers[::-1]))

    assert [each.status_code for each in answers] == [200, 200]
    outcomes = [outcome for each in answers for outcome in each.json()["outcomes"]]
    assert sorted(each["number"] for each in outcomes if each["done"]) == numbers
    assert differences() == []
