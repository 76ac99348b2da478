"""Reads of visits; all narrowed to what the viewer may see."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from anhuan.cases.queries import numbers
from anhuan.inspections import models
from anhuan.inspections.mapping import tally_in, to_visit
from anhuan.inspections.scope import find, visible
from anhuan.inspections.types import LastVisit, Repeated, VisitFile, VisitLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.checklist import Answer
from anhuan.kernel.visit import VisitAct, VisitKind, VisitState
from anhuan.ledger.queries import acts_of

MOST = 200
MOST_REPEATED = 5


def visits(
    viewer: Viewer,
    *,
    site: UUID | None = None,
    since: datetime | None = None,
    kind: VisitKind | None = None,
    limit: int = MOST,
) -> list[VisitLine]:
    """The visits in the viewer's reach, the newest first."""
    rows = visible(viewer)
    if site is not None:
        rows = rows.filter(site=site)
    if since is not None:
        rows = rows.filter(began_at__gte=since)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return [to_line(row) for row in rows.order_by("-began_at", "-id")[:limit]]


def visit(viewer: Viewer, number: str) -> VisitFile:
    """One visit with everything in it. Refuses ``NOT_VISIBLE``."""
    row = find(viewer, number)
    reasons: dict[str, str] = {}
    words: dict[str, str] = {}
    findings: dict[str, UUID] = {}
    for fact in acts_of(row.id):
        data = fact.public["data"]
        if fact.public["act"] == VisitAct.FIND and data.get("item"):
            findings[data["item"]] = UUID(data["case"])
        body = dict(fact.body or {})
        reasons |= body.pop("reasons", {})
        words |= {name: str(text) for name, text in body.items()}
    found = to_visit(row)
    cases = numbers(found.findings)
    return VisitFile(
        line=to_line(row),
        visit=found,
        reasons=reasons,
        words=words,
        answers=found.answers,
        found={item: cases[case] for item, case in findings.items() if case in cases},
    )


def number_of_visit(viewer: Viewer, visit: UUID) -> str:
    """The number of a visible visit, or ``""``."""
    return visible(viewer).filter(pk=visit).values_list("number", flat=True).first() or ""


def place_of_visit(visit: UUID) -> UUID | None:
    """The place of a visit, whoever asks: for what is said of it by somebody without a post."""
    return models.Visit.objects.filter(pk=visit).values_list("site", flat=True).first()


def last_visits(viewer: Viewer, sites: Collection[UUID]) -> dict[UUID, LastVisit]:
    """The last visible visit to each of ``sites`` that came to an end; one query."""
    over = visible(viewer).filter(site__in=list(sites), ended_at__isnull=False)
    over = over.exclude(state=VisitState.VOIDED.value)
    later = over.filter(site=OuterRef("site"), began_at__gt=OuterRef("began_at"))
    rows = over.filter(~Exists(later)).order_by("site", "id")
    return {
        row.site: LastVisit(
            at=row.ended_at,
            kind=VisitKind(row.kind),
            state=VisitState(row.state),
            findings=len(row.findings),
            failed=tuple(sorted(i for i, a in row.answers.items() if a == Answer.FAILS)),
        )
        for row in rows
        if row.ended_at is not None
    }


def repeated(viewer: Viewer, site: UUID, *, most: int = MOST_REPEATED) -> list[Repeated]:
    """The items that failed on more than one of the last visits of a place, those that did most
    often first; what the firm found itself apart from what others found."""
    rows = visible(viewer).filter(site=site, state=VisitState.ENDED).order_by("-began_at", "-id")
    own: Counter[tuple[str, str]] = Counter()
    others: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], datetime] = {}
    listed = rows.values_list("kind", "checklist", "answers", "began_at")
    for kind, checklist, answers, began_at in listed[:MOST]:
        side = own if kind == VisitKind.SELF_CHECK else others
        for item in (item for item, answer in answers.items() if answer == Answer.FAILS):
            side[checklist, item] += 1
            last.setdefault((checklist, item), began_at)
    twice = [key for key in last if own[key] + others[key] > 1]
    twice.sort(key=lambda key: (-own[key] - others[key], key))
    return [
        Repeated(
            checklist=key[0], item=key[1], own=own[key], others=others[key], last_at=last[key]
        )
        for key in twice[:most]
    ]


def last_answers(
    viewer: Viewer, site: UUID, checklist: str
) -> dict[str, tuple[Answer, datetime, str]]:
    """Each item of a list as a place was last found on it: the answer, when, and the number of
    the visit. An item that was not looked at keeps the answer before."""
    rows = visible(viewer).filter(site=site, checklist=checklist, state=VisitState.ENDED)
    found: dict[str, tuple[Answer, datetime, str]] = {}
    listed = rows.order_by("-began_at", "-id").values_list("answers", "began_at", "number")
    for answers, began_at, number in listed[:MOST]:
        for item, answer in answers.items():
            if answer != Answer.NOT_CHECKED:
                found.setdefault(item, (Answer(answer), began_at, number))
    return found


def to_line(row: models.Visit) -> VisitLine:
    """A visit as a line of a list."""
    return VisitLine(
        id=row.id,
        number=row.number,
        kind=VisitKind(row.kind),
        state=VisitState(row.state),
        site=row.site,
        unit=row.unit_id,
        checklist=row.checklist,
        began_at=row.began_at,
        ended_at=row.ended_at,
        tally=tally_in(row),
        findings=len(row.findings),
    )
