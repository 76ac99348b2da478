"""Sponsors and the named persons of a hazard source: charged, ended, looked through."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anhuan.duty.models import Charge, Unfilled
from anhuan.kernel.access import Role
from anhuan.people.models import Person
from anhuan.sites.models import Site
from anhuan.territory.models import Post
from tests import factories as make

from .conftest import Town, errors
from .test_certificate import rows

START = "2026-05-01"
URL = "/admin/charges/"


@pytest.fixture
def firm(town: Town) -> Site:
    return make.site("恒泰家具", area=town.here)


@pytest.fixture
def office(town: Town, enter: Callable[[Person, str], Client]) -> Client:
    """Somebody who keeps sites, not the organisation."""
    one = make.person("林洁")
    make.appointed(one, make.post("科长", role=Role.OFFICE, unit=town.station))
    return enter(one, "linjie")


def sponsor(client: Client, firm: Site, town: Town, **more: str) -> Any:
    given = {"manner": "sponsor", "post": str(town.post.id), "since": START, "clause": "方案"}
    return client.post(f"{URL}new/?object={firm.id}", given | more)


def bonded(firm: Site, post: Post) -> Charge:
    made = make.charged(firm, post)
    Charge.objects.filter(pk=made.pk).update(level="sponsor")
    return made


def only() -> Charge:
    return Charge.objects.get(recorded_to=None)


def test_sponsor_is_charged_and_listed(office: Client, town: Town, firm: Site) -> None:
    assert sponsor(office, firm, town).status_code == 302
    response = office.get(URL)
    assert response.context["sentence"] == "1 个包保都有人"
    assert [row[:4] for row in rows(response, "table")] == [
        ["恒泰家具", "包保领导", "陈立 云溪安监站 副站长", "2026-05-01 – "]
    ]


def test_charge_brings_its_duties_with_it(office: Client, firm: Site) -> None:
    response = office.get(f"{URL}new/?object={firm.id}")
    capacities = {row[0] for row in rows(response, "duties")}
    assert capacities == {"包保领导", "包保部门", "主要负责人", "分管负责人"}


def test_end_without_a_successor_asks_for_reason_and_day(
    office: Client, town: Town, firm: Site
) -> None:
    sponsor(office, firm, town)
    url = f"{URL}{only().id}/end/"
    response = office.post(url, {"last": "2026-05-11", "successor": "vacant"})
    assert (response.status_code, errors(response)) == (
        422,
        ["写明为什么还没有定人。", "写明哪天前定人。"],
    )


def test_end_with_a_dated_vacancy_is_shown_as_a_gap(
    office: Client, town: Town, firm: Site
) -> None:
    sponsor(office, firm, town)
    given = {"last": "2026-05-10", "successor": "vacant", "because": "等组织任命"}
    office.post(f"{URL}{only().id}/end/", given | {"fill_by": "2026-05-20"})
    response = office.get(URL)
    assert response.context["sentence"] == "1 个包保没有人"
    assert rows(response, "table")[0][2] == "空着：等组织任命，2026-05-20 前定人"
    assert Unfilled.objects.get().because == "等组织任命"


def test_successor_follows_the_day_after(office: Client, town: Town, firm: Site) -> None:
    sponsor(office, firm, town)
    following = make.post("站长", unit=town.station)
    make.appointed(make.person("郑明"), following)
    office.post(f"{URL}{only().id}/end/", {"last": "2026-05-10", "successor": str(following.id)})
    assert [row[2] for row in rows(office.get(URL), "table")] == ["郑明 云溪安监站 站长"]


def test_three_persons_of_a_source_stand_on_the_page_of_the_site(
    office: Client, firm: Site
) -> None:
    names = {"source_head": "赵文博", "source_tech": "王建国", "source_run": "刘强"}
    given = {"number": "1 号", "since": START}
    for field, name in names.items():
        held = make.post(f"岗位{name}", role=Role.FIRM_HEAD, site=firm.id)
        make.appointed(make.person(name), held)
        given[field] = str(held.id)
    response = office.post(f"{URL}source/?object={firm.id}", given)
    assert response.url == f"/sites/{firm.id}/"
    facts = office.get(response.url).context["site"].bonds
    assert [str(getattr(value, "text", value)).split()[0] for _key, value in facts.pairs] == [
        "赵文博",
        "王建国",
        "刘强",
    ]


def test_source_without_one_of_the_three_is_refused(office: Client, firm: Site) -> None:
    response = office.post(f"{URL}source/?object={firm.id}", {"number": "1 号", "since": START})
    assert (response.status_code, Charge.objects.count()) == (422, 0)


def test_object_is_found_by_its_name(office: Client, keeper: Client, firm: Site) -> None:
    assert [one.text for one in office.get(f"{URL}new/?q=恒泰").context["sites"]] == ["恒泰家具"]
    assert [one.text for one in keeper.get(f"{URL}new/?q=云溪").context["areas"]] == ["云溪区"]
    assert office.get(f"{URL}new/?q=云溪").context["areas"] == []


def test_object_elsewhere_is_not_there(office: Client, town: Town) -> None:
    other = make.site("平川机械", area=town.there)
    urls = (f"{URL}new/?object={other.id}", f"{URL}source/?object={other.id}")
    assert [office.get(url).status_code for url in urls] == [404, 404]


def test_end_of_a_charge_elsewhere_is_not_there(
    office: Client, keeper: Client, town: Town
) -> None:
    other = bonded(make.site("平川机械", area=town.there), town.other_post)
    assert office.get(f"{URL}{other.id}/end/").status_code == 404
    assert rows(office.get(URL), "table") == []


def test_grid_inspector_finds_no_such_page(
    town: Town, enter: Callable[[Person, str], Client]
) -> None:
    one = make.person("刘桂芳")
    make.appointed(one, make.post("网格员", role=Role.GRID, unit=town.station))
    client = enter(one, "liugui")
    assert [client.get(url).status_code for url in (URL, f"{URL}new/")] == [404, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_one_and_for_three(
    office: Client, town: Town, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        firm = make.site(f"第{number}厂", area=town.here)
        bonded(firm, town.post)
    office.get(URL)
    with django_assert_num_queries(15):
        response = office.get(URL)
    assert len(rows(response, "table")) == count
