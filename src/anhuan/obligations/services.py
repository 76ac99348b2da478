"""Writes of obligations: only as a consequence of an act."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import models, transaction

from anhuan.base.compiled import Compiled, Slot
from anhuan.base.db import bulk_copy
from anhuan.base.rows import insert_row, set_row, together
from anhuan.kernel.obligation import Due
from anhuan.kernel.reconcile import DISCHARGED_BY, Moves, reconcile
from anhuan.obligations.mapping import from_due, to_open
from anhuan.obligations.models import Obligation
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
def open_many(owed: Iterable[tuple[About, Sequence[Due]]], *, at: datetime) -> int:
    """Open what fresh cases owe; nothing may be open for them yet. Gives how many it were."""
    rows = [from_due(due, about, at) for about, dues in owed for due in dues]
    return (
        bulk_copy(Obligation, tuple(rows[0]), (tuple(row.values()) for row in rows)) if rows else 0
    )


@transaction.atomic(savepoint=False)
def settle(
    *,
    about: About,
    owed: Sequence[Due],
    action: StrEnum | None,
    fresh: bool,
    at: datetime,
    discharged_by: Mapping[str, Collection[StrEnum]] = DISCHARGED_BY,
) -> Moves:
    """Bring the open obligations of a case or a task to what it owes after ``action``.

    The caller holds the case (its version was just swapped), so no two settle at once; for a
    ``fresh`` case there is nothing open to read.
    """
    standing = []
    if not fresh:
        standing = [to_open(row) for row in _standing(about)]
    moves = reconcile(standing, owed, action, discharged_by)
    # One ball at a time is a unique index: put down before picking up.
    with together():
        for closing, outcome in moves.close:
            set_row(Obligation, closing, {"closed_at": at, "outcome": outcome.value})
        for flipped, ball in sorted(moves.flip, key=lambda each: each[1]):
            set_row(Obligation, flipped, {"ball": ball})
        for due in moves.open:
            insert_row(Obligation, from_due(due, about, at))
    return moves


def _standing(about: About) -> list[Obligation]:
    if about.task is not None:
        return _STANDING_OF_TASK.objects(task=about.task)
    return _STANDING.objects(case=about.case)
