"""Whether every stored matter is what its facts add up to, with one ball while it is open."""

from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

from anhuan.accountability import models
from anhuan.accountability.mapping import NAMES, fact_of, to_matter
from anhuan.kernel.accountability import Matter, replay_matter
from anhuan.ledger.queries import facts_of
from anhuan.ledger.types import Difference
from anhuan.obligations.queries import open_balls_of_matters

CHUNK = 500


def differences() -> Iterator[Difference]:
    """Every column of every matter that differs from the replay of its facts."""
    rows: list[models.Matter] = []
    for row in models.Matter.objects.order_by("id").iterator(chunk_size=CHUNK):
        rows.append(row)
        if len(rows) == CHUNK:
            yield from _of(rows)
            rows = []
    yield from _of(rows)


def _of(rows: list[models.Matter]) -> Iterator[Difference]:
    replayed = _replayed([row.id for row in rows])
    balls = open_balls_of_matters(row.id for row in rows)
    for row in rows:
        found = replayed.get(row.id, Matter(id=row.id))
        stored = to_matter(row)
        pairs = [(name, getattr(stored, name), getattr(found, name)) for name in NAMES]
        pairs.append(("ball", balls.get(row.id, 0), int(row.is_open)))
        for name, was, should in pairs:
            if was != should:
                yield Difference(number=row.number, column=name, stored=was, replayed=should)


def _replayed(ids: list[UUID]) -> dict[UUID, Matter]:
    matters = {}
    for subject, acts in groupby(facts_of(ids), key=lambda act: act.subject):
        facts = [fact_of(act.public, by=act.by, at=act.at) for act in acts]
        matters[subject] = replay_matter(Matter(id=subject), facts)
    return matters
