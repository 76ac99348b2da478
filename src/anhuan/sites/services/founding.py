"""Many new dossiers at once, for what names places by the thousand."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import bulk_insert
from anhuan.base.ids import new_id
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record_many
from anhuan.ledger.types import Act
from anhuan.sites.entering import check_whole, put_in, read, search_text
from anhuan.sites.models import Site
from anhuan.sites.services.dossiers import private_apart
from anhuan.territory.queries import in_areas, place_of_area, place_of_point
from anhuan.territory.types import Place

MOST_AT_ONCE: Final = 10_000


@transaction.atomic
def add_sites(
    *, given: Iterable[Mapping[str, Any]], area: UUID, by: Viewer, at: datetime
) -> list[UUID | Refusal]:
    """New dossiers in ``area``, or in the smaller area of it that holds a site's position; for
    each of ``given`` (as ``add_site``) the new site or why it has none. That none of them is
    known already is the caller's to see to.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE`` for an area out of reach, ``TOO_MANY``.
    """
    if not by.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    home = place_of_area(area)
    if home.area is None or not in_areas(by, home.path):
        raise Refusal(Why.NOT_VISIBLE)
    found: list[UUID | Refusal] = []
    rows: list[Site] = []
    acts: list[Act] = []
    for each in given:
        try:
            values = read(each)
            row = _row(values, home, at)
        except Refusal as refusal:
            found.append(refusal)
            continue
        rows.append(row)
        acts.append(_act(row, values))
        found.append(row.id)
    if len(rows) > MOST_AT_ONCE:
        raise Refusal(Why.TOO_MANY, most=MOST_AT_ONCE)
    bulk_insert(rows)
    record_many(acts, by=by.person, at=at)
    return found


def _row(values: Mapping[str, Any], home: Place, at: datetime) -> Site:
    row = Site(pk=new_id(), **{"area_id": home.area} | dict(values))
    check_whole(row)
    put_in(row, _place(row, home))
    row.search, row.since = search_text(row), at
    return row


def _place(row: Site, home: Place) -> Place:
    if row.lon is None or row.lat is None:
        return home
    found = place_of_point(row.lon, row.lat)
    return found if found.area is not None and found.path.startswith(home.path) else home


def _act(row: Site, values: Mapping[str, Any]) -> Act:
    public, body = private_apart(values, row)
    return Act(kind="site.added", subject=row.id, version=row.version, public=public, body=body)
