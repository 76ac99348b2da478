"""What writes the cells of a ledger: a workbook, or delimited text with the same columns."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum, unique
from typing import IO, Any, Final, Protocol

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]

from anhuan.cases.exchange import RISKY, Field, Shape, guarded

LONGEST_CELL: Final = 32_767  # of a workbook, in characters


@unique
class FileKind(StrEnum):
    """The files a ledger is written as; the value is how their names end."""

    XLSX = "xlsx"
    CSV = "csv"


class Pen(Protocol):
    """Writes cells; text only ever as text, whatever it begins with."""

    def head(self, fields: Sequence[Field]) -> None: ...

    def write(self, row: int, values: Sequence[tuple[Shape, Any]]) -> None: ...

    def close(self) -> None: ...


class _Workbook:
    def __init__(self, out: IO[bytes]) -> None:
        self.book = xlsxwriter.Workbook(out, {"constant_memory": True})
        self.sheet = self.book.add_worksheet("台账")
        style = self.book.add_format
        self.bold = style({"bold": True, "bottom": 1, "bg_color": "#EDF0F3"})
        self.quoted = style({"quote_prefix": True})
        self.dates: Mapping[Shape, Format] = {
            Shape.DATE: style({"num_format": "yyyy-mm-dd"}),
            Shape.MOMENT: style({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        self.money = style({"num_format": "0.00"})
        self.columns = self.rows = 0

    def head(self, fields: Sequence[Field]) -> None:
        self.columns = len(fields)
        self.sheet.freeze_panes(1, 0)
        for at, each in enumerate(fields):
            self.sheet.set_column(at, at, each.width)
            self.sheet.write_string(0, at, each.heading[:LONGEST_CELL], self.bold)

    def write(self, row: int, values: Sequence[tuple[Shape, Any]]) -> None:
        self.rows = row
        for at, (shape, value) in enumerate(values):
            if value is not None and value != "":
                self._cell(row, at, shape, value)

    def _cell(self, row: int, column: int, shape: Shape, value: Any) -> None:
        if shape in self.dates:
            self.sheet.write_datetime(row, column, value, self.dates[shape])
        elif shape is Shape.MONEY:
            self.sheet.write_number(row, column, value, self.money)
        elif shape is Shape.NUMBER:
            self.sheet.write_number(row, column, value)
        else:
            text = str(value)[:LONGEST_CELL]
            risky = self.quoted if text.startswith(RISKY) else None
            self.sheet.write_string(row, column, text, risky)

    def close(self) -> None:
        self.sheet.autofilter(0, 0, max(self.rows, 1), self.columns - 1)
        self.book.close()


class _Delimited:
    """UTF-8 with a mark, so that spreadsheet programs know it; CRLF ends a line."""

    def __init__(self, out: IO[bytes]) -> None:
        self.text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
        self.csv = csv.writer(self.text)

    def head(self, fields: Sequence[Field]) -> None:
        self.csv.writerow([guarded(each.heading) for each in fields])

    def write(self, row: int, values: Sequence[tuple[Shape, Any]]) -> None:
        self.csv.writerow([_as_text(shape, value) for shape, value in values])

    def close(self) -> None:
        self.text.detach()


def _as_text(shape: Shape, value: Any) -> str:
    if value is None or value == "":
        return ""
    if shape is Shape.DATE:
        return f"{value:%Y-%m-%d}"
    if shape is Shape.MOMENT:
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if shape is Shape.MONEY:
        return f"{value:.2f}"
    return str(value) if shape is Shape.NUMBER else guarded(str(value))


PENS: Final[Mapping[FileKind, Callable[[IO[bytes]], Pen]]] = {
    FileKind.XLSX: _Workbook,
    FileKind.CSV: _Delimited,
}
