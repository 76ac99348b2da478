from datetime import datetime
from io import BytesIO
from itertools import zip_longest
from zipfile import ZipFile

import pytest
from django.db import connection

from anhuan.base.sheets.opening import open_workbook
from anhuan.cases import exporting, models
from anhuan.cases.asking import USUAL
from anhuan.cases.exchange import (
    BY_HEADING,
    FIELDS,
    WORDS,
    Shape,
    code_of,
    extra_heading,
    extra_key,
    word_of,
)
from anhuan.cases.exporting import export_ledger
from anhuan.cases.types import Filters, Sort
from anhuan.kernel.case import Action, Domain, Grade, Kind, State
from anhuan.kernel.inputs import LISTING_LEVELS, SOURCES
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.models import Disclosure
from tests import factories as make
from tests.modules.cases.town import PLAN, Loop, build, enter

pytestmark = pytest.mark.django_db
OPEN = Filters(open=True)


@pytest.fixture
def town(rules, vault):
    return build()


def exported(viewer, filters=OPEN, columns=None, **more):
    out = BytesIO()
    rows = export_ledger(viewer, filters, more.pop("sort", Sort.DUE), columns, out, **more)
    return rows, out.getvalue()


def read(data):
    """The cells of the first sheet as written, by heading."""
    heads, *lines = open_workbook(data).sheets[0].rows
    return [dict(zip_longest(heads, line)) for line in lines]


def test_headings_are_each_one_field():
    assert sorted(BY_HEADING) == sorted(field.heading for field in FIELDS)
    assert len({field.name for field in FIELDS}) == len(FIELDS)


def test_words_are_complete_and_can_be_read_back():
    codes = {
        "state": [state.value for state in State if state is not State.NEW],
        "grade": [grade.value for grade in Grade],
        "kind": [kind.value for kind in Kind],
        "domain": [domain.value for domain in Domain],
        "source": [*SOURCES],
        "listing_level": [*LISTING_LEVELS],
    }
    for name, expected in codes.items():
        assert sorted(WORDS[name]) == sorted(expected)
    for name, words in WORDS.items():
        assert {code_of(name, word_of(name, code)) for code in words} == set(words)


def test_word_fields_all_have_words():
    shaped = {field.name for field in FIELDS if field.shape is Shape.WORD}
    assert shaped == set(WORDS)


@pytest.mark.parametrize("key", ["备注", "状态", "原表：状态", "编号", ""])
def test_extra_column_keeps_its_key(key):
    heading = extra_heading(key)
    assert (extra_key(heading), heading in BY_HEADING) == (key, False)


def test_export_shown_has_the_chosen_columns_in_order(town):
    enter(town, town.officer)
    rows, data = exported(town.officer, columns=("due", "number", "source"))
    assert rows == 1
    assert read(data) == [
        {"办理期限": datetime(2026, 5, 13), "编号": "C-2026-000001", "来源": "网格巡查"}
    ]


def test_export_usual_columns(town):
    enter(town, town.officer)
    (line,) = read(exported(town.officer, columns=USUAL)[1])
    assert (line["状态"], line["球在谁手里"], line["所属街道"]) == (
        "已登记",
        "陈立 枫林安监站 副站长",
        "枫林街道",
    )


def test_export_full_holds_every_field(town):
    loop = Loop(town, enter(town, town.officer, spot="东侧", category="疏散").number)
    loop.to_underway(money_fen=123_456)
    (line,) = read(exported(town.officer)[1])
    assert (
        line
        | {
            "编号": loop.number,
            "企业名称": "恒泰家具",
            "检查时间": datetime(2026, 5, 11),
            "检查人员": "陈立",
            "隐患等级": "一般",
            "整改措施": PLAN["measure"],
            "整改资金（元）": 1234.56,
            "整改期限": datetime(2026, 5, 20),
            "整改情况": "整改中",
            "状态": "整改中",
            "类型": "隐患",
            "部位": "东侧",
            "隐患类别": "疏散",
            "属地": "安澜市/云溪区/枫林街道/枫林07格",
            "承办单位": "枫林安监站",
            "该办的事": "整改",
            "完成人": PLAN["finisher"],
        }
        == line
    )
    assert set(line) == set(BY_HEADING)


