"""An erasure is asked for by one, looked through, and confirmed by a second person."""

from collections.abc import Callable

import pytest
from django.test import Client

from anhuan.erasure.models import Erasure
from anhuan.kernel.access import Role
from anhuan.people import services as people
from anhuan.people.models import Person
from tests import factories as make
from tests.modules.erasure.standing import work

from .conftest import Town, errors

NAME = "欧阳雪晴"
FORM = {"terms": NAME, "ground": "purpose-met", "reason": "本人申请", "over": "on"}


@pytest.fixture
def pair(town: Town, enter: Callable[[Person, str], Client]) -> tuple[Client, Client]:
    """The committee office of the whole city, and the administrator."""
    office = make.unit("安澜市安委办", area=town.city)
    found = []
    for name, role in (("宋雅", Role.OFFICE), ("贺宁", Role.ADMIN)):
        someone = make.person(name)
        make.appointed(someone, make.post("科长", role=role, unit=office))
        found.append(enter(someone, name))
    return found[0], found[1]


def asked(browser: Client, **more: str) -> Erasure:
    response = browser.post("/admin/erasures/new/", FORM | more)
    row = Erasure.objects.get()
    assert response.headers["Location"] == f"/admin/erasures/{row.pk}/"
    return row


def suggestion() -> str:
    number, _code = people.suggest(text=f"{NAME}说字太小", page="", by=None, at=make.AT)
    return number


def act(browser: Client, row: Erasure, **given: object) -> int:
    row.refresh_from_db()
    data = {"version": row.version} | given
    return browser.post(f"/admin/erasures/{row.pk}/act/", data).status_code


@pytest.mark.parametrize("number", [1, 3])
def test_erasures_are_listed_without_names(
    pair: tuple[Client, Client], number: int, django_assert_num_queries
) -> None:
    for _ in range(number):
        pair[0].post("/admin/erasures/new/", FORM)
    with django_assert_num_queries(8):
        page = pair[1].get("/admin/erasures/")
    assert (page.context["sentence"], len(page.context["table"].rows)) == (
        f"{number} 件删除等第二人确认",
        number,
    )
    assert NAME not in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_places_are_shown_with_the_words_around(
    pair: tuple[Client, Client], number: int, django_assert_max_num_queries
) -> None:
    for _ in range(number):
        suggestion()
    row = asked(pair[0])
    with django_assert_max_num_queries(200):
        page = pair[1].get(f"/admin/erasures/{row.pk}/")
    assert page.context["found"] == f"查到 {number} 行数据、{number} 笔记录"
    assert [one.excerpts for one in page.context["places"]] == [(f"{NAME}说字太小",)] * 2 * number


@pytest.mark.django_db(transaction=True)
def test_erasure_is_carried_out_after_a_second_person(pair: tuple[Client, Client]) -> None:
    from anhuan.people.models import Suggestion

    suggestion()
    row = asked(pair[0])
    own = act(pair[0], row, act="confirm")
    kept = Suggestion.objects.get().text
    second = act(pair[1], row, act="confirm")
    work()
    page = pair[0].get(f"/admin/erasures/{row.pk}/")
    assert (own, kept, second) == (422, f"{NAME}说字太小", 302)
    assert (Suggestion.objects.get().text, page.context["waits"]) == ("已依法删除说字太小", False)


def test_what_was_looked_at_before_a_change_is_not_confirmed(pair: tuple[Client, Client]) -> None:
    row = asked(pair[0])
    assert act(pair[0], row, act="choose", spare="people.Suggestion:x") == 302
    assert act(pair[1], row, act="confirm", version="1") == 409
    assert Erasure.objects.get().spared == ["people.Suggestion:x"]


def test_erasure_can_be_withdrawn_and_then_holds_nothing(pair: tuple[Client, Client]) -> None:
    row = asked(pair[0])
    assert act(pair[0], row, act="withdraw") == 302
    row.refresh_from_db()
    assert (row.state, bytes(row.terms_sealed)) == ("withdrawn", b"")
    assert act(pair[1], row, act="confirm") == 422


@pytest.mark.parametrize(
    "missing", [{"terms": ""}, {"ground": "because"}, {"reason": " "}, {"over": ""}]
)
def test_erasure_without_what_it_needs_says_so(
    pair: tuple[Client, Client], missing: dict[str, str]
) -> None:
    response = pair[0].post("/admin/erasures/new/", FORM | missing)
    assert (response.status_code, len(errors(response)), Erasure.objects.count()) == (422, 1, 0)


def test_erasure_of_a_person_begins_at_the_account_and_not_with_oneself(
    pair: tuple[Client, Client], town: Town
) -> None:
    link = f"/admin/erasures/new/?person={town.officer.pk}"
    page = pair[1].get(f"/admin/people/{town.officer.pk}/").content.decode()
    titled = pair[1].get(link).context["words"].title
    admin = Person.objects.get(name="贺宁")
    refused = pair[1].post(f"/admin/erasures/new/?person={admin.pk}", FORM)
    assert (link in page, titled) == (True, "删除陈立的个人信息")
    assert (refused.status_code, Erasure.objects.count()) == (422, 0)


def test_erasure_is_not_for_those_who_keep_a_district(
    keeper: Client, officer: Client, pair: tuple[Client, Client]
) -> None:
    row = asked(pair[0])
    found = [
        (browser.get(path).status_code)
        for browser in (keeper, officer)
        for path in ("/admin/erasures/", "/admin/erasures/new/", f"/admin/erasures/{row.pk}/")
    ]
    assert found == [404, 404, 404, 403, 403, 403]
    assert act(keeper, row, act="confirm") == 404
    assert "/admin/erasures/" not in keeper.get("/admin/").content.decode()


def test_erasure_that_is_not_there_is_not_found(pair: tuple[Client, Client], town: Town) -> None:
    paths = ("people", "erasures")
    codes = [pair[0].get(f"/admin/{one}/{town.city.pk}/").status_code for one in paths]
    assert codes == [403, 404]
    missing = pair[0].get(f"/admin/erasures/new/?person={town.city.pk}")
    assert missing.status_code == 404
