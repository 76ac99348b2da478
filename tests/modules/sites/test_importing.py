"""Sites from tables: what enters, what waits, what is wrong."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.codes import uscc_check
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites.models import Site
from anhuan.sites.services import import_sites
from anhuan.sites.types import Ground
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests.factories import AT, area, site, viewer_in

pytestmark = pytest.mark.django_db

CODE = "91990102MA0000001" + uscc_check("91990102MA0000001")
HEAD = "企业名称,统一社会信用代码,无码原因,主体类型,地址,街道,职工人数,风险等级,标签"
GOOD = f"宏远机械厂,{CODE},,企业,海棠路18号,东港街道,30,重大风险,危化、涉VOCs"
SHOP = "小林修车铺,,未办理登记,个体,银杏路2号,东港街道,2,低,"


@pytest.fixture
def city() -> Area:
    return area()


@pytest.fixture
def street(city: Area) -> Area:
    return area("东港街道", level=Level.STREET, parent=city)


@pytest.fixture
def officer(rules: int, street: Area) -> Viewer:
    return viewer_in(Role.OFFICER, area=street)


def loaded(folder: Path, by: Viewer, *lines: str, head: str = HEAD, **more: Any) -> Any:
    path = folder / "sites.csv"
    path.write_text("\n".join([head, *lines]), encoding="gb18030")
    return import_sites(path, by=by, at=AT, **more)


def test_new_rows_enter(tmp_path: Path, officer: Viewer, street: Area) -> None:
    report = loaded(tmp_path, officer, GOOD, SHOP)

    assert (report.added, report.proposals, report.problems) == ((2, 3), (), ())
    rows = Site.objects.order_by("name").values_list(
        "name", "code", "subject", "risk", "employees", "tags", "street_id"
    )
    assert list(rows) == [
        ("宏远机械厂", CODE, "enterprise", "major", 30, ["危化", "涉VOCs"], street.id),
        ("小林修车铺", "", "individual", "low", 2, [], street.id),
    ]


def test_same_file_again_changes_nothing(tmp_path: Path, officer: Viewer, street: Area) -> None:
    loaded(tmp_path, officer, GOOD, SHOP)
    before = list(Site.objects.order_by("id").values())

    report = loaded(tmp_path, officer, GOOD, SHOP)

    assert (report.added, report.unchanged, report.proposals) == ((), (2, 3), ())
    assert list(Site.objects.order_by("id").values()) == before


def test_other_content_is_offered_not_written(
    tmp_path: Path, officer: Viewer, street: Area
) -> None:
    loaded(tmp_path, officer, GOOD)

    report = loaded(tmp_path, officer, GOOD.replace(",30,", ",45,"))

    grounds = [(each.row, each.candidates[0].ground) for each in report.proposals]
    assert grounds == [(2, Ground.CODE)]
    assert Site.objects.get().employees == 30


def test_decision_changes_the_named_site(tmp_path: Path, officer: Viewer, street: Area) -> None:
    loaded(tmp_path, officer, GOOD)
    known = Site.objects.get()

    line = GOOD.replace(",30,", ",45,")
    report = loaded(tmp_path, officer, line, decisions={2: str(known.id)})

    row = Site.objects.get()
    assert (report.changed, row.employees, row.version) == ((2,), 45, 2)


def test_decision_for_a_site_not_proposed_is_a_problem(
    tmp_path: Path, officer: Viewer, street: Area
) -> None:
    other = site("百合食品厂", area=street, address="银杏路9号")

    report = loaded(tmp_path, officer, GOOD, decisions={2: str(other.id)})

    assert [(each.field, each.problem) for each in report.problems] == [
        ("decision", "not-proposed")
    ]
    assert Site.objects.get().name == "百合食品厂"


def test_name_alone_is_never_merged(tmp_path: Path, officer: Viewer, street: Area) -> None:
    known = site("宏远机械厂", area=street, address="银杏路9号")

    report = loaded(tmp_path, officer, GOOD)

    assert [(one.site.id, one.ground) for one in report.proposals[0].candidates] == [
        (known.id, Ground.NAME)
    ]
    assert Site.objects.count() == 1

    loaded(tmp_path, officer, GOOD, decisions={2: "new"})
    assert Site.objects.filter(name="宏远机械厂").count() == 2


def test_twice_in_one_file_enters_once(tmp_path: Path, officer: Viewer, street: Area) -> None:
    report = loaded(tmp_path, officer, GOOD, GOOD)

    assert (report.added, report.unchanged) == ((2,), (3,))


def test_dry_run_reports_the_same_and_saves_nothing(
    tmp_path: Path, officer: Viewer, street: Area
) -> None:
    site("小林修车铺", area=street, address="海棠路1号")

    report = loaded(tmp_path, officer, GOOD, SHOP, "坏行", dry_run=True)

    found = json.loads(json.dumps(report.as_json()))
    assert (found["added"], found["saved"], found["rows"]) == ([2], False, 3)
    assert found["proposals"][0]["candidates"][0]["ground"] == "name"
    assert found["problems"] == [{"row": 4, "field": "address", "problem": "missing", "value": ""}]
    assert Site.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "field", "problem"),
    [
        (GOOD.replace(CODE, CODE[:-1]), "code", "length"),
        (GOOD.replace(CODE, ""), "code_missing", "missing"),
        (GOOD.replace("企业,海棠", "城堡,海棠"), "subject", "invalid"),
        (GOOD.replace(",30,", ",三十,"), "employees", "invalid"),
        (GOOD.replace("重大风险", "吓人"), "risk", "invalid"),
        (GOOD.replace("东港街道", "南岭街道"), "area", "invalid"),
        (GOOD.replace("宏远机械厂", ""), "name", "missing"),
    ],
)
def test_bad_row_waits_and_the_good_enter(
    tmp_path: Path, officer: Viewer, street: Area, line: str, field: str, problem: str
) -> None:
    report = loaded(tmp_path, officer, line, SHOP)

    assert [(each.row, each.field, each.problem) for each in report.problems] == [
        (2, field, problem)
    ]
    assert report.added == (3,)


def test_row_of_another_street_waits(
    tmp_path: Path, officer: Viewer, street: Area, city: Area
) -> None:
    west = area("西山街道", level=Level.STREET, parent=city)

    report = loaded(tmp_path, officer, GOOD.replace("东港街道", "西山街道"))

    assert [each.field for each in report.problems] == ["area"]
    assert not Site.objects.filter(area=west).exists()


def test_known_site_of_another_street_is_not_shown(
    tmp_path: Path, officer: Viewer, street: Area, city: Area
) -> None:
    site("宏远机械厂", area=area("西山街道", level=Level.STREET, parent=city), code=CODE)

    report = loaded(tmp_path, officer, GOOD)

    assert (report.added, report.proposals) == ((2,), ())


def test_rows_without_a_place_lie_in_the_given_area(
    tmp_path: Path, officer: Viewer, street: Area
) -> None:
    loaded(tmp_path, officer, f"甲厂,{CODE},路1号", head="名称,代码,地址", area=street.id)

    assert Site.objects.get().street_id == street.id


def test_own_headings_may_be_named(tmp_path: Path, officer: Viewer, street: Area) -> None:
    loaded(
        tmp_path,
        officer,
        f"甲厂,{CODE},路1号,东港街道",
        head="厂名,码,坐落,片区",
        headings={"厂名": "name", "码": "code", "坐落": "address", "片区": "street"},
    )

    assert Site.objects.get().name == "甲厂"


@pytest.mark.parametrize(
    ("head", "refusal"),
    [
        ("企业名称,电话", Refusal(Why.MISSING, fields=("address",))),
        ("甲,乙", Refusal(Why.MISSING, fields=("name", "address"))),
    ],
)
def test_file_without_the_needed_columns_is_refused(
    tmp_path: Path, officer: Viewer, head: str, refusal: Refusal
) -> None:
    with pytest.raises(Refusal) as refused:
        loaded(tmp_path, officer, "甲厂,1", head=head)

    assert refused.value == refusal


def test_import_needs_the_capability(rules: int, tmp_path: Path, street: Area) -> None:
    with pytest.raises(Refusal) as refused:
        loaded(tmp_path, viewer_in(Role.GRID, area=street), GOOD)

    assert refused.value.why is Why.WRONG_ROLE


def test_node_knows_all_sites_when_it_loads(tmp_path: Path, street: Area) -> None:
    node = Viewer(person=uuid4(), at=AT, capabilities=frozenset(Capability))
    site("宏远机械厂", area=street, address="银杏路9号")

    report = loaded(tmp_path, node, GOOD)

    assert [each.row for each in report.proposals] == [2]
