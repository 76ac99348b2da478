"""Writes of alarms."""

from anhuan.alarms.services.pairing import pair_meters, part_meters
from anhuan.alarms.services.sweeping import sweep

__all__ = ["pair_meters", "part_meters", "sweep"]
