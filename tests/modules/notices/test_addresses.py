"""Addresses: confirmed before use, sealed, one's own; a unit's robot by whoever keeps accounts."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices import outgoing
from anhuan.notices.composing import code_of
from anhuan.notices.models import Address, Delivery
from anhuan.notices.services import addresses
from anhuan.notices.types import Channel

from .conftest import AT, Town, mobile, sent, tell, work

pytestmark = pytest.mark.django_db


def robot(town: Town, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "unit": town.station.pk,
        "channel": Channel.DINGTALK,
        "given": "0f1e2d3c",
        "secret": "",
        "by": town.keeper,
    }
    return addresses.join_group(**(values | changes), at=AT)


def refusal(call: Any, *words: Any, **given: Any) -> Why:
    with pytest.raises(Refusal) as refused:
        call(*words, **given)
    return refused.value.why


def test_address_gets_its_code_and_nothing_else_before(town: Town, folder: Path) -> None:
    addresses.enter(channel=Channel.SMS, target="+86 138-0000-1234", by=town.anne, at=AT)
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    work(AT)

    (message,) = sent(folder)
    code = code_of(Address.objects.get())
    assert (message["to"], message["text"].splitlines()[0]) == (
        "13800001234",
        f"接收通知的验证码：{code}",
    )


def test_address_takes_no_code_after_five_wrong_ones(town: Town) -> None:
    addresses.enter(channel=Channel.SMS, target="13800001234", by=town.anne, at=AT)
    row = Address.objects.get()
    said = [
        addresses.confirm(address=row.pk, code=code, by=town.anne, at=AT)
        for code in (*["WRONG"] * addresses.MOST_WRONG, code_of(row))
    ]

    assert said == [False] * 6


def test_address_is_sealed(town: Town) -> None:
    row = mobile(town.anne)

    kept = Address.objects.filter(pk=row.pk).values_list("target_sealed", "masked").get()
    assert (b"13800001234" in bytes(kept[0]), kept[1]) == (False, "138****1234")


@pytest.mark.parametrize(
    "channel, target",
    [
        (Channel.SMS, "12"),
        (Channel.SMS, "13800001234; rm"),
        (Channel.SMS, "１３８００００１２３４"),
        (Channel.EMAIL, "anne"),
        (Channel.EMAIL, "anne@example.cn\nBcc: x@example.cn"),
        (Channel.EMAIL, "a" * 250 + "@example.cn"),
    ],
)
def test_address_that_is_none(town: Town, channel: Channel, target: str) -> None:
    why = refusal(addresses.enter, channel=channel, target=target, by=town.anne, at=AT)

    assert (why, Address.objects.count()) == (Why.MALFORMED, 0)


def test_address_entered_too_often(town: Town) -> None:
    for n in range(addresses.CODES_A_DAY):
        addresses.enter(channel=Channel.SMS, target=f"1380000{n:04}", by=town.anne, at=AT)
    why = refusal(addresses.enter, channel=Channel.SMS, target="13800009999", by=town.anne, at=AT)

    assert (why, Address.objects.count(), Delivery.objects.count()) == (Why.TOO_MANY, 1, 1)


def test_address_of_another_person_is_not_there(town: Town) -> None:
    row = mobile(town.anne)
    wanted = {"version": 1, "urgent": False, "digest": False, "hour": 8, "at": AT}

    assert [
        refusal(addresses.prefer, address=row.pk, by=town.bert, **wanted),
        refusal(addresses.remove, address=row.pk, by=town.keeper, at=AT),
        refusal(addresses.test, address=row.pk, by=town.keeper, at=AT),
        refusal(addresses.confirm, address=row.pk, code="", by=town.bert, at=AT),
    ] == [Why.NOT_VISIBLE] * 4
    assert outgoing.mine(town.bert) == []


def test_address_changed_by_somebody_faster(town: Town) -> None:
    row = mobile(town.anne)
    wanted = {"urgent": False, "digest": False, "hour": 8, "by": town.anne, "at": AT}
    addresses.prefer(address=row.pk, version=1, **wanted)

    assert refusal(addresses.prefer, address=row.pk, version=1, **wanted) == Why.STALE


def test_address_removed_gets_nothing_more(town: Town, folder: Path) -> None:
    row = mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    addresses.remove(address=row.pk, by=town.anne, at=AT)
    work(AT)

    assert (sent(folder), outgoing.mine(town.anne)) == ([], [])


def test_robot_belongs_to_the_reach_of_its_keeper(town: Town) -> None:
    assert [
        refusal(robot, town, by=town.stranger),
        refusal(robot, town, by=town.anne),
        refusal(robot, town, given="https://127.0.0.1/x"),
        refusal(robot, town, secret="no secret; of it"),
        refusal(robot, town, channel=Channel.FEISHU, secret="SECabc"),
        refusal(robot, town, channel=Channel.SMS),
    ] == [Why.NOT_VISIBLE, Why.WRONG_ROLE, *[Why.MALFORMED] * 4]
    assert Address.objects.count() == 0


def test_robot_is_seen_and_left_within_reach(town: Town) -> None:
    row = robot(town)
    seen = [len(outgoing.groups(viewer)) for viewer in (town.keeper, town.stranger)]
    why = refusal(addresses.leave_group, address=row, by=town.stranger, at=AT)
    addresses.leave_group(address=row, by=town.keeper, at=AT)

    assert (seen, why, outgoing.groups(town.keeper)) == ([1, 0], Why.NOT_VISIBLE, [])


def test_robot_hears_of_an_urgent_act_once_and_without_its_title(town: Town) -> None:
    robot(town)
    tell(town.anne.person, town.bert.person, number="C-2026-000318", key="k", urgent=True)

    from anhuan.notices.composing import packed

    row = Delivery.objects.select_related("address").get()
    assert row.address is not None
    parcel = packed(row, row.address, at=AT)
    assert parcel is not None
    assert (parcel.text, parcel.target) == (
        "急：C-2026-000318\nhttps://anhuan.example.cn/go/case/C-2026-000318/",
        "0f1e2d3c",
    )


@pytest.mark.parametrize("change", [{"person": None}, {"channel": "wecom"}, {"hour": 24}])
def test_address_has_one_owner_and_an_hour(town: Town, change: dict[str, Any]) -> None:
    mobile(town.anne)

    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.update(**change)