def test_export_full_writes_further_columns_of_old_ledgers(town):
    for extra in ({"备注": "见附件"}, {"状态": "老词", "包保领导": "王某"}):
        number = enter(town, town.officer).number
        models.Case.objects.filter(number=number).update(extra=extra)
    lines = read(exported(town.officer)[1])
    kept = [
        {
            extra_key(head): value
            for head, value in line.items()
            if value and head not in BY_HEADING
        }
        for line in lines
    ]
    assert kept == [{"备注": "见附件"}, {"状态": "老词", "包保领导": "王某"}]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_export_writes_no_formula(town, start):
    number = enter(town, town.officer).number
    text = f'{start}HYPERLINK("http://evil.example","x")'
    models.Case.objects.filter(number=number).update(description=text, extra={text: text})
    data = exported(town.officer)[1]
    with ZipFile(BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.namelist()
    assert (sheet.count("<f>"), sheet.count("<hyperlink"), sheet.count("HYPERLINK")) == (0, 0, 3)
    assert [name for name in names if "external" in name.lower()] == []


def test_export_pieces_join_without_gap_or_repeat(town, monkeypatch):
    monkeypatch.setattr(exporting, "CHUNK", 2)
    numbers = [enter(town, town.officer).number for _ in range(5)]
    lines = read(exported(town.officer, sort=Sort.NUMBER)[1])
    assert [line["编号"] for line in lines] == numbers


def test_export_reads_do_not_grow_with_the_rows(town, django_assert_num_queries):
    enter(town, town.officer)
    # On PostgreSQL what an export notes goes in one batch.
    takes = 12 if connection.vendor == "sqlite" else 10
    with django_assert_num_queries(takes):
        exported(town.officer, columns=USUAL)
    for _ in range(2):
        enter(town, town.officer)
    with django_assert_num_queries(takes):
        exported(town.officer, columns=USUAL)


def test_export_selection_only(town):
    first, second = (enter(town, town.officer).number for _ in range(2))
    (line,) = read(exported(town.officer, numbers=[second])[1])
    assert (line["编号"], first < second) == (second, True)


def test_export_is_logged_with_its_question(town):
    enter(town, town.officer)
    exported(town.officer, Filters(open=True, grade="major"))
    row = Disclosure.objects.get()
    assert (row.kind, row.what, row.rows, row.why, row.by) == (
        "exported",
        "case.ledger.full",
        0,
        "open=1&grade=major",
        town.officer.person,
    )


def test_export_keeps_the_reporter_sealed(town):
    town_case = enter(
        town, town.officer, kind="report", source="complaint", reporter_name="匿名张三"
    )
    assert models.Reporter.objects.get().case_id == town_case.case.id
    data = exported(town.officer)[1]
    with ZipFile(BytesIO(data)) as archive:
        assert "匿名张三" not in archive.read("xl/worksheets/sheet1.xml").decode()


def test_export_needs_the_capability(town):
    enter(town, town.officer)
    with pytest.raises(Refusal) as refused:
        exported(town.grid)
    assert (refused.value.why, Disclosure.objects.count()) == (Why.WRONG_ROLE, 0)


def test_export_stays_within_the_viewers_areas(town):
    enter(town, town.officer)
    other = make.viewer_in(make.Role.OFFICER, area=make.area("桐江市"))
    assert exported(other)[0] == 0


def test_export_closed_case_has_its_dates(town):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.do(Action.GRADE, town.officer, grade="general")
    models.Case.objects.filter(number=number).update(due_kind="long_term")
    (line,) = read(exported(town.officer)[1])
    assert (line["期限类型"], line["登记时刻"] is not None) == ("长期坚持", True)
