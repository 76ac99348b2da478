"""Visits of the past from files: what comes in, what is left out and why, what adds nothing."""

import csv
import gzip
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from anhuan.inspections import queries
from anhuan.inspections.checking import differences
from anhuan.inspections.intake.services import import_visits
from anhuan.inspections.intake.types import Choices, VisitImport
from anhuan.inspections.models import Visit
from anhuan.kernel.checklist import Answer, Tally
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct, VisitKind, VisitState
from anhuan.ledger.models import Fact
from anhuan.people.models import Person
from anhuan.rulebook.models import Version
from anhuan.sites.models import Site
from tests import factories as make
from tests.modules.cases.town import Town, build

pytestmark = pytest.mark.django_db

NAME = Path("shared", "data", "chicago-food-inspections-2011-2014.csv.gz")
CHICAGO = next(
    (up / NAME for up in Path(__file__).resolve().parents if (up / NAME).exists()), NAME
)
MAPPED = {
    "number": "Inspection_ID",
    "site": "License",
    "began": "Inspection_Date",
    "inspectors": "Inspector_Assigned",
    "fails": "violations",
    "result": "Results",
    "lon": "Longitude",
    "lat": "Latitude",
}
HEAD = "检查编号,企业名称,检查日期,检查人员,不符合项,发现问题\n"


def listed(code: str, *items: str) -> None:
    value: dict[str, Any] = {
        "object": "餐饮",
        "industries": [],
        "items": [
            {
                "code": one,
                "topic": "后厨",
                "text": f"第 {one} 项",
                "domain": "fire",
                "field": "fire",
            }
            for one in items
        ],
    }
    Version.objects.create(
        subject="checklist",
        code=code,
        name="餐饮",
        value=value,
        valid_from=make.START,
        recorded_from=make.START,
        source="测试",
    )


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    listed("kitchen", "gas", "fume", "exit")
    return build()


def brought(town: Town, path: Path, *, dry_run: bool = False, **more: Any) -> VisitImport:
    choices = Choices(**({"columns": {}, "checklist": "kitchen"} | more))
    return import_visits(
        path, unit=town.office.id, choices=choices, by=town.clerk, at=make.AT, dry_run=dry_run
    )


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "visits.csv"
    path.write_bytes(text.encode(encoding))
    return path


def problems(report: VisitImport) -> list[tuple[int, str, str]]:
    return [(each.row, each.field, each.problem) for each in report.problems]


def test_row_becomes_a_visit_that_says_it_was_taken_over(town: Town, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "甲-1,恒泰家具,2026-03-02 10:30,林洁,gas;exit,软管老化\n")

    report = brought(town, path)

    row = Visit.objects.get()
    file = queries.visit(town.officer, row.number)
    assert (report.added, report.waiting, report.saved) == (1, 0, True)
    assert (row.imported, row.state, row.site, row.unit_id) == (
        True,
        VisitState.ENDED.value,
        town.site.id,
        town.office.id,
    )
    assert file.visit.officers == {town.clerk.person}
    assert file.answers == {"gas": Answer.FAILS, "exit": Answer.FAILS}
    assert file.line.tally == Tally(conforms=0, fails=2, not_applicable=0, not_checked=0, open=1)
    assert file.words == {"findings": "软管老化"}
    assert list(differences()) == []


def test_items_not_named_are_not_checked_when_so_chosen(town: Town, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "甲-1,恒泰家具,2026-03-02,林洁,gas,\n")

    brought(town, path, rest=Answer.NOT_CHECKED)

    file = queries.visit(town.officer, Visit.objects.get().number)
    assert file.line.tally == Tally(conforms=0, fails=1, not_applicable=0, not_checked=2, open=0)
    assert set(file.reasons) == {"fume", "exit"}


def test_same_file_a_second_time_adds_nothing(town: Town, tmp_path: Path) -> None:
    path = written(
        tmp_path, HEAD + "甲-1,恒泰家具,2026-03-02,林洁,gas,\n,恒泰家具,2026-03-03,,,\n"
    )
    brought(town, path)
    facts = Fact.objects.count()

    again = brought(town, path)

    assert (again.added, again.same, again.waiting) == (0, 2, 0)
    assert (Visit.objects.count(), Fact.objects.count()) == (2, facts)


