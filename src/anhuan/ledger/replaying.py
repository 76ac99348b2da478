"""Rows against the replay of their facts, for the check of the whole database."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, islice
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Manager

from anhuan.ledger.queries import facts_of
from anhuan.ledger.types import Difference

CHUNK = 500


class FactOf(Protocol):
    def __call__(self, public: Mapping[str, Any], *, by: UUID | None, at: datetime) -> Any: ...


def differing(
    stored: Manager[Any],
    names: Sequence[str],
    *,
    to_value: Callable[[Any], Any],
    empty: Callable[[UUID], Any],
    fact_of: FactOf,
    replay: Callable[[Any, Iterable[Any]], Any],
    balls_of: Callable[[Iterable[UUID]], Mapping[UUID, int]] | None = None,
) -> Iterator[Difference]:
    """Every one of ``names`` in which a row of ``stored`` differs from the replay of its facts,
    and where it has not one ball while open and none after; ``None``: rows that hold no ball."""
    rows = stored.order_by("id").iterator(chunk_size=CHUNK)
    while chunk := tuple(islice(rows, CHUNK)):
        ids = [row.id for row in chunk]
        found = {key: empty(key) for key in ids}
        for subject, acts in groupby(facts_of(ids), key=lambda act: act.subject):
            facts = [fact_of(act.public, by=act.by, at=act.at) for act in acts]
            found[subject] = replay(found[subject], facts)
        balls = balls_of(ids) if balls_of else {}
        for row in chunk:
            was, should = to_value(row), found[row.id]
            pairs = [(name, getattr(was, name), getattr(should, name)) for name in names]
            if balls_of:
                pairs.append(("is_open", row.is_open, should.is_open))
                pairs.append(("ball", balls.get(row.id, 0), int(row.is_open)))
            for name, here, there in pairs:
                if here != there:
                    yield Difference(number=row.number, column=name, stored=here, replayed=there)
