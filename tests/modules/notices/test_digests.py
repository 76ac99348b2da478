"""One message instead of ten: what a digest says, when it goes, and to whom."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from anhuan.base.ids import new_id
from anhuan.notices.models import Address, Delivery
from anhuan.notices.services import addresses, mark_read
from anhuan.notices.types import Channel
from anhuan.people import services as people
from anhuan.people.types import Language

from .conftest import AT, Town, mobile, sent, tell, work

pytestmark = pytest.mark.django_db
NEXT = AT + timedelta(hours=22)
"""Eight in the morning of the next day."""

CHINESE = """\
7 件事有新消息，1 件急，1 条其他通知

急：C-2026-000318 通道堵塞（4 条）
https://anhuan.example.cn/go/case/C-2026-000318/
C-2026-000007 通道堵塞
https://anhuan.example.cn/go/case/C-2026-000007/
C-2026-000006 通道堵塞
https://anhuan.example.cn/go/case/C-2026-000006/
C-2026-000005 通道堵塞
https://anhuan.example.cn/go/case/C-2026-000005/
C-2026-000004 通道堵塞
https://anhuan.example.cn/go/case/C-2026-000004/
C-2026-000003 通道堵塞
https://anhuan.example.cn/go/case/C-2026-000003/
C-2026-000002 通道堵塞
https://anhuan.example.cn/go/case/C-2026-000002/

https://anhuan.example.cn/"""

ENGLISH = """\
2 matters have news for you, 1 urgent

Urgent: C-2026-000318 通道堵塞
C-2026-000002 通道堵塞 (2 notices)"""


def test_digest_is_one_message_for_ten_notices(town: Town, folder: Path) -> None:
    row = mobile(town.anne)
    addresses.prefer(
        address=row.pk, version=1, urgent=False, digest=True, hour=8, by=town.anne, at=AT
    )
    for n in range(2, 8):
        tell(town.anne.person, number=f"C-2026-{n:06}")
    for n in range(4):
        tell(town.anne.person, number="C-2026-000318", urgent=n == 0)
    tell(town.anne.person, number="", subject_kind="export", topic="export.done")
    work(NEXT - timedelta(seconds=1))
    before = sent(folder)
    work(NEXT)

    assert (before, [one["text"] for one in sent(folder)]) == ([], [CHINESE])


def test_digest_in_english_without_an_address_of_the_node(
    town: Town, folder: Path, settings: Any
) -> None:
    settings.ADDRESS = ""
    account = people.open_account(
        person_id=town.anne.person, username="anne", password="x" * 12, by=new_id(), at=AT
    )
    people.set_language(account_id=account, language=Language.ENGLISH)
    row = mobile(town.anne)
    addresses.prefer(
        address=row.pk, version=1, urgent=False, digest=True, hour=8, by=town.anne, at=AT
    )
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    for _ in range(2):
        tell(town.anne.person, number="C-2026-000002")
    work(NEXT)

    assert [one["text"] for one in sent(folder)] == [ENGLISH]


def test_digest_says_nothing_of_a_reporter(town: Town, folder: Path) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318")
    work(NEXT)

    (message,) = sent(folder)
    assert ("李四" in message["text"], "13911112222" in message["text"]) == (False, False)


def test_messages_to_a_closed_account_are_not_sent(town: Town, folder: Path) -> None:
    account = people.open_account(
        person_id=town.anne.person, username="anne", password="x" * 12, by=new_id(), at=AT
    )
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    people.close_account(account_id=account, by=new_id(), at=AT)
    work(AT)
    work(NEXT)

    assert (sent(folder), Delivery.objects.count()) == ([], 0)


def test_digest_leaves_out_what_was_read(town: Town, folder: Path) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318")
    mark_read(by=town.anne.person, at=AT)
    work(NEXT)

    assert (sent(folder), Delivery.objects.count()) == ([], 0)


def test_digest_read_before_it_is_sent_is_not_sent(town: Town, folder: Path) -> None:
    from anhuan.notices.services.outbox import open_digest

    row = mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318")
    open_digest(address=row.pk, at=NEXT)
    mark_read(by=town.anne.person, at=NEXT)
    work(NEXT)

    assert (sent(folder), Delivery.objects.count()) == ([], 0)


