"""Reads of handovers: the slip of one, and why a post stands vacant."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from anhuan.base.periods import holds
from anhuan.duty.bearings import things_of
from anhuan.duty.models import Charge, Handover
from anhuan.duty.types import HandoverLine
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.chain import Line
from anhuan.kernel.duty import BESIDE, Capacity
from anhuan.kernel.refusal import Refusal, Why
from anhuan.territory.queries import in_areas


def slip(viewer: Viewer, leaving: UUID) -> list[HandoverLine]:
    """The posts of one leaving, for whoever keeps the organisation there. Refuses
    ``WRONG_ROLE``, ``NOT_VISIBLE``."""
    if not viewer.may(Capability.KEEP_ORGANISATION):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ORGANISATION)
    rows = list(_rows().filter(leaving=leaving))
    if not rows or not all(in_areas(viewer, row.post.area_path) for row in rows):
        raise Refusal(Why.NOT_VISIBLE)
    return [_line(row) for row in rows]


def slips_of(viewer: Viewer, person: UUID) -> list[HandoverLine]:
    """The posts in the viewer's areas that the person handed over, the last first."""
    rows = _rows().filter(person=person).order_by("-since", "post__rank", "id")
    return [_line(row) for row in rows if in_areas(viewer, row.post.area_path)]


def vacated(posts: Iterable[UUID]) -> dict[UUID, HandoverLine]:
    """How each of ``posts``, which the caller found vacant, came to be so: the last handover
    that left it without a successor."""
    rows = _rows().filter(post__in=list(posts)).order_by("since", "recorded_at")
    last = {row.post_id: row for row in rows}
    return {post: _line(row) for post, row in last.items() if row.successor_id is None}


def _rows() -> QuerySet[Handover]:
    found = Handover.objects.select_related("post__unit", "person", "successor")
    return found.order_by("post__rank", "post__title", "id")


def _line(row: Handover) -> HandoverLine:
    return HandoverLine(
        leaving=row.leaving,
        post=row.post_id,
        title=row.post.title,
        unit_name=row.post.unit.short if row.post.unit else "",
        person=row.person_id,
        person_name=row.person.name,
        successor=row.successor_id,
        successor_name=row.successor.name if row.successor else "",
        acting=row.acting,
        because=row.vacant_because,
        fill_by=row.fill_by,
        since=row.since,
        basis=row.basis,
        orphans=row.orphans,
        by=row.by,
        recorded_at=row.recorded_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A charge of a post with the name of its object, as a handover lists it."""

    post: UUID
    name: str
    line: Line
    capacity: Capacity
    subject: str
    clause: str


def charges_held(posts: Collection[UUID], *, at: datetime) -> list[Held]:
    """Everything the posts are charged with at ``at``, three queries however much it is."""
    rows = list(
        Charge.objects.filter(holds(at, at), post__in=list(posts)).order_by("line", "level", "id")
    )
    names = things_of({row.object for row in rows})
    return [
        Held(
            post=row.post_id,
            name=names[row.object].name if row.object in names else "",
            line=Line(row.line),
            capacity=Capacity(row.level) if row.level in BESIDE else Capacity.ANSWERS,
            subject=row.subject,
            clause=row.clause,
        )
        for row in rows
    ]
