"""A state (值守状态) declared and ended, with the rosters that follow it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.duty.mapping import instant
from anhuan.duty.models import RaisedState
from anhuan.duty.services.settling import follow
from anhuan.duty.states import state as visible_state
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.roster import NORMAL
from anhuan.ledger.services import record
from anhuan.rulebook.queries import readiness_at
from anhuan.territory.members import units_under
from anhuan.territory.queries import area_line

GIVEN = ("code", "occasion", "because", "since", "until")


@transaction.atomic
def declare_state(
    *,
    code: str,
    occasion: str,
    because: str,
    area: UUID,
    since: datetime,
    until: datetime,
    by: Viewer,
    at: datetime,
) -> UUID:
    """A leader declares a state for an area in reach over [``since``, ``until``). The rosters of
    the units there follow it from their next shift on.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE`` (area), ``NO_SUCH_RULE`` for a state the rulebook has
    not, ``MISSING`` (because), ``MALFORMED`` (until, occasion).
    """
    unit = _declaring(by)
    line = area_line(by, area)
    rule = readiness_at(at).get(code)
    if rule is None or code == NORMAL:
        raise Refusal(Why.NO_SUCH_RULE, field="code")
    if not because.strip():
        raise Refusal(Why.MISSING, fields=("because",))
    since = max(since, at)
    if until <= since:
        raise Refusal(Why.MALFORMED, field="until", problem="before")
    given = dict(zip(GIVEN, (code, occasion, because, since, until), strict=True))
    row = RaisedState(
        **cleaned(RaisedState, given, GIVEN),
        unit_id=unit,
        area_id=area,
        area_path=line.path,
        by=by.person,
        recorded_at=at,
    )
    row.save(force_insert=True)
    public = {
        "unit": str(unit),
        "area": str(area),
        "code": code,
        "occasion": row.occasion,
        "since": instant(row.since),
        "until": instant(row.until),
    }
    _record("duty.state-declared", row, public, {"because": row.because}, by=by, at=at)
    units = units_under(row.area_path)
    follow(units, state=row.id, version=row.version, by=by.person, at=at)
    return row.id


@transaction.atomic
def end_state(*, state: UUID, seen_version: int, because: str, by: Viewer, at: datetime) -> None:
    """The unit that declared a state ends it now, before its time; the rosters follow.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``NOT_YOURS``, ``STALE``, ``ENDED``, ``MISSING``.
    """
    line = visible_state(by, state)
    _declaring(by)
    if line.unit not in by.units:
        raise Refusal(Why.NOT_YOURS)
    if line.until <= at or line.ended_at is not None:
        raise Refusal(Why.ENDED)
    if not because.strip():
        raise Refusal(Why.MISSING, fields=("because",))
    changes = cleaned(RaisedState, {"ended_because": because}, ("ended_because",))
    rows = RaisedState.objects.filter(pk=state, version=seen_version)
    ended = {"ended_at": at, "ended_by": by.person, "version": seen_version + 1}
    if not rows.update(**changes, **ended):
        raise Refusal(Why.STALE, version=line.version)
    row = RaisedState.objects.get(pk=state)
    body = {"because": row.ended_because}
    _record("duty.state-ended", row, {}, body, by=by, at=at)
    units = units_under(row.area_path)
    follow(units, state=row.id, version=row.version, by=by.person, at=at)


def _declaring(by: Viewer) -> UUID:
    """The unit for which a leader speaks."""
    if not by.may(Capability.DECLARE_STATE):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.DECLARE_STATE)
    units = [seat.unit for seat in by.seats if seat.role is Role.LEADER and seat.unit]
    units += [seat.unit for seat in by.seats if seat.unit]
    if not units:
        raise Refusal(Why.NOT_VISIBLE)
    return units[0]


def _record(
    kind: str,
    row: RaisedState,
    public: Mapping[str, object],
    body: dict[str, str],
    *,
    by: Viewer,
    at: datetime,
) -> None:
    record(
        kind=kind,
        subject=row.id,
        version=row.version,
        public=public,
        body=body,
        by=by.person,
        at=at,
    )
