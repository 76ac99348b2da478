"""Passwords, lock-outs and the second factor, below the pages."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.utils.crypto import get_random_string

from anhuan.ledger.models import Fact
from anhuan.people import queries, services
from anhuan.people.models import SecondFactor, Throttle
from anhuan.people.sealing import throttle_key
from anhuan.people.services.entrance import ADDRESS_LIMIT, NAME_LIMIT
from anhuan.people.totp import code_at, matching_step
from anhuan.people.types import Entrance

from .conftest import AT, PASSWORD

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890", RFC 6238 appendix B


def attempt(password: str, *, name: str = "chenli", address: str = "192.0.2.7", at=AT) -> Entrance:
    return services.check_password(username=name, password=password, address=address, at=at)


@pytest.mark.parametrize(
    "seconds, code",
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_totp_rfc_6238_vectors(seconds: int, code: str) -> None:
    assert code_at(RFC_SECRET, datetime.fromtimestamp(seconds, UTC)) == code


@pytest.mark.parametrize("offset, found", [(-60, False), (-30, True), (30, True), (60, False)])
def test_totp_drift(offset: int, found: bool) -> None:
    code = code_at(RFC_SECRET, AT + timedelta(seconds=offset))
    assert (matching_step(RFC_SECRET, code, AT) is not None) == found


def test_totp_not_digits() -> None:
    assert matching_step(RFC_SECRET, "二八七〇八二", AT) is None


def test_password_right(account: UUID) -> None:
    assert attempt(PASSWORD) == Entrance(account=account)


def test_password_right_other_spelling(account: UUID) -> None:
    assert attempt(PASSWORD, name=" ＣｈｅｎLi ") == Entrance(account=account)


def test_password_wrong_same_answer_as_unknown(account: UUID) -> None:
    assert attempt("x", name="chenli") == attempt("x", name="nobody") == Entrance()


def test_password_wrong_same_work_as_unknown(
    account: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = []
    real = type(get_hasher()).encode

    def counting(self, password, salt):
        hashed.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(type(get_hasher()), "encode", counting)
    attempt("first", name="chenli")
    attempt("second", name="nobody")
    assert hashed == ["first", "second"]


def test_password_closed_account_as_unknown(account: UUID, keeper: UUID) -> None:
    services.close_account(account_id=account, by=keeper, at=AT)
    assert attempt(PASSWORD) == Entrance()


@pytest.mark.parametrize("name", ["chenli", "nobody"])
def test_lockout_after_limit(account: UUID, name: str) -> None:
    answers = [attempt("x", name=name) for _ in range(NAME_LIMIT)]
    until = AT + timedelta(minutes=15)
    assert answers == [Entrance()] * (NAME_LIMIT - 1) + [Entrance(locked_until=until)]
    assert attempt(PASSWORD, name=name) == Entrance(locked_until=until)


def test_lockout_over(account: UUID) -> None:
    for _ in range(NAME_LIMIT):
        attempt("x")
    assert attempt(PASSWORD, at=AT + timedelta(minutes=15)) == Entrance(account=account)


def test_lockout_second_lasts_longer(account: UUID) -> None:
    for _ in range(NAME_LIMIT):
        attempt("x")
    later = AT + timedelta(minutes=16)
    answers = [attempt("x", at=later) for _ in range(NAME_LIMIT)]
    assert answers[-1] == Entrance(locked_until=later + timedelta(hours=1))


def test_lockout_forgotten_after_a_day(account: UUID) -> None:
    for _ in range(NAME_LIMIT - 1):
        attempt("x")
    assert attempt("x", at=AT + timedelta(days=1)) == Entrance()


def test_lockout_success_clears_failures(account: UUID) -> None:
    for _ in range(NAME_LIMIT - 1):
        attempt("x")
    attempt(PASSWORD)
    assert [attempt("x") for _ in range(NAME_LIMIT - 1)] == [Entrance()] * (NAME_LIMIT - 1)


def test_lockout_is_recorded_once(account: UUID) -> None:
    for _ in range(NAME_LIMIT + 2):
        attempt("x")
    assert Fact.objects.filter(kind="account.locked", subject=account).count() == 1


def test_lockout_lifted_by_keeper(account: UUID, keeper: UUID) -> None:
    for _ in range(NAME_LIMIT):
        attempt("x")
    services.unlock(account_id=account, by=keeper, at=AT)
    assert attempt(PASSWORD) == Entrance(account=account)


def test_address_limit_over_many_names(account: UUID) -> None:
    for count in range(ADDRESS_LIMIT):
        attempt("x", name=f"name{count}")
    locked = attempt(PASSWORD).locked_until
    elsewhere = attempt(PASSWORD, address="198.51.100.1")
    assert (locked, elsewhere) == (AT + timedelta(minutes=15), Entrance(account=account))


def test_address_limit_counts_ipv6_network(account: UUID) -> None:
    for count in range(ADDRESS_LIMIT):
        attempt("x", name=f"name{count}", address=f"2001:db8:1:2::{count + 1:x}")
    assert attempt(PASSWORD, address="2001:db8:1:2:ffff::1").account is None


def test_address_limit_success_is_free(account: UUID) -> None:
    for _ in range(ADDRESS_LIMIT + 1):
        answer = attempt(PASSWORD)
    assert answer == Entrance(account=account)


def test_throttle_keeps_no_plain_name(account: UUID) -> None:
    attempt("x", name="zhao-secret-name")
    keys = "".join(Throttle.objects.values_list("key", flat=True))
    assert ("zhao-secret-name" in keys, "192.0.2.7" in keys, len(keys)) == (False, False, 128)


@pytest.fixture
def secret(account: UUID, person: UUID) -> str:
    """The second factor, on; its set-up code was that of five minutes before."""
    found = services.propose_two_factor(account_id=account)
    early = AT - timedelta(minutes=5)
    services.enable_two_factor(account_id=account, code=code_at(found, early), by=person, at=early)
    return found


def second(account: UUID, code: str, at: datetime = AT) -> Entrance:
    return services.check_second_factor(account_id=account, code=code, address="192.0.2.7", at=at)


def test_second_factor_asked_after_password(account: UUID, secret: str) -> None:
    assert attempt(PASSWORD) == Entrance(account=account, second_factor=True)


def test_second_factor_right(account: UUID, secret: str) -> None:
    assert second(account, code_at(secret, AT)) == Entrance(account=account)


def test_second_factor_replayed(account: UUID, secret: str) -> None:
    code = code_at(secret, AT)
    assert [second(account, code).account, second(account, code).account] == [account, None]


def test_second_factor_earlier_step_after_later(account: UUID, secret: str) -> None:
    second(account, code_at(secret, AT + timedelta(seconds=30)))
    assert second(account, code_at(secret, AT)) == Entrance()


def test_second_factor_wrong_locks(account: UUID, secret: str) -> None:
    wrong = "000000" if code_at(secret, AT) != "000000" else "000001"
    for _ in range(NAME_LIMIT):
        answer = second(account, wrong)
    assert answer == Entrance(locked_until=AT + timedelta(minutes=15))
    assert second(account, code_at(secret, AT)).account is None


def test_second_factor_secret_is_sealed(account: UUID, secret: str) -> None:
    sealed = bytes(SecondFactor.objects.get().secret_sealed)
    assert (secret.encode() in sealed, queries.factor(account).proposed) == (False, "")


def test_recovery_code_once(account: UUID, person: UUID, secret: str) -> None:
    codes = services.renew_recovery_codes(account_id=account, by=person, at=AT)
    first = second(account, codes[0].lower().replace("-", " "))
    again = second(account, codes[0])
    assert (first, again, queries.factor(account).codes_left) == (
        Entrance(account=account),
        Entrance(),
        9,
    )


def test_recovery_codes_renewed_stop_the_old(account: UUID, person: UUID, secret: str) -> None:
    old = services.renew_recovery_codes(account_id=account, by=person, at=AT)
    services.renew_recovery_codes(account_id=account, by=person, at=AT)
    assert second(account, old[0]) == Entrance()


def test_recovery_code_of_another_account(account: UUID, person: UUID, keeper: UUID, secret: str):
    codes = services.renew_recovery_codes(account_id=account, by=person, at=AT)
    other = services.open_account(
        person_id=keeper, username="fangning", password=get_random_string(12), by=None, at=AT
    )
    assert second(other, codes[0]) == Entrance()


def test_enable_wrong_code(account: UUID, person: UUID) -> None:
    secret = services.propose_two_factor(account_id=account)
    stale = code_at(secret, AT - timedelta(minutes=10))
    codes = services.enable_two_factor(account_id=account, code=stale, by=person, at=AT)
    assert (codes, queries.factor(account).on) == (None, False)


def test_disable_two_factor(account: UUID, keeper: UUID, secret: str) -> None:
    services.disable_two_factor(account_id=account, by=keeper, at=AT)
    assert attempt(PASSWORD) == Entrance(account=account)


@pytest.mark.django_db(transaction=True)
def test_lockout_holds_against_many_at_once() -> None:
    person = services.add_person(name="陈立", by=None, at=AT)
    services.open_account(person_id=person, username="chenli", password=PASSWORD, by=None, at=AT)

    def guess(count: int) -> Entrance:
        try:
            return attempt(f"guess{count}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(24)))
    # Whoever was let through to the password was counted first; the limit is not exceeded.
    row = Throttle.objects.get(key=throttle_key("name", "chenli"))
    assert (row.failed, [answer.account for answer in answers]) == (NAME_LIMIT, [None] * 24)
    assert Fact.objects.filter(kind="account.locked").count() == 1
