"""Files from outside as records, within limits: tables by their headings, JSON, gz or plain."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NoReturn

from anhuan.base.sheets.grid import MAX_FILE_BYTES, Row, SheetError, Value
from anhuan.base.sheets.opening import open_workbook
from anhuan.kernel.refusal import Refusal, Why

MAX_UNPACKED: Final = 64 * 1024 * 1024
HEADING_ROWS: Final = 10
GZ: Final = b"\x1f\x8b"
_SHEET_REASONS: Final = {
    "empty_file": Why.FILE_EMPTY,
    "file_too_large": Why.FILE_TOO_LARGE,
    "unpacked_too_large": Why.FILE_TOO_LARGE,
    "too_many_rows": Why.TOO_MANY,
    "too_many_columns": Why.TOO_MANY,
    "too_many_cells": Why.TOO_MANY,
    "too_many_sheets": Why.TOO_MANY,
    "unknown_format": Why.FILE_TYPE,
    "unsupported_format": Why.FILE_TYPE,
    "encoding_unknown": Why.FILE_TYPE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """What is wrong with one row, counted from 1 as the spreadsheet shows it."""

    row: int
    field: str
    problem: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row under its headings; cells without content are absent."""

    row: int
    values: Mapping[str, str]


def read_bytes(path: Path) -> bytes:
    """A file's content, unpacked if it is gz.

    Refuses ``FILE_BROKEN``, ``FILE_EMPTY`` and, without reading on, ``FILE_TOO_LARGE``.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError:
        raise Refusal(Why.FILE_BROKEN, problem="unreadable", name=path.name) from None
    if len(data) > MAX_FILE_BYTES:
        raise Refusal(Why.FILE_TOO_LARGE, most=MAX_FILE_BYTES)
    data = _unpacked(data) if data.startswith(GZ) else data
    if not data.strip():
        raise Refusal(Why.FILE_EMPTY)
    return data


def _unpacked(data: bytes) -> bytes:
    inflating = zlib.decompressobj(wbits=31)
    try:
        plain = inflating.decompress(data, MAX_UNPACKED + 1)
    except zlib.error:
        raise Refusal(Why.FILE_BROKEN, problem="gz") from None
    if len(plain) > MAX_UNPACKED:
        raise Refusal(Why.FILE_TOO_LARGE, most=MAX_UNPACKED)
    if not inflating.eof:
        raise Refusal(Why.FILE_BROKEN, problem="gz")
    return plain


def is_json(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def read_json(data: bytes) -> Any:
    """JSON in UTF-8. Refuses ``FILE_BROKEN`` for anything else, not-a-number and too deep."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refusal(Why.FILE_BROKEN, problem="json") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def sheet_refusal(error: SheetError) -> Refusal:
    """The refusal for a spreadsheet that cannot be read; ``problem`` is the reader's code."""
    return Refusal(_SHEET_REASONS.get(error.code, Why.FILE_BROKEN), problem=error.code)


def read_table(
    data: bytes, headings: Mapping[str, Iterable[str]], required: Iterable[str]
) -> list[Record]:
    """The rows of the first visible sheet under a row of headings (xlsx, xls, csv).

    ``headings``: for each field the words that may stand over it. The headings are the row among
    the first ten that names most fields. Refuses ``FILE_…``, ``TOO_MANY``, and ``MISSING`` with
    the required fields that have no column.
    """
    try:
        book = open_workbook(data)
    except SheetError as error:
        raise sheet_refusal(error) from None
    shown = [sheet for sheet in book.sheets if not sheet.hidden and sheet.rows]
    if not shown:
        raise Refusal(Why.FILE_EMPTY)
    rows = shown[0].rows
    known = {_heading(word): name for name, words in headings.items() for word in (name, *words)}
    best = max(range(min(HEADING_ROWS, len(rows))), key=lambda at: len(_columns(rows[at], known)))
    columns = _columns(rows[best], known)
    absent = tuple(name for name in required if name not in columns)
    if absent:
        raise Refusal(Why.MISSING, fields=absent)
    return list(_records(rows, best + 1, columns))


def _heading(value: Value) -> str:
    return "".join(str(value or "").split()).rstrip("*:：").lower()


def _columns(row: Row, known: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, value in enumerate(row):
        name = known.get(_heading(value))
        if name is not None:
            found.setdefault(name, column)
    return found


def _records(rows: tuple[Row, ...], start: int, columns: Mapping[str, int]) -> Iterable[Record]:
    for number, row in enumerate(rows[start:], start + 1):
        values = {
            name: text
            for name, column in columns.items()
            if column < len(row) and (text := _text(row[column]))
        }
        if values:
            yield Record(row=number, values=values)


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()
