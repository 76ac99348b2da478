"""Sign-ins, counted failures and codes that have ended are forgotten, nothing before."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from anhuan.ledger.models import Fact
from anhuan.people import jobs, services
from anhuan.people.models import Account, Invitation, Session, Throttle
from anhuan.people.services import sweeping

from .conftest import AT, PASSWORD

MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)


def all_due(at: datetime) -> list[str]:
    """Everything due at the instant is done once; what it was."""
    items = jobs.due(at)
    for item in items:
        jobs.run(item, at)
    return items


def session(key: str, ends: datetime) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=ends)


def test_session_goes_when_it_has_ended(account: UUID) -> None:
    session("ended", AT)
    session("alive", AT + MOMENT)

    done = all_due(AT)

    assert (done, list(Session.objects.values_list("session_key", flat=True))) == (
        ["sessions"],
        ["alive"],
    )
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    ("since", "locked_until", "stays"),
    [
        (AT - DAY, None, False),
        (AT - DAY, AT, False),
        (AT - DAY, AT + MOMENT, True),
        (AT - DAY + MOMENT, None, True),
    ],
)
def test_failures_are_forgotten_when_they_no_longer_count(
    db: None, since: datetime, locked_until: datetime | None, stays: bool
) -> None:
    Throttle.objects.create(key="k", failed=4, since=since, locked_until=locked_until)

    done = all_due(AT)

    assert (done == [], Throttle.objects.exists()) == (stays, stays)


def test_lock_outlives_the_sweep(account: UUID) -> None:
    for _ in range(5):
        services.check_password(username="chenli", password="wrong", address="192.0.2.7", at=AT)

    all_due(AT + timedelta(minutes=14))
    tried = services.check_password(
        username="chenli", password=PASSWORD, address="192.0.2.7", at=AT + timedelta(minutes=14)
    )

    assert tried.locked_until == AT + timedelta(minutes=15)


def test_code_goes_ninety_days_after_its_end_and_its_facts_stay(
    person: UUID, keeper: UUID
) -> None:
    issued = services.invite(person_id=person, by=keeper, at=AT)
    facts = Fact.objects.count()
    late = issued.expires_at + 90 * DAY

    early = all_due(late - MOMENT)
    done = all_due(late)

    assert (early, done, Invitation.objects.count()) == ([], ["codes"], 0)
    assert (Fact.objects.count(), facts > 0) == (facts, True)


def test_many_are_forgotten_some_at_a_time(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "MOST_SWEPT", 2)
    for n in range(5):
        session(f"s{n}", AT - n * DAY)

    left = []
    while all_due(AT):
        left.append(sorted(Session.objects.values_list("session_key", flat=True)))

    assert left == [["s0", "s1", "s2"], ["s0"], []]


def test_nothing_ended_costs_one_look_for_each_kind(
    account: UUID, django_assert_num_queries: object
) -> None:
    session("alive", AT + MOMENT)

    with django_assert_num_queries(3):  # type: ignore[operator]
        assert all_due(AT) == []