def test_digest_after_ten_days_without_a_worker_is_one(town: Town, folder: Path) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318")
    tell(town.anne.person, number="C-2026-000319", at=AT + timedelta(days=5))
    late = AT + timedelta(days=10)
    work(late)
    work(late + timedelta(minutes=1))

    (message,) = sent(folder)
    assert message["text"].splitlines()[0] == "2 件事有新消息"
    assert Address.objects.get().next_digest_at == NEXT + timedelta(days=10)


def test_digest_does_not_repeat_what_an_earlier_one_said(town: Town, folder: Path) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318")
    work(NEXT)
    tell(town.anne.person, number="C-2026-000319", at=NEXT + timedelta(hours=1))
    work(NEXT + timedelta(days=1))

    assert [one["text"].splitlines()[2] for one in sent(folder)] == [
        "C-2026-000318 通道堵塞",
        "C-2026-000319 通道堵塞",
    ]


def test_digest_that_failed_is_made_good_by_the_next(
    town: Town, folder: Path, settings: Any
) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318")
    settings.SMS_GATEWAY = ""
    work(NEXT)
    settings.SMS_GATEWAY = "file"
    work(NEXT + timedelta(days=1))

    assert [one["text"].splitlines()[2] for one in sent(folder)] == ["C-2026-000318 通道堵塞"]


def test_digest_switched_off_does_not_come(town: Town, folder: Path) -> None:
    row = mobile(town.anne)
    addresses.prefer(
        address=row.pk, version=1, urgent=True, digest=False, hour=8, by=town.anne, at=AT
    )
    tell(town.anne.person, number="C-2026-000318")
    work(NEXT)

    assert (sent(folder), Address.objects.get().next_digest_at) == ([], None)


def test_title_with_a_line_break_stays_on_its_line(town: Town, folder: Path) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", title="甲\r\nBcc: x@example.cn", urgent=True)
    work(AT)

    (message,) = sent(folder)
    assert message["text"].splitlines()[0] == "急：C-2026-000318 甲 Bcc: x@example.cn"


def test_digest_of_a_group_counts_and_names_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from anhuan.notices.jobs import due
    from anhuan.notices.services import outbox

    addresses.join_group(
        unit=town.station.pk,
        channel=Channel.WECOM,
        given="0f1e2d3c",
        secret="",
        by=town.keeper,
        at=AT,
    )
    both = (town.anne.person, town.bert.person)
    tell(*both, number="C-2026-000318")
    tell(town.anne.person, number="C-2026-000319")
    tell(town.stranger.person, number="C-2026-000320")
    outbox.open_digest(address=Address.objects.get().pk, at=NEXT)
    (item,) = due(NEXT)
    assert item.delivery is not None
    parcel = outbox.claim(delivery=item.delivery, at=NEXT)

    assert parcel is not None
    assert parcel.text == "2 件事有新消息\nhttps://anhuan.example.cn/"


def test_digest_leads_to_a_task_too(town: Town, folder: Path) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="T-2026-000004", title="冬季消防", subject_kind="task")
    work(NEXT)

    (message,) = sent(folder)
    assert message["text"].splitlines()[:4] == [
        "1 件事有新消息",
        "",
        "T-2026-000004 冬季消防",
        "https://anhuan.example.cn/go/task/T-2026-000004/",
    ]


def test_digest_waits_for_the_end_of_quiet_hours(town: Town, folder: Path) -> None:
    row = mobile(town.anne)
    addresses.prefer(
        address=row.pk, version=1, urgent=True, digest=True, hour=22, by=town.anne, at=AT
    )
    evening, morning = AT + timedelta(hours=12), AT + timedelta(hours=21)
    tell(town.anne.person, number="C-2026-000318")
    work(evening)
    work(morning - timedelta(minutes=1))
    before = sent(folder)
    work(morning)

    assert (before, len(sent(folder))) == ([], 1)


def test_urgent_notice_does_not_wait_for_the_end_of_quiet_hours(town: Town, folder: Path) -> None:
    mobile(town.anne)
    night = AT + timedelta(hours=14)
    tell(town.anne.person, number="C-2026-000318", urgent=True, at=night)
    work(night)

    assert len(sent(folder)) == 1
