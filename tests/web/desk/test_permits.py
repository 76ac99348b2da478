"""Permits at the desk: the list, one permit with who answers, and the forms of its keeper."""

import re
from datetime import date, timedelta

import pytest

from anhuan.kernel.access import Role
from anhuan.obligations.models import Obligation
from anhuan.sites.models import Permit
from anhuan.sites.services import add_permit
from anhuan.territory.models import Unit
from anhuan.territory.types import Level
from tests import factories as make

QUERIES = 21
FORM = {
    "kind": "fireworks-retail",
    "number": "云应烟零〔2024〕7号",
    "issued_on": "2024-06-01",
    "valid_to": "2026-05-31",
    "issuer": "",
    "unit": "",
    "scope": "C、D 级",
}


@pytest.fixture
def bureau(town):
    unit = make.unit("云溪区应急局", area=town.county)
    Unit.objects.filter(pk=unit.pk).update(fields=["emergency"])
    make.appointed(make.person("沈国梁"), make.post("局长", role=Role.LEADER, unit=unit, rank=1))
    return unit


def entered(town, **more):
    given = {"kind": "fireworks-retail", "number": "7", "issued_on": date(2020, 1, 1)}
    given |= {"valid_to": make.TODAY + timedelta(days=20)}
    return add_permit(site_id=town.site.id, given=given | more, by=town.officer, at=make.AT)


def text(response, status=200):
    assert response.status_code == status
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("n", [1, 3])
def test_list_makes_as_many_queries_for_one_as_for_three(
    town, bureau, desk, django_assert_num_queries, n
):
    for i in range(n):
        entered(town, number=str(i))
    desk.get("/permits/")

    with django_assert_num_queries(QUERIES):
        response = desk.get("/permits/")

    assert len(re.findall(r'data-url="/permits/[0-9a-f-]{36}/"', response.content.decode())) == n


def test_permit_shows_the_unit_and_its_person(town, bureau, desk):
    shown = text(desk.get(f"/permits/{entered(town)}/"))

    assert "沈国梁 云溪区应急局 局长" in shown
    assert "2026-05-31 到期，由 云溪区应急局 处理" in shown


def test_permit_of_nobody_shows_the_gap(town, desk):
    assert "没有写明由哪个单位负责" in text(desk.get(f"/permits/{entered(town)}/"))


def test_permit_of_an_abolished_unit_says_so(town, bureau, desk):
    permit = entered(town)
    Unit.objects.filter(pk=bureau.pk).update(active=False)

    assert "云溪区应急局 已撤销" in text(desk.get(f"/permits/{permit}/"))


def test_site_lists_its_permits_with_who_answers(town, bureau, desk):
    permit = entered(town)

    page = desk.get(f"/sites/{town.site.id}/")

    assert f"/permits/{permit}/" in page.content.decode()
    assert "沈国梁 云溪区应急局 局长" in text(page)


def test_keeper_enters_a_permit(town, bureau, desk):
    response = desk.post(f"/sites/{town.site.id}/permits/new/", FORM)

    row = Permit.objects.get()
    assert (response.status_code, response.url) == (302, f"/permits/{row.id}/")
    assert (row.unit, row.valid_to, row.scope) == (bureau, date(2026, 5, 31), "C、D 级")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": ""}, "还没填"),
        ({"kind": "magic"}, "证照种类"),
        ({"issued_on": "2024-13-01"}, "发证日期"),
        ({"valid_to": "2020-01-01"}, "有效期至"),
        ({"number": ""}, "证号"),
    ],
)
def test_what_is_wrong_is_said_and_kept(town, bureau, desk, typed, said):
    page = text(desk.post(f"/sites/{town.site.id}/permits/new/", FORM | typed), 422)

    assert said in page
    assert "C、D 级" in page
    assert Permit.objects.count() == 0


def test_renewal_takes_it_from_the_list(town, bureau, desk):
    permit = entered(town)

    desk.post(
        f"/permits/{permit}/renew/",
        {"version": "1", "number": "", "issued_on": "2026-05-11", "valid_to": "2028-05-31"},
    )

    assert Obligation.objects.get(permit=permit).outcome == "discharged"
    assert "这些条件下没有证照" in text(desk.get("/permits/"))


def test_renewal_without_a_later_day_is_refused_at_its_field(town, bureau, desk):
    permit = entered(town)

    page = desk.post(
        f"/permits/{permit}/renew/",
        {"version": "1", "issued_on": "2026-05-11", "valid_to": "2026-05-31"},
    )

    assert page.status_code == 422
    assert Permit.objects.get().version == 1


def test_end_is_recorded_with_its_reason(town, bureau, desk):
    permit = entered(town)
    given = {"version": "1", "ended_how": "cancelled", "ended_on": "2026-05-11"}

    missing = desk.post(f"/permits/{permit}/end/", given)
    desk.post(f"/permits/{permit}/end/", given | {"end_reason": "企业关闭"})

    shown = text(desk.get(f"/permits/{permit}/"))
    assert missing.status_code == 422
    assert "已终止" in shown
    assert "企业关闭" in shown
    assert "登记延续" not in shown


def test_unit_has_it_in_its_work(town, bureau, browser_of):
    permit = entered(town)
    clerk = make.viewer_in(Role.OFFICER, unit=bureau)

    page = browser_of(clerk).get("/work/")

    assert "处理到期证照" in text(page)
    assert f'href="/permits/{permit}/"' in page.content.decode()


def test_other_street_finds_nothing(town, bureau, browser_of):
    permit = entered(town)
    street = make.area("海棠街道", level=Level.STREET, parent=town.county)
    other = browser_of(make.viewer_in(Role.OFFICER, area=street))

    for url in (f"/permits/{permit}/", f"/permits/{permit}/edit/"):
        assert other.get(url).status_code == 404
    assert str(permit) not in other.get("/permits/?tab=all").content.decode()


def test_grid_inspector_reads_and_enters_nothing(town, bureau, browser_of):
    permit = entered(town)
    grid = browser_of(town.grid)

    assert "登记延续" not in text(grid.get(f"/permits/{permit}/"))
    assert grid.get(f"/permits/{permit}/renew/").status_code == 403
    assert grid.post(f"/sites/{town.site.id}/permits/new/", FORM).status_code == 403


@pytest.mark.parametrize(
    "query", ["?after=x", "?tab=all&after=%00", "?tab=magic&kind=x&unit=1", "?q=%00"]
)
def test_hostile_questions_get_a_clear_answer(town, desk, query):
    assert desk.get(f"/permits/{query}").status_code in {200, 422}


def test_unknown_act_is_no_page(town, bureau, desk):
    assert desk.get(f"/permits/{entered(town)}/magic/").status_code == 404
