"""Whether every stored task is what its facts add up to, with one ball while it is open."""

from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

from anhuan.kernel.task import Task, replay
from anhuan.ledger.queries import facts_of
from anhuan.ledger.types import Difference
from anhuan.obligations.queries import open_balls_of_tasks
from anhuan.tasks import models
from anhuan.tasks.mapping import NAMES, fact_of, to_task

CHUNK = 500


def differences() -> Iterator[Difference]:
    """Every column of every task that differs from the replay of its facts."""
    rows: list[models.Task] = []
    for row in models.Task.objects.order_by("id").iterator(chunk_size=CHUNK):
        rows.append(row)
        if len(rows) == CHUNK:
            yield from _of(rows)
            rows = []
    yield from _of(rows)


def _of(rows: list[models.Task]) -> Iterator[Difference]:
    replayed = _replayed([row.id for row in rows])
    balls = open_balls_of_tasks(row.id for row in rows)
    for row in rows:
        found = replayed.get(row.id, Task(id=row.id))
        stored = to_task(row)
        pairs = [(name, getattr(stored, name), getattr(found, name)) for name in NAMES]
        pairs.append(("is_open", row.is_open, found.is_open))
        pairs.append(("ball", balls.get(row.id, 0), int(row.is_open)))
        for name, was, should in pairs:
            if was != should:
                yield Difference(number=row.number, column=name, stored=was, replayed=should)


def _replayed(ids: list[UUID]) -> dict[UUID, Task]:
    tasks = {}
    for subject, acts in groupby(facts_of(ids), key=lambda act: act.subject):
        facts = [fact_of(act.public, by=act.by, at=act.at) for act in acts]
        tasks[subject] = replay(Task(id=subject), facts)
    return tasks
