"""Reads of leaves: who is away from a post, and who stands in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anhuan.kernel.access import Viewer
from anhuan.territory.establishment import post_row
from anhuan.territory.models import Leave


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveLine:
    """A leave that runs or is to come."""

    id: UUID
    person_name: str
    deputy_name: str
    since: datetime
    until: datetime
    because: str


def leaves_of(viewer: Viewer, post: UUID) -> list[LeaveLine]:
    """The leaves of the post's holder that are not over, the first first. Refuses ``WRONG_ROLE``,
    ``NOT_VISIBLE``."""
    post_row(viewer, post, at=viewer.at)
    rows = Leave.objects.filter(post=post, ended_at__isnull=True, until__gt=viewer.at)
    return [
        LeaveLine(
            id=row.id,
            person_name=row.person.name,
            deputy_name=row.deputy.name,
            since=row.since,
            until=row.until,
            because=row.because,
        )
        for row in rows.select_related("person", "deputy").order_by("since", "id")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A person on leave from a post over [``since``, ``until``)."""

    post: UUID
    person: UUID
    since: datetime
    until: datetime


def away_within(posts: Iterable[UUID], *, start: datetime, end: datetime) -> list[Away]:
    """The leaves from ``posts`` that touch [``start``, ``end``) and were not ended before."""
    rows = Leave.objects.filter(post__in=list(posts), since__lt=end, until__gt=start)
    return [
        Away(
            post=row.post_id,
            person=row.person_id,
            since=row.since,
            until=row.ended_at or row.until,
        )
        for row in rows.order_by("since", "id")
    ]
