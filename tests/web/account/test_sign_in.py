"""Getting in through the front door, and those who should not."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from anhuan.people import services
from anhuan.people.models import Account, Session
from anhuan.people.totp import code_at

from .conftest import AT, PASSWORD

WRONG = "用户名和密码对不上。核对后再试。"
RIGHT = {"username": "chenli", "password": PASSWORD}


def errors(response) -> list[str]:
    form = response.context["form"]
    return [message for messages in form.errors.values() for message in messages]


def test_sign_in_right_leads_to_my_page(client: Client, account: UUID) -> None:
    response = client.post("/sign-in/", RIGHT)
    assert (response.status_code, response.url) == (302, "/me/")
    assert client.get("/me/").context["account"].name == "陈立"


def test_sign_in_wrong_and_unknown_look_alike(client: Client, account: UUID) -> None:
    wrong = client.post("/sign-in/", {"username": "chenli", "password": "x"})
    unknown = client.post("/sign-in/", {"username": "nobody", "password": "x"})
    assert errors(wrong) == errors(unknown) == [WRONG]
    assert wrong.status_code == unknown.status_code == 422


def test_sign_in_wrong_password_is_not_echoed(client: Client, account: UUID) -> None:
    response = client.post("/sign-in/", {"username": "chenli", "password": "回声回声回声"})
    assert "回声" not in response.content.decode()


@pytest.mark.parametrize("username", ["chenli", "nobody"])
def test_sign_in_locked_says_until_when(client: Client, account: UUID, username: str) -> None:
    for _ in range(5):
        client.post("/sign-in/", {"username": username, "password": "x"})
    response = client.post("/sign-in/", {"username": username, "password": PASSWORD})
    assert response.status_code == 429
    assert errors(response) == ["试得太多了。09:15 以后再试，或找管理员解锁。"]
    assert SESSION_KEY not in client.session


def test_sign_in_after_lock(client: Client, account: UUID, clock) -> None:
    for _ in range(5):
        client.post("/sign-in/", {"username": "chenli", "password": "x"})
    clock.shift(timedelta(minutes=15))
    assert client.post("/sign-in/", RIGHT).status_code == 302


def test_sign_in_forged_address_header_is_ignored(client: Client, account: UUID) -> None:
    client.post("/sign-in/", RIGHT, headers={"X-Forwarded-For": "203.0.113.9"})
    assert Session.objects.get().address == "127.0.0.1"


def test_sign_in_address_behind_proxies(client: Client, account: UUID, settings) -> None:
    settings.TRUSTED_PROXIES = 2
    passed = "6.6.6.6, 203.0.113.9, 10.0.0.2"
    client.post("/sign-in/", RIGHT, headers={"X-Forwarded-For": passed})
    assert Session.objects.get().address == "203.0.113.9"


@pytest.mark.parametrize(
    "wish, onward",
    [
        ("/suggest/", "/suggest/"),
        ("https://evil.example/", "/me/"),
        ("//evil.example/", "/me/"),
        ("/\\evil.example", "/me/"),
        ("javascript:alert(1)", "/me/"),
        ("http:///evil.example", "/me/"),
    ],
)
def test_sign_in_next_stays_on_this_host(
    client: Client, account: UUID, wish: str, onward: str
) -> None:
    assert client.post("/sign-in/", {**RIGHT, "next": wish}).url == onward


def test_sign_in_next_already_inside(inside: Client) -> None:
    assert inside.get("/sign-in/", {"next": "https://evil.example/"}).url == "/me/"


def test_session_key_changes_at_sign_in(client: Client, account: UUID) -> None:
    planted = client.session
    planted["mark"] = "planted"
    planted.save()
    client.cookies["anhuan-session"] = planted.session_key
    client.post("/sign-in/", RIGHT)
    assert client.cookies["anhuan-session"].value != planted.session_key
    assert not planted.exists(planted.session_key)


def test_session_ends_after_twelve_hours_however_busy(inside: Client, clock) -> None:
    for _ in range(11):
        clock.shift(timedelta(hours=1))
        session = inside.session
        session["busy"] = True
        session.save()
    assert inside.get("/me/").status_code == 200
    clock.shift(timedelta(hours=1))
    response = inside.get("/me/")
    assert response.url == "/sign-in/?next=/me/"


def test_session_cookie_attributes(client: Client, account: UUID) -> None:
    cookie = client.post("/sign-in/", RIGHT).cookies["anhuan-session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 43200)


def test_session_of_closed_account_ends(inside: Client, account: UUID, keeper: UUID) -> None:
    services.close_account(account_id=account, by=keeper, at=AT)
    assert inside.get("/me/").url == "/sign-in/?next=/me/"


def test_sign_out_only_by_post(inside: Client) -> None:
    assert inside.get("/sign-out/").status_code == 405
    inside.post("/sign-out/")
    assert (inside.get("/me/").status_code, Session.objects.count()) == (302, 0)


def test_sign_in_without_csrf_token(account: UUID) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/sign-in/", RIGHT).status_code == 403


def test_content_policy_has_nothing_inline(client: Client, db: None) -> None:
    policy = client.get("/sign-in/").headers["Content-Security-Policy"]
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert (parts["default-src"], parts["script-src"], parts["style-src"]) == (
        "'none'",
        "'self'",
        "'self'",
    )


def test_page_is_not_cached(client: Client, db: None) -> None:
    control = client.get("/sign-in/").headers["Cache-Control"]
    assert control == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.fixture
def secret(account: UUID, person: UUID) -> str:
    found = services.propose_two_factor(account_id=account)
    early = AT - timedelta(minutes=5)
    services.enable_two_factor(account_id=account, code=code_at(found, early), by=person, at=early)
    return found


def test_second_step_needed(client: Client, secret: str) -> None:
    assert client.post("/sign-in/", RIGHT).url == "/sign-in/second/"
    assert client.get("/me/").url == "/sign-in/?next=/me/"


def test_second_step_right_goes_on(client: Client, secret: str) -> None:
    client.post("/sign-in/", {**RIGHT, "next": "/suggest/"})
    response = client.post("/sign-in/second/", {"code": code_at(secret, AT)})
    assert (response.url, client.get("/me/").status_code) == ("/suggest/", 200)


def test_second_step_wrong(client: Client, secret: str) -> None:
    client.post("/sign-in/", RIGHT)
    stale = code_at(secret, AT - timedelta(minutes=30))
    response = client.post("/sign-in/second/", {"code": stale})
    assert errors(response) == ["验证码不对，或者已经用过。等下一个。"]
    assert SESSION_KEY not in client.session


def test_second_step_code_reused_in_another_browser(client: Client, secret: str) -> None:
    code = code_at(secret, AT)
    other = Client()
    for browser in (client, other):
        browser.post("/sign-in/", RIGHT)
        browser.post("/sign-in/second/", {"code": code})
    assert [SESSION_KEY in client.session, SESSION_KEY in other.session] == [True, False]


def test_second_step_without_first(client: Client, secret: str) -> None:
    response = client.post("/sign-in/second/", {"code": code_at(secret, AT)})
    assert (response.url, SESSION_KEY in client.session) == ("/sign-in/", False)


def test_second_step_too_late(client: Client, secret: str, clock) -> None:
    client.post("/sign-in/", RIGHT)
    clock.shift(timedelta(minutes=10))
    later = AT + timedelta(minutes=10)
    response = client.post("/sign-in/second/", {"code": code_at(secret, later)})
    assert (response.url, SESSION_KEY in client.session) == ("/sign-in/", False)


def test_second_step_session_is_fresh(client: Client, secret: str) -> None:
    planted = client.session
    planted["mark"] = "planted"
    planted.save()
    client.cookies["anhuan-session"] = planted.session_key
    client.post("/sign-in/", RIGHT)
    assert not planted.exists(planted.session_key)


def test_second_step_password_changed_meanwhile(
    client: Client, secret: str, account: UUID, person: UUID
) -> None:
    client.post("/sign-in/", RIGHT)
    services.change_password(account_id=account, password="换过的新密码呀", by=person, at=AT)
    response = client.post("/sign-in/second/", {"code": code_at(secret, AT)})
    assert (response.url, SESSION_KEY in client.session) == ("/sign-in/", False)


def test_first_password_comes_before_everything(
    client: Client, keeper: UUID, clock: object
) -> None:
    services.open_account(
        person_id=keeper,
        username="fangning",
        password=PASSWORD,
        must_change_password=True,
        by=None,
        at=AT,
    )
    client.post("/sign-in/", {"username": "fangning", "password": PASSWORD})
    assert [client.get(page).status_code for page in ("/me/password/", "/me/tokens/")] == [
        200,
        302,
    ]
    new = "山上种了八棵老松树呀"
    client.post("/me/password/", {"current": PASSWORD, "password": new, "again": new})
    assert client.get("/me/tokens/").status_code == 200


def test_language_of_the_account_follows_sign_in(client: Client, account: UUID) -> None:
    Account.objects.update(language="en")
    client.post("/sign-in/", RIGHT)
    assert client.get("/me/").headers["Content-Language"] == "en"


def test_language_of_the_browser_is_not_asked(client: Client, db: None) -> None:
    response = client.get("/sign-in/", headers={"Accept-Language": "en"})
    assert response.headers["Content-Language"] == "zh-hans"
