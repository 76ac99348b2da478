"""Which meter belongs to which line."""

from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction

from anhuan.alarms.models import Pair
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.telemetry.queries import station
from anhuan.telemetry.types import Kind

MOST_POWER: Final = Decimal(1_000_000)


@transaction.atomic
def pair_meters(
    *, production: UUID, treatment: UUID, rated: Decimal, by: Viewer, at: datetime
) -> UUID:
    """The meter of a line and that of what treats it, at one site; ``rated``: kW of the line.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``MALFORMED``, ``ENDED`` for a meter that measures no
    more and ``REPEATED`` for a line that has its pair.
    """
    if not by.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE)
    one, other = station(by, production), station(by, treatment)
    if one.id == other.id or one.site is None or one.site != other.site:
        raise Refusal(Why.MALFORMED, field="treatment", problem="invalid")
    if {one.kind, other.kind} != {Kind.POWER}:
        raise Refusal(Why.MALFORMED, field="production", problem="invalid")
    if one.retired or other.retired:
        raise Refusal(Why.ENDED)
    if not (rated.is_finite() and 0 < rated <= MOST_POWER):
        raise Refusal(Why.MALFORMED, field="rated", problem="invalid")
    if Pair.objects.filter(production=one.id, ended_at__isnull=True).exists():
        raise Refusal(Why.REPEATED, field="production")
    row = Pair.objects.create(
        production_id=one.id,
        treatment_id=other.id,
        rated=rated,
        paired_at=at,
        paired_by=by.person,
    )
    said = {"production": str(one.id), "treatment": str(other.id), "rated": str(rated)}
    record(
        kind="meters.paired", subject=row.id, version=1, public=said, body={}, by=by.person, at=at
    )
    return row.id


@transaction.atomic
def part_meters(*, pair: UUID, by: Viewer, at: datetime) -> None:
    """The two belong together no longer; what they told until now counts.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``ENDED``.
    """
    if not by.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE)
    row = Pair.objects.filter(pk=pair).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    station(by, row.production_id)
    open_ = Pair.objects.filter(pk=pair, ended_at__isnull=True)
    if not open_.update(ended_at=max(at, row.paired_at), ended_by=by.person):
        raise Refusal(Why.ENDED)
    record(
        kind="meters.parted", subject=row.id, version=2, public={}, body={}, by=by.person, at=at
    )
