"""Delimited text: UTF-8 with or without a mark, UTF-16 with one, GB18030."""

import csv
import io
from typing import Final

from anhuan.base.sheets.grid import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Row,
    Sheet,
    SheetError,
    Workbook,
    tight,
    trimmed,
)

MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
DELIMITERS: Final = (",", "\t", ";")
SNIFFED_LINES: Final = 20
SNIFFED_CHARACTERS: Final = 100_000


def read_delimited(data: bytes) -> Workbook:
    """Read delimited text as one nameless sheet; every record counts as a row."""
    text, encoding = _decoded(data)
    rows: list[Row] = []
    cells = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            row = tight([value or None for value in record])
            if len(row) > MAX_COLUMNS:
                raise SheetError("too_many_columns", columns=len(row), limit=MAX_COLUMNS)
            rows.append(row)
            cells += len(row)
            if len(rows) > MAX_ROWS:
                raise SheetError("too_many_rows", limit=MAX_ROWS)
            if cells > MAX_CELLS:
                raise SheetError("too_many_cells", limit=MAX_CELLS)
    except csv.Error as error:
        raise SheetError("corrupt", part="csv", row=len(rows) + 1) from error
    return Workbook("csv", encoding, None, (Sheet(None, False, trimmed(rows)),))


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decode(data, encoding), encoding
    if b"\0" in data:
        raise SheetError("unknown_format")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise SheetError("encoding_unknown")


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetError("encoding_unknown", encoding=encoding) from error


def _delimiter(text: str) -> str:
    lines = text[:SNIFFED_CHARACTERS].splitlines()[:SNIFFED_LINES]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: counts[mark])
