"""What may be done on a visit now, and what a visit may be begun with."""

from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.inspections.reading import Whole
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.checklist import proposed
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal
from anhuan.kernel.visit import VisitAct, VisitKind
from anhuan.kernel.visit_steps import OPENED_BY, Known, decide_visit
from anhuan.rulebook.queries import checklists_at, least_officers_at, rules_at
from anhuan.rulebook.types import ChecklistVersion
from anhuan.sites.queries import find as find_site
from anhuan.territory.members import posts_of_units
from anhuan.territory.queries import holders, units_around
from anhuan.territory.types import Holder

AT_DESK: Final = (
    VisitKind.DEPARTMENT,
    VisitKind.PATROL,
    VisitKind.REVISIT,
    VisitKind.JOINT,
    VisitKind.CROSS,
    VisitKind.SUPERVISION,
)
"""The kinds that are begun by hand at a desk; a campaign begins its own, a firm checks itself."""


def choices_of(viewer: Viewer, whole: Whole) -> dict[VisitAct, Refusal | None]:
    """Every act after the first, with ``None`` where it is open and the refusal where not."""
    actor = Actor(person=viewer.person, roles=viewer.roles, units=viewer.units, sites=viewer.sites)
    known = Known(
        rules=rules_at(viewer.at),
        checklist=whole.listed.checklist if whole.listed else None,
        least=least_officers_at(viewer.at),
    )
    return {
        act: _asked(whole, act, actor, known, viewer.at)
        for act in VisitAct
        if act is not VisitAct.OPEN
    }


def _asked(
    whole: Whole, act: VisitAct, actor: Actor, known: Known, at: datetime
) -> Refusal | None:
    try:
        decide_visit(whole.visit, act, by=actor, at=at, known=known)
    except Refusal as refusal:
        return refusal
    return None


def kinds_for(viewer: Viewer) -> tuple[VisitKind, ...]:
    """The kinds of visits that the viewer may begin at the desk."""
    return tuple(kind for kind in AT_DESK if viewer.may(OPENED_BY[kind]))


def lists_for(viewer: Viewer, site: UUID) -> tuple[list[ChecklistVersion], list[ChecklistVersion]]:
    """The lists in force: those proposed for the site's industry, and all others. Refuses
    ``NOT_VISIBLE``."""
    known = checklists_at(viewer.at)
    industry = find_site(viewer, site).industry
    order = proposed({code: one.checklist for code, one in known.items()}, industry)
    fits = [known[code] for code in order]
    return fits, [one for code, one in known.items() if code not in order]


INSPECT: Final = (Role.OFFICER, Role.APPROVER, Role.OFFICE)


def mates(viewer: Viewer, whole: Whole) -> list[Holder]:
    """Who may still join: colleagues of the own units, on a joint visit the officers of every
    unit around the place; three queries."""
    units = set(viewer.units)
    roles: tuple[Role, ...] = (*INSPECT, Role.GRID)
    if whole.visit.kind is VisitKind.JOINT:
        units |= {one.id for one in units_around(whole.area_path)}
        roles = INSPECT
    posts = posts_of_units(units, *roles)
    held = holders(posts, at=viewer.at)
    there = whole.visit.officers
    found = [held[post] for post in posts if post in held]
    return [one for one in found if one.person is not None and one.person not in there]
