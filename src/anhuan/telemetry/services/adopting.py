"""Stations: adopted, changed, retired."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.base.db import compare_and_swap, next_number, one_at_a_time
from anhuan.base.ids import new_id
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.sites.queries import scope_of_site
from anhuan.telemetry.entering import check_station
from anhuan.telemetry.models import Station, Stranger
from anhuan.telemetry.types import Kind
from anhuan.territory.queries import in_areas, place_of_area

FIELDS: Final = (
    "code",
    "name",
    "kind",
    "lon",
    "lat",
    "interval",
    "reference",
    "units",
    "password",
    "cipher_key",
)
CHANGING: Final = tuple(name for name in FIELDS if name != "code")
PLACE: Final = frozenset({"area", "site"})
SECRET: Final = frozenset({"password", "cipher_key"})
NUMBERS: Final = "telemetry.station"


@transaction.atomic
def adopt_station(
    *,
    code: str,
    name: str,
    kind: Kind,
    area: UUID | None = None,
    site: UUID | None = None,
    lon: float | None = None,
    lat: float | None = None,
    interval: int = 60,
    reference: bool = False,
    units: Mapping[str, str] | None = None,
    password: str = "",
    cipher_key: str = "",
    by: Viewer,
    at: datetime,
) -> UUID:
    """A station from now on, in ``area``, or where its ``site`` lies, at the point of which it
    stands unless ``lon`` and ``lat`` say another; out of quarantine, if its code waits there.
    ``interval``: seconds between two of its instant values. ``units``: the unit it sends a factor
    in, where that is not the standard one.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE`` (area, site), ``MISSING``, ``MALFORMED``, ``REPEATED``
    (code).
    """
    _may(by)
    given: dict[str, Any] = {"code": code, "name": name, "kind": kind}
    given |= {"lon": lon, "lat": lat, "interval": interval, "reference": reference}
    given |= {"units": dict(units or {}), "password": password, "cipher_key": cipher_key}
    values = cleaned(Station, given, FIELDS) | _place(area, site, by)
    if site is not None and values["lon"] is None and values["lat"] is None:
        values |= _point_of(site)
    one_at_a_time(f"station {values['code']}")
    if Station.objects.filter(code=values["code"]).exists():
        raise Refusal(Why.REPEATED, field="code")
    row = Station(
        pk=new_id(),
        number=next_number(NUMBERS, 0),
        adopted_at=at,
        adopted_by=by.person,
        **values,
    )
    check_station(row)
    row.save(force_insert=True)
    waiting = Stranger.objects.filter(code=row.code, settled_at__isnull=True)
    waiting.update(settled_at=at, settled_by=by.person)
    _note("station.adopted", row, values | {"number": row.number}, by=by, at=at)
    return row.id


@transaction.atomic
def change_station(
    *, station_id: UUID, seen_version: int, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    """Correct what is said of a station; its code stays. Refuses like ``adopt_station``,
    ``ENDED`` for a retired one, ``STALE``."""
    row = standing_station(station_id, by)
    given = {name: value for name, value in changes.items() if name not in PLACE}
    values = cleaned(Station, given, CHANGING)
    if PLACE & changes.keys():
        values |= _place(changes.get("area"), changes.get("site", row.site_id), by)
    for name, value in values.items():
        setattr(row, name, value)
    check_station(row)
    _advance(row, seen_version, values)
    _note("station.changed", row, values, by=by, at=at)


@transaction.atomic
def retire_station(*, station_id: UUID, seen_version: int, by: Viewer, at: datetime) -> None:
    """It measures no more; its readings stay. Refuses ``NOT_VISIBLE``, ``WRONG_ROLE``, ``ENDED``,
    ``STALE``."""
    row = standing_station(station_id, by)
    _advance(row, seen_version, {"retired_at": at, "retired_by": by.person})
    _note("station.retired", row, {}, by=by, at=at)


def _may(by: Viewer) -> None:
    if not by.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)


def standing_station(station_id: UUID, by: Viewer) -> Station:
    """One in reach that still measures. Refuses ``NOT_VISIBLE``, ``WRONG_ROLE``, ``ENDED``."""
    row = Station.objects.filter(pk=station_id).first()
    if row is None or not (in_areas(by, row.area_path) or row.site_id in by.sites):
        raise Refusal(Why.NOT_VISIBLE)
    _may(by)
    if row.retired_at is not None:
        raise Refusal(Why.ENDED)
    return row


def _place(area: UUID | None, site: UUID | None, by: Viewer) -> dict[str, Any]:
    """The columns of the area given, or of that of the site. Both must be in reach."""
    if area is None and site is None:
        raise Refusal(Why.MISSING, fields=("area",))
    found = scope_of_site(site) if site else None
    if site is not None and (found is None or not in_areas(by, found.place.path)):
        raise Refusal(Why.NOT_VISIBLE)
    place = found.place if found and area is None else place_of_area(area)
    if place.area is None or not in_areas(by, place.path):
        raise Refusal(Why.NOT_VISIBLE)
    return {"area_id": place.area, "area_path": place.path, "site_id": site}


def _point_of(site: UUID) -> dict[str, float]:
    found = scope_of_site(site)
    point = found.point if found else None
    return dict(zip(("lon", "lat"), point, strict=True)) if point else {}


def _advance(row: Station, seen_version: int, values: Mapping[str, Any]) -> None:
    if not compare_and_swap(Station.objects.filter(pk=row.pk), seen_version, **values):
        raise Refusal(Why.STALE, version=row.version)
    row.version = seen_version + 1


def _note(kind: str, row: Station, values: Mapping[str, Any], *, by: Viewer, at: datetime) -> None:
    """A password is in no record, nor that one was set."""
    shown = {
        name.removesuffix("_id"): str(value) if isinstance(value, UUID) else value
        for name, value in values.items()
        if name not in SECRET
    }
    exact = {name: str(shown[name]) for name in ("lon", "lat") if shown.get(name) is not None}
    record(
        kind=kind,
        subject=row.id,
        version=row.version,
        public=shown | exact,
        body={},
        by=by.person,
        at=at,
    )
