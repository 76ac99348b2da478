"""Whether every stored task is what its facts add up to, with one ball while it is open."""

from collections.abc import Iterator

from anhuan.kernel.task import Task, replay
from anhuan.ledger.replaying import differing
from anhuan.ledger.types import Difference
from anhuan.obligations.queries import open_balls_of_tasks
from anhuan.tasks import models
from anhuan.tasks.mapping import NAMES, fact_of, to_task


def differences() -> Iterator[Difference]:
    """Every column of every task that differs from the replay of its facts."""
    return differing(
        models.Task.objects,
        NAMES,
        to_value=to_task,
        empty=lambda key: Task(id=key),
        fact_of=fact_of,
        replay=replay,
        balls_of=open_balls_of_tasks,
    )
