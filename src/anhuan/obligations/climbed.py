"""Reads of what has climbed to somebody and still stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import ONE_DAY
from anhuan.kernel.escalation import Measure
from anhuan.kernel.obligation import Outcome
from anhuan.obligations.models import Escalation, Obligation

MOST: Final = 200
MOST_COUNTED: Final = 1000
MISSED_FOR: Final = 30
"""A missed window cannot be made good: it is told for so many days, then only the rows say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbedHere:
    """What one obligation has climbed to: its gravest rung that reached the reader. ``missed``: a
    window of a duty that ended without the act."""

    obligation: UUID
    number: str
    title: str
    site_name: str
    act: str
    due_on: date | None
    measure: str
    supervision: int
    became_at: datetime
    held_by: UUID | None
    site: UUID | None
    case: UUID | None
    task: UUID | None
    matter: UUID | None
    permit: UUID | None
    proceeding: UUID | None
    call: UUID | None
    statement: UUID | None
    planned: UUID | None
    due_at: datetime | None
    unit: UUID | None
    missed: bool
    climbed_from: UUID | None


def climbed_to(viewer: Viewer, *, limit: int = MOST) -> list[ClimbedHere]:
    """What has climbed to the viewer's posts and still stands, each obligation once: the highest
    level of supervision first, and of one level the latest."""
    worst = ("-supervision", "-became_at", "-id")
    rows = _standing(viewer).select_related("obligation").order_by(*worst)
    found: dict[UUID, ClimbedHere] = {}
    for row in rows[:MOST]:
        found.setdefault(row.obligation_id, _here(row))
    return list(found.values())[:limit]


def how_many_climbed(viewer: Viewer) -> int:
    """How many obligations ``climbed_to`` would list, counting no further than a thousand."""
    rows = _standing(viewer).order_by().values("obligation").distinct()
    return rows[:MOST_COUNTED].count()


def _standing(viewer: Viewer) -> QuerySet[Escalation]:
    """A reminder of one's own is no climb: it never left its holder."""
    open_ = Q(obligation__closed_at__isnull=True)
    lately = viewer.at - MISSED_FOR * ONE_DAY
    missed = Q(obligation__outcome=Outcome.MISSED.value, became_at__gt=lately)
    rows = Escalation.objects.filter(open_ | missed, post__in=viewer.posts)
    return rows.exclude(measure=Measure.REMINDER.value).exclude(post=F("obligation__post"))


def _here(row: Escalation) -> ClimbedHere:
    owed = row.obligation
    return ClimbedHere(
        obligation=owed.id,
        number=owed.number,
        title=owed.title,
        site_name=owed.site_name,
        act=owed.act,
        due_on=owed.due_on,
        measure=row.measure,
        supervision=row.supervision,
        became_at=row.became_at,
        held_by=owed.post_id,
        site=owed.site,
        case=owed.case,
        task=owed.task,
        matter=owed.matter,
        permit=owed.permit,
        proceeding=owed.proceeding,
        call=owed.call,
        statement=owed.statement,
        planned=owed.planned,
        due_at=owed.due_at,
        unit=owed.unit_id,
        missed=bool(owed.outcome),
        climbed_from=row.climbed_from,
    )


def open_counts(viewer: Viewer, posts: Collection[UUID]) -> dict[UUID, int]:
    """How much is open at each of ``posts``, which the caller found visible, in one query."""
    rows = Obligation.objects.filter(closed_at__isnull=True, post__in=list(posts))
    return {
        post: n
        for post, n in rows.values_list("post").annotate(n=Count("id")).order_by()
        if post is not None
    }
