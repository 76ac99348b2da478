"""Reads of obligations: what is due from whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from anhuan.base.tree import under_any
from anhuan.kernel.access import Viewer
from anhuan.kernel.climbing import climbing_posts, told
from anhuan.kernel.escalation import Knowledge, Reached, forecast, supervision
from anhuan.kernel.tenures import Span
from anhuan.obligations.mapping import escalation_id, to_climbed, to_item, to_owed
from anhuan.obligations.models import Escalation, Obligation
from anhuan.obligations.types import Climbed, Compared, Item, Lapse, Standing, Watch
from anhuan.territory.past import chart_now

MOST = 500
EARLIEST = (F("due_on").asc(nulls_first=True), "id")
"""What has no date comes first of all, on every database."""


def _open() -> QuerySet[Obligation]:
    return Obligation.objects.filter(closed_at__isnull=True)


def _mine(viewer: Viewer) -> Q:
    """Held by one of my posts or my site; or by my unit, without a post, within what I may do."""
    return (
        Q(post__in=viewer.posts)
        | Q(site__in=viewer.sites)
        | Q(unit__in=viewer.units, post__isnull=True)
    )


def due_from(viewer: Viewer, *, limit: int = MOST) -> list[Item]:
    """What is due from the viewer, earliest first; what has no date comes first of all."""
    rows = _open().filter(_mine(viewer)).order_by(*EARLIEST)[:limit]
    return [to_item(row) for row in rows]


def due_from_units(viewer: Viewer, *, limit: int = MOST) -> list[Item]:
    """What is due from the viewer's units, whoever holds it there."""
    rows = _open().filter(unit__in=viewer.units).order_by(*EARLIEST)[:limit]
    return [to_item(row) for row in rows]


def how_many_due(viewer: Viewer) -> int:
    """How many things are due from the viewer, counting no further than the list goes."""
    return _open().filter(_mine(viewer)).values("pk")[:MOST].count()


def how_many_due_from_units(viewer: Viewer) -> int:
    """How many things are due from the viewer's units, counting no further than the list goes."""
    return _open().filter(unit__in=viewer.units).values("pk")[:MOST].count()


def of_cases(viewer: Viewer, cases: Iterable[UUID]) -> list[Item]:
    """The open obligations of cases that the caller has already found visible."""
    rows = _open().filter(case__in=list(cases)).order_by("due_on", "id")
    return [to_item(row) for row in rows]


def of_case(viewer: Viewer, case: UUID) -> list[Item]:
    """All obligations a visible case ever had, oldest first."""
    rows = Obligation.objects.filter(case=case).order_by("opened_at", "id")
    return [to_item(row) for row in rows]


def of_task(viewer: Viewer, task: UUID) -> list[Item]:
    """The open obligations of a task that the caller has already found visible."""
    rows = _open().filter(task=task).order_by("-ball", "due_on", "id")
    return [to_item(row) for row in rows]


def balls_of(case: UUID) -> list[Span]:
    """Where the ball of a case was, from its first obligation on; its caller may see the case."""
    rows = Obligation.objects.filter(case=case, ball=True).order_by("opened_at", "id")
    return [
        Span(
            act=row.act,
            post=row.post_id,
            unit=row.unit_id,
            site=row.site,
            since=row.opened_at,
            until=row.closed_at,
        )
        for row in rows
    ]


def balls_overdue_since(
    day: date, *, besides: Iterable[UUID] = (), limit: int = MOST
) -> list[UUID]:
    """Cases whose ball fell due on ``day`` or earlier and lies where it lay, earliest first."""
    rows = _open().filter(ball=True, due_on__lte=day, case__isnull=False)
    found = rows.exclude(case__in=list(besides)).order_by("due_on", "id")
    return [case for case in found.values_list("case", flat=True)[:limit] if case is not None]


def open_balls_of_matters(matters: Iterable[UUID]) -> dict[UUID, int]:
    """How many open obligations with the ball each matter has; for the check of the database."""
    return _open_balls("matter", matters)


def open_balls_of_tasks(tasks: Iterable[UUID]) -> dict[UUID, int]:
    """The same for tasks."""
    return _open_balls("task", tasks)


def open_balls_of_proceedings(proceedings: Iterable[UUID]) -> dict[UUID, int]:
    """The same for proceedings."""
    return _open_balls("proceeding", proceedings)


def open_of_planned(planned: Iterable[UUID]) -> dict[UUID, date]:
    """The day by which each of ``planned`` is owed, as far as it is open."""
    rows = _open().filter(planned__in=list(planned)).values_list("planned", "due_on")
    return {key: day for key, day in rows if key is not None and day is not None}


def _open_balls(column: str, subjects: Iterable[UUID]) -> dict[UUID, int]:
    rows = _open().filter(**{f"{column}__in": list(subjects)}, ball=True).values_list(column)
    return dict(rows.annotate(n=Count("id")).values_list(column, "n"))


def open_statements() -> set[UUID]:
    """The statements whose decision is owed; for the check of the database."""
    rows = _open().filter(statement__isnull=False, ball=True).values_list("statement", flat=True)
    return {one for one in rows if one is not None}


def open_calls() -> set[UUID]:
    """The duty calls whose answer is owed; for the check of the database."""
    rows = _open().filter(call__isnull=False, ball=True).values_list("call", flat=True)
    return {call for call in rows if call is not None}


