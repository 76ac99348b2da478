"""The duty roster (值班表): made from turns in a range of days, and changed by hand."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.base.db import one_at_a_time
from anhuan.duty.models import Stint, Turns
from anhuan.duty.rosters import home_of
from anhuan.duty.services.settling import LOCK, Moves, holder_of, moved, settle, stint_of, write
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.roster import (
    MOST_DAYS,
    MOST_PERSONS,
    NORMAL,
    PLAIN,
    Place,
    Readiness,
    shifts,
    starts_of,
)
from anhuan.ledger.services import record
from anhuan.rulebook.queries import readiness_at
from anhuan.territory.members import desks_of
from anhuan.territory.past import holdings_since

FARTHEST: Final = timedelta(days=366)
"""A roster begins within a year."""


@transaction.atomic
def make_roster(
    *,
    unit: UUID,
    from_on: date,
    to_on: date,
    leads: Sequence[UUID],
    people: Sequence[UUID],
    persons: int,
    starts: Sequence[str],
    by: Viewer,
    at: datetime,
) -> UUID:
    """The roster of a unit for a range of days, from posts in turn; what was named by hand in
    these shifts stays. Without ``starts`` the shifts are those of the rulebook.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``MALFORMED`` (from_on, to_on, leads, people, persons,
    starts), ``MISSING`` (leads, people), ``DUE_PAST`` for days gone by.
    """
    home = home_of(by, unit)
    check_keeper(by, unit)
    _check_days(from_on, to_on, day_of(at))
    minutes = _read_starts(starts, _plain(at))
    _check_turns(unit, leads, people, persons)
    one_at_a_time(LOCK)
    row = Turns(
        unit_id=unit,
        from_on=from_on,
        to_on=to_on,
        leads=[str(post) for post in leads],
        people=[str(post) for post in people],
        persons=persons,
        starts=list(minutes),
        by=by.person,
        recorded_at=at,
    )
    row.save(force_insert=True)
    moves = settle({unit: home.path}, by=by.person, at=at)
    public = {
        "from_on": from_on.isoformat(),
        "to_on": to_on.isoformat(),
        "leads": row.leads,
        "people": row.people,
        "persons": persons,
        "starts": row.starts,
    }
    _note("duty.roster-made", row.id, unit, moves, public, {}, by=by.person, at=at)
    return row.id


def _plain(at: datetime) -> Readiness:
    rule = readiness_at(at).get(NORMAL)
    return rule.asked if rule else PLAIN


def check_keeper(by: Viewer, unit: UUID) -> None:
    if not by.may(Capability.KEEP_ROSTER):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ROSTER)
    if unit not in by.units:
        raise Refusal(Why.NOT_YOURS)


def _check_days(from_on: date, to_on: date, today: date) -> None:
    if from_on < today:
        raise Refusal(Why.DUE_PAST, field="from_on", due_on=from_on)
    if from_on > today + FARTHEST:
        raise Refusal(Why.MALFORMED, field="from_on", problem="date")
    if not 0 <= (to_on - from_on).days < MOST_DAYS:
        raise Refusal(Why.MALFORMED, field="to_on", problem="before")


def _read_starts(texts: Sequence[str], otherwise: Readiness) -> tuple[int, ...]:
    try:
        return starts_of(list(texts)) if texts else otherwise.starts
    except (ValueError, TypeError):
        raise Refusal(Why.MALFORMED, field="starts", problem="value") from None


def _check_turns(unit: UUID, leads: Sequence[UUID], people: Sequence[UUID], persons: int) -> None:
    empty = tuple(name for name, each in (("leads", leads), ("people", people)) if not each)
    if empty:
        raise Refusal(Why.MISSING, fields=empty)
    desks = desks_of([unit])
    for name, each in (("leads", leads), ("people", people)):
        if len(set(each)) != len(each) or not set(each) <= desks.keys():
            raise Refusal(Why.MALFORMED, field=name, problem="reference")
    if not 1 <= persons <= min(MOST_PERSONS, len(people)):
        raise Refusal(Why.MALFORMED, field="persons", problem="value")


@transaction.atomic
def change_stint(
    *,
    unit: UUID,
    starts_at: datetime,
    place: Place,
    nth: int,
    post: UUID,
    because: str,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Name another one for a place of a shift that is not over; the former entry stays in the
    record. The one named is whoever holds ``post`` when the shift begins or now, if it runs.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``NOT_YOURS``, ``MISSING`` (because), ``MALFORMED``
    (post), ``ENDED`` for a shift that is over, ``NO_SUCH_TARGET`` for a post nobody holds then.
    """
    home_of(by, unit)
    check_keeper(by, unit)
    if not because.strip():
        raise Refusal(Why.MISSING, fields=("because",))
    one_at_a_time(LOCK)
    standing = Stint.objects.filter(unit=unit, starts_at=starts_at, replaced_at__isnull=True)
    rows = list(standing.order_by("place", "nth"))
    if not rows or not 0 <= nth < MOST_PERSONS:
        raise Refusal(Why.NOT_VISIBLE)
    if rows[0].ends_at <= at:
        raise Refusal(Why.ENDED)
    if post not in desks_of([unit]):
        raise Refusal(Why.MALFORMED, field="post", problem="reference")
    former = [row for row in rows if (row.place, row.nth) == (place.value, nth)]
    held = holder_of(post, holdings_since(at, [post]), max(starts_at, at), at)
    if held is None:
        raise Refusal(Why.NO_SUCH_TARGET, field="post")
    fresh = _by_hand(rows[0], place, nth, post, held, because, by=by.person, at=at)
    moves = Moves(replaced={unit: former}, placed={unit: [fresh]})
    write(moves, at)
    body = {"because": fresh.because}
    _note("duty.roster-changed", fresh.id, unit, moves, {}, body, by=by.person, at=at)
    return fresh.id


