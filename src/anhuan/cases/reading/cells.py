"""The rows of a table with merged cells filled downwards and ditto marks resolved."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from anhuan.base.sheets.grid import MAX_CELLS, Merge, Row, SheetError, Value
from anhuan.cases.reading.tables import Layout, is_blank_text
from anhuan.cases.reading.text import is_ditto


@dataclass(slots=True)
class TableRow:
    """One row: `own` as written, `values` as valid; both by column of the table.

    `origins` names the row in which a value was written where that is another one;
    `lost_dittos` are columns whose mark has nothing above it.
    """

    number: int
    own: list[Value]
    values: list[Value]
    origins: dict[int, int] = field(default_factory=dict)
    lost_dittos: list[int] = field(default_factory=list)
    across: list[int] = field(default_factory=list)

    def written_here(self, column: int) -> bool:
        return column not in self.origins


class TableCells:
    """Gives the rows of a table in order."""

    def __init__(self, layout: Layout) -> None:
        self._rows = layout.sheet.rows
        self._start = layout.start
        self._stop = layout.stop
        self._indices = [spec.index for spec in layout.columns]
        self._first = self._indices[0]
        self._width = len(self._indices)
        self._down: dict[int, list[tuple[int, Value, int]]] = {}
        self._across: dict[int, list[int]] = {}
        self._cleared: dict[int, set[int]] = {}
        self._left = MAX_CELLS
        for merge in layout.sheet.merges:
            self._spread(merge)

    def _spread(self, merge: Merge) -> None:
        if merge.top < self._start or merge.top >= self._stop:
            return
        column = merge.left - 1 - self._first
        if not 0 <= column < self._width:
            return
        value = self._value(merge.top, merge.left - 1)
        bottom = min(merge.bottom, self._stop - 1, len(self._rows))
        self._left -= (bottom - merge.top + 1) * min(merge.right - merge.left + 1, self._width)
        if self._left < 0:
            raise SheetError("too_many_merges", limit=MAX_CELLS)
        for number in range(merge.top, bottom + 1):
            if number > merge.top:
                self._down.setdefault(number, []).append((column, value, merge.top))
            if merge.right > merge.left:
                last = min(merge.right - 1 - self._first, self._width - 1)
                self._cleared.setdefault(number, set()).update(range(column + 1, last + 1))
        if merge.right > merge.left and not is_blank_text(value):
            self._across.setdefault(merge.top, []).append(column)

    def _value(self, number: int, index: int) -> Value:
        row: Row = self._rows[number - 1] if number <= len(self._rows) else ()
        return row[index] if index < len(row) else None

    def rows(self) -> Iterator[TableRow]:
        """Yield each row of the table; call `resolve` on those that hold data."""
        for number in range(self._start, min(self._stop, len(self._rows) + 1)):
            yield self._row(number)

    def _row(self, number: int) -> TableRow:
        written = self._rows[number - 1][self._first : self._first + self._width]
        own: list[Value] = [None if is_blank_text(value) else value for value in written]
        own.extend([None] * (self._width - len(own)))
        for column in self._cleared.get(number, ()):
            own[column] = None
        values = own
        origins: dict[int, int] = {}
        if number in self._down:
            values = list(own)
            for column, value, top in self._down[number]:
                values[column] = None if is_blank_text(value) else value
                own[column] = None
                origins[column] = top
        return TableRow(number, own, values, origins, across=self._across.get(number, []))


def resolve_dittos(row: TableRow, above: TableRow | None) -> None:
    """Put the raw content of the cell directly above in place of each ditto mark."""
    marks = [column for column, value in enumerate(row.values) if is_ditto(value)]
    if not marks:
        return
    if row.values is row.own:
        row.values = list(row.own)
    for column in marks:
        value = None if above is None else above.values[column]
        row.values[column] = value
        if value is None:
            row.lost_dittos.append(column)
        elif above is not None:
            row.origins[column] = above.origins.get(column, above.number)
