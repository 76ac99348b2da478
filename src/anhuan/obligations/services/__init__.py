"""Writes of obligations: as a consequence of an act, or of what has become true by the clock."""

from anhuan.obligations.services.acts import open_many, settle
from anhuan.obligations.services.calls import on_answered, on_called
from anhuan.obligations.services.climbing import look_again, sweep
from anhuan.obligations.services.cyclic import discharge_duties, resweep, sweep_duty
from anhuan.obligations.services.listed import end_planned, open_planned
from anhuan.obligations.services.permits import on_permit, settle_permits

__all__ = [
    "discharge_duties",
    "end_planned",
    "look_again",
    "on_answered",
    "on_called",
    "on_permit",
    "open_many",
    "open_planned",
    "resweep",
    "settle",
    "settle_permits",
    "sweep",
    "sweep_duty",
]
