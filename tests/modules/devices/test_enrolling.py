"""Devices begin with a sign-in and end: lost, without contact, with account or person."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from anhuan.devices import services
from anhuan.devices.models import Device, Submission
from anhuan.devices.queries import devices_of
from anhuan.devices.types import DeviceUse, Ended
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from anhuan.people.services import close_account
from tests import factories as make
from tests.modules.cases.town import Town, build
from tests.modules.devices.phone import Phone, phone_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    return build()


@pytest.fixture
def phone(town: Town) -> Phone:
    return phone_of(town.grid)


def used(phone: Phone, at: Any = make.AT) -> DeviceUse | Ended | None:
    return services.use_device(secret=phone.secret, at=at)


def why(call: Any) -> Why:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.why


def test_secret_speaks_for_its_person_with_the_posts_of_the_day(phone: Phone) -> None:
    found = used(phone)

    assert isinstance(found, DeviceUse)
    assert (found.viewer.person, found.viewer.posts) == (phone.viewer.person, phone.viewer.posts)
    assert services.use_device(secret=phone.secret + "x", at=make.AT) is None


def test_secret_is_kept_as_a_hash_alone(phone: Phone) -> None:
    row = Device.objects.get()

    assert len(bytes(row.digest)) == 32
    assert phone.secret not in str(Fact.objects.values_list("public", "body__content"))


def test_contact_carries_a_device_on_and_silence_ends_it(phone: Phone) -> None:
    assert isinstance(used(phone, make.AT + 13 * DAY), DeviceUse)
    assert isinstance(used(phone, make.AT + 26 * DAY), DeviceUse)
    assert used(phone, make.AT + 40 * DAY) == Ended(revoked=False)


def test_contact_is_kept_no_finer_than_the_hour(phone: Phone) -> None:
    used(phone, make.AT + timedelta(minutes=59))

    assert Device.objects.get().seen_at == make.AT


def test_device_that_ran_out_goes_on_counting_after_a_new_sign_in(
    town: Town, phone: Phone
) -> None:
    phone.visit(town.site.id)
    phone.send()
    later = make.AT + 20 * DAY

    again = services.enrol(
        account_id=phone.account, name="旧手机", at=later, device_id=phone.device
    )

    assert (again.id, again.ends_at) == (phone.device, later + 14 * DAY)
    assert used(phone, later) is None
    assert services.use_device(secret=again.secret, at=later) is not None
    phone.at = later
    phone.visit(town.site.id)
    assert phone.said(*phone.made[3:], at=later) == ["done"] * 3


def test_device_of_another_person_is_not_renewed(town: Town, phone: Phone) -> None:
    other = phone_of(town.officer)

    assert (
        why(
            lambda: services.enrol(
                account_id=other.account, name="x", at=make.AT, device_id=phone.device
            )
        )
        is Why.NOT_VISIBLE
    )


def test_lost_device_is_ended_for_good(phone: Phone) -> None:
    person = phone.viewer.person
    ended = {"device_id": phone.device, "person": person, "by": person, "at": make.AT}
    services.revoke(why="丢了", **ended)

    assert used(phone) == Ended(revoked=True)
    assert why(lambda: services.revoke(why="", **ended)) is Why.REPEATED
    assert (
        why(
            lambda: services.enrol(
                account_id=phone.account, name="x", at=make.AT, device_id=phone.device
            )
        )
        is Why.NOT_VISIBLE
    )
    assert [line.alive for line in devices_of(person, make.AT)] == [False]
    assert Fact.objects.filter(subject=phone.device).count() == 2


def test_device_of_a_closed_account_is_ended(phone: Phone) -> None:
    close_account(account_id=phone.account, by=phone.viewer.person, at=make.AT)

    assert used(phone) == Ended(revoked=False)


@pytest.mark.parametrize(
    ("name", "expected"),
    [(" ", Why.MISSING), ("n" * 65, Why.MALFORMED), ("a\x00b", Why.MALFORMED)],
)
def test_name_of_a_phone_is_a_short_line(town: Town, name: str, expected: Why) -> None:
    phone = phone_of(town.grid)

    assert why(lambda: services.enrol(account_id=phone.account, name=name, at=make.AT)) is expected


def test_person_has_ten_living_devices_at_most(phone: Phone) -> None:
    for _ in range(9):
        services.enrol(account_id=phone.account, name="手机", at=make.AT)

    assert (
        why(lambda: services.enrol(account_id=phone.account, name="手机", at=make.AT))
        is Why.TOO_MANY
    )
    services.enrol(account_id=phone.account, name="手机", at=make.AT + 15 * DAY)


def test_devices_go_with_the_person(phone: Phone) -> None:
    person = phone.viewer.person

    assert services.own_devices(person) == [phone.device]
    assert services.erase_devices(person=person, by=person, at=make.AT) == 1
    assert (Device.objects.get().name, used(phone)) == ("已依法删除", Ended(revoked=True))


@pytest.mark.parametrize(
    "broken",
    [
        {"outcome": "done"},
        {"outcome": "statement"},
        {"state": "waiting"},
        {"outcome": "malformed"},
        {"seq": 0},
    ],
)
def test_submission_that_contradicts_itself_is_refused_by_the_database(
    phone: Phone, broken: dict[str, Any]
) -> None:
    phone.do("visit.end", phone.device)
    phone.made[0] = phone.made[0] | {"seq": 2}
    phone.send()

    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.update(**broken)
