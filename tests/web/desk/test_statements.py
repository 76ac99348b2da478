"""Statements from phones at the desk: who sees them, what is decided, what it leads to."""

import re
from datetime import timedelta

import pytest

from anhuan.cases.models import Case
from anhuan.devices.models import Submission
from anhuan.territory.models import Appointment
from tests import factories as make
from tests.modules.cases.town import build
from tests.modules.devices.phone import phone_of, small_shop

LIST_QUERIES = 14
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def stated(town):
    """A visit by somebody whose post had ended."""
    small_shop()
    Appointment.objects.filter(person=town.grid.person).update(
        valid_to=make.AT - timedelta(hours=3)
    )

    def make_one(n=1):
        phone = phone_of(town.grid)
        phone.at = make.AT - timedelta(minutes=30)
        phone.bring()
        for _ in range(n):
            phone.visit(town.site.id, description=f"安全出口堵塞{HOSTILE}", photos=[phone.photo()])
        phone.send(at=make.AT)
        return Submission.objects.filter(leads=None).first()

    return make_one


@pytest.mark.parametrize("n", [1, 3])
def test_list_makes_as_many_queries_for_one_as_for_three(
    town, stated, browser_of, django_assert_num_queries, n
):
    stated(n)
    officer = browser_of(town.officer)
    officer.get("/statements/")

    with django_assert_num_queries(LIST_QUERIES):
        response = officer.get("/statements/")

    page = response.content.decode()
    assert len(re.findall(r'data-url="/statements/', page)) == n
    assert HOSTILE not in page


def test_statement_is_carried_out_from_its_page(town, stated, browser_of):
    lead = stated()
    officer = browser_of(town.officer)
    page = officer.get(f"/statements/{lead.id}/")
    assert page.status_code == 200
    photo = re.search(r"/evidence/[0-9a-f-]+/thumb/?", page.content.decode())

    done = officer.post(f"/statements/{lead.id}/carry-out/")

    case = Case.objects.get()
    assert done["Location"] == f"/cases/{case.number}/"
    assert photo is not None
    assert b"".join(officer.get(photo[0]).streaming_content)[:2] == b"\xff\xd8"
    assert browser_of(build().officer).get(photo[0]).status_code == 404


def test_statement_is_set_aside_with_a_reason(town, stated, browser_of):
    lead = stated()
    officer = browser_of(town.officer)

    empty = officer.post(f"/statements/{lead.id}/", {"reason": " "})
    done = officer.post(f"/statements/{lead.id}/", {"reason": "重复"})
    again = officer.post(f"/statements/{lead.id}/", {"reason": "重复"})

    assert (empty.status_code, done.status_code, again.status_code) == (422, 302, 422)
    assert Submission.objects.get(pk=lead.id).state == "set-aside"
    assert "重复" in officer.get(f"/statements/{lead.id}/").content.decode()


def test_statement_is_due_in_the_work_list_of_its_holder(town, stated, browser_of):
    lead = stated()

    page = browser_of(town.officer).get("/work/").content.decode()

    assert f"/statements/{lead.id}/" in page


def test_two_phones_on_one_finding_are_shown_beside_each_other(town, browser_of):
    small_shop()
    for who in (town.grid, town.colleague):
        phone = phone_of(who)
        phone.at = make.AT - timedelta(minutes=30)
        phone.visit(town.site.id)
        phone.send(at=make.AT)
    first, second = Case.objects.order_by("number")

    page = browser_of(town.officer).get(f"/cases/{second.number}/").content.decode()

    assert f'<a href="/cases/{first.number}/"' in page
    assert browser_of(town.officer).get(f"/cases/{first.number}/").status_code == 200


def test_statement_of_another_unit_is_not_there(town, stated, browser_of):
    lead = stated()
    other = browser_of(build().officer)

    assert other.get(f"/statements/{lead.id}/").status_code == 404
    assert other.post(f"/statements/{lead.id}/carry-out/").status_code == 404
    assert other.post(f"/statements/{lead.id}/", {"reason": "无"}).status_code == 404
    assert Submission.objects.get(pk=lead.id).state == "waiting"
