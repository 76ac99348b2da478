"""The problem rows as a workbook: the columns of the original and what is wrong behind them."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO, Any, Final
from uuid import UUID

import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import pgettext

from anhuan.cases.intake.originals import Original, originals
from anhuan.cases.intake.queries import rows
from anhuan.cases.intake.types import IntakeRow, Show
from anhuan.kernel.access import Viewer
from anhuan.web.desk.intake.page import row_part

PAGE: Final = 500
LONGEST_CELL: Final = 32_767
PROBLEM: Final = "问题"


def problem_book(viewer: Viewer, batch: UUID) -> IO[bytes]:
    """Every row that waits, as written, with the sentence on its problem in the last column.
    Cells are text whatever they begin with."""
    told: dict[tuple[str, int], list[str]] = {}
    for row in _waiting(viewer, batch):
        said = told.setdefault((row.sheet, row.row), [])
        said += [each.text for each in row_part(row).issues if each.text not in said]
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    for number, sheet in enumerate(originals(viewer, batch), 1):
        _sheet(book, number, sheet, told)
    book.close()
    out.seek(0)
    return out


def _waiting(viewer: Viewer, batch: UUID) -> Iterator[IntakeRow]:
    after: int | None = 0
    while after is not None:
        page = rows(viewer, batch, show=Show.PROBLEMS, after=after, size=PAGE)
        yield from page.rows
        after = page.after


def _sheet(
    book: Any, number: int, table: Original, told: Mapping[tuple[str, int], list[str]]
) -> None:
    wanted = [(row, cells) for row, cells in table.rows if (table.sheet, row) in told]
    if not wanted:
        return
    sheet = book.add_worksheet(f"{number}")
    quoted = book.add_format({"quote_prefix": True})
    heads = [pgettext("import", "Row in the file"), *table.headings, PROBLEM]
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, quoted)
    for line, (row, cells) in enumerate(wanted, 1):
        sheet.write_number(line, 0, row)
        for column, text in enumerate(cells[: len(table.headings)], 1):
            if text:
                sheet.write_string(line, column, text[:LONGEST_CELL], quoted)
        problem = " ".join(told[table.sheet, row])
        sheet.write_string(line, len(table.headings) + 1, problem[:LONGEST_CELL], quoted)
