"""Messages that leave the node: written with the act, sent once or again, never lost."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from anhuan.base.ids import new_id
from anhuan.base.jobs import delay
from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices import outgoing
from anhuan.notices.channels import Unsent
from anhuan.notices.jobs import due, run
from anhuan.notices.models import Delivery
from anhuan.notices.services import mark_read, notify_many, outbox
from anhuan.notices.types import Channel, Message

from .conftest import AT, Town, mobile, sent, tell, work

pytestmark = pytest.mark.django_db
HERE = "tests.modules.notices.test_outbox"
SAID: list[str] = []
MINUTE = timedelta(minutes=1)


def out_of_order(*, key: str, to: str, secret: str, subject: str, text: str) -> str:
    SAID.append(key)
    raise Unsent("busy")


def no_such_number(*, key: str, to: str, secret: str, subject: str, text: str) -> str:
    raise Unsent("no such number", final=True)


def surprise(*, key: str, to: str, secret: str, subject: str, text: str) -> str:
    raise ValueError(to)


def test_urgent_notice_goes_out_at_once(town: Town, folder: Path) -> None:
    mobile(town.anne)
    tell(town.anne.person, town.bert.person, number="C-2026-000318", urgent=True)
    work(AT)

    (message,) = sent(folder)
    row = Delivery.objects.get()
    assert (message["to"], message["text"]) == (
        "13800001234",
        "急：C-2026-000318 通道堵塞\nhttps://anhuan.example.cn/go/case/C-2026-000318/",
    )
    assert (message["key"], row.tries, row.error, row.sent_at is not None) == (
        str(row.pk),
        1,
        "",
        True,
    )


def test_urgent_notice_among_many_goes_out_at_once(town: Town, folder: Path) -> None:
    mobile(town.anne)
    rest = {"topic": "obligation.climbed", "subject_kind": "case", "subject": new_id()}
    messages = [
        Message(
            to=town.anne.person,
            key=str(n),
            params={"number": f"C-2026-{n:06}", "title": "通道堵塞"},
            urgent=n == 1,
            **rest,
        )
        for n in range(3)
    ]
    notify_many(messages, at=AT)
    work(AT)

    assert [one["text"].split()[0] for one in sent(folder)] == ["急：C-2026-000001"]


def test_ordinary_notice_does_not_go_out_at_once(town: Town, folder: Path) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318")
    work(AT)

    assert (sent(folder), Delivery.objects.count()) == ([], 0)


def test_urgent_notice_of_an_act_undone_goes_nowhere(town: Town) -> None:
    mobile(town.anne)
    with transaction.atomic():
        tell(town.anne.person, number="C-2026-000318", urgent=True)
        transaction.set_rollback(True)

    assert list(due(AT)) == []


def test_urgent_notice_told_again_goes_out_once(town: Town, folder: Path) -> None:
    mobile(town.anne)
    for _ in range(2):
        tell(town.anne.person, number="C-2026-000318", key="k", urgent=True)
        work(AT)

    assert len(sent(folder)) == 1


def test_urgent_notices_of_many_cost_what_one_costs(
    town: Town, django_assert_num_queries: Any
) -> None:
    mobile(town.anne)
    mobile(town.bert)
    people = (town.anne.person, town.bert.person)
    with django_assert_num_queries(3):
        outbox.ring([(person, f"k{n}") for n in range(20) for person in people], at=AT)

    assert Delivery.objects.count() == 40


def test_delivery_claimed_by_one_worker_is_not_anothers(town: Town) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    (item,) = due(AT)
    assert item.delivery is not None
    first = outbox.claim(delivery=item.delivery, at=AT)
    second = outbox.claim(delivery=item.delivery, at=AT + MINUTE)

    assert (first is not None, second, list(due(AT + MINUTE))) == (True, None, [])


def test_delivery_of_a_vanished_worker_goes_again_under_its_key(town: Town, folder: Path) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    (item,) = due(AT)
    assert item.delivery is not None
    first = outbox.claim(delivery=item.delivery, at=AT)
    assert first is not None
    work(AT + outbox.CLAIM)

    assert [one["key"] for one in sent(folder)] == [first.key]
    assert Delivery.objects.get().tries == 2


def test_delivery_that_failed_waits_twice_as_long_each_time(town: Town, settings: Any) -> None:
    settings.SMS_GATEWAY = f"{HERE}.out_of_order"
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    at, waits = AT, []
    SAID.clear()
    for _ in range(outbox.MOST_TRIES):
        (item,) = due(at)
        assert item.delivery is not None
        parcel = outbox.claim(delivery=item.delivery, at=at)
        assert parcel is not None
        outbox.mark_failed(
            delivery=parcel.delivery, tries=parcel.tries, error="busy", final=False, at=at
        )
        row = Delivery.objects.get()
        waits.append(row.due_at - at)
        at = row.due_at

    assert waits[:-1] == [delay(n) for n in range(1, outbox.MOST_TRIES)]
    assert (row.failed_at, row.error, outgoing.deliveries_due(at + timedelta(days=9))) == (
        at - waits[-1],
        "busy",
        {},
    )


@pytest.mark.parametrize(
    "gateway, error, over",
    [("out_of_order", "busy", False), ("no_such_number", "no such number", True)],
)
def test_delivery_refused(town: Town, settings: Any, gateway: str, error: str, over: bool) -> None:
    settings.SMS_GATEWAY = f"{HERE}.{gateway}"
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    work(AT)

    row = Delivery.objects.get()
    assert (row.error, row.failed_at is not None, row.sent_at) == (error, over, None)


def test_channel_that_does_not_answer_is_left_until_the_next_time(
    town: Town, settings: Any
) -> None:
    settings.SMS_GATEWAY = f"{HERE}.out_of_order"
    mobile(town.anne)
    for n in range(3):
        tell(town.anne.person, number=f"C-2026-{n:06}", urgent=True)
    SAID.clear()
    for item in due(AT):
        run(item, AT)

    assert (len(SAID), Delivery.objects.filter(tries=0).count()) == (1, 2)


def test_channel_that_refuses_one_message_takes_the_others(town: Town, settings: Any) -> None:
    settings.SMS_GATEWAY = f"{HERE}.no_such_number"
    mobile(town.anne)
    for n in range(3):
        tell(town.anne.person, number=f"C-2026-{n:06}", urgent=True)
    for item in due(AT):
        run(item, AT)

    assert Delivery.objects.filter(failed_at__isnull=False).count() == 3


def test_delivery_error_keeps_no_target(
    town: Town, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SMS_GATEWAY = f"{HERE}.surprise"
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    work(AT)

    assert (Delivery.objects.get().error, "13800001234" in caplog.text) == ("ValueError", False)


def test_delivery_by_a_channel_not_set_up(town: Town, settings: Any) -> None:
    mobile(town.anne)
    settings.SMS_GATEWAY = ""
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    work(AT)

    assert Delivery.objects.get().error == "channel not set up"


def test_failures_are_seen_and_tried_again_within_reach(
    town: Town, settings: Any, folder: Path
) -> None:
    settings.SMS_GATEWAY = f"{HERE}.no_such_number"
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    work(AT)
    (failed,) = outgoing.failures(town.keeper)
    elsewhere = outgoing.failures(town.stranger)
    with pytest.raises(Refusal) as refused:
        outbox.try_again(delivery=failed.id, by=town.stranger, at=AT)
    settings.SMS_GATEWAY = "file"
    outbox.try_again(delivery=failed.id, by=town.keeper, at=AT)
    work(AT)

    assert (failed.masked, elsewhere, refused.value.why) == (
        "138****1234",
        [],
        Why.NOT_VISIBLE,
    )
    assert (len(sent(folder)), outgoing.failures(town.keeper)) == (1, [])


def test_failures_are_not_for_an_officer(town: Town) -> None:
    with pytest.raises(Refusal) as refused:
        outgoing.failures(town.anne)

    assert refused.value.why == Why.WRONG_ROLE


def test_health_counts_each_channel(town: Town, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    waiting = {one.channel: (one.ready, one.waiting) for one in outgoing.health(town.keeper)}
    work(AT)
    done = {one.channel: one for one in outgoing.health(town.keeper)}[Channel.SMS]

    assert waiting == {
        Channel.EMAIL: (False, 0),
        Channel.SMS: (True, 1),
        Channel.DINGTALK: (True, 0),
        Channel.WECOM: (True, 0),
        Channel.FEISHU: (True, 0),
    }
    assert (done.waiting, done.failed, done.last_sent_at is not None) == (0, 0, True)


def test_way_of_a_notice_is_its_readers_own(town: Town) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", key="k", urgent=True)
    work(AT)
    mark_read(by=town.anne.person, at=AT)

    (way,) = outgoing.way(town.anne, "k")
    assert (way.channel, way.sent_at is not None) == (Channel.SMS, True)
    assert outgoing.way(town.bert, "k") == []


@pytest.mark.parametrize(
    "change", [{"sent_at": AT, "failed_at": AT, "error": "x"}, {"failed_at": AT, "error": ""}]
)
def test_delivery_has_one_end_and_a_reason(town: Town, change: dict[str, Any]) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", urgent=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(**change)
