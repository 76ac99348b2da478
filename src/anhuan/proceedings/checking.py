"""Whether every stored proceeding is what its facts add up to, with one ball while it is open."""

from collections.abc import Iterator
from itertools import groupby, islice
from uuid import UUID

from anhuan.kernel.procedure import Proceeding, replay_proceeding
from anhuan.ledger.queries import facts_of
from anhuan.ledger.types import Difference
from anhuan.obligations.queries import open_balls_of_proceedings
from anhuan.proceedings import models
from anhuan.proceedings.mapping import NAMES, fact_of, to_proceeding

CHUNK = 500


def differences() -> Iterator[Difference]:
    """Every column of every proceeding that differs from the replay of its facts."""
    rows = models.Proceeding.objects.order_by("id").iterator(chunk_size=CHUNK)
    while chunk := tuple(islice(rows, CHUNK)):
        yield from _of(chunk)


def _of(rows: tuple[models.Proceeding, ...]) -> Iterator[Difference]:
    replayed = _replayed([row.id for row in rows])
    balls = open_balls_of_proceedings(row.id for row in rows)
    for row in rows:
        found = replayed.get(row.id, Proceeding(id=row.id))
        stored = to_proceeding(row)
        pairs = [(name, getattr(stored, name), getattr(found, name)) for name in NAMES]
        pairs.append(("ball", balls.get(row.id, 0), int(row.is_open)))
        for name, was, should in pairs:
            if was != should:
                yield Difference(number=row.number, column=name, stored=was, replayed=should)


def _replayed(ids: list[UUID]) -> dict[UUID, Proceeding]:
    found = {}
    for subject, acts in groupby(facts_of(ids), key=lambda act: act.subject):
        facts = [fact_of(act.public, by=act.by, at=act.at) for act in acts]
        found[subject] = replay_proceeding(Proceeding(id=subject), facts)
    return found
