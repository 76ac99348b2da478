"""Whether every stored case is what its facts add up to, with one ball and an owner."""

from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

from anhuan.cases import models
from anhuan.cases.mapping import NAMES, fact_of, to_case
from anhuan.kernel.case import Case
from anhuan.kernel.evolve import replay
from anhuan.ledger.queries import facts_of
from anhuan.ledger.types import Difference
from anhuan.obligations.queries import open_balls

CHUNK = 500


def differences() -> list[Difference]:
    """Every column of every case that differs from the replay of its facts, and every case
    without exactly one ball while open, or with one after its end."""
    return list(_all())


def _all() -> Iterator[Difference]:
    rows: list[models.Case] = []
    for row in models.Case.objects.order_by("id").iterator(chunk_size=CHUNK):
        rows.append(row)
        if len(rows) == CHUNK:
            yield from _of(rows)
            rows = []
    yield from _of(rows)


def _of(rows: list[models.Case]) -> Iterator[Difference]:
    replayed = _replayed([row.id for row in rows])
    balls = open_balls(row.id for row in rows)
    for row in rows:
        yield from _row(row, replayed.get(row.id))
        held = balls.get(row.id, 0)
        if held != int(row.is_open):
            yield Difference(
                number=row.number, column="ball", stored=held, replayed=int(row.is_open)
            )


def _replayed(ids: list[UUID]) -> dict[UUID, Case]:
    cases = {}
    for subject, acts in groupby(facts_of(ids), key=lambda act: act.subject):
        facts = [fact_of(act.public, by=act.by, at=act.at) for act in acts]
        cases[subject] = replay(facts, id=subject)
    return cases


def _row(row: models.Case, replayed: Case | None) -> Iterator[Difference]:
    if replayed is None:
        yield Difference(number=row.number, column="facts", stored=row.version, replayed=0)
        return
    stored = to_case(row)
    for name in NAMES:
        was, should = getattr(stored, name), getattr(replayed, name)
        if was != should:
            yield Difference(number=row.number, column=name, stored=was, replayed=should)
    if row.is_open != replayed.is_open:
        yield Difference(
            number=row.number, column="is_open", stored=row.is_open, replayed=replayed.is_open
        )
