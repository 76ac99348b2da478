"""What an engine that reads the files of closed days is asked, and answers."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple, Protocol

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


class ToldColumns(NamedTuple):
    """Many of them as columns, by station, time and factor. ``numbers``: the first five fields of
    each ``sent``, column by column."""

    station: Sequence[int]
    at: Sequence[int]
    factor: Sequence[str]
    received: Sequence[int]
    revision: Sequence[str]
    numbers: Sequence[Sequence[Decimal | None]]
    mark: Sequence[str]
    sent: Sequence[Value]

    def rows(self) -> Iterator[Told]:
        *front, _, _, sent = self
        return map(Told, *front, sent)


def told_columns(rows: Iterable[Told]) -> ToldColumns:
    front = list(zip(*rows, strict=True)) or [()] * len(Told._fields)
    sent = front.pop()
    numbers = list(zip(*(one.numbers for one in sent), strict=True)) or [()] * 5
    mark = [one.mark for one in sent]
    return ToldColumns._make((*front, numbers, mark, sent))


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


class Groups(NamedTuple):
    """Groups as columns, by station, factor and time."""

    station: Sequence[int]
    factor: Sequence[str]
    place: Sequence[int]
    size: Sequence[int]
    total: Sequence[int]
    low: Sequence[int]
    high: Sequence[int]


def columns_of(groups: Iterable[Group]) -> Groups:
    rows = list(groups)
    return Groups._make(zip(*rows, strict=True)) if rows else NO_GROUPS


NO_GROUPS: Final = Groups((), (), (), (), (), (), ())


class Engine(Protocol):
    """``without``: what the open days say otherwise; it is left out."""

    def told(self, want: Want, without: Collection[Key]) -> ToldColumns: ...

    def groups(
        self, want: Want, step: int, without: Collection[Key], *, extremes: bool = True
    ) -> Groups:
        """Stretches of ``step`` seconds from ``want.start`` on. One of which something was sent
        and nothing is valid has the size 0. Without ``extremes`` lowest and highest are 0."""
