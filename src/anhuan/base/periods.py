"""Valid time (when it held) and recorded time (when we knew), both half open: [from, to)."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q

from anhuan.base.compiled import Slot
from anhuan.kernel.refusal import Refusal, Why

Row = TypeVar("Row", bound=models.Model)


class Period(models.Model):
    """Columns of a row that holds from one instant to another, as recorded in a span of time.

    A correction closes ``recorded_to`` and adds a row; nothing is rewritten.
    """

    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    recorded_from = models.DateTimeField()
    recorded_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_valid",
            ),
            models.CheckConstraint(
                condition=Q(recorded_to__isnull=True) | Q(recorded_to__gte=F("recorded_from")),
                name="%(app_label)s_%(class)s_recorded",
            ),
        ]


def holds(at: datetime | Slot, known_at: datetime | Slot, prefix: str = "") -> Q:
    """The condition "valid at ``at`` as recorded by ``known_at``"; ``prefix`` follows a key. The
    instants may be slots of a compiled read."""
    return _spans("valid", at, prefix) & _spans("recorded", known_at, prefix)


def valid_at(
    queryset: models.QuerySet[Row], at: datetime, known_at: datetime
) -> models.QuerySet[Row]:
    """The rows valid at ``at`` as recorded by ``known_at``."""
    return queryset.filter(holds(at, known_at))


def valid_within(
    queryset: models.QuerySet[Row], start: datetime, end: datetime, known_at: datetime
) -> models.QuerySet[Row]:
    """The rows valid at some instant of [``start``, ``end``) as recorded by ``known_at``."""
    ends_later = Q(valid_to__isnull=True) | Q(valid_to__gt=start)
    return queryset.filter(ends_later, _spans("recorded", known_at, ""), valid_from__lt=end)


def _spans(name: str, at: datetime | Slot, prefix: str) -> Q:
    began: dict[str, Any] = {f"{prefix}{name}_from__lte": at}
    open_end: dict[str, Any] = {f"{prefix}{name}_to__isnull": True}
    later_end: dict[str, Any] = {f"{prefix}{name}_to__gt": at}
    return Q(**began) & (Q(**open_end) | Q(**later_end))


def revised(row: Row, *, at: datetime, **changes: Any) -> Row:
    """An unsaved copy of a ``Period`` row that says ``changes``, recorded from ``at``."""
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    fields.pop(str(row._meta.pk.attname))
    return type(row)(**fields | {"recorded_from": at, "recorded_to": None} | changes)


def close(row: models.Model, *, at: datetime) -> None:
    """Close the recorded time of a ``Period`` row. Refuses ``STALE`` when it is closed."""
    known = type(row)._default_manager.filter(pk=row.pk, recorded_to__isnull=True)
    if known.update(recorded_to=at) == 0:
        raise Refusal(Why.STALE, version=None)
