"""Reads of what falls on posts: windows of cyclic duties, and everything open at them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min, Q

from anhuan.base.tree import under_any
from anhuan.kernel.access import Viewer
from anhuan.obligations.mapping import to_item
from anhuan.obligations.models import Obligation
from anhuan.obligations.queries import EARLIEST
from anhuan.obligations.types import Item

MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowLine:
    """One window of a duty on an object: open ("" as ``outcome``), kept by an act, missed."""

    duty: str
    post: UUID
    object: UUID
    name: str
    first: date
    last: date
    outcome: str
    closed_at: datetime | None
    deed: str
    deed_number: str
    deed_by: UUID | None


def windows_of(
    viewer: Viewer, posts: Collection[UUID], *, start: date, end: date
) -> list[WindowLine]:
    """The windows that end from ``start`` to ``end`` at posts the caller found visible, the
    latest first; withdrawn ones were never owed and are left out."""
    rows = Obligation.objects.filter(
        ~Q(duty=""), ~Q(outcome="withdrawn"), post__in=list(posts), due_on__range=(start, end)
    )
    fields = rows.order_by("-due_on", "duty", "site_name", "nth").values_list(
        "duty",
        "post",
        "object",
        "site_name",
        "from_on",
        "due_on",
        "outcome",
        "closed_at",
        "deed",
        "deed_number",
        "deed_by",
    )
    return [_line(*row) for row in fields[:MOST]]


def _line(
    duty: str,
    post: UUID | None,
    thing: UUID | None,
    name: str,
    first: date | None,
    last: date | None,
    outcome: str,
    closed_at: datetime | None,
    deed: str,
    number: str,
    by: UUID | None,
) -> WindowLine:
    assert post is not None
    assert thing is not None
    assert first is not None
    assert last is not None
    return WindowLine(
        duty=duty,
        post=post,
        object=thing,
        name=name,
        first=first,
        last=last,
        outcome=outcome,
        closed_at=closed_at,
        deed=deed,
        deed_number=number,
        deed_by=by,
    )


def open_at(viewer: Viewer, posts: Collection[UUID]) -> list[Item]:
    """Everything open at ``posts`` within the viewer's reach, earliest first: what stays with
    the post when its holder leaves."""
    mine = under_any("area_path", viewer.areas) | Q(unit__in=viewer.units)
    rows = Obligation.objects.filter(mine, closed_at__isnull=True, post__in=list(posts))
    return [to_item(row) for row in rows.order_by(*EARLIEST)[:MOST]]


def next_due(viewer: Viewer, posts: Collection[UUID]) -> dict[tuple[UUID, UUID], date]:
    """For each post and object the earliest day by which an open window has to be kept; the
    caller found the posts visible. One query."""
    rows = Obligation.objects.filter(~Q(duty=""), closed_at__isnull=True, post__in=list(posts))
    found = rows.order_by().values_list("post", "object").annotate(day=Min("due_on"))
    return {(post, thing): day for post, thing, day in found if post and thing and day}
