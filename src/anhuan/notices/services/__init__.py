"""Writes of notices."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import bulk_copy
from anhuan.base.ids import new_id
from anhuan.base.jobs import pack
from anhuan.base.rows import insert_object, together
from anhuan.notices.models import Notice
from anhuan.notices.services.outbox import ring
from anhuan.notices.types import Channel, Message


@transaction.atomic(savepoint=False)
def notify(
    *,
    to: Iterable[UUID],
    topic: str,
    params: Mapping[str, Any],
    subject_kind: str,
    subject: UUID,
    key: str,
    at: datetime,
    urgent: bool = False,
) -> None:
    """Tell each person of ``to`` once; the same ``key`` again tells a person nothing more.

    What is urgent also goes out at once by the channels that want it; the rest waits for a digest.
    ``params`` carries what a job may carry (``base.jobs.pack``), and no words.
    """
    packed = pack(dict(params))
    persons = list(dict.fromkeys(to))
    with together():
        for person in persons:
            notice = Notice(
                recipient=person,
                key=key,
                topic=topic,
                params=packed,
                subject_kind=subject_kind,
                subject=subject,
                urgent=urgent,
                at=at,
                delivered_at=at,
            )
            insert_object(notice, once=True)
        if urgent and persons:
            ring([(person, key) for person in persons], at=at)


COLUMNS: Final = (
    "id",
    "recipient",
    "key",
    "topic",
    "params",
    "subject_kind",
    "subject",
    "urgent",
    "channel",
    "at",
    "deliver_after",
    "delivered_at",
)


@transaction.atomic(savepoint=False)
def notify_many(messages: Sequence[Message], *, at: datetime) -> None:
    """Tell many things at once. The caller has made sure that no key was used before: one that
    was raises ``IntegrityError``, and nobody is told anything."""
    rows = []
    for each in messages:
        subject = (each.subject_kind, each.subject, each.urgent)
        told = (each.to, each.key, each.topic, pack(dict(each.params)))
        rows.append((new_id(), *told, *subject, Channel.IN_APP.value, at, each.deliver_after, at))
    bulk_copy(Notice, COLUMNS, rows)
    urgent = [(each.to, each.key) for each in messages if each.urgent]
    if urgent:
        ring(urgent, at=at)


@transaction.atomic
def mark_read(*, by: UUID, at: datetime, ids: Collection[UUID] | None = None) -> int:
    """Mark the person's own unread notices, or those of ``ids``; gives how many it were."""
    unread = Notice.objects.filter(recipient=by, read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=at)
