"""How often the interpreter looks for dead cycles."""

import gc
from typing import Final

THRESHOLDS: Final = (50_000, 20, 100)
"""Objects before the young are looked at, and rounds before the older are. A list of a hundred
thousand rows is no garbage, and looking through it at every few hundred objects takes as long as
reading it."""


def settle() -> None:
    """What is loaded by now stays: it is never looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
