"""Hazard ledgers at the command line."""

import json
from pathlib import Path
from typing import Any, TextIO

from anhuan.base.sheets.grid import SheetError
from anhuan.cases.reading.reader import read_ledger
from anhuan.cases.reading.types import LedgerReading, Problem
from anhuan.ops.command import Stop

KEYS = ("rows", "problems", "ignored_rows")


def show_reading(path: Path, out: TextIO, *, as_json: bool, full: bool) -> int:
    """Read a ledger and print what was read. Raises ``Stop`` when the file cannot be read."""
    try:
        reading = read_ledger(path, name=path.name)
    except SheetError as error:
        facts = "".join(f" {key}={value}" for key, value in error.facts.items())
        raise Stop(
            f"读不了 {path}：{error.code}{facts}",
            f"{path} cannot be read: {error.code}{facts}",
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
