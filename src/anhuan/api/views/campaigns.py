"""Campaigns and plans: the list, one with its progress, the checks of its list."""

from ninja import Query, Schema

from anhuan.api.entrance import ApiRequest
from anhuan.api.operations import reads
from anhuan.api.queries import shaped
from anhuan.api.shapes.campaigns import (
    CampaignFile,
    CampaignFound,
    CampaignLine,
    CampaignList,
    DrawProof,
    ListProgress,
    PlannedChecks,
    ReasonCount,
    UnitProgress,
)
from anhuan.api.views.cases import Cursor, Size
from anhuan.inspections import plans
from anhuan.inspections.plans import CampaignTab
from anhuan.kernel.campaign import RowState


class CampaignQuery(Schema):
    """Which campaigns, from where."""

    tab: CampaignTab = CampaignTab.OPEN
    after: Cursor = ""
    size: Size = 50


class CheckQuery(Schema):
    """Which checks of a list, from where."""

    state: RowState | None = None
    after: Cursor = ""
    size: Size = 50


@reads("/campaigns", returns=CampaignList, asks=CampaignQuery, tag="campaigns")
def list_campaigns(request: ApiRequest, asked: Query[CampaignQuery]) -> CampaignList:
    """A page of the campaigns and plans in the caller's reach, the newest first."""
    viewer = request.auth.viewer
    page = plans.campaigns(viewer, tab=asked.tab, after=asked.after, size=asked.size)
    found: CampaignList = shaped(page, CampaignList)
    return found


@reads("/campaigns/{number}", returns=CampaignFile, tag="campaigns")
def read_campaign(request: ApiRequest, number: str) -> CampaignFile:
    """One campaign with how its list stands, unit by unit, as far as the caller sees it."""
    file = plans.campaign(request.auth.viewer, number)
    return CampaignFile(
        line=shaped(file.line, CampaignLine),
        whole=file.whole,
        sealed=file.sealed,
        units=tuple(
            UnitProgress(
                unit=unit,
                name=name,
                progress=shaped(progress, ListProgress),
                found=shaped(found, CampaignFound),
            )
            for unit, (name, progress, found) in file.units.items()
        ),
        reasons=tuple(
            ReasonCount(state=state, code=code, count=n)
            for (state, code), n in sorted(file.reasons.items())
        ),
        found=shaped(file.found, CampaignFound),
        draw=shaped(file.draw, DrawProof) if file.draw else None,
    )


@reads("/campaigns/{number}/checks", returns=PlannedChecks, asks=CheckQuery, tag="campaigns")
def list_checks(request: ApiRequest, number: str, asked: Query[CheckQuery]) -> PlannedChecks:
    """A page of the checks of a list, what is due earliest first."""
    viewer = request.auth.viewer
    page = plans.checks(
        viewer, number=number, state=asked.state, after=asked.after, size=asked.size
    )
    found: PlannedChecks = shaped(page, PlannedChecks)
    return found
