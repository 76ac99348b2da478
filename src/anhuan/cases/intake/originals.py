"""The file of a batch as it was written, for those who correct it at home."""

from dataclasses import dataclass
from uuid import UUID

from anhuan.base.intake import sheet_refusal
from anhuan.base.sheets.grid import SheetError, Workbook
from anhuan.base.sheets.opening import open_workbook
from anhuan.cases.intake.queries import batch_of, own_file
from anhuan.cases.reading.text import plain
from anhuan.kernel.access import Viewer


@dataclass(frozen=True, slots=True)
class Original:
    """A table of the file: its headings and the texts of its rows by row number."""

    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def originals(viewer: Viewer, batch_id: UUID) -> list[Original]:
    """The tables of a batch's file, cells as text. Refuses ``NOT_VISIBLE``, ``FILE_BROKEN``."""
    batch = batch_of(viewer, batch_id)
    try:
        book = open_workbook(own_file(batch))
    except SheetError as error:
        raise sheet_refusal(error) from None
    return [_original(book, table) for table in batch.tables]


def _original(book: Workbook, table: dict[str, object]) -> Original:
    name = table["sheet"]
    sheet = next(each for each in book.sheets if each.name == name)
    columns = table["columns"]
    assert isinstance(columns, list)
    first, last = table["first_row"], table["last_row"]
    assert isinstance(first, int)
    assert isinstance(last, int)
    indexes = [_index(str(column["column"])) for column in columns]
    rows = []
    for number in range(first, min(last, len(sheet.rows)) + 1):
        cells = sheet.rows[number - 1]
        texts = tuple(plain(cells[at]) if at < len(cells) else "" for at in indexes)
        rows.append((number, texts))
    headings = tuple(str(column["heading"] or column["column"]) for column in columns)
    return Original(sheet=str(name or ""), headings=headings, rows=tuple(rows))


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
