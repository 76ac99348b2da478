"""Rows in their surroundings: headings, merges, dittos, groups, duplicates, mappings."""

from datetime import date, datetime

import pytest

from anhuan.cases.reading.reader import read_ledger
from anhuan.cases.reading.types import LedgerReading
from tests.modules.cases.reading_files import (
    HEADING,
    csv_bytes,
    found,
    ignored,
    read_csv,
    read_xlsx,
)

TITLE = ("某街道2024年3月台账",)


def descriptions(reading: LedgerReading) -> list[tuple[int, str | None, str | None]]:
    return [(row.source_row, row.site_name, row.description) for row in reading.rows]


def test_plain_ledger_gives_one_hazard_per_row() -> None:
    reading = read_csv([TITLE, HEADING, ("1", "甲厂", "3.5", "灭火器过期", "3月底前", "已整改")])

    row = reading.rows[0]
    assert (row.site_name, row.found_on, row.due_on) == (
        "甲厂",
        date(2024, 3, 5),
        date(2024, 3, 31),
    )
    assert (row.status, row.due_kind, row.part, row.parts) == ("submitted", "date", 1, 1)
    assert found(reading) == []
    assert ignored(reading) == [(1, "title"), (2, "heading")]


def test_suggested_mapping_is_visible_and_unknown_columns_are_kept() -> None:
    heading = ("编号", "受检单位", "日期", "发现的问题", "包保领导", "")
    reading = read_csv([TITLE, heading, ("1", "甲厂", "3.5", "灭火器过期", "张某", "重点")])

    assert [(c.column, c.heading, c.field) for c in reading.tables[0].columns] == [
        ("A", "编号", "serial"),
        ("B", "受检单位", "site_name"),
        ("C", "日期", "found_on"),
        ("D", "发现的问题", "description"),
        ("E", "包保领导", "extra"),
        ("F", "列F", "extra"),
    ]
    assert reading.rows[0].extra == {"包保领导": "张某", "列F": "重点"}


def test_chosen_mapping_replaces_the_suggestion() -> None:
    heading = ("序号", "企业名称", "检查时间", "隐患描述", "备注", "整改措施")
    data = csv_bytes([TITLE, heading, ("1", "甲厂", "3.5", "灭火器过期", "更换", "见左")])

    reading = read_ledger(data, name="a.csv", mapping={(None, 2): {"E": "measure"}})

    assert reading.rows[0].measure == "更换"
    assert reading.rows[0].extra == {"整改措施": "见左"}
    with pytest.raises(ValueError, match="unknown fields"):
        read_ledger(data, name="a.csv", mapping={(None, 2): {"E": "cause"}})


def test_two_level_heading_with_merges_and_ticks() -> None:
    rows = [
        ("台账（2024年3月）", *[None] * 7),
        ("序号", "单位", "隐患内容", "检查日期", "整改情况", None, None, "备注"),
        (None, None, None, None, "已完成", "整改中", "未整改", None),
        (1, "甲厂", "子", 3.5, "√", None, None, None),
        (2, "甲厂", "丑", 45360, None, "√", None, "注"),
        (3, "甲厂", "寅", datetime(2024, 3, 8), "√", None, "√", None),
    ]
    merges = [(1, 1, 1, 8), (2, 5, 2, 7), *[(2, column, 3, column) for column in (1, 2, 3, 4, 8)]]

    reading = read_xlsx(rows, merges=merges)

    assert reading.tables[0].heading_rows == (2, 3)
    assert [c.field for c in reading.tables[0].columns[4:7]] == [
        *("tick:submitted", "tick:rectifying", "tick:open"),
    ]
    assert [row.status for row in reading.rows] == ["submitted", "rectifying", None]
    assert found(reading) == [(6, "status", "status_conflict")]


