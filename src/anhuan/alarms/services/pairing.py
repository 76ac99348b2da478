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

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``MALFORMED`` and ``REPEATED`` for a line that has
    its pair.
    """
    if not by.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE)
    one, other = station(by, production), station(by, treatment)
    if one.id == other.id or one.site is None or one.site != other.site:
        raise Refusal(Why.MALFORMED, field="treatment", problem="invalid")
    if {one.kind, other.kind} != {Kind.POWER}:
        raise Refusal(Why.MALFORMED, field="production", problem="invalid")
    if not (rated.is_finite() and 0 < rated <= MOST_POWER):
        raise Refusal(Why.MALFORMED, field="rated", problem="invalid")
    if Pair.objects.filter(production=one.id).exists():
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
