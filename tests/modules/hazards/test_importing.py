"""Units from a table: one row a chemical, a unit with a problem waits whole."""

from pathlib import Path

import pytest

from anhuan.hazards.models import HazardUnit
from anhuan.hazards.queries import unit
from anhuan.hazards.services import import_hazards
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ops import cli
from anhuan.sites.models import Site
from anhuan.territory.types import Level
from tests import factories as make

HEAD = (
    "企业名称,单元名称,单元类型,品名,CAS号,危险性类别,"
    "设计最大量(t),500米内人数,人数来源,人数日期\n"
)


@pytest.fixture
def site(rules: int) -> Site:
    county = make.area("云溪区", level=Level.COUNTY, parent=make.area())
    return make.site("恒源化工", area=make.area("枫林街道", level=Level.STREET, parent=county))


@pytest.fixture
def officer(site: Site) -> Viewer:
    return make.viewer_in(Role.OFFICER, area=site.area)


def table(folder: Path, *rows: str) -> Path:
    path = folder / "t.csv"
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8-sig")
    return path


def test_rows_become_units_and_again_add_nothing(
    site: Site, officer: Viewer, tmp_path: Path
) -> None:
    path = table(
        tmp_path,
        "恒源化工,氨罐区,储存单元,液氨,7664-41-7,,12.50,60,街道台账,2026-04-01",
        "恒源化工,氨罐区,,汽油,,W5.3,3,,,",
    )

    first = import_hazards(path, by=officer, at=make.AT)
    again = import_hazards(path, by=officer, at=make.AT)

    row = HazardUnit.objects.get()
    assert (first.added, first.problems, again.unchanged) == (
        ("恒源化工 氨罐区",),
        (),
        ("恒源化工 氨罐区",),
    )
    assert (row.version, row.persons, [one["quantity"] for one in row.chemicals]) == (
        1,
        60,
        ["12.5", "3"],
    )
    assert unit(officer, row.id).line.name == "氨罐区"


def test_unit_with_a_bad_row_waits_whole_and_the_other_goes_in(
    site: Site, officer: Viewer, tmp_path: Path
) -> None:
    path = table(
        tmp_path,
        "恒源化工,氨罐区,储存单元,液氨,7664-41-7,,1e999,60,街道台账,2026-04-01",
        "恒源化工,氨罐区,生产单元,汽油,,W5.3,3,61,,",
        "别家化工,罐区,,汽油,,W5.3,3,,,",
        "恒源化工,油库,,汽油,,W5.3,,,,",
        "恒源化工,气站,,汽油,,W5.3,3,,,",
    )

    report = import_hazards(path, by=officer, at=make.AT)

    assert [(one.row, one.field, one.problem) for one in report.problems] == [
        (4, "site", "unknown"),
        (5, "quantity", "missing"),
        (2, "quantity", "tonnes"),
        (3, "kind", "differs"),
        (3, "persons", "differs"),
    ]
    assert (report.added, report.waiting) == (
        ("恒源化工 气站",),
        ("恒源化工 氨罐区", "恒源化工 油库"),
    )
    assert list(HazardUnit.objects.values_list("name", flat=True)) == ["气站"]


def test_dry_run_saves_nothing_and_grid_imports_nothing(
    site: Site, officer: Viewer, tmp_path: Path
) -> None:
    path = table(tmp_path, "恒源化工,气站,,汽油,,W5.3,3,,,")

    report = import_hazards(path, by=officer, at=make.AT, dry_run=True)
    with pytest.raises(Refusal) as refused:
        import_hazards(path, by=make.viewer_in(Role.GRID, area=site.area), at=make.AT)

    assert (report.added, report.saved, HazardUnit.objects.count()) == (
        ("恒源化工 气站",),
        False,
        0,
    )
    assert refused.value.why is Why.WRONG_ROLE


def test_command_takes_a_heading_of_its_own_and_prints_what_came_of_it(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "企业名称,单元,货物,设计最大量\n恒源化工,气站,氢气,3\n恒源化工,库,氯气,NaN\n", "utf-8"
    )
    words = ["import", "hazards", str(path), "--map", "name=货物"]

    dry = cli.main([*words, "--dry-run"])
    shown = capsys.readouterr().out.splitlines()
    code = cli.main(words)

    assert (dry, code, list(HazardUnit.objects.values_list("name", flat=True))) == (1, 1, ["气站"])
    assert shown == [
        "3 quantity: tonnes 'NaN'",
        "没有导入 / left out: 恒源化工 库",
        "2 行：新增单元 1，变更 0，不变 0，没导入 1，问题 1；没有保存",
        "2 rows: 1 units added, 0 changed, 0 unchanged, 1 left out, 1 problems; nothing saved",
    ]
    assert capsys.readouterr().out.splitlines()[-1] == (
        "2 rows: 1 units added, 0 changed, 0 unchanged, 1 left out, 1 problems; saved"
    )
