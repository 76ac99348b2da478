"""The certificate page: what is answered for, what is not, and where each gap is mended."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from anhuan.duty.attested import checks
from anhuan.duty.models import Charge
from anhuan.kernel.access import Role
from anhuan.people.models import Person
from anhuan.rulebook.models import Version
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests import factories as make

from .conftest import Town, errors

TAKEN = "那段时间已有人任这个岗位。先让前任离任，或勾“只是代管”。"


def square(west: float, south: float, side: float = 0.1) -> dict[str, object]:
    east, north = west + side, south + side
    return {
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[west, south], [east, south], [east, north], [west, north],
                             [west, south]]],
        },
        "west": west, "south": south, "east": east, "north": north,
    }  # fmt: skip


def street_of(town: Town, number: int = 0) -> Area:
    return make.area(
        f"枫林{number}街道", level=Level.STREET, parent=town.here, **square(number, 35)
    )


def rows(response: object, name: str) -> list[list[str]]:
    table = response.context[name]  # type: ignore[index]
    return [[getattr(cell, "text", cell) for cell in row.cells] for row in table.rows]


def gap(response: object, area: str, kind: str) -> list[object]:
    table = response.context["gaps"]  # type: ignore[index]
    return [row.cells[-1] for row in table.rows if row.cells[:2] == (kind, area)]


@pytest.mark.parametrize("number", [1, 3])
def test_certificate_makes_the_same_queries(
    keeper: Client, town: Town, number: int, django_assert_num_queries
) -> None:
    for place in range(number):
        street_of(town, place)
    keeper.get("/admin/certificate/")
    with django_assert_num_queries(27):
        response = keeper.get("/admin/certificate/")
    assert len([row for row in rows(response, "gaps") if row[0] == "没有覆盖"]) == number + 1


def test_matrix_says_dash_where_nothing_is_asked_for(keeper: Client, town: Town) -> None:
    street = street_of(town)
    make.charged(street, town.post)

    response = keeper.get("/admin/certificate/")

    heads = [one.head for one in response.context["matrix"].columns]
    table = {
        row[0]: dict(zip(heads[1:], row[1:], strict=True)) for row in rows(response, "matrix")
    }
    assert table["属地监管 · 街道、乡镇 · 政府 · 安全"]["枫林0街道"] == "1/1"
    assert table["属地监管 · 区县 · 政府 · 安全"]["枫林0街道"] == "—"
    assert table["属地监管 · 区县 · 政府 · 安全"]["云溪区"] == "0/1"


def test_areas_below_lead_to_their_own_certificate(keeper: Client, town: Town) -> None:
    street = street_of(town)
    make.charged(street, town.post)

    below = keeper.get("/admin/certificate/").context["below"]

    links = {link.text: link.url for link in below}
    assert links["枫林0街道"] == f"?area={street.id}"


def test_gap_is_mended_where_it_is_shown(keeper: Client, town: Town) -> None:
    street = street_of(town)
    response = keeper.get("/admin/certificate/")
    url = gap(response, "枫林0街道", "没有指定岗位")[0].url  # type: ignore[attr-defined]
    form = keeper.get(url).context["form"]
    given = {name: str(value) for name, value in form.initial.items()}

    done = keeper.post("/admin/certificate/charge/", given | {"post": town.post.id})

    assert (done.status_code, done.url) == (302, "/admin/certificate/")
    row = Charge.objects.get(object=street.id)
    assert (row.post, row.level, row.side) == (town.post, "street", given["side"])
    left = gap(keeper.get("/admin/certificate/"), "枫林0街道", "没有指定岗位")
    assert len(left) == len(gap(response, "枫林0街道", "没有指定岗位")) - 2


def test_vacancy_leads_to_the_appointment(keeper: Client, town: Town) -> None:
    empty = make.post("主任", unit=town.station)
    make.charged(street_of(town), empty)

    response = keeper.get("/admin/certificate/")

    links = {one.url for one in gap(response, "枫林0街道", "岗位空着")}  # type: ignore[attr-defined]
    assert links == {f"/admin/posts/{empty.id}/appoint/"}


def test_charge_twice_is_refused_at_its_field(keeper: Client, town: Town) -> None:
    street = street_of(town)
    make.charged(street, town.post)
    given = {
        "object": street.id, "line": "territory", "side": "government", "level": "",
        "since": "2026-05-11", "post": town.post.id,
    }  # fmt: skip

    response = keeper.post("/admin/certificate/charge/", given)

    assert (response.status_code, list(errors(response))) == (
        422,
        ["那段时间已有人任这个岗位。先让前任离任，或勾“只是代管”。"],
    )


@pytest.mark.parametrize("thing", ["", "x", "nonsense-of-thirty-six-characters-xx"])
def test_charge_of_nothing_is_not_found(keeper: Client, thing: str) -> None:
    assert keeper.get(f"/admin/certificate/charge/?object={thing}").status_code == 404


def test_signed_file_checks_until_it_is_changed(keeper: Client, town: Town) -> None:
    street_of(town)

    found = json.loads(keeper.get("/admin/certificate/signed.json").content)

    assert checks(found) == found["signature"]["fingerprint"]
    found["certificate"]["gaps"].pop()
    assert checks(found) == ""


@pytest.mark.parametrize("broken", [None, [], {"certificate": {}}, {"certificate": 1}])
def test_file_that_is_no_certificate_does_not_check(broken: object) -> None:
    assert checks(broken) == ""


def test_another_district_is_not_found(keeper: Client, town: Town) -> None:
    for page in (
        "certificate/",
        "certificate/map.json",
        "certificate/signed.json",
        "responsible/",
    ):
        assert keeper.get(f"/admin/{page}?area={town.there.id}").status_code == 404


def test_map_marks_the_areas_with_a_gap(keeper: Client, town: Town) -> None:
    street_of(town)

    found = json.loads(keeper.get("/admin/certificate/map.json").content)["features"]

    assert [one["properties"]["gap"] for one in found] == ["missing"]


def test_officer_reads_and_mends_nothing(officer: Client, town: Town) -> None:
    response = officer.get("/admin/certificate/")

    assert "补上" not in [one.head for one in response.context["gaps"].columns]
    street = street_of(town)
    assert officer.get(f"/admin/certificate/charge/?object={street.id}").status_code == 403


def test_past_day_is_asked_of_that_day(keeper: Client, town: Town) -> None:
    charge = make.charged(street_of(town), town.post)
    Charge.objects.filter(pk=charge.pk).update(valid_to=make.AT)

    then = keeper.get("/admin/certificate/?on=2026-05-01")
    now = keeper.get("/admin/certificate/")

    counts = [len(gap(page, "枫林0街道", "没有指定岗位")) for page in (then, now)]
    assert counts == [2, 4]


def test_who_was_responsible_names_person_and_acts(keeper: Client, town: Town) -> None:
    street = street_of(town)
    charge = make.charged(street, town.post)
    Charge.objects.filter(pk=charge.pk).update(clause="枫办发〔2020〕3号")

    page = keeper.get(f"/admin/responsible/?area={street.id}&on=2026-05-01")

    found = {row[0]: row for row in rows(page, "table") if row[1] == "枫林0街道"}
    row = found["属地监管 · 街道、乡镇 · 政府 · 安全"]
    assert (row[2], row[4].startswith("枫办发〔2020〕3号；")) == ("陈立", True)


def test_departments_cover_every_industry_in_both_columns(keeper: Client) -> None:
    listed = rows(keeper.get("/admin/rules/?subject=industry-department"), "table")

    assert len(listed) == 117
    without = [row[0] for row in listed if "不设主管部门" in row[1]]
    assert without == ["97 国际组织", "T 国际组织"]


def test_department_of_an_industry_is_changed(keeper: Client) -> None:
    given = {
        "safety": "industry", "environment": "ecology", "from_on": "2026-05-12",
        "source": "安政发〔2026〕1号", "note": "机构改革",
    }  # fmt: skip

    done = keeper.post("/admin/rules/industry-department/26/change/", given)

    row = Version.objects.get(subject="industry-department", code="26", by__isnull=False)
    wanted = {"safety": "industry", "environment": "ecology"}
    assert (done.status_code, row.value) == (302, wanted)


def menu(response: object) -> list[str]:
    return re.findall(r'class="menu-link" href="(.*?)"', response.content.decode())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("role", "listed"),
    [(Role.LEADER, True), (Role.OFFICE, True), (Role.OFFICER, True), (Role.GRID, False)],
)
def test_certificate_is_in_the_menu_of_whoever_leads_or_mends(
    town: Town, enter: Callable[[Person, str], Client], role: Role, listed: bool
) -> None:
    one = make.person("韩东")
    make.appointed(one, make.post("岗位", role=role, unit=town.station))
    page = enter(one, "handong").get("/ledger/")
    assert ("/admin/certificate/" in menu(page)) == listed


def test_leader_reads_the_certificate_of_the_own_area_and_mends_nothing(
    town: Town, enter: Callable[[Person, str], Client]
) -> None:
    leader = make.person("韩东")
    make.appointed(leader, make.post("区长", role=Role.LEADER, unit=town.station))
    street_of(town)
    client = enter(leader, "handong")
    response = client.get("/admin/certificate/")
    assert response.context["scope"].name == "云溪区"
    heads = [column.head for column in response.context["gaps"].columns]
    assert (response.status_code, len(heads), menu(response)[1]) == (
        200,
        5,
        "/admin/certificate/",
    )
    assert client.get(f"/admin/certificate/?area={town.there.id}").status_code == 404
