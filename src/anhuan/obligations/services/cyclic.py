"""Duties that fall due again and again: their windows opened, kept by acts, closed as missed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import one_at_a_time
from anhuan.base.ids import new_id
from anhuan.duty.bearings import bearings
from anhuan.duty.types import Bearing
from anhuan.kernel.calendar import ONE_DAY, day_of, end_of_day
from anhuan.kernel.case import Party
from anhuan.kernel.cycle import Cycle, owed
from anhuan.kernel.duty import Duty, Reach
from anhuan.kernel.obligation import Outcome
from anhuan.ledger.services import record_many
from anhuan.obligations.cyclic import open_ones
from anhuan.obligations.mapping import first_rung
from anhuan.obligations.models import Obligation, Sweep
from anhuan.obligations.recorded import ended, made_rows
from anhuan.rulebook.queries import duties_at, rules_at
from anhuan.rulebook.types import DutyRule

ACT: Final = "duty"
AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody did in the work: every word for it, where, from which posts."""

    deeds: frozenset[str]
    number: str
    site: UUID | None
    area_path: str
    posts: frozenset[UUID]
    person: UUID
    at: datetime
    thing: UUID | None = None


def _sweep(code: str, *, at: datetime) -> int:
    """Bring the windows of one duty up to the day of ``at``; gives how many were opened.

    Windows that ended are missed at their end, whenever this runs; what falls on nobody any
    more is withdrawn; what is owed since the last sweep is opened, each window once.
    """
    one_at_a_time(f"duty windows {code}")
    today = day_of(at)
    rule = duties_at(at).get(code)
    live = bearings(rule, at=at) if rule is not None and rule.duty.falls_due else []
    last = Sweep.objects.filter(duty=code).values_list("on", flat=True).first() or today
    opened = _open(rule, live, min(last, today), today, at) if rule is not None else 0
    _miss(code, today, at)
    _withdraw(code, {(each.post, each.object) for each in live}, at)
    if rule is None:
        Sweep.objects.filter(duty=code).delete()
    else:
        Sweep.objects.update_or_create(duty=code, defaults={"on": today})
    return opened


def _open(rule: DutyRule, live: Sequence[Bearing], start: date, today: date, at: datetime) -> int:
    cycle = rule.duty.cycle
    if cycle is None or not live:
        return 0
    wanted = [row for each in live for row in _rows(rule, cycle, each, start, today, at)]
    known = set(
        Obligation.objects.filter(duty=rule.code, due_on__gte=start)
        .exclude(outcome=Outcome.WITHDRAWN)
        .values_list("post", "object", "from_on", "nth")
    )
    fresh = [r for r in wanted if (r.post_id, r.object, r.from_on, r.nth) not in known]
    knowledge = rules_at(at).knowledge
    for row in fresh:
        row.next_at = first_rung(row, knowledge)
    for begin in range(0, len(fresh), AT_ONCE):
        _insert(fresh[begin : begin + AT_ONCE], at)
    return len(fresh)


def _insert(rows: Sequence[Obligation], at: datetime) -> None:
    """Only a window that really was opened is recorded."""
    Obligation.objects.bulk_create(rows, ignore_conflicts=True)
    there = Obligation.objects.filter(pk__in=[row.pk for row in rows])
    found = set(there.values_list("id", flat=True))
    record_many(made_rows(row for row in rows if row.pk in found), by=None, at=at)


def _rows(
    rule: DutyRule, cycle: Cycle, each: Bearing, start: date, today: date, at: datetime
) -> Iterable[Obligation]:
    for window in owed(cycle.every, each.since, start, today + ONE_DAY):
        for nth in range(cycle.times):
            yield Obligation(
                id=new_id(),
                act=ACT,
                title=rule.name,
                site_name=each.name,
                party=Party.OWNER.value,
                post_id=each.post,
                unit_id=each.unit,
                ball=False,
                due_on=window.last,
                term="",
                area_path=each.path,
                opened_at=min(at, _begin(window.first, each.since)),
                duty=rule.code,
                thing=each.thing,
                object=each.object,
                from_on=window.first,
                nth=nth,
            )


def _begin(first: date, since: date) -> datetime:
    return end_of_day(max(first, since) - timedelta(days=1))


def _miss(code: str, today: date, at: datetime) -> None:
    """Close what was not kept, each at 24:00 of its last day."""
    rows = open_ones().filter(duty=code, due_on__lt=today).values_list("due_on", "id")
    over: dict[date, list[UUID]] = {}
    for due_on, key in rows:
        assert due_on is not None
        over.setdefault(due_on, []).append(key)
    for due_on, keys in sorted(over.items()):
        _end(keys, Outcome.MISSED, end_of_day(due_on), at)


