"""Enterprises and places: list, dossier, and writes to it."""

from typing import Any
from uuid import UUID

import msgspec
from ninja import Query, Schema

from anhuan.api.bodies import storable
from anhuan.api.entrance import ApiRequest
from anhuan.api.operations import answer, reads, writes
from anhuan.api.queries import area_path, shaped
from anhuan.api.shapes.sites import (
    Dossier,
    Kept,
    NewSite,
    OperationSet,
    OrganisationChange,
    Site,
    SiteChange,
    Sites,
    Vouched,
    Vouching,
)
from anhuan.api.types import Answer
from anhuan.api.views.cases import Cursor, Size, Text
from anhuan.base.keyset import cursor, place
from anhuan.sites import queries, services
from anhuan.sites.types import Operation


class SiteQuery(Schema):
    """``query`` is looked for in names, code and address."""

    query: Text = ""
    area: UUID | None = None
    operation: Operation | None = None
    risk: Text = ""
    after: Cursor = ""
    size: Size = 30


@reads("/sites", returns=Sites, asks=SiteQuery, tag="sites")
def list_sites(request: ApiRequest, asked: Query[SiteQuery]) -> Sites:
    """The sites that the caller may see, by name."""
    viewer = request.auth.viewer
    page = queries.sites(
        viewer,
        text=asked.query,
        area_path=area_path(viewer, asked.area) if asked.area else "",
        operation=asked.operation,
        risk=asked.risk,
        after=place(asked.after, str) if asked.after else None,
        size=asked.size,
    )
    rows = tuple(shaped(line, Site) for line in page.lines)
    return Sites(rows, cursor(*page.after) if page.after else "")


@reads("/sites/{uuid:site_id}", returns=Dossier, tag="sites")
def read_site(request: ApiRequest, site_id: UUID) -> Dossier:
    """Everything about one site."""
    found: Dossier = shaped(queries.dossier(request.auth.viewer, site_id), Dossier)
    return found


def _named(fields: msgspec.Struct) -> dict[str, Any]:
    """The fields that were named at all."""
    return {
        name: value
        for name, value in msgspec.structs.asdict(fields).items()
        if value is not msgspec.UNSET
    }


@writes("/sites", takes=NewSite, returns=Kept, status=201, tag="sites")
def add_site(request: ApiRequest) -> Answer:
    """Begin a dossier."""
    caller = request.auth
    site = services.add_site(given=_named(request.sent.given), by=caller.viewer, at=caller.at)
    return answer(Kept(site, 1), status=201, location=f"/api/v1/sites/{site}")


@writes("/sites/{uuid:site_id}", takes=SiteChange, returns=Kept, method="PATCH", tag="sites")
def change_site(request: ApiRequest, site_id: UUID) -> Answer:
    """Change fields of a dossier."""
    caller, body = request.auth, request.sent
    services.change_site(
        site_id=site_id,
        seen_version=body.seen_version,
        changes=_named(body.changes),
        by=caller.viewer,
        at=caller.at,
    )
    return answer(Kept(site_id, body.seen_version + 1))


@writes("/sites/{uuid:site_id}/operation", takes=OperationSet, returns=Kept, tag="sites")
def set_operation(request: ApiRequest, site_id: UUID) -> Answer:
    """Say whether a site operates, from a day on."""
    caller, body = request.auth, request.sent
    services.set_operation(
        site_id=site_id,
        seen_version=body.seen_version,
        operation=body.operation,
        since=body.since,
        by=caller.viewer,
        at=caller.at,
    )
    return answer(Kept(site_id, body.seen_version + 1))


@writes(
    "/sites/{uuid:site_id}/organisation",
    takes=OrganisationChange,
    returns=Kept,
    method="PATCH",
    tag="sites",
)
def set_organisation(request: ApiRequest, site_id: UUID) -> Answer:
    """Enter or change a site's safety organisation."""
    caller, body = request.auth, request.sent
    services.set_organisation(
        site_id=site_id,
        seen_version=body.seen_version,
        changes=_named(body.changes),
        by=caller.viewer,
        at=caller.at,
    )
    return answer(Kept(site_id, body.seen_version + 1))


@writes("/sites/{uuid:site_id}/vouchers", takes=Vouching, returns=Vouched, status=201, tag="sites")
def vouch(request: ApiRequest, site_id: UUID) -> Answer:
    """Say where a field of a dossier comes from."""
    caller, body = request.auth, request.sent
    found = services.vouch(
        site_id=site_id,
        field=storable("field", body.field),
        source=body.source,
        by=caller.viewer,
        at=caller.at,
        verified_on=body.verified_on,
        sensitivity=body.sensitivity,
    )
    return answer(Vouched(found), status=201)