def test_two_level_heading_of_a_csv_has_gaps_instead_of_merges() -> None:
    upper = ("序号", "企业信息", "", "检查情况", "", "整改情况", "", "备注")
    lower = ("", "名称", "地址", "时间", "存在问题", "时限", "状态", "")
    reading = read_csv([TITLE, upper, lower, ("1", "甲厂", "某路", "3.5", "子", "立即", "×", "")])

    assert [c.field for c in reading.tables[0].columns] == [
        *(
            "serial",
            "site_name",
            "address",
            "found_on",
            "description",
            "due_on",
            "status",
            "extra",
        ),
    ]
    assert reading.tables[0].columns[4].heading == "检查情况/存在问题"


def test_merged_cell_counts_for_all_its_rows_and_is_reported_once() -> None:
    rows = [
        TITLE,
        HEADING,
        (1, "甲厂", "2024.13.1", "子", "2024.3.9", "已整改"),
        (2, None, None, "丑", "2024.3.9", "已整改"),
    ]

    reading = read_xlsx(rows, merges=[(3, 2, 4, 2), (3, 3, 4, 3)])

    assert descriptions(reading) == [(3, "甲厂", "子"), (4, "甲厂", "丑")]
    assert found(reading) == [(3, "found_on", "date_impossible")]


def test_blank_cell_is_not_merged_and_stays_null() -> None:
    reading = read_xlsx(
        [TITLE, HEADING, (1, "甲厂", "3.5", "子", None, None), (2, None, "3.6", "丑", None, None)]
    )

    assert descriptions(reading) == [(3, "甲厂", "子"), (4, None, "丑")]
    assert found(reading) == [(4, "site_name", "site_missing")]


def test_data_merged_across_belongs_to_the_first_column() -> None:
    rows = [TITLE, HEADING, (1, "甲厂", "3.5", "子", "长期", None)]

    reading = read_xlsx(rows, merges=[(3, 5, 3, 6)])

    assert (reading.rows[0].due_kind, reading.rows[0].status) == ("long_term", None)
    assert found(reading) == [(3, "due_on", "merged_across")]


@pytest.mark.parametrize("mark", ["同上", "〃", "″", '"'])
def test_ditto_takes_the_raw_content_above(mark: str) -> None:
    heading = (*HEADING, "备注")
    reading = read_csv(
        [
            TITLE,
            heading,
            ("1", "甲厂", "3.5", "子", "3日内", "已整改", "急"),
            ("2", mark, "3.8", "丑", mark, mark, mark),
        ]
    )

    second = reading.rows[1]
    assert (second.site_name, second.due_on, second.status) == (
        "甲厂",
        date(2024, 3, 11),
        "submitted",
    )
    assert second.extra == {"备注": "急"}
    assert found(reading) == []


def test_ditto_with_nothing_above_is_a_problem_where_it_stands() -> None:
    reading = read_csv(
        [TITLE, HEADING, ("1", "甲厂", "同上", "子", "", ""), ("2", "乙厂", "〃", "丑", "", "")]
    )

    assert [row.found_on for row in reading.rows] == [None, None]
    assert found(reading) == [
        (3, "found_on", "ditto_without_source"),
        (4, "found_on", "ditto_without_source"),
    ]


def test_reference_to_another_row_is_not_resolved() -> None:
    heading = (*HEADING, "地址")
    reading = read_csv([TITLE, heading, ("1", "甲厂", "3.5", "子", "", "", "同第3项")])

    assert reading.rows[0].address is None
    assert found(reading) == [(3, "address", "reference_text")]


def test_line_of_a_csv_continues_the_enterprise_above() -> None:
    heading = ("序号", "企业名称", "统一社会信用代码", "检查时间", "隐患描述")
    reading = read_csv(
        [
            TITLE,
            heading,
            ("1", "甲厂", "91990121MAA2D1CB7X", "3.5", "子"),
            ("", "", "", "3.6", "丑"),
            ("2", "", "", "3.7", "寅"),
        ]
    )

    assert descriptions(reading) == [(3, "甲厂", "子"), (4, "甲厂", "丑"), (5, None, "寅")]
    assert [row.uscc for row in reading.rows] == ["91990121MAA2D1CB7X"] * 2 + [None]
    assert found(reading) == [
        (3, "uscc", "uscc_check_digit"),
        (4, "site_name", "site_inherited"),
        (5, "site_name", "site_missing"),
    ]


