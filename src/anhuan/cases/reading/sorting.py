"""Which rows of a table are hazards, and why the others are not."""

import re
from collections.abc import Sequence
from typing import Final

from anhuan.base.sheets.grid import Value
from anhuan.cases.reading.cells import TableRow
from anhuan.cases.reading.tables import FOOTER, TOTAL, ColumnSpec, SheetText
from anhuan.cases.reading.text import LONGEST_VALUE, squeezed

SAME_AS_HEADING: Final = 0.6
THINGS: Final = (
    r"(?:任何|明显|新的|重大|一般|其他|其它|安全|生产|事故|消防|环保|环境|"
    r"生态|违法|违规|较大|现场|相关|突出|有关|不安全)*"
    r"(?:隐患|问题|异常|行为|情况|不符合项|缺陷|因素)(?:问题|隐患|行为|情况)?"
)
NO_FINDING: Final = re.compile(
    rf"[/\\|\-—–一]+|无|暂无|没有|零|0|空|正常|良好|合格|符合(?:要求|规定)?|"
    rf"一切正常|未见异常|无异常|零隐患|隐患为零|均合格|均符合(?:要求|规定)?"
    rf"|(?:本次|经|经过|通过)?(?:现场|安全|本次)?(?:检查|排查|巡查|抽查)?(?:时|"
    rf"中|后)?[,，:：]?(?:暂|均|也)?(?:未|没有?|无)(?:发现|查出|查见|检查出|"
    rf"排查出|见|存在)?(?:存在|有)?{THINGS}.{{0,4}}"
    rf"|(?:本次|经)?(?:现场)?检查未发现|未发现|暂未发现|未查出|无{THINGS}"
)
EMPTY_NUMBERING: Final = re.compile(r"(?:\d{1,2}[.、:)]|[(]\d{1,2}[)]|[、:：;；,，.。])*")
FEW_CELLS: Final = 4


class Sorter:
    """Sorts the rows of one table; `reason` is None for a row that holds a hazard."""

    def __init__(
        self,
        text: SheetText,
        columns: Sequence[ColumnSpec],
        heading_texts: Sequence[set[str]],
        titles: Sequence[str],
    ) -> None:
        self._text = text
        self._headings = heading_texts
        self._fields = [column.field for column in columns]
        self._description = self._index("description")
        self._site = self._index("site_name")
        self._serial = self._index("serial")
        self._titles = {squeezed(title) for title in titles}

    def _index(self, field: str) -> int | None:
        return self._fields.index(field) if field in self._fields else None

    def shown(self, value: Value) -> str:
        """Return a value as cleaned text."""
        return self._text.text(value)

    def layout_reason(self, row: TableRow) -> str | None:
        """Return why a row is no data at all: blank, heading, total, footer or a single line."""
        cells = [(column, value) for column, value in enumerate(row.own) if value is not None]
        if not cells or self._only_serial(cells):
            return "blank"
        # A running number in the first cell settles it for nearly every row.
        if len(cells) > FEW_CELLS and isinstance(cells[0][1], int | float):
            return None
        texts = [squeezed(self.shown(value)) for _, value in cells]
        if self._is_heading(texts):
            return "heading"
        if self._is_total(texts, row):
            return "total"
        if FOOTER.match(texts[0]) and len(cells) <= FEW_CELLS:
            return "footer"
        if len(cells) == 1 and texts[0] in self._titles:
            return "title"
        if len(cells) == 1 and self._is_line(cells[0][0], row):
            return None if self._is_number(cells[0][1]) else "line"
        return None

    def _only_serial(self, cells: Sequence[tuple[int, Value]]) -> bool:
        return len(cells) == 1 and cells[0][0] == self._serial and self._is_number(cells[0][1])

    def _is_number(self, value: Value) -> bool:
        if isinstance(value, int | float):
            return True
        return re.fullmatch(r"[\d.\-()（）]+", squeezed(self.shown(value))) is not None

    def _is_heading(self, texts: Sequence[str]) -> bool:
        if len(texts) < 3:
            return False
        return any(
            sum(piece in known for piece in texts) >= SAME_AS_HEADING * len(texts)
            for known in self._headings
        )

    def _is_total(self, texts: Sequence[str], row: TableRow) -> bool:
        if self._description is not None and row.own[self._description] is not None:
            described = squeezed(self.shown(row.own[self._description]))
            if not (self._is_number(described) or TOTAL.fullmatch(described)):
                return False
        return any(TOTAL.fullmatch(piece) for piece in texts[:2])

    def _is_line(self, column: int, row: TableRow) -> bool:
        """One text alone is a group or a note, unless its column says what it is."""
        if column in row.across:
            return True
        if self._site is not None and row.values[self._site] is not None and column != self._site:
            return False
        return column == 0 or (column == 1 and self._serial == 0 and self._site != 1)

    def data_reason(self, row: TableRow) -> str | None:
        """Return why a row of data holds no hazard: no_finding or no_description."""
        value = None if self._description is None else row.values[self._description]
        if value is None:
            return "no_description"
        described = squeezed(self.shown(value)).rstrip("。.;；,，")
        if len(described) > LONGEST_VALUE:
            return None
        if EMPTY_NUMBERING.fullmatch(described):
            return "no_description"
        return "no_finding" if NO_FINDING.fullmatch(described) else None
