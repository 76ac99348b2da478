"""Rows of notices as values."""

from anhuan.base.jobs import unpack
from anhuan.notices.models import Notice
from anhuan.notices.types import NoticeView


def to_view(notice: Notice) -> NoticeView:
    return NoticeView(
        id=notice.pk,
        topic=notice.topic,
        params=unpack(notice.params),
        subject_kind=notice.subject_kind,
        subject=notice.subject,
        urgent=notice.urgent,
        at=notice.at,
        read_at=notice.read_at,
    )
