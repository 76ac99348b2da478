"""What was found at a place before: the cases a revisit looks at, and what came of an item."""

from typing import Final

from anhuan.cases.findings import FoundCase, found_cases, graded_kinds
from anhuan.cases.queries import ledger
from anhuan.cases.types import Filters, Sort
from anhuan.inspections.reading import Whole
from anhuan.inspections.sharing import items_found
from anhuan.kernel.access import Viewer
from anhuan.kernel.visit import VisitKind

MOST: Final = 50


def former_cases(viewer: Viewer, whole: Whole) -> list[FoundCase]:
    """The cases of the place, open ones and closed, that a revisit looks at; what the visit
    itself found is not among them."""
    if whole.visit.kind is not VisitKind.REVISIT or whole.visit.site is None:
        return []
    asked = Filters(site=whole.visit.site)
    rows = ledger(viewer, asked, sort=Sort.DUE, size=MOST).rows
    wanted = [row.id for row in rows if row.id not in whole.visit.findings]
    found = found_cases(viewer, wanted, grading=graded_kinds(viewer.at))
    return [found[one] for one in wanted if one in found]


def earlier_on(viewer: Viewer, whole: Whole, item: str) -> list[FoundCase]:
    """What visits to the place found on that item before, the newest first."""
    if not item or whole.visit.site is None:
        return []
    own = whole.visit.findings
    cases = [case for case, code in items_found(whole.visit.site) if code == item]
    found = found_cases(viewer, [case for case in cases if case not in own])
    return sorted(found.values(), key=lambda one: one.number, reverse=True)
