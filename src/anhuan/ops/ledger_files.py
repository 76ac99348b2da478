"""Hazard ledgers at the command line."""

import json
from pathlib import Path
from typing import Any, Final, TextIO

from anhuan.base.sheets.grid import SheetError
from anhuan.cases.reading.reader import read_ledger
from anhuan.cases.reading.types import LedgerReading, Problem
from anhuan.ops.command import Stop

KEYS: Final = ("rows", "problems", "ignored_rows")
OTHERWISE: Final = (
    "它的行、列、工作表或内容多过一次能读的",
    "it has more rows, columns, sheets or content than are read at once",
)
_FORMAT: Final = ("不是 xlsx、xls 或 csv 表格", "it is no xlsx, xls or csv spreadsheet")
_BROKEN: Final = ("文件已损坏", "the file is broken")
WHY: Final = {
    "empty_file": ("文件是空的", "the file is empty"),
    "encrypted": ("文件有密码，先去掉密码", "it has a password: take the password off first"),
    "corrupt": _BROKEN,
    "xml_declaration_refused": _BROKEN,
    "unknown_format": _FORMAT,
    "unsupported_format": _FORMAT,
    "encoding_unknown": (
        "认不出文字编码，另存为 xlsx 或 UTF-8",
        "its text encoding is unknown: save it as xlsx or UTF-8",
    ),
}


def show_reading(path: Path, out: TextIO, *, as_json: bool, full: bool) -> int:
    """Read a ledger and print what was read. Raises ``Stop`` when the file cannot be read."""
    try:
        reading = read_ledger(path, name=path.name)
    except SheetError as error:
        chinese, english = WHY.get(error.code, OTHERWISE)
        raise Stop(
            f"读不了 {path}：{chinese}（{error.code}）",
            f"{path} cannot be read: {english} ({error.code})",
        ) from error
    if as_json:
        json.dump(as_shown(reading, full=full), out, ensure_ascii=False, indent=1)
        print(file=out)
    else:
        _tell(reading, out)
    return 0


def as_shown(reading: LedgerReading, *, full: bool) -> dict[str, Any]:
    """The reading in JSON values: rows, problems and ignored rows; ``full`` adds the rest."""
    whole = reading.to_json()
    return whole if full else {key: whole[key] for key in KEYS}


def _tell(reading: LedgerReading, out: TextIO) -> None:
    for problem in reading.problems:
        print(_line(problem), file=out)
    counts = reading.counts()
    print(
        f"{counts['source_rows']} 行，{counts['rows']} 项隐患，{counts['problems']} 处要看，"
        f"{counts['ignored_rows']} 行不是隐患 / {counts['source_rows']} rows, "
        f"{counts['rows']} hazards, {counts['problems']} to look at, "
        f"{counts['ignored_rows']} ignored",
        file=out,
    )


def _line(problem: Problem) -> str:
    sheet = f"{problem.sheet} " if problem.sheet else ""
    field = problem.field or "—"
    return f"{sheet}{problem.row} {field}: {problem.reason} {problem.raw!r}"