def test_rows_that_are_no_hazards_are_listed_with_their_reason() -> None:
    reading = read_csv(
        [
            TITLE,
            (),
            HEADING,
            ("一、第一批",),
            ("1", "甲厂", "3.5", "子", "", ""),
            ("2", "乙厂", "3.5", "未发现安全隐患", "", ""),
            ("3", "丙厂", "3.5", "", "", ""),
            ("4", "", "", "", "", ""),
            ("小计", "", "", "1", "", ""),
            HEADING,
            ("5", "丁厂", "3.5", "丑", "", ""),
            ("合计",),
            ("填表人：某", "", "", "审核人：某"),
            ("注：以上隐患均已告知。",),
        ]
    )

    assert ignored(reading) == [
        *[(1, "title"), (2, "blank"), (3, "heading"), (4, "group"), (6, "no_finding")],
        *[(7, "no_description"), (8, "blank"), (9, "total"), (10, "heading"), (12, "total")],
        *[(13, "footer"), (14, "footer")],
    ]
    assert [(row.source_row, row.group) for row in reading.rows] == [
        (5, "一、第一批"),
        (11, "一、第一批"),
    ]
    assert found(reading) == [(7, "description", "description_missing")]
    assert (reading.tables[0].first_row, reading.tables[0].last_row) == (4, 11)


def test_two_tables_under_each_other_keep_their_own_headings() -> None:
    second = ("序号", "单位名称", "发现日期", "重大隐患情况", "资金（万元）")
    reading = read_csv(
        [
            TITLE,
            HEADING,
            ("1", "甲厂", "3.5", "子", "", ""),
            (),
            ("附表2 重大隐患",),
            second,
            ("1", "乙厂", "3.6", "丑", "2"),
        ]
    )

    assert [table.heading_rows for table in reading.tables] == [(2,), (6,)]
    assert [table.period for table in reading.tables] == [((2024, 3), (2024, 3))] * 2
    assert reading.rows[1].money_yuan == 20000
    assert (5, "title") in ignored(reading)


def test_enterprise_of_the_title_stands_on_every_row() -> None:
    reading = read_csv(
        [
            ("安澜某某化工有限公司2024年度隐患台账",),
            ("日期", "部位", "问题描述", "负责人", "整改时间", "完成情况"),
            ("1.5", "一车间", "1、2号泵漏油", "张某", "1月10日", "完成"),
        ]
    )

    row = reading.rows[0]
    assert (row.site_name, row.description, row.due_on) == (
        *("安澜某某化工有限公司", "1、2号泵漏油"),
        date(2024, 1, 10),
    )


def test_hazards_of_one_cell_share_the_row_but_not_the_money() -> None:
    heading = (*HEADING, "整改措施", "整改资金（元）")
    cells = (
        "1",
        "甲厂",
        "3.5",
        "1.子；2.丑",
        "1、立即；2、2024.3.20",
        "",
        "（1）甲；（2）乙",
        "500",
    )

    reading = read_csv([TITLE, heading, cells])

    assert [
        (row.part, row.parts, row.description, row.measure, row.due_on, row.money_yuan)
        for row in reading.rows
    ] == [
        (1, 2, "子", "甲", date(2024, 3, 5), 500),
        (2, 2, "丑", "乙", date(2024, 3, 20), None),
    ]


def test_stated_number_of_hazards_is_compared() -> None:
    heading = (*HEADING, "隐患数")
    reading = read_csv([TITLE, heading, ("1", "甲厂", "3.5", "子；丑", "", "", "3")])

    assert found(reading) == [(3, "description", "count_mismatch")]
    assert reading.rows[0].extra == {"隐患数": "3"}