def test_known_visit_with_other_answers_is_named(town: Town, tmp_path: Path) -> None:
    brought(town, written(tmp_path, HEAD + "甲-1,恒泰家具,2026-03-02,林洁,gas,\n"))

    again = brought(town, written(tmp_path, HEAD + "甲-1,恒泰家具,2026-03-02,林洁,exit,\n"))

    assert problems(again) == [(2, "number", "known-otherwise")]
    assert Visit.objects.get().answers == {"gas": "fails"}


def test_rows_of_one_number_are_one_visit(town: Town, tmp_path: Path) -> None:
    head = "检查编号,企业名称,检查日期,检查项,检查结果,原因\n"
    rows = "甲-1,恒泰家具,2026-03-02,gas,不符合,\n甲-1,恒泰家具,2026-03-02,fume,不适用,没有油烟\n"

    report = brought(town, written(tmp_path, head + rows))

    file = queries.visit(town.officer, Visit.objects.get().number)
    assert (report.rows, report.visits, report.added) == (3, 1, 1)
    assert file.answers == {"gas": Answer.FAILS, "fume": Answer.NOT_APPLICABLE}
    assert file.reasons == {"fume": "没有油烟"}


def test_visit_with_one_wrong_row_is_left_out_whole(town: Town, tmp_path: Path) -> None:
    head = "检查编号,企业名称,检查日期,检查项,检查结果\n"
    rows = "".join(f"甲-1,恒泰家具,2026-03-02,{one}\n" for one in ("gas,不符合", "fume,也许"))

    report = brought(town, written(tmp_path, f"{head}{rows}甲-1,恒泰家具,2026-03-02,exit,符合\n"))

    assert (problems(report), Visit.objects.count()) == ([(3, "answer", "unknown")], 0)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("甲,恒泰家具,哪天,林洁,gas,", ("began", "invalid")),
        ("甲,恒泰家具,2026-02-30,林洁,gas,", ("began", "invalid")),
        ("甲,恒泰家具,2099-01-01,林洁,gas,", ("began", "future")),
        ("甲,,2026-03-02,林洁,gas,", ("site", "missing")),
        ("甲,没有这家,2026-03-02,林洁,gas,", ("site", "unknown")),
        ("甲,恒泰家具,2026-03-02,谁也不是,gas,", ("inspectors", "unknown")),
        ("甲,恒泰家具,2026-03-02,林洁,屋顶,", ("item", "unknown")),
        (f"甲,恒泰家具,2026-03-02,林洁,gas,{'长' * 2001}", ("finding", "too-long")),
        ("甲,恒泰\x01家具,2026-03-02,林洁,gas,", ("site", "control-character")),
    ],
)
def test_row_with_something_wrong_is_named(
    town: Town, tmp_path: Path, row: str, problem: tuple[str, str]
) -> None:
    good = "乙,恒泰家具,2026-03-02,林洁,gas,"

    report = brought(town, written(tmp_path, f"{HEAD}{row}\n{good}\n"))

    assert problems(report) == [(2, *problem)]
    assert (report.added, report.waiting, Visit.objects.count()) == (1, 1, 1)


def test_dry_run_keeps_nothing(town: Town, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "甲,新开面馆,2026-03-02,钱一,gas,\n")
    before = (Fact.objects.count(), Site.objects.count(), Person.objects.count())

    report = brought(town, path, dry_run=True, add_sites=True, add_people=True)

    assert (report.added, report.sites, report.people, report.saved) == (1, 1, 1, False)
    assert (Fact.objects.count(), Site.objects.count(), Person.objects.count()) == before


def test_unknown_place_and_inspector_are_entered_once(town: Town, tmp_path: Path) -> None:
    rows = "甲,新开面馆,2026-03-02,钱一,gas,\n乙,新开面馆,2026-03-09,钱一,,\n"

    report = brought(town, written(tmp_path, HEAD + rows), add_sites=True, add_people=True)

    site, person = Site.objects.get(name="新开面馆"), Person.objects.get(name="钱一")
    assert (report.sites, report.people, site.area_id) == (1, 1, town.county.id)
    assert {(row.site, tuple(row.officers)) for row in Visit.objects.all()} == {
        (site.id, (str(person.id),))
    }


def test_place_that_let_nobody_in_is_no_visit_that_saw_it(town: Town, tmp_path: Path) -> None:
    path = written(tmp_path, "企业名称,检查日期,检查结论\n恒泰家具,2026-03-02,拒绝检查\n")

    brought(town, path)

    assert Visit.objects.get().state == VisitState.REFUSED.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_however_it_is_written(town: Town, tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, HEAD + "甲,恒泰家具,2026年3月2日,林洁,gas,软管\n", encoding)

    assert brought(town, path).added == 1


