"""Reads of who is away now, and at which level posts stand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.territory.models import Leave, Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """The holder of a post is away; ``deputy_name`` stands in until ``until``."""

    name: str
    deputy_name: str
    until: datetime


def running(at: datetime) -> QuerySet[Leave]:
    """The leaves that ran at ``at``."""
    over = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    return Leave.objects.filter(over, since__lte=at, until__gt=at)


def away_from(posts: Collection[UUID], *, at: datetime) -> dict[UUID, Away]:
    """Of ``posts`` those whose holder is on leave at ``at``; one query."""
    rows = running(at).filter(post__in=list(posts))
    listed = rows.values_list("post", "person__name", "deputy__name", "until")
    return {
        post: Away(name=name, deputy_name=deputy, until=until)
        for post, name, deputy, until in listed
    }


def levels_of_posts(posts: Collection[UUID]) -> dict[UUID, str]:
    """The level of the area each post works in; one query."""
    rows = Post.objects.filter(pk__in=list(posts), unit__isnull=False)
    listed = rows.values_list("id", "area__level", "unit__area__level")
    return {post: own or units or "" for post, own, units in listed}
