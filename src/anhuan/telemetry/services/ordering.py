"""Stations are asked to do something; what becomes of it is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.telemetry.models import Order
from anhuan.telemetry.ordering import COMMANDS, request_of
from anhuan.telemetry.protocols.hj212 import compose
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.services.adopting import standing_station
from anhuan.telemetry.types import Standing

MOST_OPEN: Final = 20
"""Orders of one station that are not ended."""
MOST_ANSWERS: Final = 50


@transaction.atomic
def ask_station(
    *, station_id: UUID, command: str, details: Mapping[str, str], by: Viewer, at: datetime
) -> UUID:
    """Ask a station for its time (1011), to set it to ours (1012), for its intervals (1061, 1063)
    or to change them (1062 with ``RtdInterval``, 1064 with ``MinInterval``), to begin or end
    real-time data (2011, 2012), or for what it stored of days, run hours, minutes or hours (2031,
    2041, 2051, 2061 with ``BeginTime`` and ``EndTime``). Sent when the station is connected.

    Refuses ``NOT_VISIBLE``, ``WRONG_ROLE``, ``ENDED``, ``MALFORMED`` (command, details),
    ``REPEATED`` when too many wait.
    """
    row = standing_station(station_id, by)
    if command not in COMMANDS:
        raise Refusal(Why.MALFORMED, field="command", problem="unknown")
    speaker = compose.Speaker("22", "", row.code, Revision.OF_2017)
    try:
        request_of(command, details, speaker=speaker, number=compose.number(at), at=at)
    except compose.CannotSay as error:
        raise Refusal(Why.MALFORMED, field="details", problem="invalid") from error
    if Order.objects.filter(station=row, ended_at__isnull=True).count() >= MOST_OPEN:
        raise Refusal(Why.REPEATED, field="command")
    order = Order.objects.create(
        pk=new_id(),
        station=row,
        command=command,
        details=dict(details),
        standing=Standing.WAITING,
        asked_at=at,
        asked_by=by.person,
    )
    record(
        kind="station.asked",
        subject=order.id,
        version=1,
        public={"station": str(row.id), "command": command, "details": dict(details)},
        body={},
        by=by.person,
        at=at,
    )
    return order.id


@transaction.atomic
def note_sent(*, order_id: UUID, number: str, at: datetime) -> bool:
    """The request leaves now; false when another gateway has sent it, or it is ended."""
    waiting = Order.objects.filter(pk=order_id, standing=Standing.WAITING)
    return bool(waiting.update(standing=Standing.SENT, number=number, sent_at=at))


@transaction.atomic
def note_ended(
    *,
    order_id: UUID,
    standing: Standing,
    taken: int | None = None,
    executed: int | None = None,
    answers: Sequence[str] = (),
    at: datetime,
) -> None:
    """What became of it; what is ended stays so."""
    Order.objects.filter(pk=order_id, ended_at__isnull=True).update(
        standing=standing,
        taken=taken,
        executed=executed,
        answers=list(answers[-MOST_ANSWERS:]),
        ended_at=at,
    )
