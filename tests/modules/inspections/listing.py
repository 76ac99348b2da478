"""Campaigns in the small town, step by step."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from anhuan.inspections import services
from anhuan.inspections.models import PlannedCheck
from anhuan.inspections.types import CampaignDone
from anhuan.kernel.access import Viewer
from anhuan.kernel.campaign import CampaignAct
from anhuan.kernel.visit import VisitAct
from tests import factories as make
from tests.modules.cases.town import Town

A = CampaignAct
GIVEN = {
    "campaign_title": "粉尘涉爆专项检查",
    "campaign_kind": "special",
    "from_on": "2026-05-11",
    "to_on": "2026-05-31",
    "hands": "own",
    "basis": "云安〔2026〕12 号",
}


def drafted(by: Viewer, at: datetime = make.AT, **more: Any) -> CampaignDone:
    return services.draft(given=GIVEN | more, by=by, at=at)


def did(number: str, what: A, by: Viewer, at: datetime = make.AT, **given: Any) -> CampaignDone:
    return services.act_on_campaign(number=number, what=what, given=given, by=by, at=at)


def running(town: Town, at: datetime = make.AT, *, lot: str = "", **more: Any) -> str:
    """Drafted by the officer, approved by the head, started."""
    number = drafted(town.officer, at, **more).number
    did(number, A.APPROVE, town.head, at)
    did(number, A.START, town.officer, at, **({"lot": lot} if lot else {}))
    return number


def checks(number: str) -> list[PlannedCheck]:
    return list(PlannedCheck.objects.filter(campaign__number=number).order_by("due_on", "nth"))


def visited(
    town: Town,
    check: PlannedCheck,
    *,
    by: Viewer | None = None,
    at: datetime = make.AT + timedelta(hours=1),
    kind: str = "campaign",
    plan: bool = True,
) -> str:
    """A visit by two that ends; its number."""
    officer = by or town.officer
    given: dict[str, Any] = {"kind": kind, "site": check.site_id}
    if plan:
        given["plan"] = check.id
    number = services.open_visit(given=given, by=at_(officer, at), at=at).number
    if kind != "patrol":
        pair = {"officer": town.colleague.person}
        services.act(number=number, what=VisitAct.JOIN, given=pair, by=officer, at=at)
    services.act(number=number, what=VisitAct.END, given={}, by=officer, at=at)
    return number


def at_(by: Viewer, at: datetime) -> Viewer:
    """The same viewer at another instant."""
    return replace(by, at=at)
