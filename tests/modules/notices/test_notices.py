from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from anhuan.base.ids import new_id
from anhuan.kernel.access import Viewer
from anhuan.notices.models import Notice
from anhuan.notices.queries import recent, unread, waiting
from anhuan.notices.services import mark_read, notify
from anhuan.notices.types import Waiting

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 1, 8, tzinfo=UTC)
ANNE, BERT, SUBJECT = new_id(), new_id(), new_id()


def viewer(person: UUID) -> Viewer:
    return Viewer(person=person, at=AT)


def tell(*to: UUID, key: str = "k", **changes: Any) -> None:
    values: dict[str, Any] = {
        "topic": "case.assigned",
        "params": {"number": "C-2026-000123", "case": SUBJECT, "due": AT.date()},
        "subject_kind": "case",
        "subject": SUBJECT,
        "at": AT,
    }
    notify(to=to, key=key, **(values | changes))


def test_notify_reaches_each_once() -> None:
    tell(ANNE, BERT, ANNE)

    assert [len(unread(viewer(person))) for person in (ANNE, BERT)] == [1, 1]


def test_notify_keeps_its_values() -> None:
    tell(ANNE)

    (notice,) = unread(viewer(ANNE))
    assert notice.params == {"number": "C-2026-000123", "case": SUBJECT, "due": AT.date()}
    assert (notice.topic, notice.subject_kind, notice.subject) == (
        "case.assigned",
        "case",
        SUBJECT,
    )
    assert (notice.urgent, notice.read_at) == (False, None)


def test_notify_again_with_the_same_key() -> None:
    tell(ANNE, key="k", topic="first")
    tell(ANNE, BERT, key="k", topic="second")

    assert [notice.topic for notice in recent(viewer(ANNE))] == ["first"]
    assert [notice.topic for notice in recent(viewer(BERT))] == ["second"]


def test_notify_again_after_it_was_read() -> None:
    tell(ANNE)
    mark_read(by=ANNE, at=AT)
    tell(ANNE)

    assert unread(viewer(ANNE)) == []


def test_notify_nobody() -> None:
    tell()

    assert Notice.objects.count() == 0


def test_notify_in_a_transaction_rolled_back() -> None:
    with transaction.atomic():
        tell(ANNE)
        assert len(unread(viewer(ANNE))) == 1
        transaction.set_rollback(True)

    assert Notice.objects.count() == 0


def test_unread_shows_the_urgent_first_then_the_newest() -> None:
    for key, urgent in [("1", False), ("2", True), ("3", False), ("4", True)]:
        tell(ANNE, key=key, topic=key, urgent=urgent)

    assert [notice.topic for notice in unread(viewer(ANNE))] == ["4", "2", "3", "1"]
    assert waiting(viewer(ANNE)) == Waiting(unread=4, urgent=2)


def test_waiting_without_notices() -> None:
    tell(BERT)

    assert waiting(viewer(ANNE)) == Waiting(unread=0, urgent=0)


def test_mark_read_of_some() -> None:
    tell(ANNE, key="1", topic="1")
    tell(ANNE, key="2", topic="2")
    later = AT + timedelta(hours=1)

    assert mark_read(by=ANNE, at=later, ids=[unread(viewer(ANNE))[0].id]) == 1
    assert [(notice.topic, notice.read_at) for notice in recent(viewer(ANNE))] == [
        ("2", later),
        ("1", None),
    ]


def test_mark_read_of_another_persons_notice() -> None:
    tell(BERT)
    theirs = unread(viewer(BERT))[0].id

    assert mark_read(by=ANNE, at=AT, ids=[theirs]) == 0
    assert len(unread(viewer(BERT))) == 1


def test_mark_read_twice_keeps_the_first_time() -> None:
    tell(ANNE)

    assert [mark_read(by=ANNE, at=AT), mark_read(by=ANNE, at=AT + timedelta(days=1))] == [1, 0]
    assert recent(viewer(ANNE))[0].read_at == AT


def test_recent_in_pages() -> None:
    for key in "12345":
        tell(ANNE, key=key, topic=key)
    tell(BERT, key="9", topic="9")

    first = recent(viewer(ANNE), limit=2)
    second = recent(viewer(ANNE), before=first[-1].id, limit=2)
    third = recent(viewer(ANNE), before=second[-1].id, limit=2)

    topics = [[notice.topic for notice in page] for page in (first, second, third)]
    assert topics == [["5", "4"], ["3", "2"], ["1"]]


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, False),
        ({"read_at": AT}, False),
        ({"delivered_at": None}, False),
        ({"delivered_at": None, "read_at": AT}, True),
        ({"delivered_at": AT - timedelta(seconds=1)}, True),
        ({"channel": "pigeon"}, True),
    ],
)
def test_notice_constraints(changes: dict[str, Any], refused: bool) -> None:
    tell(ANNE)
    try:
        with transaction.atomic():
            Notice.objects.update(topic="changed", **changes)
        raised = False
    except IntegrityError:
        raised = True

    assert raised is refused


def test_notice_unique_per_recipient_and_key() -> None:
    tell(ANNE, BERT, key="a")
    tell(ANNE, key="b")

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(recipient=ANNE, key="b").update(key="a")
    assert Notice.objects.filter(recipient=ANNE, key="b").update(key="c") == 1


@pytest.mark.parametrize("read", [unread, recent, waiting])
def test_reads_take_one_query(read: Any, django_assert_num_queries: Any) -> None:
    for key in "123":
        tell(ANNE, key=key)

    with django_assert_num_queries(1):
        read(viewer(ANNE))
