"""Tables, work lists and what narrows them."""

from dataclasses import dataclass
from typing import Literal

from anhuan.web.parts.shapes.words import ActButton, Deadline, EmptyState, Link

CellPlace = Literal["", "due", "state", "firm", "problem", "ball", "watch", "more"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with a mark of the import page, or a title."""

    value: object
    mark: Literal["", "bad", "doubt", "filled"] = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """``cut``: the share a column takes at most; what is longer ends in “…” (s, m, l, xl), or is
    read whole on several lines (wrap).

    ``place``: where a case's cell stands once a phone draws the row as a few lines.
    """

    head: str
    number: bool = False
    sort_url: str = ""
    sorted: Literal["", "up", "down"] = ""
    cut: Literal["", "s", "m", "l", "xl", "wrap"] = ""
    place: CellPlace = ""

    @property
    def classes(self) -> str:
        number = "number" if self.number else ""
        cut = f"cut-{self.cut}" if self.cut else ""
        return " ".join(filter(None, (number, cut, self.place and f"at-{self.place}")))


def number_columns(*heads: str) -> tuple[Column, ...]:
    return tuple(Column(head, number=True) for head in heads)


@dataclass(frozen=True, slots=True)
class Row:
    """``key`` is what a tick sends; ``url`` is what Enter opens."""

    key: str
    cells: tuple[object, ...]
    url: str = ""
    at: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Acts on the ticked rows; each button sends its url as ``formaction``."""

    acts: tuple[ActButton, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    first: int
    last: int
    total: str
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str
    batch: Batch | None = None
    pager: Pager | None = None
    empty: EmptyState | None = None
    matrix: bool = False

    @property
    def narrow(self) -> str:
        """On a phone: cases by their places, a matrix as it is, all others with column names."""
        if self.matrix:
            return "matrix"
        return "cases" if any(column.place for column in self.columns) else "named"


@dataclass(frozen=True, slots=True)
class ViewTab:
    name: str
    url: str
    count: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    text: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """``value`` non-empty: active. Without options it is fixed for this reader."""

    label: str
    options: tuple[Option, ...] = ()
    value: str = ""
    clear_url: str = ""


@dataclass(frozen=True, slots=True)
class FilterBar:
    tabs: tuple[ViewTab, ...] = ()
    filters: tuple[Filter, ...] = ()
    sort: Filter | None = None
    save: Link | None = None
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One row of a work list: deadline, act and object, why, number, button."""

    deadline: Deadline
    act: str
    thing: str
    why: str
    number: str
    url: str
    number_note: str = ""
    button: ActButton | None = None


@dataclass(frozen=True, slots=True)
class JobList:
    jobs: tuple[Job, ...]
