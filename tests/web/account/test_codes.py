"""Opening an account with an invitation, a new password with a reset code."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from anhuan.people import services
from anhuan.people.models import Account

from .conftest import AT, PASSWORD
from .test_sign_in import errors

NEW = "山上种了八棵老松树呀"


@pytest.fixture
def code(person: UUID, keeper: UUID, clock: object) -> str:
    return services.invite(person_id=person, by=keeper, at=AT).secret


def joining(code: str, **other: str) -> dict[str, str]:
    return {"code": code, "username": "chenli", "password": NEW, "again": NEW, **other}


def test_join_opens_and_enters(client: Client, code: str) -> None:
    response = client.post("/join/", joining(code))
    assert (response.url, client.get("/me/").context["account"].username) == ("/me/", "chenli")


def test_join_replayed(client: Client, code: str) -> None:
    client.post("/join/", joining(code))
    response = Client().post("/join/", joining(code, username="another"))
    assert errors(response) == ["这个代码已经用过。找管理员要新的。"]
    assert Account.objects.count() == 1


def test_join_expired(client: Client, code: str, clock) -> None:
    clock.shift(timedelta(days=14))
    assert errors(client.post("/join/", joining(code))) == ["这个代码已过期。找管理员要新的。"]


def test_join_unknown_code(client: Client, code: str) -> None:
    response = client.post("/join/", joining("AAAA-BBBB-CCCC"))
    assert errors(response) == ["没有这个代码。核对一下，或找管理员要新的。"]


def test_join_reset_code_is_no_invitation(client: Client, account: UUID, keeper: UUID) -> None:
    other = services.issue_reset(account_id=account, by=keeper, at=AT).secret
    response = client.post("/join/", joining(other, username="another"))
    assert errors(response) == ["没有这个代码。核对一下，或找管理员要新的。"]


def test_join_username_taken(client: Client, account: UUID, keeper: UUID) -> None:
    code = services.invite(person_id=keeper, by=keeper, at=AT).secret
    response = client.post("/join/", joining(code, username="ChenLi"))
    assert errors(response) == ["这个用户名有人用了。换一个。"]


@pytest.mark.parametrize("password", ["short", "1234567890", "password123", "chenlichen"])
def test_join_weak_password_keeps_the_code(client: Client, code: str, password: str) -> None:
    weak = client.post("/join/", joining(code, password=password, again=password))
    assert list(weak.context["form"].errors) == ["password"]
    assert client.post("/join/", joining(code)).url == "/me/"


def test_join_passwords_differ(client: Client, code: str) -> None:
    response = client.post("/join/", joining(code, again=NEW + "！"))
    assert errors(response) == ["两次输的不一样。两个都重输一遍。"]


@pytest.mark.parametrize("username", ["<script>alert(1)</script>", "a b", "a'--", "x"])
def test_join_username_refused(client: Client, code: str, username: str) -> None:
    response = client.post("/join/", joining(code, username=username))
    assert list(response.context["form"].errors) == ["username"]
    assert "<script>" not in response.content.decode()


def resetting(code: str, password: str = NEW) -> dict[str, str]:
    return {"code": code, "password": password, "again": password}


def test_reset_sets_the_password(inside: Client, account: UUID, keeper: UUID, sign_in) -> None:
    code = services.issue_reset(account_id=account, by=keeper, at=AT).secret
    Client().post("/reset/", resetting(code))
    assert inside.get("/me/").url == "/sign-in/?next=/me/"
    assert sign_in(password=PASSWORD).get("/me/").status_code == 302
    assert sign_in(password=NEW).get("/me/").status_code == 200


def test_reset_replayed(client: Client, account: UUID, keeper: UUID, sign_in) -> None:
    code = services.issue_reset(account_id=account, by=keeper, at=AT).secret
    client.post("/reset/", resetting(code))
    response = client.post("/reset/", resetting(code, "偷来的一句很长的话呀"))
    assert errors(response) == ["这个代码已经用过。找管理员要新的。"]
    assert sign_in(password=NEW).get("/me/").status_code == 200


def test_reset_expired(client: Client, account: UUID, keeper: UUID, clock) -> None:
    code = services.issue_reset(account_id=account, by=keeper, at=AT).secret
    clock.shift(timedelta(days=1))
    response = client.post("/reset/", resetting(code))
    assert errors(response) == ["这个代码已过期。找管理员要新的。"]


def test_reset_leaves_the_second_step_on(
    client: Client, account: UUID, person: UUID, keeper: UUID
) -> None:
    from anhuan.people.totp import code_at

    secret = services.propose_two_factor(account_id=account)
    services.enable_two_factor(account_id=account, code=code_at(secret, AT), by=person, at=AT)
    code = services.issue_reset(account_id=account, by=keeper, at=AT).secret
    client.post("/reset/", resetting(code))
    response = client.post("/sign-in/", {"username": "chenli", "password": NEW})
    assert response.url == "/sign-in/second/"


def test_reset_guesses_are_limited(client: Client, account: UUID, keeper: UUID) -> None:
    code = services.issue_reset(account_id=account, by=keeper, at=AT).secret
    for _ in range(20):
        client.post("/reset/", resetting("AAAA-BBBB-CCCC"))
    response = client.post("/reset/", resetting(code))
    assert errors(response) == ["试得太多了。09:15 以后再试，或找管理员解锁。"]
