"""Writes to the dossiers: sites, who vouched for a field, how a site stands."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.base.db import compare_and_swap, one_at_a_time
from anhuan.base.ids import new_id
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.sites.entering import (
    FIELDS,
    PLACING,
    check_whole,
    malformed,
    place_of,
    put_in,
    read,
    same_site,
    search_text,
)
from anhuan.sites.models import Organisation, Site, Voucher
from anhuan.sites.services.keeping import keep, state_of
from anhuan.sites.types import Operation, Sensitivity
from anhuan.territory import services as territory
from anhuan.territory.queries import in_areas

PRIVATE: Final = frozenset(
    {
        "name",
        "short",
        "former_names",
        "normal_name",
        "registered_address",
        "address",
        "lon",
        "lat",
        "duty_phone",
    }
)
ORGANISATION: Final = tuple(
    field.name for field in Organisation._meta.concrete_fields if field.name != "site"
)
SCOPE: Final = ("area_id", "area_path", "city_id", "county_id", "street_id", "cell_id")
VOUCHED: Final = frozenset({*FIELDS, "operation", *ORGANISATION})


@transaction.atomic
def add_site(
    *, given: Mapping[str, Any], by: Viewer, at: datetime, site_id: UUID | None = None
) -> UUID:
    """A new dossier. ``given``: ``entering.FIELDS``; name, subject and address are needed, a
    credit code or the reason for having none, and an area or a position (degrees, WGS 84).

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE`` out of the actor's areas, ``MISSING`` (fields),
    ``MALFORMED`` (field, problem) and ``REPEATED`` for the same code, name and address.
    """
    _may(by)
    values = read(given)
    row = Site(pk=site_id or new_id(), **values)
    check_whole(row)
    put_in(row, place_of(row, area_given=True))
    _reach(by, row)
    _check_landlord(row, by)
    one_at_a_time(f"site {row.normal_name}")
    if same_site(row):
        raise Refusal(Why.REPEATED, field="name")
    row.search, row.since = search_text(row), at
    row.save(force_insert=True)
    _note("site.added", row.id, row.version, values, row, by=by, at=at)
    return row.id


@transaction.atomic
def change_site(
    *, site_id: UUID, seen_version: int, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    """Change fields of ``entering.FIELDS``; a former name is kept when the name changes.

    A site stays within the actor's areas. Refuses like ``add_site``, and ``STALE``.
    """
    _may(by)
    row = _found(site_id, by)
    values = read(changes)
    former, was = row.name, state_of(row)
    for name, value in values.items():
        setattr(row, name, value)
    if row.name != former and former not in row.former_names:
        row.former_names = values["former_names"] = [*row.former_names, former]
    if values.keys() & {"code"} and row.code:
        row.code_missing = values["code_missing"] = ""
    check_whole(row)
    if values.keys() & PLACING:
        put_in(row, place_of(row, area_given="area_id" in values))
        _reach(by, row)
        values |= {name: getattr(row, name) for name in SCOPE}
    _check_landlord(row, by)
    columns = values | {"search": search_text(row)}
    _advance(row, seen_version, columns)
    if state_of(row) != was:
        keep(row.id, was, at=at)
    _note("site.changed", row.id, seen_version + 1, values, row, by=by, at=at)


@transaction.atomic
def set_operation(
    *,
    site_id: UUID,
    seen_version: int,
    operation: Operation,
    since: date,
    by: Viewer,
    at: datetime,
) -> None:
    """在营, 停产, 关闭 or 搬迁 from a day on. Refuses ``MALFORMED`` (a day to come), ``STALE``."""
    _may(by)
    row = _found(site_id, by)
    if since > day_of(at):
        raise malformed("operation_since", "future")
    given = {"operation": operation, "operation_since": since}
    values = cleaned(Site, given, given)
    _advance(row, seen_version, values)
    keep(row.id, state_of(row), at=at)
    _note("site.operation-set", row.id, seen_version + 1, values, row, by=by, at=at)


@transaction.atomic
def set_organisation(
    *, site_id: UUID, seen_version: int, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    """Enter or change the site's safety organisation (domain §3.3), under the site's version."""
    _may(by)
    row = _found(site_id, by)
    values = cleaned(Organisation, changes, ORGANISATION)
    _advance(row, seen_version, {})
    Organisation.objects.update_or_create(site=row, defaults=values)
    _note("site.organisation-set", row.id, seen_version + 1, values, row, by=by, at=at)


@transaction.atomic
def vouch(
    *,
    site_id: UUID,
    field: str,
    source: str,
    by: Viewer,
    at: datetime,
    verified_on: date | None = None,
    sensitivity: Sensitivity = Sensitivity.INTERNAL,
) -> UUID:
    """Say where a field comes from, and that the actor checked it on ``verified_on``.

    Refuses ``MISSING`` (source) and ``MALFORMED`` (field: unknown; verified_on: future).
    """
    _may(by)
    row = _found(site_id, by)
    if field not in VOUCHED:
        raise malformed("field", "unknown")
    if not source.strip():
        raise Refusal(Why.MISSING, fields=("source",))
    if verified_on is not None and verified_on > day_of(at):
        raise malformed("verified_on", "future")
    given = {
        "field": field,
        "source": source,
        "sensitivity": sensitivity,
        "verified_on": verified_on,
    }
    voucher = Voucher(
        **cleaned(Voucher, given, given),
        site=row,
        verified_by=by.person if verified_on else None,
        recorded_at=at,
    )
    voucher.save(force_insert=True)
    record(
        kind="site.vouched",
        subject=voucher.id,
        version=1,
        public={
            "site": str(row.id),
            "field": field,
            "verified_on": verified_on.isoformat() if verified_on else None,
        },
        body={"source": source},
        by=by.person,
        at=at,
    )
    return voucher.id


@transaction.atomic
def add_site_post(
    *,
    site_id: UUID,
    title: str,
    role: Role,
    by: Viewer,
    at: datetime,
    superior: UUID | None = None,
    rank: int = 50,
) -> UUID:
    """A post of the firm, such as its head or its safety officer. Refuses like ``add_post``."""
    row = _found(site_id, by)
    return territory.add_post(
        title=title,
        role=role,
        site=row.id,
        site_path=row.area_path,
        superior=superior,
        rank=rank,
        by=by,
        at=at,
    )


def _may(by: Viewer) -> None:
    if not by.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)


def _found(site_id: UUID, by: Viewer) -> Site:
    row = Site.objects.filter(pk=site_id).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    _reach(by, row)
    return row


def _reach(by: Viewer, row: Site) -> None:
    if not (in_areas(by, row.area_path) or row.pk in by.sites):
        raise Refusal(Why.NOT_VISIBLE)


def _check_landlord(row: Site, by: Viewer) -> None:
    if row.landlord_id is not None:
        _found(row.landlord_id, by)


def _advance(row: Site, seen_version: int, columns: Mapping[str, Any]) -> None:
    found = Site.objects.filter(pk=row.pk)
    if not compare_and_swap(found, seen_version, **columns):
        raise Refusal(Why.STALE, version=row.version)


def _note(
    kind: str,
    subject: UUID,
    version: int,
    values: Mapping[str, Any],
    row: Site,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    public, body = private_apart(values, row)
    record(
        kind=kind,
        subject=subject,
        version=version,
        public=public,
        body=body,
        by=by.person,
        at=at,
    )


def private_apart(values: Mapping[str, Any], row: Site) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a record shows of ``values`` and what may be erased: names, addresses and telephone
    numbers stay out of the public part."""
    shown = {name.removesuffix("_id"): _plain(value) for name, value in values.items()}
    public = {k: v for k, v in shown.items() if k not in PRIVATE} | {"area": str(row.area_id)}
    return public, {k: v for k, v in shown.items() if k in PRIVATE}


def _plain(value: Any) -> Any:
    """A value as a record holds it: no floats, ids and days as text."""
    return str(value) if isinstance(value, UUID | date | float) else value
