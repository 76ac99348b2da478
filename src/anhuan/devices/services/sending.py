"""What a phone sends: kept first, judged then, in the order of its numbers, each once.

Every act is judged in a transaction of its own that holds the row of the device, so that two
requests at once take turns; what is refused is undone to the savepoint and kept as a statement.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.db.models import Q

from anhuan.devices import models
from anhuan.devices.reading import Numbered, Unreadable, numbered, read_act
from anhuan.devices.services.applying import KNOWN, Done, apply, claim_of, missing_photos
from anhuan.devices.services.statements import state
from anhuan.devices.types import MOST_ACTS, Outcome, Received, Result, Sent
from anhuan.kernel.claim import Claim
from anhuan.kernel.refusal import Refusal, Why

MOST_AHEAD: Final = 20_000
"""How far ahead of what was judged an act is kept."""
TRIES: Final = 3


def receive(*, device: UUID, acts: Sequence[Any], at: datetime) -> Received:
    """Keep what a device sent, judge what can be judged, and say what became of each.

    Refuses ``TOO_MANY``. An act that was seen before is answered as it was.
    """
    if len(acts) > MOST_ACTS:
        raise Refusal(Why.TOO_MANY, most=MOST_ACTS)
    read = [numbered(each) for each in acts]
    _keep(device, [one for one in read if one is not None], at)
    while _judge_next(device, at):
        pass
    return _answered(device, acts, read)


@transaction.atomic
def _keep(device: UUID, sent: Sequence[Numbered], at: datetime) -> None:
    """Same id or same number with other content changes nothing."""
    row = models.Device.objects.select_for_update().get(pk=device)
    ids, seqs = [one.id for one in sent], [one.seq for one in sent]
    known = row.submissions.filter(Q(act__in=ids) | Q(seq__in=seqs))
    taken: set[UUID | int] = set()
    for act, seq in known.values_list("act", "seq"):
        taken |= {act, seq}
    for one in sent:
        if {one.id, one.seq} & taken or one.seq > row.applied + MOST_AHEAD:
            continue
        taken |= {one.id, one.seq}
        models.Submission(
            act=one.id,
            device=row,
            seq=one.seq,
            content=one.content,
            digest=one.digest,
            received_at=at,
            outcome=Outcome.WAITING.value,
        ).save(force_insert=True)


@transaction.atomic
def _judge_next(device: UUID, at: datetime) -> bool:
    """Judge the act whose turn it is; false when there is none, or it waits for a photo."""
    row = models.Device.objects.select_for_update().get(pk=device)
    kept = models.Submission.objects.filter(device=row, seq=row.applied + 1).first()
    if kept is None:
        return False
    try:
        sent = read_act(json.loads(kept.content))
    except Unreadable as wrong:
        _close(row, kept, Outcome.MALFORMED, {"field": str(wrong)}, at)
        return True
    missing = missing_photos(device, sent)
    if missing or sent.what not in KNOWN:
        models.Submission.objects.filter(pk=kept.pk).update(answer={"missing": list(missing)})
        return False
    _judge(row, kept, sent, at)
    return True


def _judge(row: models.Device, kept: models.Submission, sent: Sent, at: datetime) -> None:
    claim = claim_of(sent, person=row.person, received_at=kept.received_at)
    kept.what, kept.about = sent.what, sent.about
    kept.claimed_at, kept.done_at = claim.claimed_at, claim.done_at
    twin = _twin(row, sent)
    if twin is not None:
        _as_twin(kept, twin)
        _close(row, kept, Outcome(twin.outcome), twin.answer, at)
        return
    done = _tried(row.person, row.pk, sent, claim, at)
    if isinstance(done, Refusal):
        state(row, kept, sent, claim, done, at=at)
        _close(row, kept, Outcome.STATEMENT, kept.answer, at)
        return
    kept.fact = done.fact
    _close(row, kept, Outcome.DONE, {"number": done.number, "case": done.case}, at)


def _twin(row: models.Device, sent: Sent) -> models.Submission | None:
    """The same act, which another enrolment of the same person brought before."""
    acts = models.Submission.objects.filter(act=sent.id, device__person=row.person, twin=None)
    decided = acts.filter(outcome__in=[Outcome.DONE.value, Outcome.STATEMENT.value])
    return decided.exclude(device=row).first()


def _as_twin(kept: models.Submission, twin: models.Submission) -> None:
    kept.twin, kept.fact, kept.state = twin, twin.fact, twin.state
    kept.decided_at, kept.decided_by = twin.decided_at, twin.decided_by
    if twin.state:
        kept.leads = twin.leads or twin


def _tried(person: UUID, device: UUID, sent: Sent, claim: Claim, at: datetime) -> Done | Refusal:
    """A lost race is run again: the phone cannot. An identifier of the phone's own that already
    stands for something else is no new one."""
    for last in range(TRIES, 0, -1):
        try:
            with transaction.atomic():
                return apply(sent, person=person, device=device, claim=claim, at=at)
        except IntegrityError:
            return Refusal(Why.REPEATED)
        except DataError:
            return Refusal(Why.MALFORMED, field="given", problem="value")
        except Refusal as refused:
            if refused.why is not Why.STALE or last == 1:
                return refused
    raise AssertionError("unreachable")


def _close(
    row: models.Device,
    kept: models.Submission,
    outcome: Outcome,
    answer: Mapping[str, Any],
    at: datetime,
) -> None:
    kept.outcome, kept.answer, kept.judged_at = outcome.value, dict(answer), at
    kept.save(force_update=True)
    models.Device.objects.filter(pk=row.pk).update(applied=kept.seq)


def _answered(device: UUID, acts: Sequence[Any], read: Sequence[Numbered | None]) -> Received:
    applied = models.Device.objects.values_list("applied", flat=True).get(pk=device)
    rows = models.Submission.objects.filter(
        device=device, act__in=[one.id for one in read if one is not None]
    )
    kept = {row.act: row for row in rows}
    results = tuple(
        _result(raw, one, kept.get(one.id) if one else None, applied)
        for raw, one in zip(acts, read, strict=True)
    )
    return Received(results=results, applied=applied)


def _result(raw: Any, one: Numbered | None, row: models.Submission | None, applied: int) -> Result:
    if one is None:
        named = raw if isinstance(raw, Mapping) else {}
        seq = named.get("seq")
        return Result(
            id=str(named.get("id", ""))[:36],
            seq=seq if type(seq) is int else 0,
            outcome=Outcome.MALFORMED,
        )
    if row is None and one.seq > applied + MOST_AHEAD:
        after = applied + 1
        return Result(id=str(one.id), seq=one.seq, outcome=Outcome.WAITING, after=after)
    if row is None or (row.seq, row.digest) != (one.seq, one.digest):
        return Result(id=str(one.id), seq=one.seq, outcome=Outcome.MALFORMED)
    answer = row.answer
    waits = row.outcome == Outcome.WAITING
    return Result(
        id=str(one.id),
        seq=one.seq,
        outcome=Outcome(row.outcome),
        number=answer.get("number", ""),
        case=answer.get("case", ""),
        fact=row.fact,
        why=answer.get("why", ""),
        words=answer.get("words"),
        missing=tuple(answer.get("missing", ())),
        after=applied + 1 if waits and row.seq > applied + 1 else None,
    )
