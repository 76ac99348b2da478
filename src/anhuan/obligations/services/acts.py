"""The obligations of an act: opened, kept up and closed in its transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db import models, transaction

from anhuan.base.compiled import Compiled, Slot
from anhuan.base.db import bulk_copy
from anhuan.base.rows import insert_row, set_row, together
from anhuan.kernel.escalation import Knowledge, forecast
from anhuan.kernel.obligation import Due, Outcome
from anhuan.kernel.reconcile import DISCHARGED_BY, Moves, reconcile
from anhuan.ledger.services import record, record_many
from anhuan.ledger.types import Act
from anhuan.obligations.mapping import from_due, to_open, to_owed, was
from anhuan.obligations.models import Obligation
from anhuan.obligations.recorded import ended, made
from anhuan.obligations.types import About

_STANDING: Final = Compiled(
    lambda: Obligation.objects.filter(
        case=Slot("case", models.UUIDField()), closed_at__isnull=True
    )
)
_STANDING_OF_TASK: Final = Compiled(
    lambda: Obligation.objects.filter(
        task=Slot("task", models.UUIDField()), closed_at__isnull=True
    )
)


@transaction.atomic
def open_many(
    owed: Iterable[tuple[About, Sequence[Due]]], *, at: datetime, knowledge: Knowledge
) -> int:
    """Open what fresh cases owe; nothing may be open for them yet. Gives how many it were."""
    rows = [from_due(due, about, at, knowledge) for about, dues in owed for due in dues]
    if not rows:
        return 0
    bulk_copy(Obligation, tuple(rows[0]), (tuple(row.values()) for row in rows))
    record_many([made(row) for row in rows], by=None, at=at)
    return len(rows)


@transaction.atomic(savepoint=False)
def settle(
    *,
    about: About,
    owed: Sequence[Due],
    action: StrEnum | None,
    fresh: bool,
    at: datetime,
    knowledge: Knowledge,
    discharged_by: Mapping[str, Collection[StrEnum]] = DISCHARGED_BY,
) -> Moves:
    """Bring the open obligations of a case, a task, a matter or a permit to what it owes after
    ``action``.

    The caller holds the case (its version was just swapped), so no two settle at once; for a
    ``fresh`` case there is nothing open to read.
    """
    rows = {} if fresh else {row.id: row for row in _standing(about)}
    standing = [to_open(row) for row in rows.values()]
    moves = reconcile(standing, owed, action, discharged_by)
    # One ball at a time is a unique index: put down before picking up.
    with together():
        for closing, outcome in moves.close:
            set_row(Obligation, closing, _closed(rows.pop(closing), outcome, at))
            _recorded(ended(closing, outcome, at), at)
        for flipped, ball in sorted(moves.flip, key=lambda each: each[1]):
            set_row(Obligation, flipped, {"ball": ball})
        for row in rows.values():
            _keep_up(row, about, at, knowledge)
        for due in moves.open:
            fresh_row = from_due(due, about, at, knowledge)
            insert_row(Obligation, fresh_row)
            _recorded(made(fresh_row), at)
    return moves


def _recorded(act: Act, at: datetime) -> None:
    """In the same round trip as the row; who acted is said by the act that this follows from."""
    record(
        kind=act.kind,
        subject=act.subject,
        version=act.version,
        public=act.public,
        body=act.body,
        by=None,
        at=act.at or at,
    )


def _standing(about: About) -> list[Obligation]:
    if about.task is not None:
        return _STANDING_OF_TASK.objects(task=about.task)
    if about.matter is not None:
        return list(Obligation.objects.filter(matter=about.matter, closed_at__isnull=True))
    if about.permit is not None:
        # The daily look at permits holds none of them: an act and it must not end the same twice.
        held = Obligation.objects.select_for_update(of=("self",))
        return list(held.filter(permit=about.permit, closed_at__isnull=True))
    if about.call is not None:
        return list(Obligation.objects.filter(call=about.call, closed_at__isnull=True))
    if about.statement is not None:
        rows = Obligation.objects.filter(statement=about.statement)
        return list(rows.filter(closed_at__isnull=True))
    if about.proceeding is not None:
        rows = Obligation.objects.filter(proceeding=about.proceeding)
        return list(rows.filter(closed_at__isnull=True))
    return _STANDING.objects(case=about.case)


def _closed(row: Obligation, outcome: Outcome, at: datetime) -> dict[str, Any]:
    """A rung that became true before the end is still written after it."""
    stays = row.next_at is not None and row.next_at < at
    return {
        "closed_at": at,
        "outcome": outcome.value,
        "next_at": row.next_at if stays else None,
    }


def _keep_up(row: Obligation, about: About, at: datetime, knowledge: Knowledge) -> None:
    """What goes on takes over what its case has become, and keeps what it was until now."""
    watched = row.site is not None or row.post_id is None
    overseer = about.overseer if watched else None
    if (row.kind, row.grade, row.overseer_id) == (about.kind, about.grade, overseer):
        return
    row.former = [*row.former, was(row, at)]
    row.kind, row.grade, row.overseer_id = about.kind, about.grade, overseer
    ahead = (each.at for each in forecast(to_owed(row), knowledge) if each.at >= at)
    coming = next(ahead, None)
    waiting = row.next_at if row.next_at is not None and row.next_at < at else None
    set_row(
        Obligation,
        row.id,
        {
            "kind": row.kind,
            "grade": row.grade,
            "overseer": row.overseer_id,
            "former": row.former,
            "next_at": waiting or coming,
        },
    )
