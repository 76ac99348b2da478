"""Whether every stored matter is what its facts add up to, with one ball while it is open."""

from collections.abc import Iterator

from anhuan.accountability import models
from anhuan.accountability.mapping import NAMES, fact_of, to_matter
from anhuan.kernel.accountability import Matter, replay_matter
from anhuan.ledger.replaying import differing
from anhuan.ledger.types import Difference
from anhuan.obligations.queries import open_balls_of_matters


def differences() -> Iterator[Difference]:
    """Every column of every matter that differs from the replay of its facts."""
    return differing(
        models.Matter.objects,
        NAMES,
        to_value=to_matter,
        empty=lambda key: Matter(id=key),
        fact_of=fact_of,
        replay=replay_matter,
        balls_of=open_balls_of_matters,
    )
