"""Eyes kept on cases, and how they pass on when a post changes hands."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anhuan.cases.models import Watch
from anhuan.cases.scope import visible
from anhuan.kernel.access import Viewer

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """An open case on which somebody keeps an eye."""

    number: str
    site_name: str
    description: str
    due_on: date | None


def watched_by(viewer: Viewer, person: UUID) -> list[Watched]:
    """The open cases that ``person`` watches, those of them that the viewer sees."""
    rows = visible(viewer).filter(is_open=True, watches__person=person).order_by("sort_due", "id")
    listed = rows.values_list("number", "site_name", "description", "ball_due_on")
    return [
        Watched(number=number, site_name=site, description=text, due_on=due_on)
        for number, site, text, due_on in listed[:MOST]
    ]


def pass_on(*, person: UUID, successor: UUID | None, at: datetime) -> None:
    """Whoever takes a post over watches what its former holder watched; each is still shown
    only to those who see the case."""
    if successor is None:
        return
    open_ = Watch.objects.filter(person=person, case__is_open=True)
    known = set(Watch.objects.filter(person=successor).values_list("case", flat=True))
    fresh = [case for case in open_.values_list("case", flat=True) if case not in known]
    Watch.objects.bulk_create(
        [Watch(person_id=successor, case_id=case, since=at) for case in fresh],
        ignore_conflicts=True,
    )
