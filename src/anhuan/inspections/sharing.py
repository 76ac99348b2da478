"""Whose a finding is: on a joint visit the competent department's; and whether it came back."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.base.plain import to_uuid
from anhuan.cases.findings import closed_of
from anhuan.inspections import models
from anhuan.kernel.access import Viewer
from anhuan.kernel.checklist import Item
from anhuan.kernel.deadline import due
from anhuan.kernel.industries import Field
from anhuan.kernel.visit import Visit, VisitAct, VisitKind
from anhuan.ledger.queries import facts_of
from anhuan.rulebook.queries import rules_at
from anhuan.sites.queries import scope_of_site
from anhuan.territory.competent import all_departments, competent_unit
from anhuan.territory.queries import station_of

RECURRENCE: Final = "case.recurrence"


def competent(visit: Visit, item: Item | None, domain: object, path: str) -> UUID | None:
    """The department a finding of a joint visit goes to: that of the item's field, without an
    item the one in charge of the place for the domain. What a cross-inspection finds goes to the
    station of the place. ``None``: whoever answers for the place."""
    if visit.kind is VisitKind.CROSS:
        return station_of(path)
    if visit.kind is not VisitKind.JOINT or visit.site is None:
        return None
    if item is not None:
        return competent_unit(path, item.field.value)
    if domain == "fire":
        return competent_unit(path, Field.FIRE.value)
    scope = scope_of_site(visit.site)
    return scope.department(str(domain)) if scope else None


def recurred(visit: Visit, item: str, *, at: datetime) -> UUID | None:
    """The case closed within the term of recurrence that was found at the same place on the same
    item of a list; a firm's own check links nothing. The last one closed."""
    if not item or visit.site is None or visit.kind is VisitKind.SELF_CHECK:
        return None
    rules = rules_at(at)
    term = rules.terms.get(RECURRENCE)
    if term is None:
        return None
    cases = [case for case, code in items_found(visit.site) if code == item]
    for one in closed_of(cases) if cases else ():
        if due(term, one.closed_at, rules.calendar).due_at > at:
            return one.id
    return None


def items_found(site: UUID) -> Iterator[tuple[UUID, str]]:
    """The cases that visits to a site opened, each with the item it was found on; two queries."""
    rows = models.Visit.objects.filter(site=site).exclude(findings=[])
    visits = list(rows.values_list("id", flat=True))
    for fact in facts_of(visits) if visits else ():
        data = fact.public["data"]
        if fact.public["act"] == VisitAct.FIND and "case" in data:
            yield UUID(str(to_uuid(data["case"]))), data.get("item", "")


def narrowed(viewer: Viewer, kind: VisitKind) -> bool:
    """Whether the viewer sees no more of such a visit than its own departments' part: on a joint
    visit whoever belongs to departments alone. Street, committee office, leader and firm see it
    whole."""
    if kind is not VisitKind.JOINT or not viewer.seats:
        return False
    if any(seat.unit is None for seat in viewer.seats):
        return False
    return all_departments(viewer.units)


def own_items(items: Iterable[Item], fields: frozenset[str]) -> frozenset[str]:
    """The codes of the items that lie within ``fields``."""
    return frozenset(item.code for item in items if item.field.value in fields)
