"""Writes of obligations: as a consequence of an act, or of what has become true by the clock."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q, QuerySet

from anhuan.base.compiled import Compiled, Slot
from anhuan.base.db import bulk_copy, bulk_insert, bulk_set
from anhuan.base.rows import insert_row, set_row, together
from anhuan.kernel.climbing import Chart, Told, climbing_posts, told
from anhuan.kernel.escalation import Knowledge, Owed, Quiet, Reached, forecast
from anhuan.kernel.obligation import Due, Outcome
from anhuan.kernel.reconcile import DISCHARGED_BY, Moves, reconcile
from anhuan.ledger.services import record_many
from anhuan.ledger.types import Act
from anhuan.notices.services import notify_many
from anhuan.notices.types import Message
from anhuan.obligations import cyclic
from anhuan.obligations.mapping import escalation_id, from_due, to_open, to_owed, was
from anhuan.obligations.models import Escalation, Obligation
from anhuan.obligations.types import About
from anhuan.rulebook.queries import duties_at, rules_at
from anhuan.territory.past import chart_since

_STANDING: Final = Compiled(
    lambda: Obligation.objects.filter(
        case=Slot("case", models.UUIDField()), closed_at__isnull=True
    )
)
_STANDING_OF_TASK: Final = Compiled(
    lambda: Obligation.objects.filter(
        task=Slot("task", models.UUIDField()), closed_at__isnull=True
    )
)


@transaction.atomic
def open_many(
    owed: Iterable[tuple[About, Sequence[Due]]], *, at: datetime, knowledge: Knowledge
) -> int:
    """Open what fresh cases owe; nothing may be open for them yet. Gives how many it were."""
    rows = [from_due(due, about, at, knowledge) for about, dues in owed for due in dues]
    return (
        bulk_copy(Obligation, tuple(rows[0]), (tuple(row.values()) for row in rows)) if rows else 0
    )


@transaction.atomic(savepoint=False)
def settle(
    *,
    about: About,
    owed: Sequence[Due],
    action: StrEnum | None,
    fresh: bool,
    at: datetime,
    knowledge: Knowledge,
    discharged_by: Mapping[str, Collection[StrEnum]] = DISCHARGED_BY,
) -> Moves:
    """Bring the open obligations of a case, a task or a matter to what it owes after ``action``.

    The caller holds the case (its version was just swapped), so no two settle at once; for a
    ``fresh`` case there is nothing open to read.
    """
    rows = {} if fresh else {row.id: row for row in _standing(about)}
    standing = [to_open(row) for row in rows.values()]
    moves = reconcile(standing, owed, action, discharged_by)
    # One ball at a time is a unique index: put down before picking up.
    with together():
        for closing, outcome in moves.close:
            set_row(Obligation, closing, _closed(rows.pop(closing), outcome, at))
        for flipped, ball in sorted(moves.flip, key=lambda each: each[1]):
            set_row(Obligation, flipped, {"ball": ball})
        for row in rows.values():
            _keep_up(row, about, at, knowledge)
        for due in moves.open:
            insert_row(Obligation, from_due(due, about, at, knowledge))
    return moves


def _standing(about: About) -> list[Obligation]:
    if about.task is not None:
        return _STANDING_OF_TASK.objects(task=about.task)
    if about.matter is not None:
        return list(Obligation.objects.filter(matter=about.matter, closed_at__isnull=True))
    return _STANDING.objects(case=about.case)


def _closed(row: Obligation, outcome: Outcome, at: datetime) -> dict[str, Any]:
    """A rung that became true before the end is still written after it."""
    stays = row.next_at is not None and row.next_at < at
    return {
        "closed_at": at,
        "outcome": outcome.value,
        "next_at": row.next_at if stays else None,
    }


def _keep_up(row: Obligation, about: About, at: datetime, knowledge: Knowledge) -> None:
    """What goes on takes over what its case has become, and keeps what it was until now."""
    watched = row.site is not None or row.post_id is None
    overseer = about.overseer if watched else None
    if (row.kind, row.grade, row.overseer_id) == (about.kind, about.grade, overseer):
        return
    row.former = [*row.former, was(row, at)]
    row.kind, row.grade, row.overseer_id = about.kind, about.grade, overseer
    ahead = (each.at for each in forecast(to_owed(row), knowledge) if each.at >= at)
    coming = next(ahead, None)
    waiting = row.next_at if row.next_at is not None and row.next_at < at else None
    set_row(
        Obligation,
        row.id,
        {
            "kind": row.kind,
            "grade": row.grade,
            "overseer": row.overseer_id,
            "former": row.former,
            "next_at": waiting or coming,
        },
    )


BATCH: Final = 1_000
TOPIC: Final = "obligation.climbed"


@transaction.atomic
def sweep(*, at: datetime, limit: int = BATCH, silent_before: datetime | None = None) -> int:
    """Write down the rungs that have become true by ``at`` and are not written, of at most
    ``limit`` obligations; gives how many were looked at, 0 when nothing is left.

    Row, record and notices commit together, once: two workers never get the same obligation.
    ``silent_before``: what became true earlier is told to nobody, for a history that is loaded.
    """
    rows = list(_ripe(at).select_for_update(skip_locked=True, of=("self",))[:limit])
    if not rows:
        return 0
    rules = rules_at(at)
    steps = _not_written(rows, rules.knowledge, at)
    chart = _chart(steps)
    climbed = [_climbed(row, owed, rung, chart, at) for row, owed, rung in steps]
    bulk_insert([each[0] for each in climbed])
    record_many([_act(each[0]) for each in climbed], by=None, at=at)
    loud = [each for each in climbed if not silent_before or each[0].became_at >= silent_before]
    notify_many([told for each in loud for told in _messages(*each, rules.quiet, at)], at=at)
    bulk_set(rows, ["next_at"])
    return len(rows)


def _ripe(at: datetime) -> QuerySet[Obligation]:
    return Obligation.objects.filter(next_at__lte=at).order_by("next_at", "id")


Step = tuple[Obligation, Owed, Reached]


def _not_written(rows: Sequence[Obligation], knowledge: Knowledge, at: datetime) -> list[Step]:
    """The rungs to be written; each row gets the instant at which to look again."""
    keys = Escalation.objects.filter(obligation__in=[row.pk for row in rows])
    written = set(keys.values_list("obligation", "family", "rung"))
    found: list[Step] = []
    for row in rows:
        owed, row.next_at = to_owed(row), None
        for rung in forecast(owed, knowledge):
            if (row.pk, *rung.key) in written:
                continue
            if rung.at > at:
                row.next_at = rung.at
                break
            found.append((row, owed, rung))
    return found


def _chart(steps: Sequence[Step]) -> Chart:
    if not steps:
        return Chart(above={}, holdings={})
    return chart_since(
        min(rung.at for _, _, rung in steps), climbing_posts(owed for _, owed, _ in steps)
    )


Climb = tuple[Escalation, Obligation, Told, bool]
"""The row, what it is about, whom it reached, and whether it is urgent."""


def _climbed(row: Obligation, owed: Owed, rung: Reached, chart: Chart, at: datetime) -> Climb:
    reaches = told(owed, rung, chart)
    written = Escalation(
        id=escalation_id(row.pk, rung),
        obligation=row,
        case=row.case,
        family=rung.family,
        rung=rung.rung.code,
        measure=rung.rung.measure.value,
        supervision=rung.rung.supervision,
        post_id=reaches.post,
        person=reaches.person,
        climbed_from=reaches.climbed_from,
        became_at=rung.at,
        recorded_at=at,
    )
    return written, row, reaches, rung.rung.urgent


def _act(row: Escalation) -> Act:
    """The record holds what the row holds: posts and persons by their keys alone."""
    public = {
        "obligation": str(row.obligation_id),
        "case": str(row.case) if row.case else None,
        "family": row.family,
        "rung": row.rung,
        "measure": row.measure,
        "supervision": row.supervision,
        "post": str(row.post_id) if row.post_id else None,
        "person": str(row.person) if row.person else None,
        "climbed_from": str(row.climbed_from) if row.climbed_from else None,
    }
    return Act(
        kind="obligation.climbed",
        subject=row.pk,
        version=1,
        public=public,
        body={},
        at=row.became_at,
    )


def _messages(
    row: Escalation, owed: Obligation, reaches: Told, urgent: bool, quiet: Quiet, at: datetime
) -> Iterator[Message]:
    params = {
        "number": owed.number,
        "title": owed.title[:60],
        "act": owed.act,
        "due_on": owed.due_on.isoformat() if owed.due_on else "",
        "measure": row.measure,
        "supervision": row.supervision,
    }
    later = at if urgent else quiet.after(at)
    for person in reaches.persons:
        yield Message(
            to=person,
            topic=TOPIC,
            params=params | {"own": person == reaches.holder},
            subject_kind="case" if owed.case else "task" if owed.task else "obligation",
            subject=owed.case or owed.task or owed.pk,
            key=f"climbed:{row.pk}",
            urgent=urgent,
            deliver_after=None if later == at else later,
        )


@transaction.atomic
def look_again(*, since: datetime, after: UUID | None, at: datetime) -> UUID | None:
    """Compute anew when to look at a batch of obligations, because calendar or ladders are known
    otherwise from ``since`` on; gives where to go on, ``None`` at the end.

    Only how soon a rung is written hangs on this, never its instant.
    """
    alive = Q(closed_at__isnull=True) | Q(closed_at__gt=since)
    rows = Obligation.objects.filter(alive).order_by("id").select_for_update(of=("self",))
    batch = list((rows.filter(id__gt=after) if after else rows)[:BATCH])
    before = {row.pk: row.next_at for row in batch}
    knowledge = rules_at(at).knowledge
    for row, _, rung in _not_written(batch, knowledge, at):
        row.next_at = min(row.next_at or rung.at, rung.at)
    bulk_set([row for row in batch if row.next_at != before[row.pk]], ["next_at"])
    return batch[-1].pk if len(batch) == BATCH else None


@transaction.atomic
def sweep_duty(*, code: str, at: datetime) -> int:
    """Open, miss and withdraw the windows of a duty up to the day of ``at``."""
    return cyclic.sweep(code, at=at)


@transaction.atomic
def resweep(*, capacity: str, at: datetime) -> None:
    """After a charge changed: the duties of that capacity, without waiting for the next day."""
    for code, rule in duties_at(at).items():
        if rule.duty.falls_due and rule.duty.bearer.capacity == capacity:
            cyclic.sweep(code, at=at)


def discharge_duties(
    *,
    deeds: Collection[str],
    number: str,
    site: UUID | None,
    area_path: str,
    posts: Collection[UUID],
    person: UUID,
    at: datetime,
) -> int:
    """An act was done in the work: whatever duties it keeps are kept, in its transaction."""
    deed = cyclic.Deed(
        deeds=frozenset(deeds),
        number=number,
        site=site,
        area_path=area_path,
        posts=frozenset(posts),
        person=person,
        at=at,
    )
    return cyclic.discharge(deed)