@transaction.atomic
def enter_shift(
    *,
    unit: UUID,
    day: date,
    lead: UUID,
    people: Sequence[UUID],
    because: str,
    by: Viewer,
    at: datetime,
) -> tuple[UUID, ...]:
    """Enter a day of a unit by hand where its roster has none, in the shifts of the rulebook.

    Refuses as ``change_stint`` does, ``REPEATED`` (day) where the roster has the day, ``MISSING``
    (people), ``DUE_PAST`` for a day gone by.
    """
    home = home_of(by, unit)
    check_keeper(by, unit)
    _check_days(day, day, day_of(at))
    _check_turns(unit, [lead], people, min(len(people), MOST_PERSONS))
    one_at_a_time(LOCK)
    if Stint.objects.filter(unit=unit, day=day, replaced_at__isnull=True).exists():
        raise Refusal(Why.REPEATED, field="day")
    holdings = holdings_since(at, [lead, *people])
    placed: list[Stint] = []
    named = [(Place.LEAD, 0, lead), *((Place.DUTY, n, post) for n, post in enumerate(people))]
    for shift in shifts(_plain(at).starts, day, day):
        for place, nth, post in named:
            person = holder_of(post, holdings, max(shift.starts_at, at), at)
            one = stint_of(unit, home.path, shift, (place, nth), post, person, at)
            one.because, one.by = because.strip()[:200], by.person
            placed.append(one)
    moves = Moves(placed={unit: placed})
    write(moves, at)
    body = {"because": because}
    _note("duty.roster-changed", placed[0].id, unit, moves, {}, body, by=by.person, at=at)
    return tuple(row.id for row in placed)


def _by_hand(
    like: Stint,
    place: Place,
    nth: int,
    post: UUID,
    person: UUID,
    because: str,
    *,
    by: UUID,
    at: datetime,
) -> Stint:
    given = cleaned(Stint, {"because": because}, ("because",))
    return Stint(
        unit_id=like.unit_id,
        area_path=like.area_path,
        day=like.day,
        shift=like.shift,
        starts_at=like.starts_at,
        ends_at=like.ends_at,
        place=place.value,
        nth=nth,
        post_id=post,
        person=person,
        by=by,
        recorded_at=at,
        **given,
    )


def _note(
    kind: str,
    subject: UUID,
    unit: UUID,
    moves: Moves,
    public: Mapping[str, Any],
    body: Mapping[str, Any],
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    said = {"unit": str(unit), **public, **moved(moves, unit)}
    record(kind=kind, subject=subject, version=1, public=said, body=body, by=by, at=at)
