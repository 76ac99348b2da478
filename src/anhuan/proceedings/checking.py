"""Whether every stored proceeding is what its facts add up to, with one ball while it is open."""

from collections.abc import Iterator

from anhuan.kernel.procedure import Proceeding, replay_proceeding
from anhuan.ledger.replaying import differing
from anhuan.ledger.types import Difference
from anhuan.obligations.queries import open_balls_of_proceedings
from anhuan.proceedings import models
from anhuan.proceedings.mapping import NAMES, fact_of, to_proceeding


def differences() -> Iterator[Difference]:
    """Every column of every proceeding that differs from the replay of its facts."""
    return differing(
        models.Proceeding.objects,
        NAMES,
        to_value=to_proceeding,
        empty=lambda key: Proceeding(id=key),
        fact_of=fact_of,
        replay=replay_proceeding,
        balls_of=open_balls_of_proceedings,
    )
