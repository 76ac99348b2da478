"""A ledger that this program wrote: every cell is what its heading says, word for word.

Nothing is split, no mark stands for another cell, and what the program alone knows of a case
goes to ``extra`` under its heading, from where an import takes it up again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from anhuan.base.sheets.grid import Row, Sheet, Value, Workbook, column_letter
from anhuan.base.sheets.xlsx import EPOCHS
from anhuan.cases.exchange import BY_HEADING, Shape, code_of, extra_key, unguarded
from anhuan.cases.reading.codes import read_code
from anhuan.cases.reading.dates import later_day, read_date
from anhuan.cases.reading.money import read_money
from anhuan.cases.reading.text import plain
from anhuan.cases.reading.types import (
    ROW_FIELDS,
    Column,
    HazardRow,
    IgnoredRow,
    LedgerReading,
    Problem,
    SheetRole,
    Table,
)

NUMBER: Final = "编号"
SIGNS: Final = frozenset({"状态", "领域", "该办的事", "球在谁手里", "办理期限"})
ENOUGH: Final = 4
UNREAD: Final = {"grade": "grade_text", "status": "status_unknown", "due_kind": "date_text"}


def is_ours(book: Workbook) -> bool:
    """Whether the first sheet begins with our headings: the number and words only we use."""
    heads = _heads(book.sheets[0]) if book.sheets else ()
    known = [head for head in heads if head in BY_HEADING]
    return NUMBER in heads and len(known) >= ENOUGH and bool(SIGNS & set(heads))


def read_own(book: Workbook, name: str) -> LedgerReading:
    """The reading of a workbook that ``is_ours``; rows and columns may have been moved, taken
    out and edited since."""
    sheet = _as_written(book)
    heads = _heads(sheet)
    rows: list[HazardRow] = []
    problems: list[Problem] = []
    ignored = [IgnoredRow(sheet.name, 1, "heading")]
    for number, cells in enumerate(sheet.rows[1:], 2):
        if not any(plain(cell).strip() for cell in cells):
            ignored.append(IgnoredRow(sheet.name, number, "blank"))
            continue
        row, found = _Own(sheet, number, book.date_system).read(heads, cells)
        rows.append(row)
        problems += found
    return LedgerReading(
        file=name,
        kind=book.kind,
        encoding=book.encoding,
        date_system=book.date_system,
        sheets=tuple(
            SheetRole(each.name, "notes" if at else "data", each.hidden)
            for at, each in enumerate(book.sheets)
        ),
        tables=(_table(sheet, heads),),
        rows=tuple(rows),
        problems=tuple(problems),
        ignored_rows=tuple(ignored),
        site_groups=(),
    )


def _as_written(book: Workbook) -> Sheet:
    """The first sheet; cells of delimited text without the apostrophe that stood guard."""
    sheet = book.sheets[0]
    if book.kind != "csv":
        return sheet
    rows = [tuple(unguarded(c) if isinstance(c, str) else c for c in row) for row in sheet.rows]
    return replace(sheet, rows=tuple(rows))


def _heads(sheet: Sheet) -> tuple[str, ...]:
    return tuple(plain(cell).strip() for cell in sheet.rows[0]) if sheet.rows else ()


def _table(sheet: Sheet, heads: Sequence[str]) -> Table:
    columns = tuple(
        Column(column_letter(at), head or None, _field(head)) for at, head in enumerate(heads, 1)
    )
    return Table(
        sheet=sheet.name,
        heading_rows=(1,),
        first_row=2,
        last_row=len(sheet.rows),
        period=None,
        money_unit="元",
        site_from_title=None,
        columns=columns,
    )


def _field(head: str) -> str:
    known = BY_HEADING.get(head)
    return known.name if known is not None and known.name in ROW_FIELDS else "extra"


class _Own:
    """One row under our headings."""

    def __init__(self, sheet: Sheet, number: int, date_system: int | None) -> None:
        self.sheet = sheet
        self.number = number
        self.epoch = EPOCHS[date_system or 1900]
        self.problems: list[Problem] = []

    def read(self, heads: Sequence[str], cells: Row) -> tuple[HazardRow, list[Problem]]:
        values: dict[str, Any] = {}
        extra: dict[str, str] = {}
        for head, cell in zip(heads, cells, strict=False):
            if not head or not plain(cell).strip():
                continue
            field = _field(head)
            if field == "extra":
                extra[extra_key(head)] = plain(cell)
            else:
                values[field] = self._value(field, BY_HEADING[head].shape, cell)
        if values.get("uscc"):
            values["uscc_valid"] = read_code(values["uscc"]).valid
        if not values.get("description"):
            self._report("description", "description_missing", "")
        return HazardRow(self.sheet.name, self.number, extra=extra, **values), self.problems

    def _value(self, field: str, shape: Shape, cell: Value) -> Any:
        return _READERS.get(shape, _Own._text)(self, field, cell)

    def _text(self, field: str, cell: Value) -> str:
        return plain(cell)

    def _date(self, field: str, cell: Value) -> Any:
        if isinstance(cell, datetime):
            return cell.date()
        day, problem = later_day(read_date(cell, self.epoch), None, None)
        if problem is not None or day is None:
            self._report(field, problem or "date_text", plain(cell))
        return day

    def _money(self, field: str, cell: Value) -> Any:
        money = read_money(cell, "元")
        if money.problem is not None:
            self._report(field, money.problem, plain(cell), money.kept)
        return money.yuan

    def _word(self, field: str, cell: Value) -> str | None:
        code = code_of(field, plain(cell).strip())
        if code is None:
            self._report(field, UNREAD.get(field, "status_unknown"), plain(cell))
        return code

    def _report(self, field: str, reason: str, raw: str, kept: bool = False) -> None:
        self.problems.append(Problem(self.sheet.name, self.number, field, reason, raw, kept))


_READERS: Final[Mapping[Shape, Callable[[_Own, str, Value], Any]]] = {
    Shape.DATE: _Own._date,
    Shape.MONEY: _Own._money,
    Shape.WORD: _Own._word,
}
