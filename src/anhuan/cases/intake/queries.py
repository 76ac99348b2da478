"""Reads of batches: the viewer's own, and those of the viewer's units."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from anhuan.cases import models
from anhuan.cases.intake.findings import family_of, issue_of, weight_of
from anhuan.cases.intake.types import (
    Alike,
    BatchLine,
    BatchState,
    BatchView,
    Counts,
    IntakeRow,
    Outcome,
    RowPage,
    Show,
    Weight,
)
from anhuan.evidence.vault import original
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.queries import persons
from anhuan.territory.queries import unit_names

PAGE: Final = 30
KEPT: Final = timedelta(days=30)
MOST_BATCHES: Final = 50
MOST_VALUES: Final = 6
MOST_ALIKE: Final = 200


def visible(viewer: Viewer) -> QuerySet[models.Batch]:
    """Batches the viewer made or whose unit the viewer has a post in. Refuses ``WRONG_ROLE``."""
    if not viewer.may(Capability.IMPORT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.IMPORT)
    return models.Batch.objects.filter(Q(by=viewer.person) | Q(unit__in=viewer.units))


def batch_of(viewer: Viewer, batch_id: UUID, *, lock: bool = False) -> models.Batch:
    """The batch, or ``NOT_VISIBLE``; with ``lock`` nobody else's until the transaction ends."""
    rows = visible(viewer).filter(pk=batch_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise Refusal(Why.NOT_VISIBLE)
    return found


def own_file(batch: models.Batch) -> Path:
    """Where the uploaded file lies; its batch was found visible."""
    return original(batch.sha256)


def twins_of(batch: models.Batch) -> dict[int, int]:
    """For each row whose key an earlier row has: which one of them it is, counted from 0."""
    seen: Counter[str] = Counter()
    twins = {}
    for position, key in batch.rows.order_by("position").values_list("position", "key"):
        if seen[key]:
            twins[position] = seen[key]
        seen[key] += 1
    return twins


def batches(viewer: Viewer) -> list[BatchLine]:
    """The batches the viewer may go on with, the newest first."""
    found = list(visible(viewer).order_by("-at", "-id").defer("tables", "ignored")[:MOST_BATCHES])
    units = unit_names(row.unit_id for row in found)
    people = persons(row.by_id for row in found)
    return [_line(row, units, {key: each.name for key, each in people.items()}) for row in found]


def outdated(at: datetime) -> list[UUID]:
    """Batches whose thirty days are over and that are not running."""
    old = models.Batch.objects.filter(at__lt=at - KEPT).exclude(state=BatchState.RUNNING.value)
    return list(old.order_by("at").values_list("id", flat=True)[:MOST_BATCHES])


def _line(row: models.Batch, units: Mapping[UUID, str], people: Mapping[UUID, str]) -> BatchLine:
    return BatchLine(
        id=row.id,
        name=row.name,
        unit=row.unit_id,
        unit_name=units.get(row.unit_id, ""),
        by=row.by_id,
        by_name=people.get(row.by_id, ""),
        at=row.at,
        state=row.state,
        done=row.done,
        total=row.total,
    )


def batch_view(viewer: Viewer, batch_id: UUID) -> BatchView:
    """A batch with its counts. Refuses ``NOT_VISIBLE``."""
    batch = batch_of(viewer, batch_id)
    people = {key: each.name for key, each in persons([batch.by_id]).items()}
    open_ = Q(outcome="")
    counted = batch.rows.aggregate(
        n_rows=Count("pk"),
        n_ready=Count("pk", filter=open_ & Q(ready=True)),
        n_stopped=Count("pk", filter=open_ & Q(ready=False, blocked=True)),
        n_asked=Count("pk", filter=open_ & Q(ready=False, blocked=False)),
    )
    outcomes = Counter(batch.rows.exclude(outcome="").values_list("outcome", flat=True))
    findings = batch.rows.exclude(problems=[]).values_list("problems", flat=True)
    notes = sum(weight_of(p) is Weight.NOTE for problems in findings for p in problems)
    went_in = sum(outcomes[each] for each in (Outcome.ADDED, Outcome.UPDATED, Outcome.SAME))
    return BatchView(
        line=_line(batch, unit_names([batch.unit_id]), people),
        counts=Counts(
            **{name.removeprefix("n_"): value for name, value in counted.items()},
            notes=notes,
            imported=went_in,
            waiting=counted["n_stopped"] + counted["n_asked"],
        ),
        tables=tuple(batch.tables),
        ignored=tuple(batch.ignored),
        missing=tuple(batch.missing),
        results=dict(outcomes),
    )


_SHOWN: Final[Mapping[Show, Q]] = {
    Show.PROBLEMS: Q(ready=False),
    Show.STOPPED: Q(ready=False, blocked=True),
    Show.ASKED: Q(ready=False, blocked=False),
    Show.ALL: Q(),
}


def rows(
    viewer: Viewer,
    batch_id: UUID,
    *,
    show: Show = Show.PROBLEMS,
    after: int = 0,
    until: int | None = None,
    size: int = PAGE,
) -> RowPage:
    """Rows of a batch in the order of the file, those after a position, up to one before
    ``until``."""
    batch = batch_of(viewer, batch_id)
    wanted = batch.rows.filter(_SHOWN[show], position__gt=after)
    if show is not Show.ALL:
        wanted = wanted.filter(outcome="")
    if until is not None:
        wanted = wanted.filter(position__lt=until)
    found = list(
        wanted.select_related("case").defer("case__search").order_by("position")[: size + 1]
    )
    more = found[size - 1].position if len(found) > size else None
    return RowPage(rows=tuple(row_value(row) for row in found[:size]), after=more)


def one_row(viewer: Viewer, batch_id: UUID, position: int) -> IntakeRow:
    """One row. Refuses ``NOT_VISIBLE``."""
    batch = batch_of(viewer, batch_id)
    row = batch.rows.filter(position=position).select_related("case").first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row_value(row)


def with_finding(
    viewer: Viewer, batch_id: UUID, *, field: str, reason: str, raw: str | None = None
) -> list[IntakeRow]:
    """The rows with one open finding, at most ``MOST_ALIKE``; ``raw`` narrows to cells written
    so."""
    batch = batch_of(viewer, batch_id)
    found = []
    for row in batch.rows.filter(outcome="", ready=False).order_by("position").iterator():
        if any(is_alike(each, field, reason, raw) for each in row.problems):
            found.append(row_value(row))
        if len(found) == MOST_ALIKE:
            break
    return found


def is_alike(problem: Mapping[str, Any], field: str, reason: str, raw: str | None) -> bool:
    """Whether a stored finding is an open one of this kind (``findings.family_of``)."""
    same = (problem["field"] or "", family_of(problem["reason"])) == (field, reason)
    return same and not problem.get("done") and raw in (None, problem["raw"])


def row_value(row: models.BatchRow) -> IntakeRow:
    values: dict[str, Any] = row.content | row.corrections
    return IntakeRow(
        position=row.position,
        sheet=values.get("source_sheet") or "",
        row=values["source_row"],
        part=values["part"],
        parts=values["parts"],
        values=values,
        corrected=frozenset(row.corrections),
        issues=tuple(issue_of(at, each, values) for at, each in enumerate(row.problems)),
        ready=row.ready,
        outcome=row.outcome,
        number=row.case.number if row.case else "",
        site=row.site_id,
    )


def alike(viewer: Viewer, batch_id: UUID) -> list[Alike]:
    """The open findings of a batch by field and kind, the most frequent first; notes come last."""
    batch = batch_of(viewer, batch_id)
    found = batch.rows.filter(outcome="").exclude(problems=[]).order_by("position")
    kinds: dict[tuple[str, str, Weight], Counter[str]] = {}
    for problems in found.values_list("problems", flat=True):
        for each in problems:
            if not each.get("done"):
                kind = (each["field"] or "", family_of(each["reason"]), weight_of(each))
                kinds.setdefault(kind, Counter())[str(each["raw"])] += 1
    lines = [
        Alike(
            field=field,
            reason=reason,
            weight=weight,
            rows=values.total(),
            values=tuple(values.most_common(MOST_VALUES)),
        )
        for (field, reason, weight), values in kinds.items()
    ]
    return sorted(lines, key=lambda one: (one.weight is Weight.NOTE, -one.rows, one.reason))