def overdue_by_unit(viewer: Viewer, on: date) -> dict[UUID | None, int]:
    """Open balls whose day has passed, counted by unit, within the viewer's areas."""
    rows = (
        _open()
        .filter(under_any("area_path", viewer.areas), ball=True, due_on__lt=on)
        .values_list("unit")
        .annotate(n=Count("id"))
    )
    return dict(rows)


def open_balls(cases: Iterable[UUID]) -> dict[UUID, int]:
    """How many open obligations with the ball each case has; for the check of the database."""
    rows = _open().filter(case__in=list(cases), ball=True).values_list("case")
    counts = rows.annotate(n=Count("id")).values_list("case", "n")
    return {case: n for case, n in counts if case is not None}


BATCH: Final = 1_000
MOST_BATCHES: Final = 100


def batches_ripe(at: datetime) -> int:
    """How many batches of obligations have a rung to be written; what is more comes next time."""
    ripe = Obligation.objects.filter(next_at__lte=at).order_by()
    return -(-ripe.values("pk")[: MOST_BATCHES * BATCH].count() // BATCH)


def climbs_of_case(viewer: Viewer, case: UUID) -> list[Climbed]:
    """The rungs written of a visible case, in the order in which they became true."""
    rows = Escalation.objects.filter(case=case).select_related("obligation")
    return [to_climbed(row) for row in rows.order_by("became_at", "id")]


def standing_of_cases(cases: Iterable[UUID]) -> dict[UUID, list[Standing]]:
    """Every obligation that ``cases``, already found visible, ever had."""
    found: dict[UUID, list[Standing]] = {}
    for row in Obligation.objects.filter(case__in=list(cases)).order_by("opened_at", "id"):
        if row.case is not None:
            standing = Standing(id=row.id, case=row.case, ball=row.ball, owed=to_owed(row))
            found.setdefault(row.case, []).append(standing)
    return found


def levels_of_cases(
    viewer: Viewer, ended: Mapping[UUID, datetime | None], knowledge: Knowledge
) -> dict[UUID, int]:
    """The 督办 level of visible cases at the viewer's instant, each with when it ended."""
    found = standing_of_cases(case for case, at in ended.items() if at is None or at > viewer.at)
    return {
        case: supervision(
            (each.owed for each in every), knowledge, at=viewer.at, ended_at=ended[case]
        )
        for case, every in found.items()
    }


def watch_of_case(
    viewer: Viewer, case: UUID, *, knowledge: Knowledge, ended_at: datetime | None
) -> Watch:
    """The 督办 level of a visible case now, and what happens next if nothing is done."""
    every = standing_of_cases([case]).get(case, [])
    level = supervision((each.owed for each in every), knowledge, at=viewer.at, ended_at=ended_at)
    return Watch(level=level, lapse=_lapse(viewer, every, knowledge))


def _lapse(viewer: Viewer, every: Sequence[Standing], knowledge: Knowledge) -> Lapse | None:
    """Of what is open with the ball, the next rung that asks more than a reminder of its holder,
    and whom it would reach as things stand now."""
    for each in every:
        if not each.ball or each.owed.closed_at is not None:
            continue
        coming = (r for r in forecast(each.owed, knowledge) if r.at > viewer.at and r.rung.up)
        rung = next(coming, None)
        if rung is None:
            continue
        chart = chart_now(climbing_posts([each.owed]), at=viewer.at)
        reaches = told(each.owed, replace(rung, at=viewer.at), chart)
        return Lapse(
            obligation=each.id,
            act=each.owed.act,
            at=rung.at,
            measure=rung.rung.measure.value,
            supervision=rung.rung.supervision,
            post=reaches.post,
            person=reaches.person,
        )
    return None


def compared(
    knowledge: Knowledge, *, at: datetime, after: UUID | None, size: int = BATCH
) -> Compared:
    """A batch of obligations in the order of ids after ``after``: what is written of them beside
    what follows from the rules by ``at``; for the check of the database."""
    rows = Obligation.objects.order_by("id")
    batch = list((rows.filter(id__gt=after) if after else rows)[:size])
    written = Escalation.objects.filter(obligation__in=[row.pk for row in batch])
    stored = {
        key: (became_at, obligation)
        for key, became_at, obligation in written.values_list("id", "became_at", "obligation")
    }
    missing: list[tuple[UUID, Reached]] = []
    waiting: list[tuple[UUID, Reached]] = []
    invented: list[tuple[UUID, str]] = []
    for row in batch:
        for rung in forecast(to_owed(row), knowledge):
            if rung.at > at:
                break
            became_at, _ = stored.pop(escalation_id(row.pk, rung), (None, None))
            if became_at is None:
                ripe = row.next_at is not None and row.next_at <= rung.at
                (waiting if ripe else missing).append((row.pk, rung))
            elif became_at != rung.at:
                invented.append((row.pk, f"{became_at.isoformat()} ≠ {rung.at.isoformat()}"))
    invented += [(obligation, str(key)) for key, (_, obligation) in stored.items()]
    return Compared(
        missing=tuple(missing),
        waiting=tuple(waiting),
        invented=tuple(invented),
        last=batch[-1].pk if len(batch) == size else None,
        count=len(batch),
    )
