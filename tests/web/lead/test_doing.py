"""A spoken instruction becomes a dated task; what presses near."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from anhuan.cases.models import Case
from anhuan.kernel.access import Role
from anhuan.sites.models import Site
from anhuan.territory.models import Unit
from anhuan.territory.types import UnitKind
from tests import factories as make
from tests.modules.cases.town import Loop, Town, _person
from tests.web.conftest import Enter

from .test_morning import page_of, words


@pytest.fixture
def bureau(town: Town) -> Unit:
    unit = make.unit("云溪区应急局", area=town.county, kind=UnitKind.DEPARTMENT)
    _person(Role.OFFICER, "执法大队", "何志远", unit=unit)
    return unit


def said(unit: Unit, **more: Any) -> dict[str, Any]:
    given = {
        "description": "柳湾市场消火栓三天内通水",
        "to_unit": str(unit.id),
        "due_on": "2026-05-14",
        "domain": "fire",
    }
    return given | more


def test_instruction_is_read_back_before_it_binds(lead: Client, bureau: Unit) -> None:
    response = lead.post("/lead/instruct/", said(bureau))
    assert Case.objects.count() == 0
    assert (
        "柳湾市场消火栓三天内通水 云溪区应急局（云溪区） 何志远 执法大队 05-14 周四 24:00 前"
        in (words(response))
    )


def test_instruction_is_handed_out_by_a_yes(town: Town, lead: Client, bureau: Unit) -> None:
    response = lead.post("/lead/instruct/", said(bureau, answer="yes"))
    row = Case.objects.get()
    assert response.url == "/lead/"
    assert (row.kind, row.source, row.state, row.domain) == (
        "instruction",
        "leader",
        "assigned",
        "fire",
    )
    assert (row.unit_id, row.target_unit_id, str(row.due_on)) == (
        town.office.id,
        bureau.id,
        "2026-05-14",
    )
    assert row.ball_act == "sign_for"


def test_instruction_by_a_no_comes_back_as_typed(lead: Client, bureau: Unit) -> None:
    page = page_of(lead.post("/lead/instruct/", said(bureau, answer="no")))
    assert Case.objects.count() == 0
    assert re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", page) == ["柳湾市场消火栓三天内通水"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("description", ""),
        ("due_on", "2026-05-10"),
        ("due_on", "明天"),
        ("to_unit", ""),
        ("to_unit", "nonsense"),
        ("domain", "sea"),
    ],
)
@pytest.mark.parametrize("answer", ["", "yes"])
def test_instruction_refused_marks_the_field(
    lead: Client, bureau: Unit, field: str, value: str, answer: str
) -> None:
    response = lead.post("/lead/instruct/", said(bureau, answer=answer, **{field: value}))
    assert (response.status_code, Case.objects.count()) == (422, 0)
    bad = re.findall(r'class="field field-bad" id="field_(\w+)"', page_of(response))
    assert bad == [field]


def test_instruction_to_a_unit_elsewhere_is_refused(town: Town, lead: Client) -> None:
    other = make.area("青石区", level=town.county.level, parent=town.county.parent)
    elsewhere = make.unit("青石区应急局", area=other)
    response = lead.post("/lead/instruct/", said(elsewhere, answer="yes"))
    assert (response.status_code, Case.objects.count()) == (422, 0)


def test_instruction_is_not_for_an_officer(town: Town, sign_in: Enter, bureau: Unit) -> None:
    officer = sign_in(town.officer)
    assert officer.post("/lead/instruct/", said(bureau, answer="yes")).status_code == 403
    assert Case.objects.count() == 0


def test_script_in_an_instruction_is_text(lead: Client, bureau: Unit) -> None:
    sent = said(bureau, description="<script>alert(1)</script>")
    page = lead.post("/lead/instruct/", sent).content.decode()
    assert page.count("<script>alert") == 0


def near_names(response: Any) -> list[str]:
    return [
        unescape(name)
        for name in re.findall(r'<span class="block-name">(.*?)</span>', response.content.decode())
    ]


def test_street_lists_the_sites_where_something_presses(
    town: Town, lead: Client, open_major: Callable[..., Loop]
) -> None:
    make.site("平安超市", area=town.site.area)
    open_major()
    response = lead.get("/lead/near/", {"street": str(town.street.id)})
    assert near_names(response) == ["恒泰家具"]
    assert "重大 1 件" in words(response)


def test_street_of_another_county_is_not_there(town: Town, lead: Client) -> None:
    other = make.area("青石区", level=town.county.level, parent=town.county.parent)
    assert lead.get("/lead/near/", {"street": str(other.id)}).status_code == 404


def test_position_lists_the_nearest_with_its_distance(
    town: Town, lead: Client, open_major: Callable[..., Loop]
) -> None:
    Site.objects.filter(pk=town.site.id).update(lon=117.1, lat=36.6)
    open_major()
    response = lead.post("/lead/near/", {"lon": "117.1", "lat": "36.609"})
    assert near_names(response) == ["恒泰家具"]
    assert "1.0 公里" in words(response)


def test_position_far_away_says_so(
    town: Town, lead: Client, open_major: Callable[..., Loop]
) -> None:
    Site.objects.filter(pk=town.site.id).update(lon=117.1, lat=36.6)
    open_major()
    response = lead.post("/lead/near/", {"lon": "118", "lat": "36.6"})
    assert near_names(response) == []
    assert "周围 3 公里内，没有在办重大或超期的单位。" in words(response)


@pytest.mark.parametrize(
    ("lon", "lat"), [("", ""), ("nan", "1"), ("1e9", "1"), ("181", "0"), ("1", "-91"), ("-", "1")]
)
def test_position_that_is_none_asks_for_a_street(lead: Client, lon: str, lat: str) -> None:
    response = lead.post("/lead/near/", {"lon": lon, "lat": lat})
    assert response.status_code == 200
    assert "没取到位置（室内常见）。选一个街道。" in words(response)


@pytest.mark.parametrize("street", ["x", "0", "'; drop", "%00"])
def test_street_that_is_none_shows_the_choice(lead: Client, street: str) -> None:
    assert near_names(lead.get("/lead/near/", {"street": street})) == []