def test_duplicate_is_ignored_and_points_to_the_first() -> None:
    first = ("1", "甲厂", "3.5", "子", "2024.3.9", "已整改")
    reading = read_csv(
        [
            TITLE,
            HEADING,
            first,
            ("2", " 甲 厂", "2024.3.5", "子", "3月9日", "已完成"),
            ("3", "甲厂", "3.5", "子", "2024.3.10", "已整改"),
            ("4", "甲厂", "3.6", "子", "2024.3.9", "已整改"),
        ]
    )

    duplicate = next(row for row in reading.ignored_rows if row.reason == "duplicate")
    assert (duplicate.row, duplicate.of) == (4, (None, 3))
    assert found(reading) == [(5, "description", "possible_duplicate")]
    assert [row.source_row for row in reading.rows] == [3, 5, 6]


def test_dates_before_the_inspection_are_kept_and_reported() -> None:
    heading = (*HEADING, "完成时间", "销号时间")
    cells = ("1", "甲厂", "2024.3.5", "子", "2024.3.1", "已整改", "2024.3.2", "2024.3.3")

    reading = read_csv([TITLE, heading, cells])

    assert reading.rows[0].closed_on == date(2024, 3, 3)
    assert sorted(found(reading)) == [
        (3, "closed_on", "closed_before_found"),
        (3, "done_on", "done_before_found"),
        (3, "due_on", "due_before_found"),
    ]


def test_date_of_a_failed_recheck_goes_to_extra() -> None:
    heading = (*HEADING, "复查时间", "复查结果")
    cells = ("1", "甲厂", "3.5", "子", "", "已整改", "3月20日", "不合格")

    reading = read_csv([TITLE, heading, cells])

    row = reading.rows[0]
    assert (row.status, row.closed_on, row.extra) == (
        "rectifying",
        None,
        {"复查时间": "2024-03-20"},
    )


def test_names_are_compared_but_never_merged() -> None:
    names = (
        "安澜润石铸造有限公司",
        "安澜润石铸造有限责任公司",
        "润石铸造",
        "安澜润石铸造有限公司（青石分公司）",
    )
    rows = [(str(n), name, "3.5", f"隐患{n}", "", "") for n, name in enumerate(names, 1)]

    groups = read_csv([TITLE, HEADING, *rows]).site_groups

    assert {(frozenset(g.names), g.relation, g.why) for g in groups} == {
        (frozenset(names[:2]), "probably_same", "suffix_spelling"),
        (frozenset((names[0], names[2])), "probably_same", "short_name"),
        (frozenset((names[1], names[2])), "probably_same", "short_name"),
        (frozenset((names[0], names[3])), "distinct", "branch"),
    }


def test_sheets_without_a_ledger_are_not_imported() -> None:
    assert read_csv([("隐患级别",), ("一般",), ("重大",)]).sheets[0].role == "lookup"
    assert read_csv([("填表说明",), ("1.本表每月3日前报送。",)]).sheets[0].role == "notes"
    summary = [("2024年3月汇总表",), ("镇街", "隐患数", "整改率"), ("青石", "3", "100%")]
    assert read_csv(summary).sheets[0].role == "summary"
    assert read_csv([("",)]).sheets[0].role == "empty"


def test_answer_in_the_vocabulary_of_the_wire() -> None:
    shown = read_csv([TITLE, HEADING, ("1", "甲厂", "3.5", "子", "节前", "")]).to_json()

    assert sorted(shown) == [
        *("counts", "file", "format", "ignored_rows", "problems", "rows", "sheets"),
        *("site_groups", "tables"),
    ]
    assert shown["problems"] == [
        {
            "sheet": None,
            "row": 3,
            "field": "due_on",
            "reason": "date_text",
            "raw": "节前",
            "kept": False,
        }
    ]
    assert shown["rows"][0]["found_on"] == "2024-03-05"
