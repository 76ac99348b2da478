"""A unit stated: by its firm, or by whoever keeps the dossier."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.base.db import compare_and_swap, one_at_a_time
from anhuan.hazards import entering
from anhuan.hazards.entering import malformed
from anhuan.hazards.models import HazardUnit
from anhuan.hazards.noting import note
from anhuan.hazards.queries import MOST_UNITS, may_keep, standard
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.hazard_table import HazardRule
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites.queries import visible as sites_seen
from anhuan.territory.queries import is_node

NEEDED: Final = ("name", "kind")
COUNTING: Final = ("chemicals", "persons")
"""What the calculation is made of: another name of the unit leaves its assessment standing."""
COUNTED: Final = ("persons_source", "persons_on")


@transaction.atomic
def add_unit(*, site_id: UUID, given: Mapping[str, Any], by: Viewer, at: datetime) -> UUID:
    """A unit of a site. ``given``: ``entering.FIELDS`` and ``chemicals``, a list; name and kind
    are needed. Refuses ``NOT_VISIBLE``, ``WRONG_ROLE``, ``MISSING``, ``MALFORMED``, ``REPEATED``
    (name), ``TOO_MANY``."""
    seen = sites_seen(by).filter(pk=site_id).values_list("area_path", flat=True).first()
    if seen is None and is_node(by):
        seen = ""
    if seen is None:
        raise Refusal(Why.NOT_VISIBLE)
    if not may_keep(by, site_id, seen):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    row = HazardUnit(site_id=site_id)
    values = _put_in(row, given, at)
    one_at_a_time(f"hazard units of {site_id}")
    if HazardUnit.objects.filter(site=site_id).count() >= MOST_UNITS:
        raise Refusal(Why.TOO_MANY, most=MOST_UNITS)
    _once(row)
    row.save(force_insert=True)
    note("hazard.unit-added", row, values | {"site_id": site_id, "content": 1}, by=by, at=at)
    return row.id


@transaction.atomic
def change_unit(
    *, unit_id: UUID, seen_version: int, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    """State a unit anew; ``chemicals`` replaces them all. Other chemicals or persons outdate the
    assessment. Refuses like ``add_unit``, ``ENDED`` and ``STALE``."""
    row = standing_unit(unit_id, by)
    _change(row, seen_version, changes, by=by, at=at)


@transaction.atomic
def put_chemical(
    *,
    unit_id: UUID,
    seen_version: int,
    place: int | None,
    given: Mapping[str, Any],
    by: Viewer,
    at: datetime,
) -> None:
    """Add a chemical, or put another in the ``place`` (from 0) of one. Refuses like
    ``change_unit``; ``NOT_VISIBLE`` for a place where there is none."""
    row = standing_unit(unit_id, by)
    _fresh(row, seen_version)
    held = list(row.chemicals)
    if place is None:
        held.append(given)
    else:
        held[_place(held, place)] = given
    _change(row, seen_version, {"chemicals": held}, by=by, at=at)


@transaction.atomic
def drop_chemical(
    *, unit_id: UUID, seen_version: int, place: int, by: Viewer, at: datetime
) -> None:
    """Take a chemical out. Refuses like ``put_chemical``."""
    row = standing_unit(unit_id, by)
    _fresh(row, seen_version)
    held = list(row.chemicals)
    del held[_place(held, place)]
    _change(row, seen_version, {"chemicals": held}, by=by, at=at)


@transaction.atomic
def end_unit(
    *, unit_id: UUID, seen_version: int, given: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    """It is no more: dismantled, or put to other use. ``given``: ``ended_on``, ``end_reason``,
    both needed. Refuses ``MISSING``, ``MALFORMED`` (a day to come), ``ENDED``, ``STALE``."""
    row = standing_unit(unit_id, by)
    _need(given, ENDING)
    values = cleaned(HazardUnit, given, ENDING)
    if values["ended_on"] > day_of(at):
        raise malformed("ended_on", "future")
    advance(row, seen_version, values)
    note("hazard.unit-ended", row, values, by=by, at=at)


ENDING: Final = ("ended_on", "end_reason")


def standing_unit(unit_id: UUID, by: Viewer) -> HazardUnit:
    """The unit, for whoever states it. Refuses ``NOT_VISIBLE``, ``WRONG_ROLE``, ``ENDED``."""
    rows = HazardUnit.objects.select_related("site").defer("site__search").filter(pk=unit_id)
    if not is_node(by):
        rows = rows.filter(site__in=sites_seen(by).values("pk"))
    row = rows.first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    if not may_keep(by, row.site_id, row.site.area_path):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    if row.ended_on is not None:
        raise Refusal(Why.ENDED)
    return row


def advance(row: HazardUnit, seen_version: int, values: Mapping[str, Any]) -> None:
    """Write the columns as of ``seen_version``, or refuse ``STALE``."""
    if not compare_and_swap(HazardUnit.objects.filter(pk=row.pk), seen_version, **values):
        raise Refusal(Why.STALE, version=row.version)
    row.version = seen_version + 1


def _change(
    row: HazardUnit, seen_version: int, changes: Mapping[str, Any], *, by: Viewer, at: datetime
) -> None:
    before = [getattr(row, name) for name in COUNTING]
    values = _put_in(row, changes, at)
    _once(row)
    if [getattr(row, name) for name in COUNTING] != before:
        values["content"] = row.content + 1
    advance(row, seen_version, values)
    note("hazard.unit-changed", row, values, by=by, at=at)


def _put_in(row: HazardUnit, given: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The columns of ``given``, checked and put into ``row``."""
    plain = {name: value for name, value in given.items() if name != "chemicals"}
    _need(plain, [name for name in NEEDED if row._state.adding or name in plain])
    values = entering.unit_values(plain)
    if "chemicals" in given:
        values["chemicals"] = entering.chemicals(given["chemicals"], _rule(at))
        values["names"] = entering.names_of(values["chemicals"])
    for name, value in values.items():
        setattr(row, name, value)
    if row.persons is not None:
        _need({name: getattr(row, name) for name in COUNTED}, COUNTED)
    if row.persons_on is not None and row.persons_on > day_of(at):
        raise malformed("persons_on", "future")
    return values


def _rule(at: datetime) -> HazardRule | None:
    named = standard(at)
    return named.rule if named else None


def _need(given: Mapping[str, Any], names: Any) -> None:
    absent = tuple(name for name in names if not str(given.get(name) or "").strip())
    if absent:
        raise Refusal(Why.MISSING, fields=absent)


def _fresh(row: HazardUnit, seen_version: int) -> None:
    """A place means another chemical once the list has changed."""
    if row.version != seen_version:
        raise Refusal(Why.STALE, version=row.version)


def _place(held: list[Any], place: int) -> int:
    if not 0 <= place < len(held):
        raise Refusal(Why.NOT_VISIBLE)
    return place


def _once(row: HazardUnit) -> None:
    same = HazardUnit.objects.filter(site=row.site_id, name=row.name)
    if same.exclude(pk=row.pk).exists():
        raise Refusal(Why.REPEATED, field="name")
