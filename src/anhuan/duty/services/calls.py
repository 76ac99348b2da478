"""A call to a unit on duty (查岗), and its answer. Nothing but the answer is asked of anybody."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.base.db import one_at_a_time
from anhuan.base.reactions import publish
from anhuan.duty.calls import call as visible_call
from anhuan.duty.calls import is_above, may_answer
from anhuan.duty.mapping import instant
from anhuan.duty.models import DutyCall, RaisedState, Stint
from anhuan.duty.rosters import Home, home_of, manned, on_duty
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.chain import Holding, holder
from anhuan.kernel.deadline import due
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.roster import TERM_OF_CALL, Lack, Place, called
from anhuan.ledger.services import record
from anhuan.rulebook.queries import rules_at
from anhuan.territory.competent import leading_posts
from anhuan.territory.members import unit_homes


@transaction.atomic
def call_unit(*, unit: UUID, about: str, by: Viewer, at: datetime) -> UUID:
    """Somebody of a level above calls a unit: whoever is on duty there has to answer.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``NOT_YOURS`` for a unit that is not below,
    ``CALL_OPEN`` while a call is unanswered there, ``NO_ROSTER`` where nobody is on duty and
    nobody leads.
    """
    home = home_of(by, unit)
    if not by.may(Capability.CALL_DUTY):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.CALL_DUTY)
    if not is_above(by, home.path):
        raise Refusal(Why.NOT_YOURS)
    caller = next(
        (seat.unit for seat in by.seats if seat.unit and home.path.startswith(seat.area_path)),
        None,
    )
    return _call(home, about=about, caller=caller, by=by.person, raised=None, at=at)


@transaction.atomic
def call_by_rule(*, unit: UUID, raised: UUID, slot: datetime, at: datetime) -> UUID | None:
    """A state calls a unit under it at the time its rule names; once for each such time, and not
    while another call waits there or nobody could be asked."""
    one_at_a_time("duty calls by rule")
    state = RaisedState.objects.filter(pk=raised).first()
    found = unit_homes([unit]).get(unit)
    if state is None or found is None:
        return None
    calls = DutyCall.objects.filter(unit=unit)
    done = calls.filter(raised=raised, called_at__gte=slot).exists()
    if done or calls.filter(answered_at__isnull=True).exists():
        return None
    home = Home(id=unit, name=found.name, path=found.path, own=False)
    return _call(home, about="", caller=state.unit_id, by=None, raised=raised, at=at)


def _call(
    home: Home,
    *,
    about: str,
    caller: UUID | None,
    by: UUID | None,
    raised: UUID | None,
    at: datetime,
) -> UUID:
    if DutyCall.objects.filter(unit=home.id, answered_at__isnull=True).exists():
        raise Refusal(Why.CALL_OPEN)
    rules = rules_at(at)
    chain, person, lack = _asked(home.id, at)
    if not chain:
        raise Refusal(Why.NO_ROSTER)
    row = DutyCall(
        **cleaned(DutyCall, {"about": about}, ("about",)),
        unit_id=home.id,
        area_path=home.path,
        caller_unit_id=caller,
        by=by,
        raised_id=raised,
        post_id=chain[0],
        person=person,
        over_id=chain[1] if len(chain) > 1 else None,
        lack=lack.value if lack else "",
        called_at=at,
        due_at=due(rules.term(TERM_OF_CALL), at, rules.calendar).due_at,
    )
    row.save(force_insert=True)
    _note_call(row, at)
    publish(
        "duty.called",
        call=row.id,
        unit=home.id,
        post=chain[0],
        through=list(chain[1:]),
        title=f"{home.name}：{row.about}" if row.about else home.name,
        area_path=home.path,
        due_at=row.due_at,
        persons=sorted({one.person for one in on_duty(home.id, at=at) if one.person}),
        at=at,
    )
    return row.id


def _asked(unit: UUID, at: datetime) -> tuple[tuple[UUID, ...], UUID | None, Lack | None]:
    """The posts asked in their order, the person at the first, and why whoever is named first on
    duty could not be asked."""
    stints = on_duty(unit, at=at)
    heads = leading_posts([unit]).get(unit, [])
    posts = {row.post_id for row in stints if row.post_id} | {*heads}
    there = manned([unit], posts, start=at, end=at, at=at)
    lacks = {row.id: there.lack(row.post_id, row.person, at) for row in stints}
    present = [(Place(row.place), row.post_id) for row in stints if lacks[row.id] is None]
    held = [post for post in heads if there.holders(post, at)]
    chain = called(present, held or heads)
    first = next((row for row in stints if row.place == Place.DUTY.value), None)
    lack = lacks[first.id] if first else Lack.EMPTY
    if lack is not None and any(place is Place.DUTY for place, _ in present):
        lack = None
    if not chain:
        return (), None, lack
    return chain, _person(chain[0], stints, there.holdings, at), lack


def _person(
    post: UUID,
    stints: Sequence[Stint],
    holdings: Mapping[UUID, Sequence[Holding]],
    at: datetime,
) -> UUID | None:
    named = next((row.person for row in stints if row.post_id == post and row.person), None)
    if named is not None:
        return named
    held = holder(post, holdings.get(post, ()), at=at, known_at=at)
    return held.person if held else None


def _note_call(row: DutyCall, at: datetime) -> None:
    public = {
        "unit": str(row.unit_id),
        "caller_unit": str(row.caller_unit_id) if row.caller_unit_id else None,
        "state": str(row.raised_id) if row.raised_id else None,
        "post": str(row.post_id) if row.post_id else None,
        "person": str(row.person) if row.person else None,
        "over": str(row.over_id) if row.over_id else None,
        "lack": row.lack,
        "due_at": instant(row.due_at),
    }
    record(
        kind="duty.called",
        subject=row.id,
        version=1,
        public=public,
        body={"about": row.about},
        by=row.by,
        at=at,
    )


@transaction.atomic
def answer_call(*, call: UUID, said: str, by: Viewer, at: datetime) -> None:
    """Whoever is on duty in the called unit answers; a late answer is one too.

    Refuses ``NOT_VISIBLE``, ``NOT_ON_DUTY`` for anybody else, ``ENDED`` when it was answered.
    """
    line = visible_call(by, call)
    if not may_answer(by, line, at=at):
        raise Refusal(Why.NOT_ON_DUTY)
    if line.answered_at is not None:
        raise Refusal(Why.ENDED)
    given = cleaned(DutyCall, {"said": said}, ("said",))
    rows = DutyCall.objects.filter(pk=call, answered_at__isnull=True)
    changes = {"answered_at": at, "answered_by": by.person, "version": line.version + 1}
    if not rows.update(**given, **changes):
        raise Refusal(Why.STALE, version=line.version)
    record(
        kind="duty.call-answered",
        subject=call,
        version=line.version + 1,
        public={},
        body=given,
        by=by.person,
        at=at,
    )
    publish("duty.answered", call=call, at=at)
