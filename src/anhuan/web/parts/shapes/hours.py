"""The map over time: marks of stations, hour by hour."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anhuan.web.parts.shapes.charts import ZONE, Figure, figure


@dataclass(frozen=True, slots=True)
class HourMark:
    """One station on the map over time; ``cells``: value and level by hour, in that order.

    Level 0 is a value without a level; no value is a gap.
    """

    name: str
    lon: float
    lat: float
    cells: tuple[tuple[Figure | None, int], ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class MapOverTime:
    """Marks on a map for each hour; ``outlines`` is an address of GeoJSON."""

    title: str
    unit: str
    hours: tuple[datetime, ...]
    marks: tuple[HourMark, ...]
    outlines: str
    legend: tuple[tuple[int, str], ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if any(len(mark.cells) != len(self.hours) for mark in self.marks):
            raise ValueError("a mark needs one cell for each hour")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"{hour.astimezone(ZONE):%m-%d %H:%M}" for hour in self.hours)

    @property
    def facts(self) -> dict[str, Any]:
        """What ``frontend/src/hours.ts`` draws."""
        return {
            "hours": self.names,
            "unit": self.unit,
            "marks": [
                {
                    "name": mark.name,
                    "lon": mark.lon,
                    "lat": mark.lat,
                    "url": mark.url,
                    "cells": [[figure(v) if v is not None else "", n] for v, n in mark.cells],
                }
                for mark in self.marks
            ],
        }

    @property
    def rows(self) -> tuple[tuple[HourMark, tuple[str, ...]], ...]:
        return tuple((mark, tuple(figure(v) for v, _ in mark.cells)) for mark in self.marks)