def test_workbook_is_read(town: Town, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["单位名称", "检查时间", "检查类型", "不符合项"])
    sheet.append(["恒泰家具", make.AT.replace(tzinfo=None), "专项检查", "gas、exit"])
    path = tmp_path / "visits.xlsx"
    book.save(path)

    assert brought(town, path).added == 1
    assert (Visit.objects.get().kind, Visit.objects.get().fails) == (VisitKind.CAMPAIGN.value, 2)


def test_packed_file_that_inflates_without_end_is_refused(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb", compresslevel=9) as out:
        out.write(HEAD.encode())
        for _ in range(210):
            out.write(b"\n" * 1024 * 1024)

    with pytest.raises(Refusal) as refused:
        brought(town, path)

    assert refused.value.why is Why.FILE_TOO_LARGE


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.FILE_EMPTY),
        (gzip.compress(HEAD.encode())[:-6], Why.FILE_BROKEN),
        (gzip.compress(b"PK\x03\x04"), Why.FILE_TYPE),
        (b"\x89PNG....", Why.FILE_TYPE),
        (b"<html><table>", Why.FILE_TYPE),
        (b"a,b\0\xff\n", Why.FILE_TYPE),
        (b"a" * 3_000_000, Why.TOO_MANY),
        ("甲,乙\n1,2\n".encode(), Why.MISSING),
        (f'{HEAD}甲,"恒泰'.encode(), None),
    ],
    ids=("empty", "cut", "packed", "picture", "page", "bytes", "long", "heads", "quote"),
)
def test_file_that_is_no_table_of_visits(
    town: Town, tmp_path: Path, content: bytes, why: Why | None
) -> None:
    path = tmp_path / "visits.csv"
    path.write_bytes(content)

    if why is None:
        assert brought(town, path).added == 0
        return
    with pytest.raises(Refusal) as refused:
        brought(town, path)
    assert refused.value.why is why


def test_who_may_not_import_does_not(town: Town, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD)

    with pytest.raises(Refusal) as refused:
        import_visits(
            path, unit=town.office.id, choices=Choices(columns={}), by=town.grid, at=make.AT
        )

    assert refused.value.why is Why.WRONG_ROLE


def test_visit_taken_over_is_not_made_by_an_act(town: Town, tmp_path: Path) -> None:
    from anhuan.inspections.services import act

    brought(town, written(tmp_path, HEAD + "甲,恒泰家具,2026-03-02,林洁,gas,\n"))

    number = Visit.objects.get().number
    with pytest.raises(Refusal) as refused:
        act(number=number, what=VisitAct.IMPORT, given={}, by=town.clerk, at=make.AT)
    assert refused.value.why is Why.VISIT_STATE


def beginning(tmp_path: Path, rows: int) -> tuple[Path, list[dict[str, str]]]:
    """The real inspections, or so many of them as a file of their own; and what they hold."""
    with gzip.open(CHICAGO, "rt", encoding="utf-8") as file:
        lines = list(islice(file, rows + 1))
    path = tmp_path / "visits.csv"
    path.write_text("".join(lines), encoding="utf-8")
    return path, list(csv.DictReader(lines))


@pytest.mark.long
@pytest.mark.skipif(not CHICAGO.exists(), reason="the real inspections are not beside the tree")
def test_real_visits_come_in(town: Town, tmp_path: Path, depth: int) -> None:
    listed("canvass", *(str(number) for number in (*range(1, 45), 70)))
    Version.objects.filter(code="canvass").update(valid_from=make.START.replace(year=2010))
    path, told = beginning(tmp_path, 1_000 * depth)

    report = brought(
        town,
        path,
        columns=MAPPED,
        checklist="canvass",
        rest=Answer.CONFORMS,
        add_sites=True,
        add_people=True,
    )

    sites, people = ({row[name] for row in told} for name in ("License", "Inspector_Assigned"))
    assert len(told) == (1_000 if depth == 1 else 17_075)
    assert (report.added, report.waiting) == (len(told), 0)
    assert (report.sites, report.people) == (len(sites), len(people))
    assert Visit.objects.filter(imported=True).count() == len(told)
    assert len({person for row in Visit.objects.all() for person in row.officers}) == len(people)
