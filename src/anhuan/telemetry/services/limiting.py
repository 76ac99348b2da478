"""Limits of single stations: set from a day on, ended on a day."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from anhuan.base.columns import cleaned
from anhuan.base.db import compare_and_swap
from anhuan.base.ids import new_id
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.telemetry.entering import FACTOR
from anhuan.telemetry.models import StationLimit
from anhuan.telemetry.services.adopting import standing_station

FIELDS: Final = ("factor", "span", "lowest", "highest", "source", "valid_from", "valid_to")


@transaction.atomic
def set_limit(*, station_id: UUID, given: Mapping[str, Any], by: Viewer, at: datetime) -> UUID:
    """``given``: ``factor``, ``span``, ``lowest`` or ``highest`` or both, ``source``,
    ``valid_from`` and, if it is known, ``valid_to``.

    Refuses ``NOT_VISIBLE``, ``WRONG_ROLE``, ``ENDED`` (station), ``MISSING``, ``MALFORMED``,
    ``REPEATED`` where one of the same factor and span stands on one of the days.
    """
    station = standing_station(station_id, by)
    missing = tuple(
        name for name in ("factor", "span", "source", "valid_from") if not given.get(name)
    )
    if missing:
        raise Refusal(Why.MISSING, fields=missing)
    values = cleaned(StationLimit, given, FIELDS)
    _check(values)
    if _standing_on(station.pk, values).exists():
        raise Refusal(Why.REPEATED, field="valid_from")
    row = StationLimit(
        pk=new_id(), station=station, recorded_at=at, recorded_by=by.person, **values
    )
    row.save(force_insert=True)
    _note("station.limited", row, values, by=by, at=at)
    return row.id


@transaction.atomic
def end_limit(
    *, limit_id: UUID, seen_version: int, valid_to: str, by: Viewer, at: datetime
) -> None:
    """Its last day. Refuses ``NOT_VISIBLE``, ``WRONG_ROLE``, ``MISSING``, ``MALFORMED``,
    ``STALE``."""
    row = StationLimit.objects.filter(pk=limit_id).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    standing_station(row.station_id, by)
    if not valid_to:
        raise Refusal(Why.MISSING, fields=("valid_to",))
    values = cleaned(StationLimit, {"valid_to": valid_to}, FIELDS)
    if values["valid_to"] < row.valid_from:
        raise _malformed("valid_to")
    if not compare_and_swap(StationLimit.objects.filter(pk=row.pk), seen_version, **values):
        raise Refusal(Why.STALE, version=row.version)
    row.version = seen_version + 1
    _note("station.limit-ended", row, values, by=by, at=at)


def _check(values: Mapping[str, Any]) -> None:
    if not FACTOR.fullmatch(values["factor"]):
        raise _malformed("factor")
    lowest: Decimal | None = values.get("lowest")
    highest: Decimal | None = values.get("highest")
    if lowest is None and highest is None:
        raise Refusal(Why.MISSING, fields=("highest",))
    if lowest is not None and highest is not None and lowest > highest:
        raise _malformed("highest")
    if values.get("valid_to") is not None and values["valid_to"] < values["valid_from"]:
        raise _malformed("valid_to")


def _standing_on(station: UUID, values: Mapping[str, Any]) -> Any:
    alike = StationLimit.objects.filter(
        station=station, factor=values["factor"], span=values["span"]
    )
    until = values.get("valid_to")
    before = Q(valid_from__lte=until) if until else Q()
    return alike.filter(before, Q(valid_to__isnull=True) | Q(valid_to__gte=values["valid_from"]))


def _malformed(field: str) -> Refusal:
    return Refusal(Why.MALFORMED, field=field, problem="invalid")


def _note(
    kind: str, row: StationLimit, values: Mapping[str, Any], *, by: Viewer, at: datetime
) -> None:
    shown = {
        name: str(value) if isinstance(value, Decimal | date) else value
        for name, value in values.items()
    }
    record(
        kind=kind,
        subject=row.id,
        version=row.version,
        public=shown | {"station": str(row.station_id)},
        body={},
        by=by.person,
        at=at,
    )
