"""Open cases as somebody carries them along who will be without a network."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from anhuan.cases import models
from anhuan.cases.actors import actor_for
from anhuan.cases.mapping import to_case
from anhuan.cases.scope import visible
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action, Case, State
from anhuan.kernel.lifecycle import choices
from anhuan.kernel.rules import Rules
from anhuan.people.queries import may_sign
from anhuan.rulebook.queries import rules_at

ON_SPOT: Final = (Action.FIX_ON_SPOT, Action.PASS, Action.RETURN, Action.NOTE)
"""What is done where the thing is."""
MOST: Final = 1000
LATELY: Final = timedelta(days=30)
MOST_ECHOES: Final = 20
CLOSE_BY: Final = timedelta(days=3)
MOST_SAME: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedCase:
    """An open case at a place; ``may``: the acts that are open to the viewer on the spot."""

    id: UUID
    site: UUID
    number: str
    description: str
    part: str
    state: str
    grade: str
    due_on: date | None
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFinding:
    """What became of something the viewer found."""

    id: UUID
    number: str
    description: str
    site: UUID | None
    site_name: str
    found_on: date | None
    state: str
    at: datetime


def carried(viewer: Viewer, sites: Collection[UUID]) -> list[CarriedCase]:
    """The visible open cases at ``sites``, the earliest due first; three queries."""
    rows = visible(viewer).filter(models.OPEN, site__in=list(sites))
    found = rows.defer("search").order_by("sort_due", "id")[:MOST]
    signs, rules = may_sign(viewer.person, viewer.at), rules_at(viewer.at)
    return [_carried(row, _may(viewer, to_case(row), rules, signs)) for row in found]


def _may(viewer: Viewer, case: Case, rules: Rules, signs: bool) -> tuple[str, ...]:
    """As ``choices_of``, with rules and certificate looked up once for all."""
    asked = replace(case, state=State.REGISTERED) if case.state is State.SUBMITTED else case
    actor = replace(actor_for(viewer, asked, at=viewer.at), certified=signs)
    answers = choices(case, by=actor, at=viewer.at, rules=rules)
    return tuple(each.value for each in ON_SPOT if answers[each] is None)


def _carried(row: models.Case, may: tuple[str, ...]) -> CarriedCase:
    assert row.site_id is not None
    return CarriedCase(
        id=row.id,
        site=row.site_id,
        number=row.number,
        description=row.description,
        part=row.spot,
        state=row.state,
        grade=row.grade,
        due_on=row.due_on,
        may=may,
    )


def maybe_same(viewer: Viewer, case: Case) -> list[tuple[str, str]]:
    """Numbers and descriptions of visible open cases that another person found at the same place
    within days: two who were there without a network could not know of each other. One query."""
    if case.site is None or case.found_on is None or not case.is_open:
        return []
    near = (case.found_on - CLOSE_BY, case.found_on + CLOSE_BY)
    rows = visible(viewer).filter(models.OPEN, site=case.site, found_on__range=near)
    others = rows.exclude(pk=case.id).exclude(found_by=case.found_by)
    return list(others.order_by("-opened_at").values_list("number", "description")[:MOST_SAME])


def sites_of_cases(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The site of each visible case that has one; one query."""
    rows = visible(viewer).filter(pk__in=list(ids), site__isnull=False)
    return dict(rows.values_list("id", "site"))


def own_findings(viewer: Viewer) -> list[OwnFinding]:
    """What the viewer found and has lately come to an end, the last first; one query."""
    rows = visible(viewer).filter(found_by=viewer.person, ended_at__gte=viewer.at - LATELY)
    found = rows.exclude(state=State.VOIDED.value).order_by("-ended_at", "-id")[:MOST_ECHOES]
    return [
        OwnFinding(
            id=row.id,
            number=row.number,
            description=row.description,
            site=row.site_id,
            site_name=row.site_name,
            found_on=row.found_on,
            state=row.state,
            at=row.ended_at,
        )
        for row in found.defer("search")
        if row.ended_at is not None
    ]