def _withdraw(code: str, live: Collection[tuple[UUID | None, UUID | None]], at: datetime) -> None:
    standing = open_ones().filter(duty=code).values_list("id", "post", "object")
    over = [identity for identity, post, thing in standing if (post, thing) not in live]
    _end(over, Outcome.WITHDRAWN, at, at)


def _end(keys: Sequence[UUID], outcome: Outcome, ended_at: datetime, at: datetime) -> None:
    """Close windows and record it; one that an act keeps meanwhile stays kept."""
    for begin in range(0, len(keys), AT_ONCE):
        some = open_ones().filter(pk__in=keys[begin : begin + AT_ONCE]).order_by("id")
        held = list(some.select_for_update(of=("self",)).values_list("id", flat=True))
        rows = Obligation.objects.filter(pk__in=held)
        rows.update(closed_at=ended_at, outcome=outcome.value)
        record_many([ended(key, outcome, ended_at) for key in held], by=None, at=at)


def _discharge(deed: Deed) -> int:
    """Close the open windows that ``deed`` keeps; gives how many.

    One act keeps each duty on an object once, and a day counts once however much is done.
    """
    day = day_of(deed.at)
    rows = open_ones().filter(post__in=deed.posts, from_on__lte=day, due_on__gte=day)
    standing = list(rows.order_by("duty", "object", "nth", "id"))
    if not standing:
        return 0
    rules = duties_at(deed.at)
    kept: dict[tuple[str, UUID | None, UUID | None], Obligation] = {}
    for row in standing:
        rule = rules.get(row.duty)
        if rule is not None and _keeps(rule.duty, row, deed):
            kept.setdefault((row.duty, row.post_id, row.object), row)
    fresh = [row.pk for row in kept.values() if not row.nth or not _that_day(row, day)]
    named = {"deed": sorted(deed.deeds)[0][:24], "deed_number": deed.number}
    closed = {"closed_at": deed.at, "outcome": Outcome.DISCHARGED.value, "deed_by": deed.person}
    # What somebody else closed meanwhile is not kept again.
    done = [key for key in fresh if open_ones().filter(pk=key).update(**closed, **named)]
    acts = [ended(key, Outcome.DISCHARGED, deed.at, named) for key in done]
    record_many(acts, by=deed.person, at=deed.at)
    return len(done)


def _keeps(duty: Duty, row: Obligation, deed: Deed) -> bool:
    if not duty.deeds & deed.deeds:
        return False
    if duty.reach is Reach.ANYWHERE:
        return True
    if deed.thing is not None or row.thing == "task":
        return row.object == deed.thing
    if row.thing == "site":
        return row.object == deed.site
    return bool(row.area_path) and deed.area_path.startswith(row.area_path)


def _that_day(row: Obligation, day: date) -> bool:
    """Whether the same window was already kept once on ``day``."""
    return Obligation.objects.filter(
        duty=row.duty,
        post=row.post_id,
        object=row.object,
        from_on=row.from_on,
        outcome=Outcome.DISCHARGED,
        closed_at__gte=end_of_day(day - ONE_DAY),
        closed_at__lt=end_of_day(day),
    ).exists()


@transaction.atomic
def sweep_duty(*, code: str, at: datetime) -> int:
    """Open, miss and withdraw the windows of a duty up to the day of ``at``."""
    return _sweep(code, at=at)


@transaction.atomic
def resweep(*, capacity: str, at: datetime) -> None:
    """After a charge changed: the duties of that capacity, without waiting for the next day."""
    for code, rule in duties_at(at).items():
        if rule.duty.falls_due and rule.duty.bearer.capacity == capacity:
            _sweep(code, at=at)


def discharge_duties(
    *,
    deeds: Collection[str],
    number: str,
    site: UUID | None,
    area_path: str,
    posts: Collection[UUID],
    person: UUID,
    at: datetime,
    thing: UUID | None = None,
) -> int:
    """An act was done in the work: whatever duties it keeps are kept, in its transaction.

    ``thing``: the very object of a visit, which keeps nothing for others."""
    deed = Deed(
        deeds=frozenset(deeds),
        number=number,
        site=site,
        area_path=area_path,
        posts=frozenset(posts),
        person=person,
        at=at,
        thing=thing,
    )
    return _discharge(deed)
