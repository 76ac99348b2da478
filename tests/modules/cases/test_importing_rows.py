"""What one row becomes, and what a second file may change of it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from anhuan.base.jobs import run_one
from anhuan.cases.checking import differences
from anhuan.cases.intake import services
from anhuan.cases.intake.building import ZONE
from anhuan.cases.intake.queries import batch_view
from anhuan.cases.intake.queries import rows as rows_of
from anhuan.cases.intake.types import LEFT_AS_TEXT, NEW_SITE, Show
from anhuan.cases.models import Batch, Case
from anhuan.cases.services import act
from anhuan.kernel.case import Action
from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices.models import Notice
from tests import factories as make
from tests.modules.cases.reading_files import csv_bytes
from tests.modules.cases.test_importing_files import bring, exported
from tests.modules.cases.town import Town, build

HEADING = [
    *("序号", "企业名称", "统一社会信用代码", "详细地址", "检查时间", "隐患描述", "隐患等级"),
    *(
        "整改措施",
        "整改责任人",
        "整改资金",
        "整改期限",
        "整改状态",
        "完成时间",
        "销号时间",
        "备注",
    ),
]
BLANK = dict.fromkeys(HEADING, "")


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    return build()


def line(**more: str) -> dict[str, str]:
    told = {
        "序号": "1",
        "企业名称": "枫林木业有限公司",
        "检查时间": "2026-03-04",
        "隐患描述": "砂光机除尘管道未接地",
        "隐患等级": "一般",
        "整改措施": "接地并检测",
        "整改责任人": "孙大明",
        "整改期限": "2026-06-14",
        "整改状态": "整改中",
    }
    return BLANK | told | more


def ledger(tmp_path: Path, *lines: dict[str, str], name: str = "台账.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(csv_bytes([HEADING, *(list(each.values()) for each in lines)]))
    return path


@pytest.mark.parametrize(
    ("status", "state", "ball"),
    [
        ("", "graded", "assign"),
        ("未整改", "graded", "assign"),
        ("整改中", "underway", "submit"),
        ("延期", "underway", "submit"),
        ("已整改", "submitted", "pass"),
        ("已销号", "closed", ""),
    ],
)
def test_status_becomes_state(
    town: Town, tmp_path: Path, status: str, state: str, ball: str
) -> None:
    bring(town, ledger(tmp_path, line(整改状态=status)))

    case = Case.objects.get()

    assert (case.state, case.ball_act, case.imported, case.source) == (
        state,
        ball,
        True,
        "old-ledger",
    )
    assert differences() == []


def test_row_without_grade_is_registered_and_owes_one(town: Town, tmp_path: Path) -> None:
    bring(town, ledger(tmp_path, line(隐患等级="", 整改状态="未整改")))

    case = Case.objects.get()

    assert (case.state, case.ball_act) == ("registered", "grade")


def test_row_without_date_owes_one_and_says_what_is_missing(town: Town, tmp_path: Path) -> None:
    bring(town, ledger(tmp_path, line(整改期限="", 整改责任人="")))

    case = Case.objects.get()

    assert case.ball_act == "set_due"
    assert case.defects == ["responsible", "due_on", "finisher", "acceptor"]


def test_closed_row_keeps_its_day(town: Town, tmp_path: Path) -> None:
    bring(town, ledger(tmp_path, line(整改状态="已销号", 销号时间="2026-03-20", 备注="台账附页")))

    case = Case.objects.get()

    assert case.closed_at is not None
    assert case.closed_at.astimezone(ZONE).date() == date(2026, 3, 20)
    assert case.extra == {"备注": "台账附页"}


def test_site_with_name_and_address_is_linked_and_its_officer_has_the_ball(
    town: Town, tmp_path: Path
) -> None:
    told = line(企业名称=town.site.name, 详细地址=town.site.address, 整改状态="已整改")
    bring(town, ledger(tmp_path, told))

    case = Case.objects.get()

    assert (case.site_id, case.unit_id) == (town.site.id, town.station.id)
    assert case.ball_post_id == town.officer.seats[0].post


def test_name_alone_is_asked_about_and_never_merged(town: Town, tmp_path: Path) -> None:
    report = bring(town, ledger(tmp_path, line(企业名称=town.site.name)))

    [row] = rows_of(town.clerk, Batch.objects.get().id).rows

    assert (report.waiting, Case.objects.count()) == (1, 0)
    assert [issue.reason for issue in row.issues] == ["site_proposed"]
    assert [each["site"] for each in row.issues[0].candidates] == [str(town.site.id)]


@pytest.mark.parametrize("decision", ["same", NEW_SITE, LEFT_AS_TEXT])
def test_decision_on_a_name_settles_every_row_with_it(
    town: Town, tmp_path: Path, decision: str
) -> None:
    two = [line(企业名称=town.site.name, 隐患描述=text) for text in ("电线裸露", "通道堵塞")]
    batch = bring(town, ledger(tmp_path, *two)).batch
    assert batch is not None
    choice = str(town.site.id) if decision == "same" else decision

    settled = services.decide_site(
        batch_id=batch, position=1, decision=choice, by=town.clerk, at=make.AT
    )

    page = rows_of(town.clerk, batch, show=Show.ALL)
    linked = town.site.id if decision == "same" else None
    assert settled == 2
    assert [(row.ready, row.site) for row in page.rows] == [(True, linked)] * 2


def test_site_that_was_not_proposed_cannot_be_chosen(town: Town, tmp_path: Path) -> None:
    other = make.site("安澜市别家机械厂")
    batch = bring(town, ledger(tmp_path, line(企业名称=town.site.name))).batch
    assert batch is not None

    with pytest.raises(Refusal) as refused:
        services.decide_site(
            batch_id=batch, position=1, decision=str(other.id), by=town.clerk, at=make.AT
        )

    assert refused.value.why is Why.MALFORMED


def test_edited_file_from_somebody_who_may_not_amend_changes_nothing(
    town: Town, tmp_path: Path
) -> None:
    bring_station(town, ledger(tmp_path, line()), by=town.clerk)
    before = Case.objects.get()
    edited = line(整改措施="接地并换管", 整改状态="已销号", 整改期限="2026-09-01")

    report = bring_station(town, ledger(tmp_path, edited), by=town.clerk)

    after = Case.objects.get()
    assert (report.added, report.updated) == (0, 0)
    assert report.refused == 1
    assert (after.measure, after.state, after.due_on) == (
        before.measure,
        "underway",
        before.due_on,
    )


def test_edited_file_changes_what_it_may_and_nothing_else(town: Town, tmp_path: Path) -> None:
    first, second = line(), line(整改措施="接地并换管", 整改状态="已销号", 整改期限="2026-09-01")
    bring_station(town, ledger(tmp_path, first))
    before = Case.objects.get()

    report = bring_station(town, ledger(tmp_path, second))

    after = Case.objects.get()
    assert (report.added, report.updated, report.refused) == (0, 1, 0)
    changed = {
        field.name
        for field in Case._meta.concrete_fields
        if getattr(before, field.attname) != getattr(after, field.attname)
    }
    assert changed == {"measure", "version"}
    assert after.measure == "接地并换管"
    assert differences() == []


def bring_station(town: Town, path: Path, by: Any = None) -> Any:
    return services.import_ledger(path, unit=town.station.id, by=by or town.head, at=make.AT)


def test_file_brought_in_again_does_not_undo_what_was_corrected_here(
    town: Town, tmp_path: Path
) -> None:
    path = ledger(tmp_path, line())
    bring_station(town, path)
    given = {"measure": "换成防爆电机", "reason": "现场核对"}
    number = Case.objects.get().number
    act(number=number, action=Action.AMEND, given=given, by=town.officer, at=make.AT)

    report = bring_station(town, path)

    assert (report.same, report.updated) == (1, 0)
    assert Case.objects.get().measure == "换成防爆电机"


def test_date_is_set_where_there_was_none(town: Town, tmp_path: Path) -> None:
    bring_station(town, ledger(tmp_path, line(整改期限="")))

    report = bring_station(town, ledger(tmp_path, line(整改期限="2026-06-14")))

    case = Case.objects.get()
    assert report.updated == 1
    assert (case.due_on, case.ball_act) == (date(2026, 6, 14), "submit")
    assert differences() == []


def test_two_rows_of_one_problem_stay_two_however_often_they_come(
    town: Town, tmp_path: Path
) -> None:
    path = ledger(tmp_path, line(), line(整改责任人="赵立"))

    first = bring(town, path, accept_nulls=True)
    again = bring(town, path, accept_nulls=True)

    assert (first.added, again.same, Case.objects.count()) == (2, 2, 2)


def test_edited_export_changes_what_it_may_and_nothing_else(town: Town, tmp_path: Path) -> None:
    two = [line(), line(隐患描述="配电柜门缺失；电线裸露")]
    bring_station(town, ledger(tmp_path, *two))
    path = tmp_path / "export.xlsx"
    path.write_bytes(exported(town))
    number = edit(path, {"整改措施": "换新门", "整改情况": "已销号", "整改期限": "2027-01-01"})
    before = {case.number: case for case in Case.objects.all()}

    report = bring_station(town, path)

    after = Case.objects.get(number=number)
    assert (report.rows, report.updated, report.same, report.added) == (3, 1, 2, 0)
    assert (after.measure, after.state) == ("换新门", before[number].state)
    assert after.due_on == before[number].due_on
    assert differences() == []


def edit(path: Path, cells: dict[str, str]) -> str:
    """Write ``cells`` into the first row of an export; gives its number."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    for head, text in cells.items():
        sheet.cell(2, heads.index(head) + 1, text)
    book.save(path)
    return str(sheet.cell(2, heads.index("编号") + 1).value)


