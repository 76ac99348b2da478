"""Tables: cells, sorting, batches, emptiness, and how a phone draws the rows."""

import pytest

from anhuan.web.parts.shapes import (
    ActButton,
    Batch,
    Cell,
    Column,
    Deadline,
    EmptyState,
    Link,
    Pager,
    Row,
    Table,
)
from tests.web.parts.conftest import Draw, words

LONG = "欧阳慕容建国"
POST = "安澜市云溪区枫林街道安全生产与生态环境监督管理综合服务站常务副站长"
FIRM = "安澜市云溪区宏达金属表面处理与循环再生综合利用有限责任公司第二分公司"
LATE = Deadline("over", "超期 2 个工作日", "应于 11-18 周三", "超期 2 天", "11-18")
LATER = Deadline("later", "11-25 周三", "剩 3 个工作日", "剩 3 天", "11-25")


def table(rows: tuple[Row, ...], batch: Batch | None = None) -> Table:
    columns = (Column("期限", sorted="up", sort_url="?s=due"), Column("单位"), Column("件", True))
    empty = EmptyState("今天没有到期的。")
    return Table(columns, rows, "未结事项", batch, Pager(1, len(rows), "26", "?after=x"), empty)


def test_table_draws_parts_in_its_cells(draw: Draw) -> None:
    html = draw("table", table((Row("000318", (LATE, Cell("恒泰", "bad", FIRM), 3), "/c/1/"),)))

    assert words(html) == ("未结事项 期限 单位 件 超期 2 天 11-18 恒泰 3 第 1–1 件，共 26 往下")
    assert (
        html.count(
            f'<td class="bad" title="{FIRM}" data-label="单位">恒泰</td>'
            '<td class="number" data-label="件">3</td>'
        )
        == 1
    )
    assert html.count('aria-sort="ascending"') == 1


def test_table_says_how_a_phone_draws_its_rows() -> None:
    plain, placed = Column("单位"), Column("问题", place="problem")

    drawn = [
        Table((plain,), (), "单位").narrow,
        Table((plain, placed), (), "事项").narrow,
        Table((plain, placed), (), "岗位", matrix=True).narrow,
    ]

    assert (drawn, placed.classes) == (["named", "cases", "matrix"], "at-problem")


def test_table_marks_the_leading_link_and_what_says_nothing(draw: Draw) -> None:
    two = Table(
        (Column("姓名"), Column("用户名")), (Row("1", (Link("陈立", "/p/1/"), "—")),), "人"
    )

    html = draw("table", two)

    assert html.count('<td class="leads" data-label="姓名"><a href="/p/1/">陈立</a></td>') == 1
    assert html.count('<td class="bare" data-label="用户名">—</td>') == 1


def test_table_cuts_long_names_and_keeps_them_whole_in_the_title(draw: Draw) -> None:
    wide = Table((Column("单位", cut="s"),), (Row("1", (FIRM,)),), "单位")

    html = draw("table", wide)

    assert html.count(f'<td class="cut-s" title="{FIRM}" data-label="单位">{FIRM}</td>') == 1
    assert html.count('<th scope="col" class="cut-s">') == 1


def test_table_with_batch_is_a_form_of_its_own(draw: Draw) -> None:
    batch = Batch((ActButton("催办", "/nudge/"),), "批量不能销号")
    html = draw("table", table((Row("000318", (LATER, "恒泰", 0)),), batch))

    assert html.count('name="row" value="000318" aria-label="勾选 000318"') == 1
    assert html.count('formaction="/nudge/">催办</button>') == 1


def test_table_without_rows_says_why(draw: Draw) -> None:
    assert words(draw("table", table(()))) == "今天没有到期的。"


def test_table_row_with_a_missing_cell_is_refused(draw: Draw) -> None:
    with pytest.raises(ValueError, match="2 cells under 3 columns"):
        draw("table", table((Row("1", (LATER, "恒泰")),)))
