"""Writes of permits: entered, corrected, renewed, ended."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.base.db import compare_and_swap, one_at_a_time
from anhuan.base.reactions import publish
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.permit import PermitAct
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.rulebook.queries import permit_kinds
from anhuan.sites.entering import malformed
from anhuan.sites.models import Permit, Site
from anhuan.sites.queries import visible
from anhuan.territory.competent import competent_unit
from anhuan.territory.naming import units_named
from anhuan.territory.queries import in_areas, unit_exists

FIELDS: Final = ("kind", "number", "issuer", "unit", "issued_on", "valid_to", "scope")
RENEWING: Final = ("number", "issued_on", "valid_to")
ENDING: Final = ("ended_how", "ended_on", "end_reason")
NEEDED: Final = ("kind", "number", "issued_on")
PRIVATE: Final = frozenset({"number", "scope", "issuer", "end_reason"})


@transaction.atomic
def add_permit(*, site_id: UUID, given: Mapping[str, Any], by: Viewer, at: datetime) -> UUID:
    """A permit of a site. ``given``: ``FIELDS``; kind, number and day of issue are needed.

    Without a unit it is the one that bears the name printed on the paper (``issuer``); where
    the paper names none, the department that licenses this kind at the place. Where that finds
    nobody the permit is entered all the same and stands as a gap. Refuses ``WRONG_ROLE``,
    ``NOT_VISIBLE``, ``MISSING``, ``MALFORMED``, ``NO_SUCH_TARGET`` (unit), ``REPEATED``.
    """
    site = visible(by).filter(pk=site_id).first()
    if site is None:
        raise Refusal(Why.NOT_VISIBLE)
    _may(by, site, None)
    _need(given, NEEDED)
    values = cleaned(Permit, given, FIELDS)
    row = Permit(site=site, **values)
    _check(row, at)
    if row.unit_id is None:
        row.unit_id = values["unit_id"] = _unit_of(row, at)
    _once(row)
    row.save(force_insert=True)
    _note("permit.added", row, values, by=by, at=at)
    _tell(row, None, at=at)
    return row.id


@transaction.atomic
def change_permit(
    *, permit_id: UUID, seen_version: int, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    """Correct what was entered, or name the unit that answers from now on. A new period is no
    correction: ``renew_permit``. Refuses like ``add_permit``, ``ENDED`` and ``STALE``."""
    row = _standing(permit_id, by)
    _need(changes, [name for name in NEEDED if name in changes])
    values = cleaned(Permit, changes, FIELDS)
    for name, value in values.items():
        setattr(row, name, value)
    _check(row, at)
    _once(row)
    _advance(row, seen_version, values)
    _note("permit.changed", row, values, by=by, at=at)
    _tell(row, None, at=at)


@transaction.atomic
def renew_permit(
    *, permit_id: UUID, seen_version: int, given: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    """The issuing unit has renewed it. ``given``: ``issued_on``, a later ``valid_to`` or none,
    another ``number`` where it changed. Refuses ``MISSING``, ``MALFORMED``, ``NOT_LATER`` when the
    last day does not move, ``ENDED``, ``STALE``."""
    row = _standing(permit_id, by)
    _need(given, ("issued_on",))
    if "valid_to" not in given:
        raise Refusal(Why.MISSING, fields=("valid_to",))
    values = cleaned(Permit, {k: v for k, v in given.items() if k != "number" or v}, RENEWING)
    former = row.valid_to
    for name, value in values.items():
        setattr(row, name, value)
    if row.valid_to is not None and (former is None or row.valid_to <= former):
        raise Refusal(Why.NOT_LATER, field="valid_to", until=former)
    _check(row, at)
    _once(row)
    _advance(row, seen_version, values)
    _note("permit.renewed", row, values, by=by, at=at)
    _tell(row, PermitAct.RENEW, at=at)


@transaction.atomic
def end_permit(
    *, permit_id: UUID, seen_version: int, given: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    """It was cancelled, revoked or withdrawn. ``given``: ``ENDING``, all needed.

    Refuses ``MISSING``, ``MALFORMED`` (a day to come, or before the issue), ``ENDED``,
    ``STALE``.
    """
    row = _standing(permit_id, by)
    _need(given, ENDING)
    values = cleaned(Permit, given, ENDING)
    on = values["ended_on"]
    if not row.issued_on <= on <= day_of(at):
        raise malformed("ended_on", "future" if on > day_of(at) else "before")
    for name, value in values.items():
        setattr(row, name, value)
    _advance(row, seen_version, values)
    _note("permit.ended", row, values, by=by, at=at)
    _tell(row, PermitAct.END, at=at)


def _may(by: Viewer, site: Site, unit: UUID | None) -> None:
    """Whoever keeps the dossier, and the unit that issued the permit."""
    if not by.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    if not (in_areas(by, site.area_path) or unit in by.units):
        raise Refusal(Why.NOT_VISIBLE)


def _standing(permit_id: UUID, by: Viewer) -> Permit:
    row = Permit.objects.select_related("site").filter(pk=permit_id).first()
    if row is None or not (in_areas(by, row.site.area_path) or row.unit_id in by.units):
        raise Refusal(Why.NOT_VISIBLE)
    _may(by, row.site, row.unit_id)
    if row.ended_on is not None:
        raise Refusal(Why.ENDED)
    return row


def _need(given: Mapping[str, Any], names: Sequence[str]) -> None:
    absent = tuple(name for name in names if not str(given.get(name) or "").strip())
    if absent:
        raise Refusal(Why.MISSING, fields=absent)


def _check(row: Permit, at: datetime) -> None:
    if row.kind not in permit_kinds(at):
        raise malformed("kind", "invalid_choice")
    if row.issued_on > day_of(at):
        raise malformed("issued_on", "future")
    if row.valid_to is not None and row.valid_to < row.issued_on:
        raise malformed("valid_to", "before")
    if row.unit_id is not None and not unit_exists(row.unit_id):
        raise Refusal(Why.NO_SUCH_TARGET, field="unit")


def _unit_of(row: Permit, at: datetime) -> UUID | None:
    if row.issuer:
        named = units_named(row.issuer)
        return named[0] if len(named) == 1 else None
    return competent_unit(row.site.area_path, permit_kinds(at)[row.kind].rule.field)


def _once(row: Permit) -> None:
    one_at_a_time(f"permits of {row.site_id}")
    same = Permit.objects.filter(site=row.site_id, kind=row.kind, number=row.number)
    if same.exclude(pk=row.pk).exists():
        raise Refusal(Why.REPEATED, field="number")


def _advance(row: Permit, seen_version: int, values: Mapping[str, Any]) -> None:
    if not compare_and_swap(Permit.objects.filter(pk=row.pk), seen_version, **values):
        raise Refusal(Why.STALE, version=row.version)
    row.version = seen_version + 1


def _tell(row: Permit, act: PermitAct | None, *, at: datetime) -> None:
    """What is owed of it follows, in the transaction of the act."""
    publish("permit.changed", permit=row.id, act=act.value if act else "", at=at)


def _note(kind: str, row: Permit, values: Mapping[str, Any], *, by: Viewer, at: datetime) -> None:
    """What the paper says stays out of the public part; kind, unit and days do not."""
    shown = {name.removesuffix("_id"): _plain(value) for name, value in values.items()}
    record(
        kind=kind,
        subject=row.id,
        version=row.version,
        public={k: v for k, v in shown.items() if k not in PRIVATE} | {"site": str(row.site_id)},
        body={k: v for k, v in shown.items() if k in PRIVATE},
        by=by.person,
        at=at,
    )


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID | date) else value
