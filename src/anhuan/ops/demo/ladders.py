"""What escalation needs of a played obligation, as the live program keeps it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.kernel.escalation import Aspect, Knowledge, Owed, forecast


def keep_up(
    due: dict[str, Any], about: Mapping[str, str], officer: UUID | None, at: datetime
) -> None:
    """What goes on takes over what its case has become, and keeps what it was until ``at``."""
    watched = due["site"] is not None or due["post"] is None
    now: dict[str, Any] = {**about, "overseer": officer if watched else None}
    was = {name: due[name] for name in now}
    if now == was:
        return
    overseer = was.pop("overseer")
    kept = {"overseer_id": str(overseer) if overseer else None, "until": at.isoformat()}
    due["former"] = [*due["former"], was | kept]
    due.update(now)


def first_rung(due: Mapping[str, Any], knowledge: Knowledge) -> datetime | None:
    """When the first rung of an obligation became or becomes true."""
    turns = [*due["former"], {**due, "until": None}]
    starts = [due["opened_at"], *(datetime.fromisoformat(each["until"]) for each in turns[:-1])]
    owed = Owed(
        act=due["act"],
        due_on=due["due_on"],
        opened_at=due["opened_at"],
        closed_at=due["closed_at"],
        aspects=tuple(
            Aspect(since=since, kind=each["kind"], grade=each["grade"])
            for since, each in zip(starts, turns, strict=True)
        ),
    )
    return next((rung.at for rung in forecast(owed, knowledge)), None)
