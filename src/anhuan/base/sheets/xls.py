"""BIFF workbooks (.xls) through xlrd."""

import io
from datetime import datetime

import xlrd  # type: ignore[import-untyped]

from anhuan.base.sheets.grid import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    CellError,
    Merge,
    Row,
    Sheet,
    SheetError,
    Value,
    Workbook,
    tight,
    trimmed,
)
from anhuan.base.sheets.xlsx import EPOCHS, moment
from anhuan.base.sheets.xlsxparts import shade


def read_xls(data: bytes) -> Workbook:
    """Read a BIFF workbook; raise `SheetError` for one that is encrypted, broken or too large."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise SheetError("encrypted")
    book = _opened(data)
    if book.nsheets > MAX_SHEETS:
        raise SheetError("too_many_sheets", sheets=book.nsheets, limit=MAX_SHEETS)
    system = 1904 if book.datemode else 1900
    try:
        sheets = tuple(_sheet(book, page, EPOCHS[system]) for page in book.sheets())
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise SheetError("corrupt", part="xls") from error
    return Workbook("xls", None, system, sheets)


def _opened(data: bytes) -> xlrd.Book:
    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        words = str(error).lower()
        if "encrypted" in words or "password" in words:
            raise SheetError("encrypted") from error
        if "can't find workbook" in words:
            raise SheetError("unsupported_format", part="ole") from error
        raise SheetError("corrupt", part="xls") from error
    except Exception as error:
        # xlrd answers a damaged record with whatever the damaged bytes provoke.
        raise SheetError("corrupt", part="xls") from error


def _sheet(book: xlrd.Book, page: xlrd.sheet.Sheet, epoch: datetime) -> Sheet:
    if page.ncols > MAX_COLUMNS or page.nrows > MAX_ROWS or page.nrows * page.ncols > MAX_CELLS:
        raise SheetError("too_many_cells", rows=page.nrows, columns=page.ncols)
    rows: list[Row] = []
    fills: dict[int, dict[int, str]] = {}
    for index in range(page.nrows):
        cells = page.row(index)
        rows.append(tight([_value(cell, epoch) for cell in cells]))
        found = {
            column: fill
            for column, cell in enumerate(cells, 1)
            if (fill := _fill(book, cell.xf_index)) is not None
        }
        if found:
            fills[index + 1] = found
    return Sheet(
        name=page.name,
        hidden=page.visibility != 0,
        rows=trimmed(rows),
        merges=tuple(
            Merge(top + 1, left + 1, bottom, right)
            for top, bottom, left, right in page.merged_cells
        ),
        hidden_rows=frozenset(row + 1 for row, look in page.rowinfo_map.items() if look.hidden),
        hidden_columns=frozenset(
            column + 1 for column, look in page.colinfo_map.items() if look.hidden
        ),
        comments={
            (row + 1, column + 1): note.text.strip()
            for (row, column), note in page.cell_note_map.items()
            if note.text.strip()
        },
        fills=fills,
    )


def _value(cell: xlrd.sheet.Cell, epoch: datetime) -> Value:
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(value) or None
    if cell.ctype == xlrd.XL_CELL_DATE:
        return moment(float(value), epoch)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return CellError(xlrd.error_text_from_code.get(value, "#ERR"))
    return None


def _fill(book: xlrd.Book, style: int | None) -> str | None:
    if style is None or style >= len(book.xf_list):
        return None
    background = book.xf_list[style].background
    if background.fill_pattern == 0:
        return None
    colour = book.colour_map.get(background.pattern_colour_index)
    if colour is None:
        return None
    return shade("".join(f"{part:02X}" for part in colour), 0.0)
