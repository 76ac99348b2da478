"""Obligations as the record keeps them: each is a subject of its own, made as its first version
and ended, where it was, as its second. What stands after its day is missed without a word."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from anhuan.base.plain import plain
from anhuan.kernel.obligation import Outcome
from anhuan.ledger.types import Act, Recorded
from anhuan.obligations.models import SUBJECTS, Obligation

MADE: Final = "obligation.made"
IMPORTED: Final = "obligation.imported"
"""One that stood, or had ended, before obligations were recorded."""
ENDED: Final = "obligation."

KEPT: Final = (
    *("act", "party", "term", "post", "unit", "site", "due_on", "estimated"),
    *("due_at", "through", "duty", "thing", "object", "from_on", "nth"),
)
"""What never changes while an obligation stands. Who carries the ball, and what escalation needs
of the case, follow from the acts."""
DEED: Final = ("deed", "deed_number")


def made(row: Mapping[str, Any]) -> Act:
    """The first version of an obligation, from its columns by name of field."""
    return Act(
        kind=MADE,
        subject=row["id"],
        version=1,
        public=said_of(row),
        body={},
        at=row["opened_at"],
    )


def made_rows(rows: Iterable[Obligation]) -> list[Act]:
    return [made(columns_of(row)) for row in rows]


def ended(key: UUID, outcome: Outcome, at: datetime, deed: Mapping[str, str] | None = None) -> Act:
    """The second version: how it ended; ``deed`` names the act that kept a cyclic one."""
    return Act(
        kind=f"{ENDED}{outcome.value}",
        subject=key,
        version=2,
        public=dict(deed or {}),
        body={},
        at=at,
    )


def columns_of(row: Obligation) -> dict[str, Any]:
    """The columns of a row by name of field, references by their keys."""
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}


def said_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the record says of a new obligation; what is empty is left out."""
    known = {name: row[name] for name in (*SUBJECTS, *KEPT) if row.get(name)}
    if "due_at" in known:
        known["due_at"] = instant(known["due_at"])
    return {name: plain(each) for name, each in known.items()}


def taken_over(row: Mapping[str, Any], at: datetime) -> Act:
    """One that is older than its record, taken over at ``at`` as it stands then. What has ended
    is no promise any more, so its day stands with its end."""
    said = said_of(row) | {"opened_at": instant(row["opened_at"])}
    if row["closed_at"]:
        end = {"outcome": row["outcome"], "closed_at": instant(row["closed_at"])}
        day = {"due_on": said.pop("due_on")} if "due_on" in said else {}
        deed = {name: row[name] for name in DEED if row.get(name)}
        said["ended"] = end | day | deed
    return Act(kind=IMPORTED, subject=row["id"], version=1, public=said, body={}, at=at)


def as_stored(row: Mapping[str, Any]) -> dict[str, Any]:
    """All that the record knows of an obligation, as its row has it."""
    known = said_of(row) | {name: row[name] for name in DEED if row.get(name)}
    known |= {"opened_at": instant(row["opened_at"])}
    if row["closed_at"]:
        known |= {"outcome": row["outcome"], "closed_at": instant(row["closed_at"])}
    return known


def as_recorded(facts: Iterable[Recorded]) -> dict[str, Any]:
    """The same, as the facts of one obligation tell it, in the order of versions."""
    known: dict[str, Any] = {}
    for fact in facts:
        if fact.kind == MADE:
            known |= {**fact.public, "opened_at": instant(fact.at)}
        elif fact.kind == IMPORTED:
            known |= {name: each for name, each in fact.public.items() if name != "ended"}
            known |= fact.public.get("ended", {})
        else:
            outcome = fact.kind.removeprefix(ENDED)
            known |= {**fact.public, "outcome": outcome, "closed_at": instant(fact.at)}
    return known


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
