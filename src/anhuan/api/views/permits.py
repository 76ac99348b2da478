"""Permits: the list, those of a site, and writes to them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from ninja import Query, Schema

from anhuan.api.entrance import ApiRequest
from anhuan.api.operations import answer, reads, writes
from anhuan.api.shapes.permits import (
    NewPermit,
    Permit,
    PermitChange,
    PermitEnd,
    PermitHolder,
    PermitRenewal,
    Permits,
)
from anhuan.api.shapes.sites import Kept
from anhuan.api.types import Answer
from anhuan.api.views.cases import Cursor, Size, Text
from anhuan.duty.licensing import licensors
from anhuan.duty.types import Licensor
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.rulebook.queries import permit_kinds
from anhuan.sites import permits as queries
from anhuan.sites import services
from anhuan.sites.permits import PermitTab, validity_of
from anhuan.sites.queries import find
from anhuan.sites.types import PermitLine

DERIVED = frozenset({"standing", "answers"})


class PermitQuery(Schema):
    """``query`` is looked for in the numbers of permits and the names of sites; ``tab`` is ``due``
    (running out or expired), ``nobody`` (without a unit) or ``all``."""

    tab: PermitTab = PermitTab.DUE
    kind: Text = ""
    unit: UUID | None = None
    query: Text = ""
    after: Cursor = ""
    size: Size = 30


@reads("/permits", returns=Permits, asks=PermitQuery, tag="sites")
def list_permits(request: ApiRequest, asked: Query[PermitQuery]) -> Permits:
    """The permits that the caller may see, and who answers for each."""
    viewer = request.auth.viewer
    page = queries.permits(
        viewer,
        tab=asked.tab,
        kind=asked.kind,
        unit=asked.unit,
        text=asked.query,
        after=asked.after,
        size=asked.size,
    )
    return Permits(_shaped(viewer, page.lines), page.after)


@reads("/permits/{uuid:permit_id}", returns=Permit, tag="sites")
def read_permit(request: ApiRequest, permit_id: UUID) -> Permit:
    """One permit with who answers for it."""
    viewer = request.auth.viewer
    return _shaped(viewer, [queries.permit(viewer, permit_id)])[0]


@reads("/sites/{uuid:site_id}/permits", returns=Permits, tag="sites")
def permits_of_site(request: ApiRequest, site_id: UUID) -> Permits:
    """The permits of a site, those that ended last."""
    viewer = request.auth.viewer
    find(viewer, site_id)
    return Permits(_shaped(viewer, queries.of_site(viewer, site_id)), "")


@writes("/sites/{uuid:site_id}/permits", takes=NewPermit, returns=Kept, status=201, tag="sites")
def add_permit(request: ApiRequest, site_id: UUID) -> Answer:
    """Enter a permit of a site."""
    caller = request.auth
    given = _named(request.sent.given)
    permit = services.add_permit(site_id=site_id, given=given, by=caller.viewer, at=caller.at)
    return answer(Kept(permit, 1), status=201, location=f"/api/v1/permits/{permit}")


@writes("/permits/{uuid:permit_id}", takes=PermitChange, returns=Kept, method="PATCH", tag="sites")
def change_permit(request: ApiRequest, permit_id: UUID) -> Answer:
    """Correct a permit, or name the unit that answers for it from now on."""
    caller, body = request.auth, request.sent
    services.change_permit(
        permit_id=permit_id,
        seen_version=body.seen_version,
        changes=_named(body.changes),
        by=caller.viewer,
        at=caller.at,
    )
    return answer(Kept(permit_id, body.seen_version + 1))


@writes("/permits/{uuid:permit_id}/renewal", takes=PermitRenewal, returns=Kept, tag="sites")
def renew_permit(request: ApiRequest, permit_id: UUID) -> Answer:
    """Record that the issuing unit has renewed a permit."""
    return _settled(request, permit_id, services.renew_permit)


@writes("/permits/{uuid:permit_id}/end", takes=PermitEnd, returns=Kept, tag="sites")
def end_permit(request: ApiRequest, permit_id: UUID) -> Answer:
    """Record that a permit was cancelled, revoked or withdrawn."""
    return _settled(request, permit_id, services.end_permit)


def _settled(request: ApiRequest, permit_id: UUID, act: Any) -> Answer:
    caller, given = request.auth, _named(request.sent)
    seen = given.pop("seen_version")
    act(permit_id=permit_id, seen_version=seen, given=given, by=caller.viewer, at=caller.at)
    return answer(Kept(permit_id, seen + 1))


def _named(fields: msgspec.Struct) -> dict[str, Any]:
    """The fields that were named at all."""
    found = msgspec.structs.asdict(fields)
    return {name: value for name, value in found.items() if value is not msgspec.UNSET}


def _shaped(viewer: Viewer, lines: Iterable[PermitLine]) -> tuple[Permit, ...]:
    listed = list(lines)
    kinds, today = permit_kinds(viewer.at), day_of(viewer.at)
    who = licensors((line.unit for line in listed), at=viewer.at)
    names = [name for name in Permit.__struct_fields__ if name not in DERIVED]
    return tuple(
        Permit(
            **{name: getattr(line, name) for name in names},
            standing=validity_of(line, kinds, on=today),
            answers=_holder(who[line.unit]),
        )
        for line in listed
    )


def _holder(one: Licensor) -> PermitHolder:
    held = one.holder
    return PermitHolder(
        unit=one.unit,
        unit_name=one.unit_name,
        post=held.post if held else None,
        title=held.title if held else "",
        person_name=held.name if held else "",
        broken=one.broken,
    )
