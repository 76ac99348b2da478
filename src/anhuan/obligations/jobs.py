"""What falls due among obligations by the clock alone: rungs that have become true."""

from datetime import datetime
from uuid import UUID

from anhuan.base.clock import now
from anhuan.base.jobs import enqueue
from anhuan.obligations.queries import batches_ripe
from anhuan.obligations.services import look_again, sweep

DECIDE = frozenset({"escalation", "workdays"})
"""Subjects of the rulebook that decide when a rung becomes true."""


def due(at: datetime) -> range:
    return range(batches_ripe(at))


def run(item: int, at: datetime) -> None:
    sweep(at=at)


def rules_changed(subject: str, at: datetime, after: UUID | None = None) -> None:
    """Look again at everything open, batch by batch, when calendar or ladders have changed."""
    if subject not in DECIDE:
        return
    last = look_again(since=at, after=after, at=now())
    if last is not None:
        enqueue(
            "anhuan.obligations.jobs.rules_changed", {"subject": subject, "at": at, "after": last}
        )
