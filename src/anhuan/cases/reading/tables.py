"""Where the tables of a sheet stand, and which heading belongs to which column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from anhuan.base.sheets.grid import Merge, Row, Sheet, Value, column_letter
from anhuan.cases.reading.headings import Heading, claim, looks_like_heading, suggest
from anhuan.cases.reading.text import Cleaner, flat, is_placeholder, plain, squeezed
from anhuan.cases.reading.titles import period_of

MOST_LEVELS: Final = 3
ENOUGH_HINTS: Final = 3
ENOUGH_FIELDS: Final = 3
LONGEST_HEADING: Final = 40
REPEATED_SHARE: Final = 0.9
TOTAL: Final = re.compile(
    r"(?:本页|本月|本表|本季|本年|全年|全区|全市|全县|总|累|共|合|小)?(?:合计|"
    r"小计|总计|累计|共计)(?:[:：(（].*|数|数量)?|总数"
)
FOOTER: Final = re.compile(
    r"(?:填表|制表|填报|审核|审签|审批|复核|校核|核准|负责|经办|签发|签字|"
    r"签名|报送|主管|分管|单位负责|部门负责|检查|记录|汇总|联系|盖章|单位|"
    r"日期|备注|说明|注|附注|注释|填表说明)"
    r"(?:人|员|单位|领导|日期|时间|电话|部门|负责人|签字|签名|盖章|意见|"
    r"方式)*(?:[(（][^)）]*[)）])?[:：]"
    r"|(?:注|备注|说明)\d*[、.:：]|[(（](?:加盖公章|盖章|公章)[)）]|"
    r"(?:单位)?[(（]?盖章[)）]?|联系电话[:：]?.*|第\d+页.*|※.*|\*.*"
)
NEW_TABLE: Final = re.compile(r"附?表[一二三四五六七八九十\d]|附件|台账|清单|情况表|一览表|明细表")


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column of a table by its index, counted from 0, with heading and field."""

    index: int
    heading: Heading
    field: str

    @property
    def letter(self) -> str:
        return column_letter(self.index + 1)

    @property
    def name(self) -> str:
        return self.heading.text or f"列{self.letter}"


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as found; rows are 1-based, `start` the first below the heading, `stop` after it."""

    sheet: Sheet
    heading_rows: tuple[int, ...]
    title_rows: tuple[int, ...]
    start: int
    stop: int
    columns: tuple[ColumnSpec, ...]
    repeated: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Found:
    first: int
    last: int
    headings: tuple[Heading, ...]
    fields: int


class SheetText:
    """The cells of a sheet as cleaned text, with merged areas known by their first cell."""

    def __init__(self, sheet: Sheet, clean: Cleaner) -> None:
        self.sheet = sheet
        self.clean = clean
        self._by_row: dict[int, list[Merge]] = {}
        for merge in sheet.merges:
            for row in range(merge.top, min(merge.bottom, merge.top + MOST_LEVELS) + 1):
                self._by_row.setdefault(row, []).append(merge)

    def row(self, number: int) -> Row:
        rows = self.sheet.rows
        return rows[number - 1] if 0 < number <= len(rows) else ()

    def text(self, value: Value) -> str:
        return self.clean(value) if isinstance(value, str) else plain(value)

    def texts(self, number: int) -> list[str]:
        return [self.text(value) for value in self.row(number)]

    def merge_at(self, row: int, column: int) -> Merge | None:
        for merge in self._by_row.get(row, ()):
            if merge.left <= column <= merge.right:
                return merge
        return None


def find_tables(text: SheetText) -> list[Layout]:
    """Return the tables of a sheet from top to bottom; a repeated heading starts no table."""
    found: list[_Found] = []
    repeated: set[int] = set()
    number = 1
    while number <= len(text.sheet.rows):
        heading = _heading_at(text, number)
        if heading is None:
            number += 1
            continue
        if found and _repeats(found[-1], heading) and not _titled(text, heading.first):
            repeated.update(range(heading.first, heading.last + 1))
        else:
            found.append(heading)
        number = heading.last + 1
    return [
        replace(_layout(text, found, index), repeated=frozenset(repeated))
        for index in range(len(found))
    ]


def _repeats(before: _Found, heading: _Found) -> bool:
    """A repeated heading says the same over the same columns."""
    pairs = list(zip(before.headings, heading.headings, strict=False))
    same = sum(old.text == new.text for old, new in pairs)
    return same >= REPEATED_SHARE * max(len(before.headings), len(heading.headings))


def _titled(text: SheetText, first: int) -> bool:
    """Tell whether a line directly above names a table or a period of its own."""
    cells = [piece for piece in text.texts(first - 1) if piece]
    if cells and cells[0] in text.texts(1):
        return False
    if len(cells) != 1 or TOTAL.fullmatch(squeezed(cells[0])):
        return False
    return NEW_TABLE.search(cells[0]) is not None or period_of(cells) is not None


def _heading_at(text: SheetText, number: int) -> _Found | None:
    row = text.row(number)
    if not row or _is_numbered(row):
        return None
    hints = sum(isinstance(value, str) and _hint(value, text.clean) for value in row)
    if hints < ENOUGH_HINTS or not _all_words(text, number):
        return None
    best: _Found | None = None
    for levels in range(1, MOST_LEVELS + 1):
        if levels > 1 and not _continues(text, number, number + levels - 1):
            break
        headings = tuple(_combined(text, number, levels))
        fields = _fields(headings)
        if fields and (best is None or fields > best.fields):
            best = _Found(number, number + levels - 1, headings, fields)
    return best


def _is_numbered(row: Row) -> bool:
    """A running number in the first cell settles for nearly every row that it heads nothing."""
    first = row[0]
    return isinstance(first, int | float) or (isinstance(first, str) and first.isdigit())


def _hint(value: str, clean: Cleaner) -> bool:
    if len(value) > LONGEST_HEADING + 20:
        return False
    return looks_like_heading(squeezed(clean(value)) if clean.traditional else _squeezed(value))


@lru_cache(maxsize=65536)
def _squeezed(value: str) -> str:
    return squeezed(value)


def _all_words(text: SheetText, number: int) -> bool:
    """A heading row holds short words only: no numbers, no dates, no long sentences."""
    cells = [value for value in text.row(number) if value is not None]
    wrong = sum(
        not isinstance(value, str)
        or len(squeezed(text.clean(value))) > LONGEST_HEADING
        or squeezed(text.clean(value))[:8].isdigit()
        for value in cells
    )
    return wrong == 0 or wrong * 8 < len(cells)


def _continues(text: SheetText, first: int, number: int) -> bool:
    """Tell whether a row can be a further level of the heading that begins at `first`."""
    if not text.row(number) or not _all_words(text, number):
        return False
    upper = text.row(first)
    spread = any(
        (merge := text.merge_at(first, column)) is not None
        and (merge.bottom >= number or merge.right > merge.left)
        for column in range(1, len(upper) + 1)
    )
    lower = text.row(number)
    under_gaps = sum(
        value is not None and (index >= len(upper) or upper[index] is None)
        for index, value in enumerate(lower)
    )
    return spread or under_gaps >= 2


def _combined(text: SheetText, first: int, levels: int) -> list[Heading]:
    width = max(len(text.row(first + level)) for level in range(levels))
    carried = [""] * levels
    headings = []
    for column in range(1, width + 1):
        pieces: list[str] = []
        raws: list[str] = []
        for level in range(levels):
            value = _level(text, first, level, column, levels, carried)
            shown = squeezed_heading(text.clean(value))
            if shown and (not pieces or pieces[-1] != shown):
                pieces.append(shown)
                raws.append(flat(value.strip()))
        headings.append(_heading(pieces, raws, text.clean.traditional))
    return _numbered_twins(headings)


def _level(
    text: SheetText, first: int, level: int, column: int, levels: int, carried: list[str]
) -> str:
    """Return the raw text that stands over a column on one level of the heading."""
    number = first + level
    merge = text.merge_at(number, column)
    if merge is not None and (merge.left == column or level < levels - 1):
        if merge.top < first:
            return ""
        value = _cell(text, merge.top, merge.left)
        carried[level] = "" if merge.bottom > merge.top else value
        return value
    value = _cell(text, number, column)
    if value or merge is not None:
        carried[level] = value
        return value
    last = level == levels - 1
    below = any(_cell(text, first + deeper, column) for deeper in range(level + 1, levels))
    return "" if last or not below or text.sheet.merges else carried[level]


def _cell(text: SheetText, number: int, column: int) -> str:
    row = text.row(number)
    return plain(row[column - 1]) if 0 < column <= len(row) else ""


def squeezed_heading(shown: str) -> str:
    """Return a heading as written, only without white space."""
    return re.sub(r"[\s\u200b\ufeff]+", "", shown)


def _heading(pieces: list[str], raws: list[str], traditional: bool) -> Heading:
    if not pieces:
        return Heading(None, "", "")
    raw = "/".join(raws) if traditional else None
    return Heading("/".join(pieces), pieces[-1], "/".join(pieces[:-1]), raw)


def _numbered_twins(headings: list[Heading]) -> list[Heading]:
    seen: dict[str, int] = {}
    renamed = []
    for heading in headings:
        if heading.text is not None:
            seen[heading.text] = count = seen.get(heading.text, 0) + 1
            if count > 1:
                name = f"{heading.text}#{count}"
                heading = Heading(name, heading.leaf, heading.parent, heading.raw)
        renamed.append(heading)
    return renamed


def _fields(headings: Sequence[Heading]) -> int:
    """Count the different fields a heading names; 0 if it heads no ledger of hazards."""
    if not any(claim(h.leaf, h.parent)[0] == "description" for h in headings if h.text):
        return 0
    named = set(suggest(headings)) - {"extra"}
    if "description" not in named or len(named) < ENOUGH_FIELDS:
        return 0
    return len(named)


def _layout(text: SheetText, found: list[_Found], index: int) -> Layout:
    heading = found[index]
    above = found[index - 1].last if index else 0
    title_rows = _title_rows(text, above, heading.first, index > 0)
    if index + 1 < len(found):
        following = found[index + 1].first
        under = _title_rows(text, heading.last, following, True)
        stop = under[0] if under else following
    else:
        stop = len(text.sheet.rows) + 1
    return Layout(
        sheet=text.sheet,
        heading_rows=tuple(range(heading.first, heading.last + 1)),
        title_rows=title_rows,
        start=heading.last + 1,
        stop=stop,
        columns=_columns(text, heading, stop),
    )


def _title_rows(text: SheetText, above: int, first: int, later: bool) -> tuple[int, ...]:
    """Return the rows over a heading that belong to it; under a table only single lines do."""
    if not later:
        return tuple(range(1, first))
    begin = first
    number = first - 1
    while number > above:
        cells = [piece for piece in text.texts(number) if piece]
        if not cells:
            number -= 1
            continue
        if len(cells) > 2 or TOTAL.fullmatch(squeezed(cells[0])):
            break
        if begin != number + 1 and not NEW_TABLE.search(cells[0]):
            break
        if FOOTER.match(squeezed(cells[0])) and not text_is_note(cells[0]):
            break
        begin = number
        number -= 1
    return tuple(range(begin, first))


def text_is_note(line: str) -> bool:
    """Tell a note that belongs over a table from a sign-off under one."""
    return re.search(r"单位[:：](?:[百千万亿]?元|万)", squeezed(line)) is not None


def _columns(text: SheetText, heading: _Found, stop: int) -> tuple[ColumnSpec, ...]:
    filled = _filled_columns(text, heading.last + 1, stop)
    named = [index for index, h in enumerate(heading.headings) if h.text]
    first, last = named[0], max(named[-1], max(filled, default=0))
    nameless = Heading(None, "", "")
    headings = [
        heading.headings[index] if index < len(heading.headings) else nameless
        for index in range(first, last + 1)
    ]
    specs = []
    for index, (entry, field) in enumerate(zip(headings, suggest(headings), strict=True), first):
        shown = field if entry.text or index in filled else "empty"
        specs.append(ColumnSpec(index, entry, shown))
    return tuple(specs)


def _filled_columns(text: SheetText, start: int, stop: int) -> set[int]:
    filled: set[int] = set()
    for number in range(start, stop):
        row = text.row(number)
        for index in range(len(row)):
            if index not in filled and row[index] is not None and plain(row[index]).strip():
                filled.add(index)
    return filled


def is_blank_text(value: Value) -> bool:
    """Tell whether a cell holds nothing, white space included."""
    return value is None or (isinstance(value, str) and not value.strip(" \t\r\n\u3000\u00a0"))


def placeholder_only(value: Value) -> bool:
    """Tell whether a cell holds nothing but a sign for nothing."""
    return is_blank_text(value) or (isinstance(value, str) and is_placeholder(value))
