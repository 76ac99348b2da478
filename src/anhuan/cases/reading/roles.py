import re
from collections.abc import Sequence
from typing import Final

from anhuan.cases.reading.tables import Layout, SheetText
from anhuan.cases.reading.text import plain, squeezed

NOTES: Final = re.compile(
    (
        r"填表说明|填写说明|填报说明|使用说明|说明|须知|示例|样例|样表|注意事项|"
        r"要求|readme|封面|目录"
    ),
    re.I,
)
SUMMARY: Final = re.compile(r"汇总|统计|合计|总表|一览|分析|图表|报表|透视|进度表|通报")
LOOKUP: Final = re.compile(
    (
        r"字典|下拉|选项|数据源|数据字典|代码表|参数|枚举|基础数据|有效性|码表|"
        r"list|dict|lookup|对照"
    ),
    re.I,
)
COUNTS: Final = re.compile(
    r"(?:隐患|问题|企业|单位|检查|整改|完成|发现|排查)(?:总)?(?:数|数量|家数|"
    r"家次|率|个数|起数)|合计|占比|.*率"
)
LONG_TEXT: Final = 16
FEW_COLUMNS: Final = 4


def role_of(text: SheetText, layouts: Sequence[Layout]) -> str:
    """Say what a sheet is for: data, summary, notes, lookup or empty."""
    cells = _cells(text)
    if not cells:
        return "empty"
    name = squeezed(text.sheet.name or "")
    if layouts:
        return "notes" if _explains(name, cells[0]) else "data"
    if NOTES.search(name) or _explains(name, cells[0]):
        return "notes"
    if LOOKUP.search(name):
        return "lookup"
    if SUMMARY.search(name) or any(COUNTS.fullmatch(squeezed(cell)) for cell in cells):
        return "summary"
    return _by_shape(text, cells)


def _explains(name: str, first: str) -> bool:
    opening = squeezed(first)
    named = re.search(r"说明|须知|示例|样例|样表|注意事项|封面|目录", name) is not None
    titled = re.fullmatch(r".{0,12}(?:填表|填写|填报|使用)?(?:说明|须知|注意事项|示例)", opening)
    return named or titled is not None


def _by_shape(text: SheetText, cells: Sequence[str]) -> str:
    width = max(len(row) for row in text.sheet.rows)
    long_cells = sum(len(cell) >= LONG_TEXT for cell in cells)
    if long_cells * 2 >= len(cells):
        return "notes"
    if text.sheet.hidden or width <= FEW_COLUMNS:
        return "lookup"
    return "summary" if any(cell.replace(".", "").isdigit() for cell in cells) else "notes"


def _cells(text: SheetText) -> list[str]:
    return [
        shown
        for row in text.sheet.rows
        for value in row
        if value is not None
        and (shown := text.text(value) if isinstance(value, str) else plain(value))
    ]
