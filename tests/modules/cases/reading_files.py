"""Small spreadsheets for the tests of the reader, built in memory."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from anhuan.cases.reading.reader import read_ledger
from anhuan.cases.reading.types import LedgerReading

HEADING = ("序号", "企业名称", "检查时间", "隐患描述", "整改期限", "整改状态")


def shared_folder() -> Path | None:
    """Return the folder with the common test data beside the checkout, if there is one."""
    for folder in Path(__file__).resolve().parents:
        candidate = folder / "shared" / "data" / "ledgers"
        if candidate.is_dir():
            return candidate
    return None


def csv_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(
    rows: Sequence[Sequence[Any]],
    merges: Sequence[tuple[int, int, int, int]] = (),
    name: str = "台账",
) -> bytes:
    """Write one sheet; merges are 1-based (top, left, bottom, right)."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet(name)
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if value is not None:
                sheet.write(row, column, value)
    for top, left, bottom, right in merges:
        value = rows[top - 1][left - 1]
        sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, value)
    book.close()
    return target.getvalue()


def read_csv(rows: Sequence[Sequence[str]]) -> LedgerReading:
    return read_ledger(csv_bytes(rows), name="a.csv")


def read_xlsx(rows: Sequence[Sequence[Any]], **more: Any) -> LedgerReading:
    return read_ledger(xlsx_bytes(rows, **more), name="a.xlsx")


def found(reading: LedgerReading) -> list[tuple[int, str | None, str]]:
    """Return the problems of a reading as row, field and reason."""
    return [(problem.row, problem.field, problem.reason) for problem in reading.problems]


def ignored(reading: LedgerReading) -> list[tuple[int, str]]:
    """Return the ignored rows of a reading in the order of the file."""
    return sorted((row.row, row.reason) for row in reading.ignored_rows)
