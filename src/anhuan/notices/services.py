"""Writes of notices."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.base.jobs import pack
from anhuan.base.rows import insert_object, together
from anhuan.notices.models import Notice


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

    ``params`` carries what a job may carry (``base.jobs.pack``), and no words.
    """
    packed = pack(dict(params))
    with together():
        for person in dict.fromkeys(to):
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


@transaction.atomic
def mark_read(*, by: UUID, at: datetime, ids: Collection[UUID] | None = None) -> int:
    """Mark the person's own unread notices, or those of ``ids``; gives how many it were."""
    unread = Notice.objects.filter(recipient=by, read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=at)