def test_number_of_another_node_means_nothing_here(town: Town, tmp_path: Path) -> None:
    bring_station(town, ledger(tmp_path, line()))
    path = tmp_path / "export.xlsx"
    path.write_bytes(exported(town))
    edit(path, {"企业名称": "别处机械厂", "隐患问题": "冲床无护罩", "检查时间": "2026-01-05"})

    report = bring_station(town, path)

    assert (report.added, report.updated) == (1, 0)
    assert Case.objects.filter(description="砂光机除尘管道未接地").count() == 1


def test_rows_confirmed_by_the_worker_go_in_and_the_maker_is_told(
    town: Town, tmp_path: Path
) -> None:
    path = ledger(tmp_path, line(), line(隐患描述="电线裸露", 检查时间="2026.13.1"))
    with path.open("rb") as stream:
        batch = services.upload(
            stream, name="台账.csv", unit=town.office.id, by=town.clerk, at=make.AT
        )

    total = services.confirm(batch_id=batch, by=town.clerk, at=make.AT)
    done = run_one()

    view = batch_view(town.clerk, batch)
    assert (total, done) == (1, True)
    assert (view.results, view.counts.waiting, view.line.done) == ({"added": 1}, 1, 1)
    assert Notice.objects.filter(recipient=town.clerk.person, topic="import.done").count() == 1


