"""Hazard sources at the desk: the list, the units of a site, the calculation line by line."""

import re
from datetime import date

import pytest

from anhuan.hazards.models import Assessment, HazardUnit
from anhuan.hazards.services import assess_unit
from tests import factories as make
from tests.modules.hazards.plant import AMMONIA, PETROL, row, stated

QUERIES = 15
FORM = {
    "name": "氨罐区",
    "kind": "storage",
    "boundary": "罐区防火堤",
    "persons": "60",
    "persons_source": "街道人口台账",
    "persons_on": "2026-04-01",
}


def text(response, status=200):
    assert response.status_code == status
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def assessed(town, *chemicals, **more):
    unit = stated(town.site, town.officer, *chemicals, **more)
    assess_unit(unit_id=unit, seen_version=1, by=town.officer, at=make.AT)
    return unit


@pytest.mark.parametrize("n", [1, 3])
def test_list_makes_as_many_queries_for_one_as_for_three(town, desk, django_assert_num_queries, n):
    for i in range(n):
        assessed(town, name=f"罐区{i}")
    desk.get("/hazards/")

    with django_assert_num_queries(QUERIES):
        response = desk.get("/hazards/")

    assert len(re.findall(r'data-url="/hazards/[0-9a-f-]{36}/"', response.content.decode())) == n


def test_sentence_counts_levels_and_what_is_to_do(town, desk):
    assessed(town, AMMONIA | {"quantity": "5000"}, name="大罐区")
    assessed(town)
    stated(town.site, town.officer, PETROL, name="油库")

    shown = text(desk.get("/hazards/"))

    assert "3 个单元，其中重大危险源 2 个（一级 1 个、三级 1 个），1 个没评估，2 个没备案" in shown
    assert "油库" not in shown.split("企业和场所")[-1]
    assert "油库" in text(desk.get("/hazards/?tab=todo&level=9x&area=zz&q=%00"))


def test_from_an_empty_site_to_a_filed_source_by_forms_alone(town, desk):
    site = town.site.id
    assert "还没有录入存放危险化学品的单元" in text(desk.get(f"/sites/{site}/hazards/"))

    made = desk.post(f"/sites/{site}/hazards/new/", FORM)
    unit = HazardUnit.objects.get()
    chemical = {"version": "1", **AMMONIA, "classes": "", "use": "storage"}
    desk.post(f"/hazards/{unit.id}/chemicals/new/", chemical)
    desk.post(f"/hazards/{unit.id}/assessment/", {"version": "2"})
    filing = {"version": "3", "filed_number": "BA云溪〔2026〕3号", "filed_on": "2026-05-11"}
    desk.post(f"/hazards/{unit.id}/file/", filing)

    shown = text(desk.get(f"/hazards/{unit.id}/"))
    assert made["location"] == f"/hazards/{unit.id}/"
    assert "氨罐区：三级重大危险源，S = 12，R = 36" in shown
    assert "液氨 7664-41-7 120 10 表 1 氨 12 2 24" in shown
    assert "1.5 × 24 = 36" in shown
    assert "BA云溪〔2026〕3号（2026-05-11）" in shown


def test_what_changed_stands_beside_what_was(town, desk):
    unit = assessed(town)
    desk.post(f"/hazards/{unit}/chemicals/0/", {"version": "2", **AMMONIA, "quantity": "7.5"})

    shown = text(desk.get(f"/hazards/{unit}/"))

    assert "氨罐区：要重新评估，评估后化学品或人数有变化；上次三级重大危险源" in shown
    assert "液氨 q（t） 120 7.5" in shown
    assert "结论 三级重大危险源 不构成重大危险源" in shown


def test_what_is_not_clear_is_asked_and_answered_in_the_form(town, desk):
    unit = stated(town.site, town.officer, {"name": "甲醛", "quantity": "5"})
    refused = desk.post(f"/hazards/{unit}/assessment/", {"version": "1"})

    asked = text(desk.get(f"/hazards/{unit}/chemicals/0/"))
    answer = {"version": "1", "name": "甲醛", "quantity": "5", "row": "8", "classes": "J3"}
    desk.post(f"/hazards/{unit}/chemicals/0/", answer)

    assert "计算里还有要回答的：甲醛" in text(refused, 422)
    assert "是表 1 里的哪一行？" in asked
    assert "甲醛(含量&gt;90%)" in asked
    assert "表 1 甲醛(含量&gt;90%) 1 2 2" in text(desk.get(f"/hazards/{unit}/"))


@pytest.mark.parametrize("quantity", ["NaN", "1e999", "-1", "0"])
def test_bad_quantity_is_told_at_its_field_and_kept(quantity, town, desk):
    unit = stated(town.site, town.officer)
    sent = {"version": "1", "name": "苯", "quantity": quantity}

    response = desk.post(f"/hazards/{unit}/chemicals/new/", sent)

    assert "填大于 0 的吨数，最多六位小数。" in text(response, 422)
    assert f'value="{quantity}"' in response.content.decode()
    assert len(row(unit).chemicals) == 1


def test_chemical_is_taken_out_and_a_place_that_is_none_is_not_there(town, desk):
    unit = stated(town.site, town.officer, AMMONIA, PETROL)

    desk.post(f"/hazards/{unit}/chemicals/0/", {"version": "1", "drop": "1"})

    assert [one["name"] for one in row(unit).chemicals] == ["汽油"]
    assert desk.get(f"/hazards/{unit}/chemicals/1/").status_code == 404
    assert desk.get(f"/hazards/{unit}/nothing/").status_code == 404


def test_sheet_is_the_last_assessment_as_pdf(town, desk):
    unit = stated(town.site, town.officer)
    before = desk.get(f"/hazards/{unit}/sheet.pdf").status_code
    assess_unit(unit_id=unit, seen_version=1, by=town.officer, at=make.AT)

    first = desk.get(f"/hazards/{unit}/sheet.pdf")

    assert before == 404
    assert first["content-type"] == "application/pdf"
    assert first.content[:5] == b"%PDF-"
    assert first.content == desk.get(f"/hazards/{unit}/sheet.pdf").content


def test_grid_inspector_reads_and_gets_no_form(town, sign_in):
    unit = assessed(town)
    grid = sign_in(town.grid)

    shown = text(grid.get(f"/hazards/{unit}/"))

    assert "三级重大危险源" in shown
    assert "现在评估" not in shown
    assert grid.post(f"/hazards/{unit}/assessment/", {"version": "2"}).status_code == 403
    assert grid.get(f"/hazards/{unit}/edit/").status_code == 403
    assert Assessment.objects.count() == 1


def test_terms_of_the_site_page_lead_there(town, desk):
    page = desk.get(f"/sites/{town.site.id}/").content.decode()

    assert f'href="/sites/{town.site.id}/hazards/"' in page


def test_day_of_the_count_is_kept(town, desk):
    desk.post(f"/sites/{town.site.id}/hazards/new/", FORM)

    assert HazardUnit.objects.get().persons_on == date(2026, 4, 1)
