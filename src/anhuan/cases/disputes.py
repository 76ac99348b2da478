"""Whose an illegal activity is: the committee office decides, and it stays decided."""

from datetime import datetime
from uuid import UUID

from anhuan.cases import models
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action, Case, Fact
from anhuan.kernel.routing import check_dispute, route_key
from anhuan.rulebook.queries import names_of
from anhuan.rulebook.services import keep_route
from anhuan.territory.competent import office_area
from anhuan.territory.queries import area_names, unit_names


def decide_route(
    row: models.Case, case: Case, fact: Fact, *, by: Viewer, at: datetime
) -> UUID | None:
    """In the transaction of the act: whether it decides whose the activity is from now on; gives
    the version of the rule that keeps it. Refuses ``OFFICE_DECIDES``."""
    if not row.activity or fact.action is not Action.FORWARD:
        return None
    area, unit = office_area(case.unit), fact.data["to_unit"]
    code = str(fact.data.get("code", ""))
    to_office = office_area(unit) is not None
    final = check_dispute(fact.action, code, from_office=area is not None, to_office=to_office)
    if not final or area is None or to_office:
        return None
    what = names_of("activity", at).get(row.activity, row.activity)
    office = unit_names([case.unit]).get(case.unit, "") if case.unit else ""
    return keep_route(
        code=route_key(row.activity, area),
        value={"activity": row.activity, "area": str(area), "unit": str(unit)},
        name=f"{what}（{area_names([area]).get(area, '')}）",
        source=f"{row.number} {office}",
        by=by,
        at=at,
    )
