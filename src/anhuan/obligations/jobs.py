"""What falls due among obligations by the clock alone: rungs that have become true, and the
windows of cyclic duties, permits that run out."""

from datetime import datetime
from uuid import UUID

from anhuan.base.clock import now
from anhuan.base.jobs import enqueue
from anhuan.obligations.cyclic import PERMITS, unswept
from anhuan.obligations.licences import permits_unswept
from anhuan.obligations.queries import batches_ripe
from anhuan.obligations.services import look_again, settle_permits, sweep, sweep_duty

DECIDE = frozenset({"escalation", "workdays"})
"""Subjects of the rulebook that decide when a rung becomes true."""


def due(at: datetime) -> list[int | str]:
    """Batches of rungs by their number, duties by their code, the permits as one."""
    permits = [PERMITS] if permits_unswept(at) else []
    return [*range(batches_ripe(at)), *unswept(at), *permits]


def run(item: int | str, at: datetime) -> None:
    if isinstance(item, int):
        sweep(at=at)
    elif item == PERMITS:
        settle_permits(at=at)
    else:
        sweep_duty(code=item, at=at)


def rules_changed(subject: str, at: datetime, after: UUID | None = None) -> None:
    """Look again at everything open, batch by batch, when calendar or ladders have changed."""
    if subject not in DECIDE:
        return
    last = look_again(since=at, after=after, at=now())
    if last is not None:
        enqueue(
            "anhuan.obligations.jobs.rules_changed", {"subject": subject, "at": at, "after": last}
        )
