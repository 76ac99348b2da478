"""Writes of obligations: as a consequence of an act, or of what has become true by the clock."""

from anhuan.obligations.services.acts import open_many, settle
from anhuan.obligations.services.climbing import look_again, sweep
from anhuan.obligations.services.cyclic import discharge_duties, resweep, sweep_duty

__all__ = [
    "discharge_duties",
    "look_again",
    "open_many",
    "resweep",
    "settle",
    "sweep",
    "sweep_duty",
]
