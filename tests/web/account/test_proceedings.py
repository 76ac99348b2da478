"""What interviews and vetoes ask of us: the unit's and the firm's side."""

import re

import pytest

from anhuan.kernel.procedure import ProceedingAct as A
from tests.modules.proceedings.hearing import SECRET, Hearing, row
from tests.web.desk.conftest import browser_of, clock, town  # noqa: F401

QUERIES = 9


@pytest.fixture
def hearing(town):  # noqa: F811
    return Hearing(town)


def text(response, status=200):
    assert response.status_code == status
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("n", [1, 3])
def test_list_makes_as_many_queries_for_one_as_for_three(
    hearing,
    browser_of,  # noqa: F811
    clock,  # noqa: F811
    django_assert_num_queries,
    n,
):
    for _ in range(n):
        hearing.invited()
    clock.move_to(hearing.at)
    head = browser_of(hearing.town.head)
    head.get("/me/proceedings/")
    with django_assert_num_queries(QUERIES):
        found = head.get("/me/proceedings/")
    assert len(re.findall(r'href="/me/proceedings/P-', found.content.decode())) == n


def test_firm_sees_what_is_asked_among_its_tasks_and_answers(hearing, browser_of, clock):  # noqa: F811
    number = hearing.held(subject_unit=None, site=hearing.town.site.id)
    clock.move_to(hearing.at)
    firm = browser_of(hearing.town.firm)

    found = firm.get("/firm/")

    assert f'href="/me/proceedings/{number}/"' in found.content.decode()
    assert "确认纪要" in text(found)
    firm.post(f"/me/proceedings/{number}/sign/", {"remark": "没有意见"})
    assert row(number).state == "signed"


@pytest.mark.parametrize("who", ["firm", "boss", "clerk"])
def test_veto_about_another_is_not_there(hearing, browser_of, clock, who):  # noqa: F811
    number = hearing.veto()
    clock.move_to(hearing.at)

    found = browser_of(getattr(hearing.town, who)).get(f"/me/proceedings/{number}/")

    assert found.status_code == 404


def test_statement_and_appeal_are_given_on_the_page(hearing, browser_of, clock):  # noqa: F811
    number, head = hearing.veto(), hearing.town.head
    clock.move_to(hearing.at)
    own = browser_of(head)
    own.post(f"/me/proceedings/{number}/state/", {"statement": "仍在调查"})
    hearing.decide(number)
    hearing.do(number, A.SERVE, hearing.town.clerk, served_how="当面送达")
    clock.move_to(hearing.at)

    shown = text(own.get(f"/me/proceedings/{number}/"))

    assert "执行到 2027-05-11" in shown
    assert SECRET not in shown
    own.post(f"/me/proceedings/{number}/appeal/", {"reason": "事实不符"})
    assert row(number).state == "appealed"


def test_office_does_not_answer_in_the_subjects_place(hearing, browser_of, clock):  # noqa: F811
    number = hearing.held()
    clock.move_to(hearing.at)
    clerk = browser_of(hearing.town.clerk)

    assert clerk.get(f"/me/proceedings/{number}/").status_code == 404
    assert clerk.post(f"/me/proceedings/{number}/sign/", {}).status_code == 404
    assert browser_of(hearing.town.head).post(f"/me/proceedings/{number}/hold/").status_code == 404
