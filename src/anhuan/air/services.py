"""Writes of the air: the means of closed days, published figures, targets and their figures."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.air import models
from anhuan.air.law import Law
from anhuan.air.means import day_items, packed
from anhuan.air.reading import bounds, hours_of, stations_below
from anhuan.base.columns import cleaned
from anhuan.base.db import compare_and_swap
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.rulebook.standards import indicators_at
from anhuan.territory.queries import in_areas, is_node, place_of_area

MOST_DAYS: Final = 366
TARGET: Final = ("indicator", "name", "starts_on", "ends_on", "baseline", "bound", "source")
FIGURE: Final = ("through", "value", "official", "method", "coverage", "source")
PUBLISHED: Final = ("day", "aqi", "primary", "source")


def gather(*, start: date, end: date, at: datetime) -> int:
    """Make the means of the closed days from ``start`` to ``end`` anew from what the stations
    sent; how many station-days have any. Each day is a transaction of its own."""
    law = Law(at)
    stations = stations_below(None)
    last = min(end, day_of(at) - timedelta(days=1))
    count = 0
    while start <= last:
        found = hours_of(None, stations, *bounds(start), law)
        rows = [
            models.DayMean(
                station=station,
                day=day,
                items=packed(day_items(hours, day, law)),
                gathered_at=at,
            )
            for (station, day), hours in found.items()
        ]
        _keep(start, rows, at)
        count += len(rows)
        start += timedelta(days=1)
    return count


@transaction.atomic
def _keep(day: date, rows: list[models.DayMean], at: datetime) -> None:
    models.DayMean.objects.filter(day=day).delete()
    models.DayMean.objects.bulk_create(rows)
    models.Gathered.objects.update_or_create(day=day, defaults={"at": at})


@transaction.atomic
def enter_published(
    *, area: UUID, days: Iterable[Mapping[str, Any]], by: Viewer, at: datetime
) -> int:
    """Figures that somebody published of days of an area: kept beside the computed ones. The same
    again adds nothing, another figure is a later version. ``days``: day, aqi, primary, source.
    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``MISSING``, ``MALFORMED`` (also a day to come)."""
    path = _reach(area, by, Capability.IMPORT)
    added = []
    for given in days:
        _asked(given, ("day", "aqi", "source"))
        values = cleaned(models.Published, given, PUBLISHED)
        if values["day"] > day_of(at):
            raise Refusal(Why.MALFORMED, field="day", problem="future")
        if values["aqi"] > MOST_AQI:
            raise Refusal(Why.MALFORMED, field="aqi", problem="max_value")
        old = models.Published.objects.filter(area=area, day=values["day"])
        newest = old.order_by("-entered_at", "-id").first()
        if newest is None or any(getattr(newest, name) != each for name, each in values.items()):
            row = models.Published(
                area_id=area, area_path=path, entered_by=by.person, entered_at=at, **values
            )
            row.save(force_insert=True)
            added.append(row)
    for row in added:
        public = {"area": str(area), "day": row.day.isoformat(), "aqi": row.aqi}
        _note("air.published", row.id, 1, public | _texts(row, "primary", "source"), by, at)
    return len(added)


MOST_AQI: Final = 500


@transaction.atomic
def set_target(
    *, area: UUID, unit: UUID, given: Mapping[str, Any], by: Viewer, at: datetime
) -> UUID:
    """A bound for an indicator of an area over a stretch of at most a year, answered for by
    ``unit``. Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``MISSING``, ``MALFORMED`` and
    ``NO_SUCH_RULE`` for an indicator that is none."""
    path = _reach(area, by, Capability.INSTRUCT)
    if unit not in by.units and not is_node(by):
        raise Refusal(Why.NOT_VISIBLE)
    _asked(given, ("indicator", "name", "starts_on", "ends_on", "bound", "source"))
    values = cleaned(models.Target, given, TARGET)
    if values["indicator"] not in indicators_at(at, known_at=at):
        raise Refusal(Why.NO_SUCH_RULE, subject="indicator", code=values["indicator"])
    days = (values["ends_on"] - values["starts_on"]).days + 1
    if not 1 <= days <= MOST_DAYS:
        raise Refusal(Why.MALFORMED, field="ends_on", problem="stretch", most=MOST_DAYS)
    for name in ("bound", "baseline"):
        if values.get(name) is not None and values[name] < 0:
            raise Refusal(Why.MALFORMED, field=name, problem="min_value")
    _percent(values["indicator"], values, at)
    row = models.Target(
        area_id=area, area_path=path, unit_id=unit, set_by=by.person, set_at=at, **values
    )
    row.save(force_insert=True)
    public = {"area": str(area), "unit": str(unit)} | _texts(row, *values)
    _note("air.target-set", row.id, 1, public, by, at)
    return row.id


def _percent(code: str, values: Mapping[str, Any], at: datetime) -> None:
    """A share is at most all of it."""
    rule = indicators_at(at, known_at=at)[code].rule
    if rule.unit == "%" and values["bound"] > 100:
        raise Refusal(Why.MALFORMED, field="bound", problem="max_value")


@transaction.atomic
def withdraw_target(*, target: UUID, by: Viewer, at: datetime) -> None:
    """A target that no longer holds; it stays to be read. Refuses ``WRONG_ROLE``,
    ``NOT_VISIBLE``, ``ENDED``, ``STALE``."""
    row = _target(target, by, Capability.INSTRUCT)
    changes = {"withdrawn_by": by.person, "withdrawn_at": at}
    if not compare_and_swap(models.Target.objects.filter(pk=row.pk), row.version, **changes):
        raise Refusal(Why.STALE, version=row.version)
    _note("air.target-withdrawn", row.id, row.version + 1, {}, by, at)


@transaction.atomic
def enter_figure(*, target: UUID, given: Mapping[str, Any], by: Viewer, at: datetime) -> UUID:
    """A figure of an indicator, with how it was found and what it covers. It counts where nothing
    here is measured; beside a computed one it is only told. Refuses ``WRONG_ROLE``,
    ``NOT_VISIBLE``, ``ENDED``, ``MISSING``, ``MALFORMED``."""
    row = _target(target, by, Capability.IMPORT)
    _asked(given, ("through", "value", "method", "coverage", "source"))
    values = cleaned(models.Figure, {"official": False} | dict(given), FIGURE)
    if not row.starts_on <= values["through"] <= min(row.ends_on, day_of(at)):
        raise Refusal(Why.MALFORMED, field="through", problem="outside")
    figure = models.Figure(target=row, entered_by=by.person, entered_at=at, **values)
    figure.save(force_insert=True)
    public = {"target": str(row.id)} | _texts(figure, *values)
    _note("air.figure", figure.id, 1, public, by, at)
    return figure.id


def _reach(area: UUID, by: Viewer, capability: Capability) -> str:
    place = place_of_area(area)
    if place.area is None or not in_areas(by, place.path):
        raise Refusal(Why.NOT_VISIBLE)
    _may(by, capability)
    return place.path


def _target(target: UUID, by: Viewer, capability: Capability) -> models.Target:
    row = models.Target.objects.filter(pk=target).first()
    if row is None or not in_areas(by, row.area_path):
        raise Refusal(Why.NOT_VISIBLE)
    _may(by, capability)
    if row.withdrawn_at is not None:
        raise Refusal(Why.ENDED)
    return row


def _may(by: Viewer, capability: Capability) -> None:
    if not by.may(capability) and not is_node(by):
        raise Refusal(Why.WRONG_ROLE, capability=capability)


def _asked(given: Mapping[str, Any], names: Iterable[str]) -> None:
    absent = tuple(name for name in names if given.get(name) in (None, ""))
    if absent:
        raise Refusal(Why.MISSING, fields=absent)


def _texts(row: Any, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


def _note(
    kind: str, subject: UUID, version: int, public: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    record(
        kind=kind, subject=subject, version=version, public=public, body={}, by=by.person, at=at
    )
