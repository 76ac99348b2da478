"""Rungs of escalation that have become true by the clock, written down and told."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from anhuan.base.db import bulk_insert, bulk_set
from anhuan.base.reactions import publish
from anhuan.kernel.climbing import Chart, Told, climbing_posts, told
from anhuan.kernel.escalation import Knowledge, Owed, Quiet, Reached, forecast
from anhuan.ledger.services import record_many
from anhuan.ledger.types import Act
from anhuan.notices.services import notify_many
from anhuan.notices.types import Message
from anhuan.obligations.mapping import escalation_id, to_owed
from anhuan.obligations.models import Escalation, Obligation
from anhuan.rulebook.queries import rules_at
from anhuan.territory.past import chart_since

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
    aloud = [_is_loud(rung, silent_before) for _, _, rung in steps]
    loud = [each for each, heard in zip(climbed, aloud, strict=True) if heard]
    notify_many([told for each in loud for told in _messages(*each, rules.quiet, at)], at=at)
    _propose(
        [(row, rung) for (row, _, rung), heard in zip(steps, aloud, strict=True) if heard], at
    )
    bulk_set(rows, ["next_at"])
    return len(rows)


def _is_loud(rung: Reached, silent_before: datetime | None) -> bool:
    return silent_before is None or rung.at >= silent_before


def _propose(reached: Iterable[tuple[Obligation, Reached]], at: datetime) -> None:
    """Tell of the rungs that propose something about a case or a task: nothing begins by itself,
    and what is about a proceeding proposes no other."""
    for row, rung in reached:
        if not rung.rung.proposes or (row.case is None and row.task is None):
            continue
        publish(
            "obligation.climbed",
            rung=escalation_id(row.pk, rung),
            proposes=rung.rung.proposes,
            case=row.case,
            number=row.number,
            days=rung.rung.days,
            area_path=row.area_path,
            post=row.post_id,
            unit=row.unit_id,
            site=row.site,
            at=at,
        )


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
        "title": _told_title(owed),
        "act": owed.act,
        "due_on": owed.due_on.isoformat() if owed.due_on else "",
        "due_at": owed.due_at.isoformat() if owed.due_at else "",
        "measure": row.measure,
        "supervision": row.supervision,
    }
    later = at if urgent else quiet.after(at)
    for person in reaches.persons:
        yield Message(
            to=person,
            topic=TOPIC,
            params=params | {"own": person == reaches.holder},
            subject_kind=_subject_kind(owed),
            subject=_subject(owed),
            key=f"climbed:{row.pk}",
            urgent=urgent,
            deliver_after=None if later == at else later,
        )


def _told_title(owed: Obligation) -> str:
    """A duty says on what it is owed; a case says so in its own title."""
    where = f"：{owed.site_name}" if owed.duty and owed.site_name else ""
    return f"{owed.title[:60]}{where}"


TOLD_OF: Final = (
    *("case", "task", "matter", "proceeding"),
    *("permit", "call", "statement", "planned"),
)
"""Subjects that have a page of their own."""


def _subject_kind(owed: Obligation) -> str:
    return next((kind for kind in TOLD_OF if getattr(owed, kind)), "obligation")


def _subject(owed: Obligation) -> UUID:
    found = (getattr(owed, kind) for kind in TOLD_OF)
    return next((subject for subject in found if subject), owed.pk)


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
