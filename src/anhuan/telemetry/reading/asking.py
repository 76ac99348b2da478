"""What an engine that reads the files of closed days is asked, and answers."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from anhuan.telemetry.types import Value


class Want(NamedTuple):
    """What is asked for: stations by number (None: all), factors (none: all), a span by its
    number, and [start, end) in seconds. ``days``: the files, day by day, oldest part first."""

    numbers: Sequence[int] | None
    factors: Sequence[str]
    span: int
    start: int
    end: int
    days: Sequence[Sequence[Path]]


Key = tuple[int, int, str]
"""A station's number, a time in seconds, a factor."""


class Told(NamedTuple):
    """One factor of one time as a file holds it."""

    station: int
    at: int
    factor: str
    received: int
    revision: str
    value: Value


class Group(NamedTuple):
    """The valid values of a factor in a stretch of time: how many (``size``), their sum, the
    lowest and highest in millionths, 0 of none. The stretch is the one that begins ``place``
    steps after the first."""

    station: int
    factor: str
    place: int
    size: int
    total: int
    low: int
    high: int


class Engine(Protocol):
    """``without``: what the open days say otherwise; it is left out."""

    def told(self, want: Want, without: Collection[Key]) -> Iterator[Told]:
        """By station, time and factor."""

    def groups(self, want: Want, step: int, without: Collection[Key]) -> Iterator[Group]:
        """Stretches of ``step`` seconds from ``want.start`` on. One of which something was sent
        and nothing is valid has the size 0."""
