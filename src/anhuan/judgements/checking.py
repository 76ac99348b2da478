"""Whether every stored sheet is what its facts add up to."""

from collections.abc import Iterator

from anhuan.judgements import models
from anhuan.judgements.mapping import NAMES, fact_of, to_judgement
from anhuan.kernel.judgement import Judgement, replay_judgement
from anhuan.ledger.replaying import differing
from anhuan.ledger.types import Difference


def differences() -> Iterator[Difference]:
    """Every column of every sheet that differs from the replay of its facts."""
    return differing(
        models.Judgement.objects,
        NAMES,
        to_value=to_judgement,
        empty=lambda key: Judgement(id=key),
        fact_of=fact_of,
        replay=replay_judgement,
    )
