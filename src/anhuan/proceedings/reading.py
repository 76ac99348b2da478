"""What a proceeding's record says: its story, as far as this sight opens it."""

from uuid import UUID

from anhuan.kernel.procedure import ProceedingAct
from anhuan.ledger.queries import acts_of
from anhuan.ledger.types import Recorded
from anhuan.people.queries import persons
from anhuan.proceedings.types import ProceedingEntry, ProceedingSight

A = ProceedingAct
INTERNAL = frozenset({A.PROPOSE, A.SET_ASIDE, A.PUT_FORWARD, A.APPROVE, A.REFUSE, A.NOTE})
"""What office and body write before and beside the procedure: not for its subject."""


def story_of(
    proceeding: UUID, sight: ProceedingSight = ProceedingSight.OFFICE, *, served: bool = True
) -> tuple[ProceedingEntry, ...]:
    """The acts on a visible proceeding, oldest first: all, or those that this sight opens. The
    subject reads a decision when it is served, not before."""
    closed = INTERNAL if served else INTERNAL | {A.DECIDE}
    whole = sight is not ProceedingSight.SUBJECT
    found = [one for one in acts_of(proceeding) if whole or A(one.public["act"]) not in closed]
    names = persons(one.by for one in found if one.by)
    return tuple(_entry(one, names[one.by].name if one.by in names else "") for one in found)


def _entry(act: Recorded, name: str) -> ProceedingEntry:
    return ProceedingEntry(
        version=act.version,
        act=A(act.public["act"]),
        at=act.at,
        by_name=name,
        data=act.public["data"],
        body=act.body or {},
        erased=act.body is None,
        fact_id=act.id,
    )
