"""The one-time code on an order, by which a firm without account opens its first one."""

from datetime import timedelta

import pytest
from django.test import Client

from anhuan.documents.models import Document
from anhuan.kernel.access import Role
from anhuan.people.models import Account, FirmInvitation, Person
from anhuan.people.queries import firm_code
from anhuan.territory.models import Appointment, Post
from tests import factories as make
from tests.modules.cases.town import build

from .test_papers import assigned, certify, issue

pytestmark = pytest.mark.django_db
PASSWORD = "山上种了八棵老松树呀"


@pytest.fixture
def number(town):
    certify(town.officer, town.colleague)
    return assigned(town)


def ordered(town, browser_of, number, seen="0"):
    """An order is issued; the code it carries, or nothing."""
    assert issue(browser_of(town.officer), town, number, seen=seen).status_code == 302
    document = Document.objects.latest("serial")
    found = firm_code(document.pk, make.AT)
    return found[0] if found else None


def join(code, **other):
    given = {
        "code": code,
        "name": "胡军",
        "title": "车间主任",
        "phone": "",
        "username": "hujun",
        "password": PASSWORD,
        "again": PASSWORD,
    }
    browser = Client()
    return browser, browser.post("/join/", given | other)


def seats(username):
    person = Account.objects.get(username=username).person_id
    return [
        (row.post.site, row.post.role, row.post.title, row.basis)
        for row in Appointment.objects.filter(person=person).select_related("post")
    ]


def test_code_opens_the_account_of_that_firm_alone(town, number, browser_of):
    code = ordered(town, browser_of, number)

    browser, answer = join(code)

    assert (answer.status_code, answer.url) == (302, "/me/")
    assert seats("hujun") == [
        (town.site.id, Role.FIRM_OFFICER, "车间主任", "凭指令书上的一次性开户码")
    ]
    assert browser.get(f"/firm/cases/{number}/").status_code == 200
    other = build()
    certify(other.officer)
    assert browser.get(f"/firm/cases/{assigned(other)}/").status_code == 404


def test_code_works_once(town, number, browser_of):
    code = ordered(town, browser_of, number)
    join(code)

    _browser, again = join(code, username="second", name="王强")

    assert (again.status_code, Account.objects.filter(username="second").count()) == (422, 0)
    assert Person.objects.filter(name="王强").count() == 0


def test_code_scanned_fills_the_page_and_names_the_firm(town, number, browser_of):
    code = ordered(town, browser_of, number)

    html = Client().get("/join/", {"code": code}).content.decode()

    assert f'value="{code}"' in html
    assert f"给 <b>{town.site.name}</b> 开第一个账号" in html


def test_code_is_not_kept_in_the_clear(town, number, browser_of):
    code = ordered(town, browser_of, number)
    row = FirmInvitation.objects.get()
    kept = " ".join(str(value) for value in vars(row).values())

    assert len(bytes(row.digest)) == 32
    assert (code in kept, code.replace("-", "") in kept) == (False, False)
    assert code not in str(Document.objects.get().content)


def test_code_of_a_spoilt_order_does_nothing(town, number, browser_of):
    code = ordered(town, browser_of, number)
    document = Document.objects.get()
    browser_of(town.officer).post(
        f"/cases/{number}/papers/{document.pk}/spoil/", {"reason": "写错"}
    )

    _browser, answer = join(code)

    assert (answer.status_code, Account.objects.filter(username="hujun").count()) == (422, 0)


def test_code_ends_with_its_last_day(town, number, browser_of, clock):
    code = ordered(town, browser_of, number)
    left = FirmInvitation.objects.get().expires_at - make.AT
    assert left > timedelta(days=30)
    clock.move_to(make.AT + left)

    _browser, answer = join(code)

    assert answer.status_code == 422


def test_codes_of_two_orders_end_with_the_first_used(town, number, browser_of):
    first = ordered(town, browser_of, number)
    second = ordered(town, browser_of, assigned(town))
    join(second)

    _browser, answer = join(first, username="another")

    assert (first != second, answer.status_code) == (True, 422)


def test_order_for_a_firm_with_account_carries_no_code(town, number, browser_of):
    browser_of(town.firm)

    assert ordered(town, browser_of, number) is None


def test_code_does_nothing_once_the_firm_has_an_account(town, number, browser_of):
    code = ordered(town, browser_of, number)
    browser_of(town.firm)

    _browser, answer = join(code)

    assert (answer.status_code, Person.objects.filter(name="胡军").count()) == (422, 0)
    assert FirmInvitation.objects.get().used_at is None


def test_name_of_a_post_holder_takes_that_post(town, number, browser_of):
    code = ordered(town, browser_of, number)
    posts = Post.objects.count()

    join(code, name="王建国")

    assert Account.objects.get(username="hujun").person_id == town.firm.person
    assert Post.objects.count() == posts


def test_name_of_somebody_with_a_post_elsewhere_opens_nothing_there(town, number, browser_of):
    other = build()
    make.appointed(
        Person.objects.get(pk=town.firm.person),
        make.post("安全员", role=Role.FIRM_OFFICER, site=other.site.id),
    )
    code = ordered(town, browser_of, number)

    join(code, name="王建国")

    assert [site for site, *_rest in seats("hujun")] == [town.site.id]


def test_only_the_unit_that_hands_it_over_prints_the_code(town, number, browser_of):
    ordered(town, browser_of, number)
    url = f"/documents/{Document.objects.get().pk}.pdf"
    prints = {
        name: browser_of(getattr(town, name)).get(url).content
        for name in ("officer", "colleague", "clerk", "leader", "grid")
    }

    assert prints["officer"] == prints["colleague"]
    assert prints["clerk"] == prints["leader"] == prints["grid"]
    assert prints["officer"] != prints["grid"]


def test_used_code_is_not_printed_again(town, number, browser_of):
    code = ordered(town, browser_of, number)
    url = f"/documents/{Document.objects.get().pk}.pdf"
    before = browser_of(town.officer).get(url).content
    join(code)

    after = browser_of(town.officer).get(url).content

    assert (before == after, after) == (False, browser_of(town.grid).get(url).content)
