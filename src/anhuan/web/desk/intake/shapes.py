"""What the pages of an import are made of."""

from dataclasses import dataclass
from typing import Literal

from anhuan.web.parts.shapes import Cell


@dataclass(frozen=True, slots=True)
class Press:
    """A button under a row: what it sends and what it says."""

    name: str
    value: str
    word: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class IssuePart:
    """One finding under its row. ``writes``: a person may write the value."""

    place: int
    field: str
    icon: str
    tone: Literal["bad", "doubt", "filled"]
    text: str
    presses: tuple[Press, ...] = ()
    writes: bool = False
    day: bool = False
    typed: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class RowPart:
    position: int
    cells: tuple[Cell, ...]
    issues: tuple[IssuePart, ...]
    problem: bool
    number: str = ""
    skipped: bool = False
    may_skip: bool = False


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows without a question between two that have one."""

    first: int
    last: int
    url: str


@dataclass(frozen=True, slots=True)
class AlikePart:
    title: str
    rows: int
    samples: str
    url: str
    word: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the four counts over the rows."""

    word: str
    count: str
    unit: str
    icon: str
    tone: Literal["good", "bad", "doubt", "plain"]


@dataclass(frozen=True, slots=True)
class Pill:
    word: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class ColumnPart:
    """A column of a file and the fields it may be."""

    name: str
    letter: str
    heading: str
    sample: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class TablePart:
    title: str
    columns: tuple[ColumnPart, ...]
