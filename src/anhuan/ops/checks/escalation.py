"""What is written of escalation is what follows from the rules, and every case has one ball."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Q

from anhuan.base.clock import now
from anhuan.obligations.queries import compared
from anhuan.ops.checks.finding import Context, Finding, chunks
from anhuan.rulebook.queries import rules_at

LATE: Final = timedelta(minutes=10)
CHUNK: Final = 1_000
CLIMBED: Final = "obligation.climbed"
_COLUMNS: Final = {"obligation": "obligation_id", "post": "post_id"}


def as_it_follows(context: Context) -> Iterator[Finding]:
    """Nothing missing that the worker would not still write, nothing that does not follow."""
    at = now()
    knowledge = rules_at(at).knowledge
    after: UUID | None = None
    done, waiting = 0, 0
    while True:
        batch = compared(knowledge, at=at, after=after)
        for key, rung in batch.missing:
            what = f"{rung.rung.code} {rung.at.isoformat()}：没有写下 / not written"
            yield Finding(check="escalation", subject=str(key), what=what)
        for key, word in batch.invented:
            what = f"{word}：推不出 / does not follow"
            yield Finding(check="escalation", subject=str(key), what=what)
        waiting += sum(rung.at < at - LATE for _, rung in batch.waiting)
        done += batch.count
        context.progress("escalation", done)
        if batch.last is None:
            break
        after = batch.last
    if waiting:
        what = "到点未写，后台进程在运行吗 / rungs wait: is a worker running?"
        yield Finding(check="escalation", subject=f"{waiting}", what=what, note=True)


def as_recorded(context: Context) -> Iterator[Finding]:
    """Each rung that is written is a fact of the record, says what it says, and the reverse."""
    rungs = apps.get_model("obligations", "Escalation").objects
    facts = apps.get_model("ledger", "Fact").objects.filter(kind=CLIMBED)
    done, total = 0, rungs.count()
    for chunk in chunks(rungs.order_by("pk").iterator(chunk_size=CHUNK), CHUNK):
        held = facts.filter(subject__in=[row.pk for row in chunk])
        public = dict(held.values_list("subject", "public"))
        for row in chunk:
            said = public.get(row.pk)
            if said is None:
                yield _finding(row.pk, "不在记录里 / is not in the record", "climbed")
            elif any(str(value or "") != _text(row, name) for name, value in said.items()):
                yield _finding(row.pk, "与记录不符 / is not what was recorded", "climbed")
        done += len(chunk)
        context.progress("climbed", done, total)
    for subject in facts.exclude(subject__in=rungs.values("pk")).values_list("subject", flat=True):
        yield _finding(subject, "记录里有，表中没有 / was recorded and is gone", "climbed")


def _text(row: Any, name: str) -> str:
    return str(getattr(row, _COLUMNS.get(name, name)) or "")


def one_ball(context: Context) -> Iterator[Finding]:
    """A case has one ball and the ball a holder; what has ended has none. That an open case has
    its ball is looked at together with what the case says of it."""
    obligations = apps.get_model("obligations", "Obligation").objects
    balls = obligations.filter(ball=True, closed_at__isnull=True, case__isnull=False)
    many = balls.values("case").annotate(n=Count("id")).filter(n__gt=1).order_by()
    for row in many.iterator():
        yield _finding(row["case"], f"{row['n']} 个球 / balls")
    nobody = Q(post__isnull=True, unit__isnull=True, site__isnull=True)
    for case in balls.filter(nobody).values_list("case", flat=True):
        yield _finding(case, "球没有人接 / the ball has no holder")
    cases = apps.get_model("cases", "Case").objects
    ended = cases.filter(is_open=False, pk__in=balls.values("case"))
    for number in ended.values_list("number", flat=True):
        yield _finding(number, "已经结束还有球 / has ended and has a ball")


def _finding(subject: Any, what: str, check: str = "ball") -> Finding:
    return Finding(check=check, subject=str(subject), what=what)
