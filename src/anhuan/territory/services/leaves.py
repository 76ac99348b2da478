"""A holder away for a time (离岗): a deputy stands in, and the holder is back after it.

The appointment of the holder is cut at both ends of the leave and the deputy is appointed between
them, so that whatever asks who holds the post (chain, ball, certificate, sign-in) follows without
asking for leaves.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.base.periods import close, holds, revised
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.territory.models import Appointment, Leave
from anhuan.territory.services.appointments import (
    appoint,
    check,
    correct_appointment,
    lock_post,
    note,
    withdraw_appointment,
)

GIVEN: Final = ("post", "person", "deputy", "since", "until", "because")


@transaction.atomic
def send_on_leave(
    *,
    post: UUID,
    deputy: UUID,
    since: datetime,
    until: datetime,
    because: str,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Whoever holds ``post`` is away over [``since``, ``until``), and ``deputy`` stands in; then
    the holder is back without another act.

    Refuses ``MISSING`` (post) when nobody holds it then, ``MALFORMED`` (deputy, until)
    and ``REPEATED`` (since) where the holder does not hold it all that time, as when another leave
    lies in it; and what ``appoint`` refuses.
    """
    lock_post(post, by)
    if until <= since:
        raise Refusal(Why.MALFORMED, field="until", problem="not-after-start")
    row = Appointment.objects.filter(holds(since, at), post=post, acting=False).first()
    if row is None:
        raise Refusal(Why.MISSING, fields=("post",))
    if row.person_id == deputy:
        raise Refusal(Why.MALFORMED, field="deputy", problem="same-person")
    if row.valid_from >= since or (row.valid_to is not None and row.valid_to <= until):
        raise Refusal(Why.REPEATED, field="since")
    given = {
        "post": post,
        "person": row.person_id,
        "deputy": deputy,
        "since": since,
        "until": until,
        "because": because,
    }
    leave = Leave(**cleaned(Leave, given, GIVEN), by=by.person, recorded_at=at)
    leave.away, leave.back = _cut(row, since, until, by=by, at=at)
    leave.stands = appoint(
        post=post,
        person=deputy,
        since=since,
        until=until,
        acting=True,
        basis=because,
        by=by,
        at=at,
    )
    leave.save(force_insert=True)
    _record("leave.taken", leave, 1, by=by, at=at)
    return leave.id


def _cut(
    row: Appointment, since: datetime, until: datetime, *, by: Viewer, at: datetime
) -> tuple[UUID, UUID]:
    """What the holder holds before and after; nothing of it is held twice."""
    close(row, at=at)
    before = revised(row, at=at, valid_to=since, by=by.person)
    after = revised(row, at=at, valid_from=until, by=by.person)
    for part in (before, after):
        check(part)
        part.save(force_insert=True)
        note("appointment.corrected", part, row.id, by=by, at=at)
    return before.id, after.id


@transaction.atomic
def come_back(*, leave: UUID, on: datetime, by: Viewer, at: datetime) -> None:
    """The holder is back at ``on`` already, or never went when ``on`` is not after the start.

    Refuses ``NOT_VISIBLE``, ``STALE`` when it has ended or its appointments were corrected since,
    and ``MALFORMED`` (on) for later than planned: that is another leave.
    """
    row = Leave.objects.select_for_update().filter(pk=leave).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    lock_post(row.post_id, by)
    if row.ended_at is not None or row.until <= at:
        raise Refusal(Why.STALE, version=None)
    if on > row.until:
        raise Refusal(Why.MALFORMED, field="on", problem="after-end")
    if on > row.since:
        correct_appointment(appointment=row.stands, changes={"valid_to": on}, by=by, at=at)
        correct_appointment(appointment=row.back, changes={"valid_from": on}, by=by, at=at)
    else:
        _undo(row, by=by, at=at)
    row.ended_at, row.ended_by = at, by.person
    row.save(update_fields=["ended_at", "ended_by"])
    _record("leave.ended", row, 2, by=by, at=at)


def _undo(row: Leave, *, by: Viewer, at: datetime) -> None:
    ends = Appointment.objects.get(pk=row.back).valid_to
    withdraw_appointment(appointment=row.stands, by=by, at=at)
    withdraw_appointment(appointment=row.back, by=by, at=at)
    correct_appointment(appointment=row.away, changes={"valid_to": ends}, by=by, at=at)


def _record(kind: str, row: Leave, version: int, *, by: Viewer, at: datetime) -> None:
    public = {
        "post": str(row.post_id),
        "person": str(row.person_id),
        "deputy": str(row.deputy_id),
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
    }
    record(
        kind=kind,
        subject=row.id,
        version=version,
        public=public,
        body={"because": row.because},
        by=by.person,
        at=at,
    )
