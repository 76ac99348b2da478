"""The map of duty: the tree says all of it, the outlines are only the viewer's."""

import json
import re
from math import hypot

import pytest

from anhuan.cases.services import open_case
from anhuan.kernel.access import Role
from anhuan.territory.models import Area
from anhuan.territory.queries import place_of_point
from anhuan.territory.types import Level
from anhuan.web.desk.area.shapes import COARSE, thinned
from tests import factories as make
from tests.modules.cases.town import build, door, enter

pytestmark = pytest.mark.django_db


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def rows(html):
    return [
        text(one).strip()
        for one in re.findall(r'class="tree-link"[^>]*>(.*?)(?:</summary>|</div>)', html, re.S)
    ]


def square(x, y, side=0.1):
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_counts_roll_up_over_the_tree(town, browser_of):
    second = make.area("枫林08格", level=Level.CELL, parent=town.street)
    make.post("网格员", role=Role.GRID, unit=town.station, area=second)
    enter(town, town.officer)
    enter(town, town.officer)

    html = browser_of(town.clerk).get("/map/").content.decode()

    assert rows(html) == [
        "云溪区 2 格 未结 2 1",
        "枫林街道 2 格 未结 2 1",
        "枫林07格 未结 2",
        "枫林08格 缺网格员",
    ]
    assert "1 处断点" in html


def test_firm_in_a_zone_counts_once_though_it_lies_in_a_county_too(town, browser_of):
    city = town.county.parent
    edges = {"west": 10.0, "south": 10.0, "east": 11.0, "north": 11.0}
    Area.objects.filter(pk=town.county.pk).update(geometry=square(10.0, 10.0, 1.0), **edges)
    zone = make.area("安澜高新区", level=Level.COUNTY, parent=city, functional=True)
    inner = {"west": 10.2, "south": 10.2, "east": 10.3, "north": 10.3}
    Area.objects.filter(pk=zone.pk).update(geometry=square(10.2, 10.2, 0.1), **inner)
    place = place_of_point(10.25, 10.25)
    firm = make.site("汇新电子", area=zone)
    office = make.unit("安澜高新区安委办", area=zone)
    above = make.viewer_in(Role.OFFICE, area=city)
    open_case(given=door(firm.id), by=make.viewer_in(Role.OFFICER, area=zone), at=make.AT)

    html = browser_of(above).get("/map/").content.decode()

    found = {one.split()[0]: re.findall(r"未结 (\d+)", one) for one in rows(html)}
    assert (place.county, place.area, office.area_id) == (zone.id, zone.id, zone.id)
    assert (found["安澜市"], found["安澜高新区"], found["云溪区"]) == (["1"], ["1"], [])


def test_leader_sees_where_nobody_is(town, browser_of):
    cell = make.area("枫林09格", level=Level.CELL, parent=town.street)
    make.post("网格员", role=Role.GRID, unit=town.station, area=cell)

    html = browser_of(town.leader).get("/map/").content.decode()

    assert "枫林09格 缺网格员" in rows(html)
    assert "1 处断点" in html


def test_tree_makes_the_same_queries_for_one_cell_and_three(
    town, browser_of, django_assert_num_queries
):
    browser = browser_of(town.clerk)
    browser.get("/map/")
    with django_assert_num_queries(23):
        browser.get("/map/")
    for n in range(2):
        make.area(f"枫林1{n}格", level=Level.CELL, parent=town.street)
    with django_assert_num_queries(23):
        browser.get("/map/")


def test_chain_of_a_cell_shows_who_carries_it_and_who_is_missing(town, browser_of):
    cell = make.area("枫林09格", level=Level.CELL, parent=town.street)
    make.post("网格员", role=Role.GRID, unit=town.station, area=cell)

    html = browser_of(town.clerk).get(f"/map/?area={cell.id}").content.decode()

    chain = re.findall(r'<li class="three-one[^"]*">(.*?)</li>', html, re.S)
    assert [text(one).strip() for one in chain] == [
        "枫林街道 站长 郑明 枫林安监站",
        "枫林09格 网格员 空缺",
    ]


def test_part_of_the_page_is_the_side_alone(town, browser_of):
    browser = browser_of(town.clerk)
    url = f"/map/?area={town.street.id}"
    html = browser.get(url, headers={"hx-request": "true"}).content.decode()
    assert ("<html" in html, "枫林街道" in html) == (False, True)


def test_outlines_are_only_the_viewers_own(town, browser_of):
    other = build()
    for n, area in enumerate((town.street, other.street, town.county)):
        Area.objects.filter(pk=area.id).update(
            geometry=square(n, n), west=n, south=n, east=n + 1, north=n + 1
        )
    enter(town, town.officer)
    type(town.site).objects.filter(pk=town.site.id).update(lon=0.05, lat=0.05, risk="major")

    answer = browser_of(town.officer).get("/map/areas.json")

    found = [one["properties"] for one in json.loads(answer.content)["features"]]
    assert answer["Content-Type"] == "application/geo+json"
    assert [(one["kind"], one["name"]) for one in found] == [
        ("area", "枫林街道"),
        ("site", "恒泰家具"),
        ("case", "恒泰家具：未结 1 件"),
    ]


@pytest.mark.parametrize("query", ["area=x", "layer=x", "gaps=1", "area=&layer=risk"])
def test_bad_address_shows_the_whole(town, browser_of, query):
    answer = browser_of(town.clerk).get(f"/map/?{query}")
    assert answer.status_code == 200
    assert "云溪区" in answer.content.decode()


def test_another_streets_area_is_not_shown(town, browser_of):
    other = build()
    html = browser_of(town.officer).get(f"/map/?area={other.street.id}").content.decode()
    assert f'href="?area={other.street.id}"' not in html
    assert "枫林07格" in html


def test_thinned_line_keeps_its_ends_and_stays_near():
    line = [[n / 1000, 0.00005 * (n % 2)] for n in range(101)] + [[0.1, 0.1]]

    thin = thinned(line)

    assert thin == [[0.0, 0.0], [0.1, 0.0], [0.1, 0.1]]
    for x, y in line:
        away = min(abs(y), abs(x - 0.1), *(hypot(x - a, y - b) for a, b in thin))
        assert away <= COARSE
