"""No content of a file stops the reader, and every row of it is accounted for."""

import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.base.sheets.grid import SheetError
from anhuan.cases.reading.reader import read_ledger
from tests.modules.cases.reading_files import HEADING, csv_bytes, xlsx_bytes

FULL = (
    *("序号", "企业名称", "统一社会信用代码", "地址", "检查时间", "检查人", "隐患描述", "隐患数"),
    *("隐患类别", "隐患等级", "是否重大隐患", "整改措施", "责任人及电话", "整改资金（万元）"),
    *("整改期限", "整改状态", "完成时间", "销号时间", "复查时间", "复查结果", "是否销号"),
    *("已完成", "整改中", "未整改", "备注"),
)
WORDS = st.sampled_from(
    [
        *("同上", "〃", '"', "/", "无", "—", "合计", "小计", "1、", "1.", "①", "一是", "；", "："),
        *("立即", "3日内", "长期", "2024.3.5", "3月5日", "3.1", "年底前", "6-8月", "二〇二四年"),
        *("√", "×", "是", "否", "已整改", "未整改", "销号", "复查不合格", "1.38E+10", "9.1E+17"),
        *(
            "万",
            "元",
            "约",
            "十",
            "亿",
            "13800000000",
            "0190-0000012转801",
            "（",
            "）",
            "??",
            "同第3项",
        ),
        *(
            "注：",
            "填表人：",
            "一、第一批",
            "有限公司",
            "#N/A",
            "=1+1",
            "-",
            "~",
            "至",
            "\n",
            "\t",
        ),
    ]
)
TEXT = st.one_of(
    WORDS,
    st.lists(WORDS, max_size=4).map("".join),
    st.text(max_size=12),
    st.text("0123456789.-/年月日万元①一（）；、 ", max_size=14),
)
CELL = st.one_of(st.none(), TEXT, st.integers(), st.floats(allow_nan=False, allow_infinity=False))


WHOLE = xlsx_bytes(
    [("2024年3月台账",), HEADING, (1, "安澜某厂", 45356.5, "灭火器过期", "立即", "已整改")],
    merges=[(1, 1, 1, 6)],
)
JUNK = st.one_of(
    st.binary(min_size=1, max_size=8),
    st.sampled_from(
        [b"9999999999", b"-1", b"&#x0;", b'" ', b"<c>", b"</row>", b"XFD1", b' s="9"']
    ),
)


def with_junk(whole: bytes, data: st.DataObject) -> bytes:
    at = data.draw(st.integers(0, len(whole) - 1))
    junk = data.draw(JUNK)
    return whole[:at] + junk + whole[at + len(junk) :]


def outcome(data: bytes) -> str:
    """Return the kind that was read, or that the file was refused with a code."""
    try:
        return read_ledger(data, name="any").kind
    except SheetError:
        return "refused"


def grid(cell: st.SearchStrategy[object], most: int) -> st.SearchStrategy[list[Sequence[object]]]:
    row: st.SearchStrategy[Sequence[object]] = st.lists(cell, min_size=0, max_size=len(FULL) + 1)
    return st.lists(row, max_size=most)


@settings(max_examples=150, deadline=None)
@given(grid(TEXT, 6))
def test_reading_of_random_texts_accounts_for_every_row(rows: list[list[str]]) -> None:
    data = csv_bytes([["2024年3月台账"], list(FULL), *rows])

    reading = read_ledger(data, name="random.csv")

    held = {row.source_row for row in reading.rows}
    dropped = [row.row for row in reading.ignored_rows]
    assert len(dropped) == len(set(dropped))
    assert held & set(dropped) == set()
    assert held | set(dropped) == set(range(1, max(held | set(dropped)) + 1))
    assert reading.to_json()["counts"]["rows"] == len(reading.rows)


@settings(max_examples=40, deadline=None)
@given(grid(CELL, 4))
def test_reading_of_random_values_never_fails(rows: list[Sequence[object]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [FULL, *rows]:
        sheet.append([_writable(value) for value in row])
    target = io.BytesIO()
    book.save(target)

    reading = read_ledger(target.getvalue(), name="random.xlsx")

    assert reading.kind == "xlsx"
    assert all(problem.row >= 2 for problem in reading.problems)


def _writable(value: object) -> object:
    if isinstance(value, str):
        return "".join(letter for letter in value if letter in "\t\n" or letter >= " ")
    return value


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXT, max_size=8), max_size=8))
def test_reading_of_anything_tabular_never_fails(rows: list[list[str]]) -> None:
    reading = read_ledger(csv_bytes([["x"], *rows]), name="random.csv")

    assert reading.sheets[0].role in {"data", "summary", "notes", "lookup", "empty"}


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_damaged_workbook_is_read_or_refused_with_a_code(data: st.DataObject) -> None:
    damaged = with_junk(WHOLE, data)

    assert outcome(damaged) in {"xlsx", "csv", "refused"}


@settings(max_examples=120, deadline=None)
@given(st.data(), st.sampled_from(["sharedStrings", "styles", "workbook", "worksheets/sheet1"]))
def test_damaged_part_is_read_or_refused_with_a_code(data: st.DataObject, part: str) -> None:
    name = f"xl/{part}.xml"
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as given, zipfile.ZipFile(target, "w") as made:
        for entry in given.namelist():
            content = given.read(entry)
            made.writestr(entry, with_junk(content, data) if entry == name else content)

    assert outcome(target.getvalue()) in {"xlsx", "refused"}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_read_or_refused_with_a_code(data: bytes) -> None:
    assert outcome(data) in {"csv", "xls", "refused"}


@pytest.mark.parametrize(
    "head", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08\x10\x00", b"PK\x03\x04"]
)
def test_headers_without_a_workbook_are_refused(head: bytes) -> None:
    with pytest.raises(SheetError):
        read_ledger(head + bytes(600), name="empty.xls")
