"""Both heads and each deputy's field, safety beside environment; what is empty is a gap."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anhuan.duty.models import Charge
from anhuan.kernel.access import Role
from anhuan.kernel.chain import Side
from anhuan.people.models import Person
from anhuan.rulebook.models import Version
from anhuan.territory.models import Post, Unit
from anhuan.territory.types import Level, UnitKind
from tests import factories as make

from .conftest import Town, errors
from .test_certificate import rows

URL = "/admin/fields/"
QUERIES = 11


@pytest.fixture
def government(town: Town) -> Unit:
    return make.unit("云溪区政府", area=town.here, kind=UnitKind.GOVERNMENT)


def seated(government: Unit, title: str, name: str) -> Post:
    found = make.post(title, role=Role.LEADER, unit=government)
    make.appointed(make.person(name), found)
    return found


def named(
    town: Town, post: Post, level: str, *, subject: str = "", side: Side = Side.GOVERNMENT
) -> Charge:
    made = make.charged(town.here, post, side=side)
    Charge.objects.filter(pk=made.pk).update(level=level, subject=subject)
    return made


def empties(response: Any) -> list[str]:
    return [row[0] for row in rows(response, "gaps")]


def test_unit_without_anybody_lists_heads_and_every_field(keeper: Client) -> None:
    response = keeper.get(URL)
    assert empties(response) == [
        "党委主要负责人",
        "政府主要负责人",
        "大气污染防治（环保）",
        "建设和燃气（安全）",
        "生态环境综合（环保）",
        "消防（安全）",
        "工业和危险化学品（安全）",
        "安全生产综合（安全）",
        "土壤和固体废物（环保）",
        "交通运输（安全）",
        "水污染防治（环保）",
    ]
    assert response.context["sentence"] == "云溪区：11 处空缺"


def test_same_person_shows_safety_and_environment_side_by_side(
    keeper: Client, town: Town, government: Unit
) -> None:
    deputy = seated(government, "副区长", "韩东")
    for code in ("fire", "air"):
        named(town, deputy, "deputy", subject=code)
    (row,) = rows(keeper.get(URL), "table")
    assert row[:2] == ["政府分管", "韩东 云溪区政府 副区长"]
    assert [row[2].split("：")[0], row[3].split("：")[0]] == ["消防", "大气污染防治"]
    assert ["安全生产领导责任" in row[2], "生态环境保护领导责任" in row[3]] == [True, True]


def test_both_heads_are_shown_with_their_sides(
    keeper: Client, town: Town, government: Unit
) -> None:
    named(town, seated(government, "书记", "沈毅"), "head", side=Side.PARTY)
    named(town, seated(government, "区长", "顾青"), "head")
    response = keeper.get(URL)
    assert [row[:2] for row in rows(response, "table")] == [
        ["党委主要负责人", "沈毅 云溪区政府 书记"],
        ["政府主要负责人", "顾青 云溪区政府 区长"],
    ]
    assert response.context["sentence"] == "云溪区：9 处空缺"


def test_head_on_the_line_of_territory_is_head_and_may_have_a_field(
    keeper: Client, town: Town, government: Unit
) -> None:
    head = seated(government, "区长", "顾青")
    named(town, head, "county")
    named(town, head, "deputy", subject="fire")
    (row,) = rows(keeper.get(URL), "table")
    assert (row[0], row[2].split("：")[0]) == ("政府主要负责人", "全面负责、消防")


def test_leader_without_a_field_is_a_gap(keeper: Client, town: Town, government: Unit) -> None:
    seated(government, "副区长", "韩东")
    response = keeper.get(URL)
    assert rows(response, "gaps")[-1][:2] == [
        "韩东 云溪区政府 副区长",
        "是班子成员，还没有分工",
    ]
    assert response.context["sentence"] == "云溪区：12 处空缺"


def test_gap_is_closed_where_it_is_shown(keeper: Client, town: Town, government: Unit) -> None:
    deputy = seated(government, "副区长", "韩东")
    found = keeper.get(URL).context["gaps"].rows
    (link,) = [row.cells[2].url for row in found if row.cells[0] == "消防（安全）"]
    form = keeper.get(link).context["form"]
    assert (form["manner"].value(), form["subject"].value()) == ("deputy", "fire")

    given = {"manner": "deputy", "subject": "fire", "post": str(deputy.id), "since": "2026-05-01"}
    answer = keeper.post(link, given)

    assert answer.url == f"{URL}?area={town.here.id}"
    assert "消防（安全）" not in empties(keeper.get(answer.url))


def test_deputy_without_a_field_is_refused(keeper: Client, town: Town, government: Unit) -> None:
    deputy = seated(government, "副区长", "韩东")
    given = {"manner": "deputy", "post": str(deputy.id), "since": "2026-05-01"}
    response = keeper.post(f"/admin/charges/new/?object={town.here.id}", given)
    assert (response.status_code, errors(response)) == (422, ["选分管哪个领域。"])


def test_past_day_shows_who_had_the_field_then(
    keeper: Client, town: Town, government: Unit
) -> None:
    made = named(town, seated(government, "副区长", "韩东"), "deputy", subject="fire")
    Charge.objects.filter(pk=made.pk).update(valid_to=make.AT)
    assert "消防（安全）" in empties(keeper.get(URL))
    before = keeper.get(f"{URL}?on=2026-05-01")
    assert ("消防（安全）" in empties(before), rows(before, "table")[0][1]) == (
        False,
        "韩东 云溪区政府 副区长",
    )


def test_day_as_known_then_leaves_out_what_was_recorded_later(
    keeper: Client, town: Town, government: Unit
) -> None:
    made = named(town, seated(government, "副区长", "韩东"), "deputy", subject="fire")
    Charge.objects.filter(pk=made.pk).update(recorded_from=make.AT)
    now, then = (keeper.get(f"{URL}?on=2026-05-01{more}") for more in ("", "&known=then"))
    assert ["消防（安全）" in empties(page) for page in (now, then)] == [False, True]


def test_field_of_the_rules_ends_with_its_day(keeper: Client, town: Town) -> None:
    Version.objects.filter(subject="deputy-field", code="fire").update(valid_to=make.AT)
    assert "消防（安全）" not in empties(keeper.get(URL))
    assert "消防（安全）" in empties(keeper.get(f"{URL}?on=2026-05-01"))


def test_streets_below_are_listed_with_their_gaps(keeper: Client, town: Town) -> None:
    make.area("枫林街道", level=Level.STREET, parent=town.here)
    response = keeper.get(URL)
    assert rows(response, "below") == [["枫林街道", "街道、乡镇", "空缺", "空缺", "6"]]
    assert response.context["sentence"] == "云溪区：11 处空缺；下面 1 个里 1 个有空缺"


def test_unit_elsewhere_is_not_there(keeper: Client, town: Town) -> None:
    assert keeper.get(f"{URL}?area={town.there.id}").status_code == 404


def test_grid_inspector_finds_no_such_page(
    town: Town, enter: Callable[[Person, str], Client]
) -> None:
    one = make.person("刘桂芳")
    make.appointed(one, make.post("网格员", role=Role.GRID, unit=town.station))
    assert enter(one, "liugui").get(URL).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_for_one_unit_and_for_three(
    keeper: Client, town: Town, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        street = make.area(f"第{number}街道", level=Level.STREET, parent=town.here)
        unit = make.unit(f"第{number}街道办", area=street, kind=UnitKind.GOVERNMENT)
        head = make.charged(street, seated(unit, "主任", f"主任{number}"))
        Charge.objects.filter(pk=head.pk).update(level="head")
    keeper.get(URL)
    with django_assert_num_queries(QUERIES):
        keeper.get(URL)
