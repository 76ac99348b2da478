"""What is owed of planned checks, many at a time: opened when their days begin, ended by a visit,
by a reason, or with their window."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import bulk_copy
from anhuan.kernel.escalation import Knowledge
from anhuan.kernel.obligation import Due, Outcome
from anhuan.ledger.services import record_many
from anhuan.obligations.mapping import from_due
from anhuan.obligations.models import Obligation
from anhuan.obligations.recorded import ended, made
from anhuan.obligations.types import About

AT_ONCE: Final = 500
Owing = tuple[About, Due]


@transaction.atomic
def open_planned(owing: Iterable[Owing], *, at: datetime, knowledge: Knowledge) -> int:
    """Open what planned checks owe; nothing may be open for them yet. Gives how many it were."""
    first: dict[tuple[Any, ...], datetime | None] = {}
    rows = [_row(about, due, at, knowledge, first) for about, due in owing]
    if not rows:
        return 0
    bulk_copy(Obligation, tuple(rows[0]), (tuple(row.values()) for row in rows))
    record_many([made(row) for row in rows], by=None, at=at)
    return len(rows)


def _row(
    about: About,
    due: Due,
    at: datetime,
    knowledge: Knowledge,
    first: dict[tuple[Any, ...], datetime | None],
) -> dict[str, Any]:
    """What is alike climbs alike: with thousands of one day the ladder is asked once."""
    alike = (due.act, due.due_on, due.post, due.unit, about.overseer)
    if alike in first:
        return from_due(due, about, at, ()) | {"next_at": first[alike]}
    row = from_due(due, about, at, knowledge)
    first[alike] = row["next_at"]
    return row


@transaction.atomic
def end_planned(
    planned: Collection[UUID],
    outcome: Outcome,
    *,
    at: datetime,
    ended_at: datetime | None = None,
    by: UUID | None = None,
    deed: Mapping[str, str] | None = None,
) -> int:
    """End what is open of planned checks; ``deed`` names the visit that made them. What somebody
    else ended meanwhile is left as it is. Gives how many it were."""
    keys, count, when = sorted(planned), 0, ended_at or at
    for begin in range(0, len(keys), AT_ONCE):
        rows = Obligation.objects.filter(
            planned__in=keys[begin : begin + AT_ONCE], closed_at__isnull=True
        ).order_by("id")
        held = list(rows.select_for_update(of=("self",)).values_list("id", flat=True))
        _end(held, outcome, when, by, deed or {})
        record_many([ended(key, outcome, when, deed) for key in held], by=by, at=at)
        count += len(held)
    return count


def _end(
    held: Sequence[UUID],
    outcome: Outcome,
    when: datetime,
    by: UUID | None,
    deed: Mapping[str, str],
) -> None:
    changes: dict[str, Any] = {"closed_at": when, "outcome": outcome.value, **deed}
    if deed:
        changes["deed_by"] = by
    rows = Obligation.objects.filter(pk__in=held)
    # A rung that became true before the end is still written after it.
    rows.filter(next_at__gte=when).update(next_at=None)
    rows.update(**changes)
