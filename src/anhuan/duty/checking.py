"""Whether rosters, states and calls are what their facts add up to."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from anhuan.duty.mapping import instant
from anhuan.duty.models import DutyCall, RaisedState, Stint
from anhuan.ledger.queries import acts_of_kinds
from anhuan.ledger.types import Difference

ROSTER: Final = ("duty.roster-made", "duty.roster-changed", "duty.roster-followed")
PLACE: Final = ("starts_at", "ends_at", "place", "nth", "post", "person")
STATE: Final = ("unit", "area", "code", "occasion", "since", "until")
CALL: Final = ("unit", "caller_unit", "state", "post", "person", "over", "lack", "due_at")
KEYS: Final = {
    "unit": "unit_id",
    "area": "area_id",
    "post": "post_id",
    "over": "over_id",
    "caller_unit": "caller_unit_id",
    "state": "raised_id",
}


def differences() -> Iterator[Difference]:
    """Every column of a place, a state or a call that differs from its facts."""
    yield from _rosters()
    yield from _states()
    yield from _calls()


def _rosters() -> Iterator[Difference]:
    placed: dict[UUID, Mapping[str, Any]] = {}
    replaced: dict[UUID, datetime] = {}
    for act in acts_of_kinds(ROSTER):
        replaced |= {UUID(key): act.at for key in act.public["replaced"]}
        placed |= {UUID(each["id"]): each for each in act.public["placed"]}
    for row in Stint.objects.order_by("id").iterator(chunk_size=1_000):
        said = placed.pop(row.id, None)
        yield from _against(row, said, PLACE)
        if row.replaced_at != replaced.get(row.id):
            yield _one(row.id, "replaced_at", row.replaced_at, replaced.get(row.id))
    for key in placed:
        yield _one(key, "id", None, key)


def _states() -> Iterator[Difference]:
    declared = {act.subject: act for act in acts_of_kinds(["duty.state-declared"])}
    ended = {act.subject: act for act in acts_of_kinds(["duty.state-ended"])}
    for row in RaisedState.objects.order_by("id").iterator(chunk_size=1_000):
        said = declared.pop(row.id, None)
        yield from _against(row, said.public if said else None, STATE)
        end = ended.get(row.id)
        yield from _pairs(row, ended_at=end.at if end else None, ended_by=end.by if end else None)
    for key in declared:
        yield _one(key, "id", None, key)


def _calls() -> Iterator[Difference]:
    called = {act.subject: act for act in acts_of_kinds(["duty.called"])}
    answered = {act.subject: act for act in acts_of_kinds(["duty.call-answered"])}
    for row in DutyCall.objects.order_by("id").iterator(chunk_size=1_000):
        said = called.pop(row.id, None)
        yield from _against(row, said.public if said else None, CALL)
        if said is not None:
            yield from _pairs(row, by=said.by, called_at=said.at)
        end = answered.get(row.id)
        by, at = (end.by, end.at) if end else (None, None)
        yield from _pairs(row, answered_at=at, answered_by=by)
    for key in called:
        yield _one(key, "id", None, key)


def _against(row: Any, said: Mapping[str, Any] | None, names: tuple[str, ...]) -> list[Difference]:
    if said is None:
        return [_one(row.id, "id", row.id, None)]
    return [
        _one(row.id, name, here, said[name])
        for name in names
        if (here := _plain(getattr(row, KEYS.get(name, name)))) != said[name]
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    return str(value) if isinstance(value, UUID) else value


def _pairs(row: Any, **should: Any) -> Iterator[Difference]:
    for name, value in should.items():
        if getattr(row, name) != value:
            yield _one(row.id, name, getattr(row, name), value)


def _one(key: UUID, column: str, stored: Any, replayed: Any) -> Difference:
    return Difference(number=str(key), column=column, stored=stored, replayed=replayed)
