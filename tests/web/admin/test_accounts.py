"""People with their accounts: found in reach only, invited, let in again, closed."""

import pytest
from django.test import Client

from anhuan.devices.models import Device
from anhuan.devices.services import enrol, use_device
from anhuan.devices.types import Ended, Enrolled
from anhuan.people.models import Account, Certificate, Disclosure, Invitation, Person, Session
from tests import factories as make

from .conftest import Town, account_of, errors

SCRIPT = "<script>alert(1)</script>"


def shown(response: object) -> list[str]:
    return [row.cells[0].text for row in response.context["table"].rows]  # type: ignore[attr-defined]


def test_accounts_list_only_people_in_reach(keeper: Client, town: Town) -> None:
    assert shown(keeper.get("/admin/")) == ["方宁", "陈立"]


def test_accounts_with_one_person(keeper: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(16):
        response = keeper.get("/admin/?q=方")
    assert shown(response) == ["方宁"]


def test_accounts_with_three_people(keeper: Client, town: Town, django_assert_num_queries) -> None:
    make.person("郑明")
    with django_assert_num_queries(16):
        response = keeper.get("/admin/")
    assert shown(response) == ["方宁", "郑明", "陈立"]
    assert response.context["sentence"] == "1 人能登录"


def test_accounts_go_on_behind_a_page(keeper: Client, town: Town, monkeypatch) -> None:
    monkeypatch.setattr("anhuan.territory.accounts.PAGE", 1)
    first = keeper.get("/admin/")
    second = keeper.get("/admin/" + first.context["table"].pager.more_url)
    assert shown(first) + shown(second) == ["方宁", "陈立"]
    assert second.context["table"].pager.more_url == ""


@pytest.mark.parametrize(
    "query", ["?after=x", "?standing=x", "?n=x&after=1", "?q=%00", "?q=" + "x" * 500, "?n=²"]
)
def test_accounts_with_a_bad_query_is_a_page(keeper: Client, query: str) -> None:
    response = keeper.get("/admin/" + query)
    assert (response.status_code, response.templates[0].name) == (200, "admin/accounts.html")


def test_accounts_are_not_for_an_officer(officer: Client) -> None:
    response = officer.get("/admin/")
    assert (response.status_code, "陈立" in response.context["reason"]) == (403, False)


def test_account_of_another_district_is_not_found(keeper: Client, town: Town) -> None:
    assert keeper.get(f"/admin/people/{town.stranger.id}/").status_code == 404


@pytest.mark.parametrize("what", ["code", "act", "phone", "change", "certificate"])
def test_account_of_another_district_is_untouched(keeper: Client, town: Town, what: str) -> None:
    account_of(town.stranger, "gaoyuan")
    given = {"act": "close", "why": "看看", "name": "改名"}
    response = keeper.post(f"/admin/people/{town.stranger.id}/{what}/", given)
    left = (Account.objects.get(username="gaoyuan").is_active, Invitation.objects.count())
    assert (response.status_code, left, Disclosure.objects.count()) == (404, (True, 0), 0)


def test_account_with_a_post_elsewhere_too_is_seen_but_not_kept(
    keeper: Client, town: Town
) -> None:
    """A new password would open the post in the other district."""
    make.appointed(town.officer, town.other_post, acting=True)
    account_of(town.officer, "chenli")
    page = keeper.get(f"/admin/people/{town.officer.id}/")
    code = keeper.post(f"/admin/people/{town.officer.id}/code/")
    assert (page.context["acts"], code.status_code, Invitation.objects.count()) == ((), 403, 0)


def test_invitation_is_shown_once_and_opens_the_account(keeper: Client, town: Town) -> None:
    slip = keeper.post(f"/admin/people/{town.officer.id}/code/")
    secret = slip.context["issued"].secret
    given = {"username": "chenli", "password": "山上种了八棵老松树呀"}
    joined = Client().post("/join/", {"code": secret, **given, "again": given["password"]})
    assert (joined.url, Account.objects.get(username="chenli").person_id) == (
        "/me/",
        town.officer.id,
    )
    assert secret not in keeper.get(f"/admin/people/{town.officer.id}/").content.decode()
    assert "no-store" in slip["Cache-Control"]


def test_invitation_by_link_does_nothing(keeper: Client, town: Town) -> None:
    response = keeper.get(f"/admin/people/{town.officer.id}/code/")
    assert (response.status_code, Invitation.objects.count()) == (405, 0)


def test_account_closed_ends_its_sessions(keeper: Client, officer: Client, town: Town) -> None:
    keeper.post(f"/admin/people/{town.officer.id}/act/", {"act": "close"})
    account = Account.objects.get(username="chenli")
    left = Session.objects.filter(account=account).count()
    assert (account.is_active, left, officer.get("/me/").status_code) == (False, 0, 302)


def test_account_closed_twice_is_told(keeper: Client, officer: Client, town: Town) -> None:
    address = f"/admin/people/{town.officer.id}/act/"
    keeper.post(address, {"act": "close"})
    assert keeper.post(address, {"act": "close"}).status_code == 409


def test_account_reopened(keeper: Client, officer: Client, town: Town) -> None:
    for act in ("close", "reopen"):
        keeper.post(f"/admin/people/{town.officer.id}/act/", {"act": act})
    assert Account.objects.get(username="chenli").is_active is True


def test_account_signed_out_everywhere(keeper: Client, officer: Client, town: Town) -> None:
    keeper.post(f"/admin/people/{town.officer.id}/act/", {"act": "end"})
    assert officer.get("/me/").status_code == 302


def test_phone_is_shown_for_a_reason_that_is_kept(keeper: Client, town: Town) -> None:
    keeper.post(
        f"/admin/people/{town.officer.id}/change/", {"name": "陈立", "phone": "19900001234"}
    )
    silent = keeper.post(f"/admin/people/{town.officer.id}/phone/", {"why": " "})
    told = keeper.post(f"/admin/people/{town.officer.id}/phone/", {"why": "通知复查"})
    log = keeper.get("/admin/disclosures/").context["table"].rows
    assert (errors(silent) != [], told.context["found"]) == (True, "19900001234")
    assert [(row.cells[1].name, row.cells[3], row.cells[5]) for row in log] == [
        ("方宁", "陈立", "通知复查")
    ]


def test_person_entered_with_script_is_shown_as_text(keeper: Client, town: Town) -> None:
    keeper.post("/admin/people/new/", {"name": SCRIPT, "short": SCRIPT[:32], "phone": SCRIPT[:20]})
    text = keeper.get("/admin/").content.decode()
    assert (Person.objects.filter(name=SCRIPT).count(), SCRIPT in text) == (1, False)


def test_certificate_registered_then_withdrawn(keeper: Client, town: Town) -> None:
    address = f"/admin/people/{town.officer.id}/certificate/"
    given = {"kind": "enforcement", "number": "37-1", "issued_by": "安澜市人民政府"}
    days = {"valid_from": "2025-01-01", "valid_to": "2029-12-31"}
    backwards = keeper.post(address, {**given, **days, "valid_to": "2024-01-01"})
    keeper.post(address, {**given, **days})
    again = keeper.post(address, {**given, **days})
    row = Certificate.objects.get()
    keeper.post(f"{address}{row.id}/withdraw/", {"on": "2026-05-11"})
    row.refresh_from_db()
    assert errors(backwards) == ["结束要晚于开始。"]
    assert errors(again) == ["这个号的证已登记过。核对一下号码。"]
    assert str(row.withdrawn_on) == "2026-05-11"


def test_certificate_of_another_person_is_not_found(keeper: Client, town: Town) -> None:
    row = Certificate.objects.create(
        person=town.stranger,
        kind="enforcement",
        number="37-2",
        issued_by="平川县人民政府",
        valid_from="2025-01-01",
        valid_to="2029-12-31",
    )
    address = f"/admin/people/{town.officer.id}/certificate/{row.id}/withdraw/"
    assert keeper.post(address, {"on": "2026-05-11"}).status_code == 404


def test_phone_is_ended_by_who_keeps_the_account(keeper: Client, town: Town) -> None:
    made = phone_for(town.officer)
    page = f"/admin/people/{town.officer.pk}/"
    ending = f"{page}phones/{made.id}/end/"
    assert ending in keeper.get(page).content.decode()

    done = keeper.post(ending)

    assert (done.status_code, done["Location"]) == (302, page)
    assert use_device(secret=made.secret, at=make.AT) == Ended(revoked=True)
    assert ending not in keeper.get(page).content.decode()


def test_phone_of_another_district_is_not_found(keeper: Client, town: Town) -> None:
    made = phone_for(town.stranger)

    refused = keeper.post(f"/admin/people/{town.stranger.pk}/phones/{made.id}/end/")

    assert refused.status_code == 404
    assert Device.objects.get().revoked_at is None


def phone_for(person: Person) -> Enrolled:
    account, _made = Account.objects.get_or_create(
        person=person, defaults={"username": f"u{person.pk.hex[-8:]}"}
    )
    return enrol(account_id=account.pk, name="HarmonyOS", at=make.AT)
