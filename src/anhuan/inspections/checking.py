"""Whether every stored visit is what its facts add up to."""

from collections.abc import Iterator

from anhuan.inspections import models
from anhuan.inspections.mapping import NAMES, fact_of, to_visit
from anhuan.kernel.visit import Visit, replay
from anhuan.ledger.replaying import differing
from anhuan.ledger.types import Difference


def differences() -> Iterator[Difference]:
    """Every column of every visit that differs from the replay of its facts."""
    return differing(
        models.Visit.objects,
        NAMES,
        to_value=to_visit,
        empty=lambda key: Visit(id=key),
        fact_of=fact_of,
        replay=replay,
    )
