"""Makes the Word template of the daily sheet that is shipped: ``python -m anhuan.ops.daily_word``
prints it in base64, as ``rulebook/seed/forms.json`` holds it. Offices edit it in Word."""

import base64
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

SONG: Final = "宋体"
HEI: Final = "黑体"
COLUMNS: Final = (8, 96, 40, 14, 12)
HEADS: Final = ("序", "任务", "责任单位、责任人", "期限", "类别")
CELLS: Final = ("{{ t.n }}", "{{ t.text }}", "{{ t.owner }}", "{{ t.due }}", "{{ t.work }}")


def build() -> bytes:
    """The template as ``.docx`` bytes: A4, its marks are those of the sheet's content."""
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(16)
    style: Any = paper.styles["Normal"]
    style.font.size = Pt(10)
    style.paragraph_format.space_after = Pt(3)
    _face(style.element, SONG)
    _line(paper, "{{ title }}", size=18, face=HEI, centre=True)
    _line(paper, "{{ day }}　{{ stamp }}", size=10, centre=True)
    _mark(paper, "{%p if correction %}")
    _line(paper, "{{ correction }}", size=10)
    _mark(paper, "{%p endif %}")
    _mark(paper, "{%p for s in sections %}")
    _line(paper, "{{ s.head }}：{{ s.said }}{{ s.written | join('；') }}", size=10)
    _mark(paper, "{%p endfor %}")
    _mark(paper, "{%p for h in highlights %}")
    _line(paper, "亮点：{{ h }}", size=10)
    _mark(paper, "{%p endfor %}")
    _mark(paper, "{%p if late %}")
    _line(paper, "督办到期与超期", size=11, face=HEI)
    _mark(paper, "{%p endif %}")
    _mark(paper, "{%p for c in late %}")
    _line(paper, "{{ c.number }}　{{ c.title }}（{{ c.unit }}，应于 {{ c.due_on }}）", size=9)
    _mark(paper, "{%p endfor %}")
    _line(paper, "结论与明日任务", size=11, face=HEI)
    _tasks(paper)
    _line(paper, "", size=6)
    _line(paper, "{{ unit }}　签发：{{ issuer }}　{{ issued }}", size=10)
    _line(paper, "{{ foot }}　{{ digest }}", size=8)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _tasks(paper: Any) -> None:
    table = paper.add_table(rows=4, cols=len(COLUMNS))
    table.style = "Table Grid"
    table.autofit = False
    rows = (HEADS, ("{%tr for t in tasks %}",), CELLS, ("{%tr endfor %}",))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, width in zip(row.cells, COLUMNS, strict=True):
            cell.width = Mm(width)
        for cell, text in zip(row.cells, texts, strict=False):
            cell.paragraphs[0].add_run(text).font.size = Pt(9.5)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)


def _line(paper: Any, text: str, *, size: int, face: str = SONG, centre: bool = False) -> None:
    paragraph = paper.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _face(run._element, face)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _mark(paper: Any, text: str) -> None:
    """A mark that stands alone in its paragraph, which is gone afterwards."""
    paper.add_paragraph().add_run(text)


def _face(element: Any, face: str) -> None:
    """Chinese signs in ``face``: Word keeps the face of eastern signs apart."""
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(name), face)


def main() -> None:
    print(base64.b64encode(build()).decode("ascii"))


if __name__ == "__main__":
    main()
