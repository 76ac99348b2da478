"""One's own page and what hangs on it."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from anhuan.people import queries, services
from anhuan.people.models import Session, Token
from anhuan.people.totp import code_at
from anhuan.people.types import Scope

from .conftest import AT, PASSWORD
from .test_sign_in import errors

NEW = "山上种了八棵老松树呀"
PAGES = ["/me/", "/me/password/", "/me/sessions/", "/me/two-factor/", "/me/tokens/"]


@pytest.mark.parametrize("path", PAGES)
def test_page_needs_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(path).url == client.post(path).url == f"/sign-in/?next={path}"


@pytest.mark.parametrize("path", [*PAGES, "/suggest/", "/suggest/find/"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_speaks_one_language(inside: Client, path: str, language: str) -> None:
    inside.cookies["anhuan-language"] = language
    text = inside.get(path).content.decode()
    shown = re.sub(
        r"<(style|script).*?</\1>|<[^>]+>|中文|English|陈立|chenli|Anhuan|anlan", "", text
    )
    chinese, latin = re.findall(r"[一-鿿]+", shown), re.findall(r"[A-Za-z]{4,}", shown)
    assert (chinese if language == "en" else latin) == []


def test_language_chosen_is_kept(inside: Client, account: UUID) -> None:
    response = inside.post("/me/language/", {"language": "en", "next": "/me/"})
    assert (response.url, queries.account(account).language) == ("/me/", "en")
    assert inside.get("/me/").headers["Content-Language"] == "en"


def test_language_unknown_changes_nothing(inside: Client, account: UUID) -> None:
    inside.post("/me/language/", {"language": "<b>", "next": "https://evil.example/"})
    assert queries.account(account).language == "zh-hans"


def test_language_without_sign_in(client: Client, db: None) -> None:
    client.post("/me/language/", {"language": "en", "next": "/sign-in/"})
    assert client.get("/sign-in/").headers["Content-Language"] == "en"


def test_password_changed_stays_here_leaves_elsewhere(inside: Client, sign_in) -> None:
    elsewhere = sign_in()
    inside.post("/me/password/", {"current": PASSWORD, "password": NEW, "again": NEW})
    assert [inside.get("/me/").status_code, elsewhere.get("/me/").status_code] == [200, 302]


def test_password_change_keeps_the_end_of_the_session(inside: Client, clock) -> None:
    clock.shift(timedelta(hours=11))
    inside.post("/me/password/", {"current": PASSWORD, "password": NEW, "again": NEW})
    clock.shift(timedelta(hours=1))
    assert inside.get("/me/").status_code == 302


def test_password_wrong_current(inside: Client, sign_in) -> None:
    response = inside.post("/me/password/", {"current": "x", "password": NEW, "again": NEW})
    assert errors(response) == ["现在的密码不对。什么都没改。"]
    assert sign_in().get("/me/").status_code == 200


def test_password_current_cannot_be_guessed(inside: Client) -> None:
    for _ in range(6):
        response = inside.post("/me/password/", {"current": "x", "password": NEW, "again": NEW})
    assert errors(response) == ["试得太多了。09:15 以后再试，或找管理员解锁。"]


def test_sessions_listed_and_ended(inside: Client, sign_in) -> None:
    elsewhere = sign_in()
    lines = inside.get("/me/sessions/").context["sessions"]
    assert sorted(line.current for line in lines) == [False, True]
    mark = next(line.mark for line in lines if not line.current)
    inside.post("/me/sessions/", {"mark": mark})
    assert inside.get("/me/").context["page"].toast == "那一处已退出。"
    assert [inside.get("/me/").status_code, elsewhere.get("/me/").status_code] == [200, 302]


def test_sessions_page_keeps_the_key_to_itself(inside: Client) -> None:
    text = inside.get("/me/sessions/").content.decode()
    key = Session.objects.get().session_key
    assert key not in text


def test_sessions_end_all_others(inside: Client, sign_in) -> None:
    others = [sign_in(), sign_in()]
    inside.post("/me/sessions/")
    states = [browser.get("/me/").status_code for browser in (inside, *others)]
    assert states == [200, 302, 302]


def test_sessions_page_query_count(inside: Client, sign_in, django_assert_num_queries) -> None:
    with django_assert_num_queries(4):
        inside.get("/me/sessions/")
    sign_in(), sign_in()
    with django_assert_num_queries(4):
        inside.get("/me/sessions/")


def test_device_name_with_script_is_shown_as_text(account: UUID) -> None:
    browser = Client(headers={"User-Agent": "<script>alert(1)</script>"})
    browser.post("/sign-in/", {"username": "chenli", "password": PASSWORD})
    text = browser.get("/me/sessions/").content.decode()
    assert ("<script>" in text, "&lt;script&gt;alert(1)" in text) == (False, True)


def begin(browser: Client, account: UUID) -> str:
    browser.post("/me/two-factor/", {"current": PASSWORD, "act": "begin"})
    return queries.factor(account).proposed


def test_two_factor_set_up(inside: Client, account: UUID) -> None:
    secret = begin(inside, account)
    page = inside.get("/me/two-factor/").content.decode()
    response = inside.post("/me/two-factor/", {"code": code_at(secret, AT)})
    svg = page.partition('class="qr"')[2].partition("</svg>")[0]
    assert ("data:" in page, "style=" in page, svg.count("<path")) == (False, False, 1)
    assert (len(response.context["codes"]), queries.factor(account).on) == (10, True)


def test_two_factor_secret_hidden_once_on(inside: Client, account: UUID) -> None:
    secret = begin(inside, account)
    inside.post("/me/two-factor/", {"code": code_at(secret, AT)})
    page = inside.get("/me/two-factor/").content.decode()
    assert (secret[:4] in page, 'class="qr"' in page) == (False, False)


def test_two_factor_needs_the_password(inside: Client, account: UUID) -> None:
    inside.post("/me/two-factor/", {"current": "x", "act": "begin"})
    assert queries.factor(account).proposed == ""


def test_two_factor_wrong_code_stays_off(inside: Client, account: UUID) -> None:
    secret = begin(inside, account)
    stale = code_at(secret, AT - timedelta(hours=1))
    response = inside.post("/me/two-factor/", {"code": stale})
    assert errors(response) == ["验证码不对。看看手机时间准不准。"]
    assert not queries.factor(account).on


def test_two_factor_off_and_renewed(inside: Client, account: UUID) -> None:
    secret = begin(inside, account)
    first = inside.post("/me/two-factor/", {"code": code_at(secret, AT)}).context["codes"]
    renewed = inside.post("/me/two-factor/", {"current": PASSWORD, "act": "renew"})
    assert set(renewed.context["codes"]).isdisjoint(first)
    inside.post("/me/two-factor/", {"current": PASSWORD, "act": "off"})
    assert not queries.factor(account).on


def asking(**other: object) -> dict[str, object]:
    wish = {"name": "报表", "scopes": ["read"], "days": 30, "current": PASSWORD}
    return {**wish, **other}


def test_token_shown_once(inside: Client) -> None:
    issued = inside.post("/me/tokens/", asking()).context["issued"]
    use = services.use_token(secret=issued.secret, at=AT)
    again = inside.get("/me/tokens/").content.decode()
    assert (use is not None, issued.secret in again) == (True, False)


def test_token_needs_the_password(inside: Client) -> None:
    response = inside.post("/me/tokens/", asking(current="x"))
    assert (errors(response), Token.objects.count()) == (["现在的密码不对。什么都没改。"], 0)


def test_token_unknown_scope_or_term(inside: Client) -> None:
    response = inside.post("/me/tokens/", asking(scopes=["root"], days=9999))
    assert sorted(response.context["form"].errors) == ["days", "scopes"]


def test_token_revoked(inside: Client) -> None:
    issued = inside.post("/me/tokens/", asking()).context["issued"]
    inside.post(f"/me/tokens/{issued.id}/revoke/")
    assert services.use_token(secret=issued.secret, at=AT) is None


def test_token_of_another_is_not_found(inside: Client, keeper: UUID) -> None:
    other = services.open_account(
        person_id=keeper, username="fangning", password=PASSWORD, by=None, at=AT
    )
    issued = services.issue_token(
        account_id=other,
        name="别人的",
        scopes={Scope.READ},
        term=timedelta(days=1),
        by=keeper,
        at=AT,
    )
    response = inside.post(f"/me/tokens/{issued.id}/revoke/")
    alive = services.use_token(secret=issued.secret, at=AT) is not None
    assert (response.status_code, alive) == (404, True)


def test_token_name_with_script_is_shown_as_text(inside: Client) -> None:
    text = inside.post("/me/tokens/", asking(name="<script>x</script>")).content.decode()
    assert ("<script>" in text, "&lt;script&gt;x" in text) == (False, True)
