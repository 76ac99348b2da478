"""Whether every stored obligation is what the record says of it."""

from collections.abc import Iterator
from itertools import groupby, islice
from uuid import UUID

from anhuan.ledger.queries import facts_of, subjects_of
from anhuan.ledger.types import Difference
from anhuan.obligations.models import Obligation
from anhuan.obligations.recorded import IMPORTED, MADE, as_recorded, as_stored, columns_of

CHUNK = 1_000


def differences() -> Iterator[Difference]:
    """Every column of an obligation that differs from its facts, every obligation that was not
    recorded, every recorded one that is gone."""
    rows = Obligation.objects.order_by("id").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        facts = groupby(facts_of(row.id for row in chunk), key=lambda fact: fact.subject)
        recorded = {subject: as_recorded(told) for subject, told in facts}
        for row in chunk:
            yield from _of(row, recorded.get(row.id))
    subjects = subjects_of((MADE, IMPORTED))
    while some := list(islice(subjects, CHUNK)):
        there = set(Obligation.objects.filter(pk__in=some).values_list("id", flat=True))
        for key in some:
            if key not in there:
                yield Difference(number=str(key), column="row", stored=None, replayed="made")


def _of(row: Obligation, recorded: dict[str, object] | None) -> Iterator[Difference]:
    named = _named(row.act, row.number or row.title, row.id)
    if recorded is None:
        yield Difference(number=named, column="facts", stored="row", replayed=None)
        return
    stored = as_stored(columns_of(row))
    for name in sorted(stored.keys() | recorded.keys()):
        was, should = stored.get(name), recorded.get(name)
        if was != should:
            yield Difference(number=named, column=name, stored=was, replayed=should)


def _named(act: str, about: str, key: UUID) -> str:
    return f"{about} {act} {key}".strip()