def test_corrected_cell_lets_the_row_in(town: Town, tmp_path: Path) -> None:
    batch = bring(town, ledger(tmp_path, line(检查时间="2026.13.1"))).batch
    assert batch is not None
    [row] = rows_of(town.clerk, batch).rows

    services.correct(
        batch_id=batch,
        position=1,
        field="found_on",
        text=row.issues[0].offers[0],
        by=town.clerk,
        at=make.AT,
    )

    page = rows_of(town.clerk, batch, show=Show.ALL)
    assert row.issues[0].offers == ("2026-01-13", "2026-12-01")
    assert [(each.ready, each.values["found_on"]) for each in page.rows] == [(True, "2026-01-13")]


def test_same_finding_is_put_right_in_all_rows_or_in_none(town: Town, tmp_path: Path) -> None:
    three = [line(隐患描述=f"{n} 号机无护罩", 隐患等级="较大") for n in range(3)]
    batch = bring(town, ledger(tmp_path, *three)).batch
    assert batch is not None
    kind = {"field": "grade", "reason": "grade", "raw": None, "by": town.clerk, "at": make.AT}

    with pytest.raises(Refusal):
        services.fix_alike(batch_id=batch, text="特大", **kind)
    fixed = services.fix_alike(batch_id=batch, text="general", **kind)

    page = rows_of(town.clerk, batch, show=Show.ALL)
    assert fixed == 3
    assert [(row.ready, row.values["grade"]) for row in page.rows] == [(True, "general")] * 3


def test_batch_of_another_unit_is_not_there(town: Town, tmp_path: Path) -> None:
    batch = bring(town, ledger(tmp_path, line())).batch
    assert batch is not None

    with pytest.raises(Refusal) as refused:
        batch_view(town.head, batch)

    assert refused.value.why is Why.NOT_VISIBLE


def test_unit_out_of_reach_is_refused(town: Town, tmp_path: Path) -> None:
    path = ledger(tmp_path, line())

    with pytest.raises(Refusal) as refused:
        services.import_ledger(path, unit=town.office.id, by=town.head, at=make.AT)

    assert refused.value.why is Why.NOT_VISIBLE


def test_batch_goes_after_thirty_days_and_its_cases_stay(town: Town, tmp_path: Path) -> None:
    batch = bring(town, ledger(tmp_path, line())).batch
    assert batch is not None

    early = services.forget(batch_id=batch, at=make.AT + timedelta(days=29))
    late = services.forget(batch_id=batch, at=make.AT + timedelta(days=31))

    assert (early, late, Batch.objects.count(), Case.objects.count()) == (False, True, 0, 1)
