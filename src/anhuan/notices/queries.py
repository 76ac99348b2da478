"""Reads of notices: each viewer sees their own."""

from uuid import UUID

from django.db.models import Count, Q

from anhuan.kernel.access import Viewer
from anhuan.notices.mapping import to_view
from anhuan.notices.models import Notice
from anhuan.notices.types import NoticeView, Waiting

PAGE = 50


def unread(viewer: Viewer, *, without: str = "", limit: int = PAGE) -> list[NoticeView]:
    """The unread notices, the urgent first, then the newest; ``without`` leaves out a topic."""
    rows = Notice.objects.filter(recipient=viewer.person, read_at__isnull=True)
    rows = rows.exclude(topic=without) if without else rows
    return [to_view(row) for row in rows.order_by("-urgent", "-id")[:limit]]


def recent(viewer: Viewer, *, before: UUID | None = None, limit: int = PAGE) -> list[NoticeView]:
    """All notices, the newest first; ``before`` is the last id of the page above."""
    rows = Notice.objects.filter(recipient=viewer.person)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [to_view(row) for row in rows.order_by("-id")[:limit]]


def about(viewer: Viewer, topic: str, *, limit: int = PAGE) -> list[NoticeView]:
    """The newest notices of one topic, read or not."""
    rows = Notice.objects.filter(recipient=viewer.person, topic=topic)
    return [to_view(row) for row in rows.order_by("-id")[:limit]]


def waiting(viewer: Viewer) -> Waiting:
    """How many notices wait for the viewer."""
    rows = Notice.objects.filter(recipient=viewer.person, read_at__isnull=True)
    return Waiting(**rows.aggregate(unread=Count("pk"), urgent=Count("pk", filter=Q(urgent=True))))
