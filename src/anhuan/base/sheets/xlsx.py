"""Office Open XML workbooks (ECMA-376), read as a stream so that no declared size is trusted."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from anhuan.base.sheets import xlsxparts as parts
from anhuan.base.sheets.archive import Archive, local, new_parser
from anhuan.base.sheets.grid import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_MERGES,
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

REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
EPOCHS: Final = {1900: datetime(1899, 12, 30), 1904: datetime(1904, 1, 1)}
TRUE: Final = frozenset({"1", "true", "on"})
ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(data: bytes) -> Workbook:
    """Read a workbook; raise `SheetError` for a package that is none or breaks a limit."""
    archive = Archive(data)
    main = _main_part(archive)
    root = parts.tree(archive, main)
    links = parts.relations(archive, main)
    by_type = {link.type: link.target for link in links.values()}
    settings = root.first("workbookPr")
    given = {} if settings is None else settings.attributes
    system = 1904 if given.get("date1904", "").lower() in TRUE else 1900
    strings_part = by_type.get("sharedStrings")
    held = strings_part is not None and archive.has(strings_part)
    texts = parts.strings(archive, strings_part) if held and strings_part else []
    looks = parts.styles(archive, by_type.get("styles"), by_type.get("theme"))
    entries = root.all("sheet")
    if len(entries) > MAX_SHEETS:
        raise SheetError("too_many_sheets", sheets=len(entries), limit=MAX_SHEETS)
    reader = _Reader(archive, [_unescaped(text) for text in texts], looks, EPOCHS[system])
    sheets = []
    for entry in entries:
        link = links.get(entry.attributes.get("id", ""))
        if link is None or link.type != "worksheet":
            continue
        hidden = entry.attributes.get("state", "visible") != "visible"
        sheets.append(reader.sheet(entry.attributes.get("name", ""), hidden, link.target))
    return Workbook("xlsx", None, system, tuple(sheets))


def _main_part(archive: Archive) -> str:
    for link in parts.relations(archive, "").values():
        if link.type == "officeDocument":
            if not link.target.endswith(".xml") or not archive.has(link.target):
                raise SheetError("unsupported_format", part=link.target[:80])
            if not parts.tree(archive, link.target).first("workbook"):
                raise SheetError("unsupported_format", part=link.target[:80])
            return link.target
    raise SheetError("unsupported_format", part="zip")


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


class _Reader:
    """Reads the sheets of one package; strings and styles are shared between them."""

    def __init__(
        self, archive: Archive, texts: list[str], looks: parts.Styles, epoch: datetime
    ) -> None:
        self._archive = archive
        self._texts = texts
        self._looks = looks
        self._epoch = epoch
        self._left = MAX_CELLS

    def sheet(self, name: str, hidden: bool, part: str) -> Sheet:
        page = _Page(self._value, self._looks.fills, self._left)
        parser = new_parser()
        parser.StartElementHandler = page.start
        parser.EndElementHandler = page.end
        parser.CharacterDataHandler = page.text
        self._archive.parse(part, parser)
        self._left = page.cells_left
        return Sheet(
            name=name,
            hidden=hidden,
            rows=page.grid(),
            merges=tuple(page.merges),
            hidden_rows=frozenset(page.hidden_rows),
            hidden_columns=frozenset(page.hidden_columns),
            comments=self._comments(part),
            fills=page.fills,
        )

    def _comments(self, part: str) -> dict[tuple[int, int], str]:
        found = {}
        for link in parts.relations(self._archive, part).values():
            if link.type == "comments" and self._archive.has(link.target):
                for reference, text in parts.comments(self._archive, link.target).items():
                    found[position(reference)] = _unescaped(text)
        return found

    def _value(self, kind: str, style: int, text: str) -> Value:
        if kind == "s":
            index = int(text) if text.isascii() and text.isdigit() else -1
            return self._texts[index] if 0 <= index < len(self._texts) else None
        if kind in ("inlineStr", "str"):
            return _unescaped(text) or None
        if kind == "b":
            return text == "1" or text == "true"
        if kind == "e":
            return CellError(text)
        if kind == "d":
            return _iso(text)
        return self._number(style, text)

    def _number(self, style: int, text: str) -> Value:
        try:
            number = float(text)
        except ValueError:
            return text or None
        if number - number != 0:
            return text
        if style < len(self._looks.dates) and self._looks.dates[style]:
            return moment(number, self._epoch)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _iso(text: str) -> Value:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text or None


def moment(serial: float, epoch: datetime) -> Value:
    """Turn a serial of days into a moment; a time of day or nonsense stays a number."""
    if serial < 1 or serial >= 2_958_466:
        return serial
    seconds = round(serial * 86_400)
    try:
        return epoch + timedelta(seconds=seconds)
    except OverflowError:
        return serial


def position(reference: str) -> tuple[int, int]:
    """Return row and column of a cell reference, 1-based."""
    match = REFERENCE.fullmatch(reference)
    if match is None:
        raise SheetError("corrupt", reference=reference[:20])
    return int(match[2]), _column(match[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


Handler = Callable[..., None]
# A package may invent tags without end; only the first are remembered.
MOST_TAGS: Final = 200


def _ignore(*given: object) -> None:
    return None


class _Page:
    """The handlers of one sheet part. Cells are kept by row, never as a rectangle."""

    def __init__(
        self, value: Callable[[str, int, str], Value], fills: tuple[str | None, ...], left: int
    ) -> None:
        self._value = value
        self._style_fills = fills
        self._columns: dict[str, int] = {}
        self._content: dict[int, Row] = {}
        self._row = 0
        self._cells: list[Value] = []
        self._column = 0
        self._kind = ""
        self._style = 0
        self._wanted = False
        self._phonetic = False
        self._pieces: list[str] = []
        self.cells_left = left
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.fills: dict[int, dict[int, str]] = {}
        self._open: dict[str, Handler] = {
            "c": self._cell,
            "v": self._text_begins,
            "t": self._text_begins,
            "rPh": self._phonetic_begins,
            "row": self._row_begins,
            "col": self._column_settings,
            "mergeCell": self._merge,
        }
        self._close: dict[str, Handler] = {
            "c": self._cell_ends,
            "v": self._text_ends,
            "t": self._text_ends,
            "rPh": self._phonetic_ends,
            "row": self._row_ends,
        }

    def start(self, tag: str, attributes: parts.Attributes) -> None:
        handler = self._open.get(tag)
        if handler is None:
            handler = self._open.get(local(tag), _ignore)
            self._remember(self._open, tag, handler)
        handler(attributes)

    def end(self, tag: str) -> None:
        handler = self._close.get(tag)
        if handler is None:
            handler = self._close.get(local(tag), _ignore)
            self._remember(self._close, tag, handler)
        handler()

    @staticmethod
    def _remember(known: dict[str, Handler], tag: str, handler: Handler) -> None:
        if len(known) < MOST_TAGS:
            known[tag] = handler

    def text(self, data: str) -> None:
        if self._wanted:
            self._pieces.append(data)

    def grid(self) -> tuple[Row, ...]:
        last = max(self._content, default=0)
        if last > MAX_ROWS:
            raise SheetError("too_many_rows", rows=last, limit=MAX_ROWS)
        return trimmed([self._content.get(row, ()) for row in range(1, last + 1)])

    def _row_begins(self, given: parts.Attributes) -> None:
        self._row = parts.number(given.get("r")) or self._row + 1
        self._cells = []
        self._column = 0
        if given.get("hidden", "").lower() in TRUE:
            self.hidden_rows.add(self._row)

    def _row_ends(self) -> None:
        row = tight(self._cells)
        self._cells = []
        if not row:
            return
        if len(row) > MAX_COLUMNS:
            raise SheetError("too_many_columns", columns=len(row), limit=MAX_COLUMNS)
        if self._row in self._content or len(self._content) > MAX_ROWS:
            raise SheetError("corrupt", row=self._row)
        self._content[self._row] = row

    def _cell(self, given: parts.Attributes) -> None:
        reference = given.get("r", "")
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = position(reference)[1] if reference else self._column + 1
            if letters:
                self._columns[letters] = column
        self._column = column
        self._kind = given.get("t", "n")
        style = given.get("s")
        self._style = parts.number(style) if style else 0
        self._pieces = []
        if self._style < len(self._style_fills):
            fill = self._style_fills[self._style]
            if fill is not None and column <= MAX_COLUMNS and self._row <= MAX_ROWS:
                self._spend()
                self.fills.setdefault(self._row, {})[column] = fill

    def _cell_ends(self) -> None:
        if not self._pieces:
            return
        value = self._value(self._kind, self._style, "".join(self._pieces))
        self._pieces = []
        if value is None:
            return
        self._spend()
        cells = self._cells
        missing = self._column - len(cells) - 1
        if missing > 0:
            cells.extend([None] * missing)
        if missing < 0:
            cells[self._column - 1] = value
        else:
            cells.append(value)

    def _spend(self) -> None:
        self.cells_left -= 1
        if self.cells_left < 0:
            raise SheetError("too_many_cells", limit=MAX_CELLS)

    def _text_begins(self, given: parts.Attributes) -> None:
        self._wanted = not self._phonetic

    def _text_ends(self) -> None:
        self._wanted = False

    def _phonetic_begins(self, given: parts.Attributes) -> None:
        self._phonetic = True

    def _phonetic_ends(self) -> None:
        self._phonetic = False

    def _column_settings(self, given: parts.Attributes) -> None:
        if given.get("hidden", "").lower() not in TRUE:
            return
        first = parts.number(given.get("min"))
        last = min(parts.number(given.get("max")), MAX_COLUMNS)
        self.hidden_columns.update(range(first, last + 1))

    def _merge(self, given: parts.Attributes) -> None:
        first, _, last = given.get("ref", "").partition(":")
        top, left = position(first)
        bottom, right = position(last or first)
        if len(self.merges) >= MAX_MERGES:
            raise SheetError("too_many_merges", limit=MAX_MERGES)
        self.merges.append(Merge(top, left, bottom, right))
