"""Writes of stations and of what they send."""

from anhuan.telemetry.services.adopting import (
    adopt_station,
    change_station,
    retire_station,
)
from anhuan.telemetry.services.copying import copy_missing
from anhuan.telemetry.services.importing import import_readings
from anhuan.telemetry.services.limiting import end_limit, set_limit
from anhuan.telemetry.services.meeting import dismiss_stranger, meet_stranger
from anhuan.telemetry.services.ordering import ask_station, note_ended, note_sent
from anhuan.telemetry.services.recording import record
from anhuan.telemetry.services.sealing import seal_day

__all__ = [
    "adopt_station",
    "ask_station",
    "change_station",
    "copy_missing",
    "dismiss_stranger",
    "end_limit",
    "import_readings",
    "meet_stranger",
    "note_ended",
    "note_sent",
    "record",
    "retire_station",
    "seal_day",
    "set_limit",
]
