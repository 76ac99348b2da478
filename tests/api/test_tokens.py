"""Keys: who gets in, and with what."""

from datetime import timedelta

import pytest
from django.test import Client

from anhuan.people.services import close_account, revoke_token
from anhuan.people.types import Scope
from tests import factories as make
from tests.api.callers import BASE, PASSWORD, caller, refused

pytestmark = pytest.mark.django_db


def test_me_names_person_posts_and_what_they_allow(town, of):
    answer = of(town.grid).get("/me").json()

    assert answer["name"] == "刘桂芳"
    assert [(post["title"], post["role"]) for post in answer["posts"]] == [("网格员", "grid")]
    assert answer["capabilities"] == ["fix-on-spot", "note", "report"]
    assert answer["scopes"] == ["read", "write"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer anh_unknown"},
        {"Authorization": "Bearer \xff\x00"},
        {"Authorization": "Basic dTpw"},
    ],
)
def test_request_without_valid_key_is_sent_away(town, headers):
    answer = Client().get(f"{BASE}/me", headers=headers)

    assert refused(answer)[:2] == (401, "sign-in")
    assert answer["WWW-Authenticate"] == 'Bearer realm="anhuan"'


def test_session_of_a_browser_is_no_key(town, of):
    someone = of(town.officer)
    browser = Client()
    name = f"u{town.officer.person.hex[-12:]}"
    browser.post("/sign-in/", {"username": name, "password": PASSWORD})
    assert "anhuan-session" in browser.cookies
    assert someone.get("/me").status_code == 200

    assert refused(browser.get(f"{BASE}/me"))[:2] == (401, "sign-in")


def test_revoked_key_ends_at_once(town, of):
    someone = of(town.officer)
    revoke_token(
        account_id=someone.account, token_id=someone.token, by=town.officer.person, at=make.AT
    )

    assert refused(someone.get("/me"))[:2] == (401, "sign-in")


def test_expired_key_is_refused_on_every_act(town, of, clock):
    someone = of(town.officer)
    clock.shift(timedelta(days=30, seconds=1))

    assert refused(someone.get("/cases"))[:2] == (401, "sign-in")
    assert refused(someone.post("/cases", {"given": {}}))[:2] == (401, "sign-in")


def test_key_of_closed_account_is_refused(town, of):
    someone = of(town.officer)
    close_account(account_id=someone.account, by=town.head.person, at=make.AT)

    assert refused(someone.get("/me"))[:2] == (401, "sign-in")


def test_reading_key_reads_and_does_not_write(town):
    reader = caller(town.officer, scopes=(Scope.READ,))

    assert reader.get("/cases").json()["rows"] == []
    assert refused(reader.post("/cases", {"given": {}}))[:2] == (403, "scope")
    assert refused(reader.send(b"x"))[:2] == (403, "scope")


def test_writing_key_does_not_read(town):
    writer = caller(town.officer, scopes=(Scope.WRITE,))

    assert refused(writer.get("/cases"))[:2] == (403, "scope")


def test_person_without_post_sees_nothing(town, of):
    nobody = of(make.viewer_for(make.person("过路人")))

    assert nobody.get("/cases").json() == {"rows": [], "after": "", "total": 0, "capped": False}
    assert nobody.get("/areas").json() == {"areas": []}
    assert nobody.get("/sites").json() == {"rows": [], "after": ""}
