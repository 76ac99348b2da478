"""What a matter's record says: its story and the acts it cites."""

from collections.abc import Iterable
from uuid import UUID

from anhuan.accountability.types import CitedFact, MatterEntry, Sight
from anhuan.cases.queries import numbers, sees_case
from anhuan.kernel.access import Viewer
from anhuan.kernel.accountability import MatterAct
from anhuan.ledger.queries import acts, acts_of
from anhuan.ledger.types import Recorded
from anhuan.people.queries import persons

A = MatterAct
INTERNAL = frozenset({A.PROPOSE, A.VERIFY, A.CITE, A.NOTE, A.SET_ASIDE, A.NOT_OPEN})
"""What the office writes before and beside the procedure: for the office and the body alone."""
RESULT = frozenset({A.DECIDE, A.SERVE, A.FEED_BACK, A.DECIDE_APPEAL, A.ARCHIVE})
"""What the superior reads."""


def story_of(matter: UUID, sight: Sight = Sight.OFFICE) -> tuple[MatterEntry, ...]:
    """The acts on a visible matter, oldest first: all, or those that this sight opens."""
    found = [one for one in acts_of(matter) if _opened(A(one.public["act"]), sight)]
    names = persons(one.by for one in found if one.by)
    return tuple(_entry(one, names[one.by].name if one.by in names else "") for one in found)


def _opened(act: MatterAct, sight: Sight) -> bool:
    if sight is Sight.SUBJECT:
        return act not in INTERNAL
    return sight is not Sight.SUPERIOR or act in RESULT


def _entry(act: Recorded, name: str) -> MatterEntry:
    return MatterEntry(
        version=act.version,
        act=A(act.public["act"]),
        at=act.at,
        by_name=name,
        post_title="",
        data=act.public["data"],
        body=act.body or {},
        erased=act.body is None,
        fact_id=act.id,
    )


def cited_facts(viewer: Viewer, facts: Iterable[str | UUID]) -> tuple[CitedFact, ...]:
    """The acts a visible matter cites, by time; a case out of the viewer's sight is no link."""
    found = acts(UUID(str(each)) for each in facts)
    cases = {one.subject for one in found}
    known = numbers(cases)
    open_ = {case for case in cases if sees_case(viewer, case)}
    names = persons(one.by for one in found if one.by)
    return tuple(
        CitedFact(
            id=one.id,
            action=one.kind.removeprefix("case."),
            at=one.at,
            by_name=names[one.by].name if one.by in names else "",
            case=one.subject,
            case_number=known.get(one.subject, ""),
            version=one.version,
            linked=one.subject in open_,
        )
        for one in found
    )
