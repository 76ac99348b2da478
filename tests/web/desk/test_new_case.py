"""A new case: found sites, likeness shown before it is saved, doors by kind."""

import re
from uuid import uuid4

import pytest

from anhuan.cases import models
from anhuan.evidence.models import Use
from tests import factories as make
from tests.modules.cases.town import build, enter
from tests.web.desk.test_act_form import errors, names, picture, tickets

pytestmark = pytest.mark.django_db
URL = "/cases/new/"


def typed(town, **more):
    return {
        "kind": "hazard",
        "case_id": str(uuid4()),
        "description": "配电箱无盖",
        "site": str(town.site.id),
        "domain": "safety",
        "source": "enforcement",
        "found_on": "2026-05-11",
    } | more


def test_case_is_entered_with_a_photo_and_shown(town, browser_of):
    browser = browser_of(town.officer)

    answer = browser.post(URL, typed(town, files=[picture()]))

    row = models.Case.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/cases/{row.number}/")
    assert (row.description, row.site_id, row.unit_id) == (
        "配电箱无盖",
        town.site.id,
        town.station.id,
    )
    assert Use.objects.get().owner == row.id


def test_findings_of_experts_and_insurers_stand_in_the_one_ledger(town, browser_of):
    browser = browser_of(town.officer)
    for source in ("expert", "insurer", "enforcement"):
        told = f"{source} 看到的配电箱"
        browser.post(URL, typed(town, source=source, description=told, confirmed="1"))

    shown = {
        query: re.findall(r"(expert|insurer|enforcement) 看到的", _ledger(browser, query))
        for query in ("source=expert", "source=insurer", "open=1")
    }
    said = [word for word in ("专家检查", "保险机构") if word in _ledger(browser, "open=1")]

    assert {query: sorted(set(found)) for query, found in shown.items()} == {
        "source=expert": ["expert"],
        "source=insurer": ["insurer"],
        "open=1": ["enforcement", "expert", "insurer"],
    }
    assert said == ["专家检查", "保险机构"]


def _ledger(browser, query):
    html = browser.get(f"/ledger/?{query}").content.decode()
    return "".join(re.findall(r"<tbody.*?</tbody>", html, re.S))


@pytest.mark.parametrize(
    ("name", "source"),
    [("grid", "grid"), ("officer", "enforcement"), ("clerk", "campaign"), ("leader", "leader")],
)
def test_source_follows_the_readers_post(town, browser_of, name, source):
    html = browser_of(getattr(town, name)).get(URL).content.decode()
    chosen = re.search(r'<select name="source".*?<option value="([^"]+)" selected', html, re.S)
    assert chosen[1] == source


def test_site_is_found_by_a_few_letters_with_and_without_script(town, browser_of):
    browser = browser_of(town.officer)
    other = build()
    live = browser.get(f"{URL}sites/?site_q=恒泰").content.decode()
    plain = browser.post(URL, typed(town, site="", site_q="恒泰", find="1")).content.decode()
    none = browser.get(f"{URL}sites/?site_q=没有这家").content.decode()

    assert re.findall(r'name="site" value="([^"]+)"', live) == [str(town.site.id)]
    assert re.findall(r'name="site" value="([^"]+)"', plain) == [str(town.site.id)]
    assert "配电箱无盖" in plain
    assert "没有这个名字" in none
    assert models.Case.objects.count() == 0
    assert str(other.site.id) not in live


def test_likely_the_same_case_is_shown_before_saving(town, browser_of):
    number = enter(town, town.officer).number
    browser = browser_of(town.officer)
    given = typed(town, files=[picture()])

    asked = browser.post(URL, given)
    html = asked.content.decode()
    kept = {"confirmed": "1", "files_ticket": tickets(html), "files": []}
    saved = browser.post(URL, given | kept)

    assert (asked.status_code, number in html, 'name="confirmed"' in html) == (200, True, True)
    assert saved.status_code == 302
    assert models.Case.objects.count() == 2
    assert Use.objects.count() == 1


def test_form_sent_twice_makes_one_case(town, browser_of):
    browser = browser_of(town.officer)
    given = typed(town, confirmed="1")
    first, second = browser.post(URL, given), browser.post(URL, given)
    assert first.url == second.url
    assert models.Case.objects.count() == 1


def test_instruction_is_three_fields_and_only_for_those_who_may(town, browser_of):
    leader, officer = browser_of(town.leader), browser_of(town.officer)
    html = leader.get(f"{URL}?kind=instruction").content.decode()
    given = typed(town, kind="instruction", description="三天内查清油烟扰民")

    made = leader.post(URL, {k: given[k] for k in ("kind", "case_id", "description", "site")})
    refused = officer.post(URL, given | {"case_id": str(uuid4()), "confirmed": "1"})

    frame = {"csrfmiddlewaretoken", "next", "q"}
    hidden = {"kind", "case_id"}
    assert names(html) - frame - hidden == {"description", "files", "site_q", "area"}
    assert made.status_code == 302
    assert (models.Case.objects.get().source, refused.status_code) == ("leader", 422)


def test_item_from_above_needs_its_original_wording(town, browser_of):
    browser = browser_of(town.clerk)
    given = typed(town, kind="directive", source="superior", source_number="督〔2026〕7 号")

    bare = browser.post(URL, given)
    done = browser.post(URL, given | {"original": "你区某厂夜间偷排，限期查处。"})

    assert (bare.status_code, list(errors(bare.content.decode()))) == (422, ["original"])
    assert done.status_code == 302
    assert models.Case.objects.get().original == "你区某厂夜间偷排，限期查处。"


def test_reporter_is_sealed_from_the_start(town, browser_of):
    browser = browser_of(town.clerk)
    given = typed(town, kind="report", source="complaint", reporter_name="匿名人甲")

    answer = browser.post(URL, given)

    row = models.Case.objects.get()
    assert (row.state, models.Reporter.objects.get().name) == ("lead", "匿名人甲")
    assert "匿名人甲" not in browser.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"site": ""}, 422),
        ({"site": "x"}, 422),
        ({"site": "", "area": str(uuid4())}, 404),
        ({"description": ""}, 422),
        ({"description": "\x00坏"}, 422),
        ({"found_on": "2026-13-01"}, 422),
        ({"found_on": "2027-01-01"}, 422),
        ({"kind": "nonsense"}, 302),
        ({"case_id": "nonsense"}, 302),
        ({"source": "nonsense"}, 422),
    ],
)
def test_hostile_input_makes_no_case(town, browser_of, given, status):
    answer = browser_of(town.officer).post(URL, typed(town) | given)
    assert answer.status_code in {status, 422 if status == 404 else status}
    assert models.Case.objects.count() == int(status == 302)


def test_site_of_another_street_cannot_be_chosen(town, browser_of):
    other = build()
    answer = browser_of(town.officer).post(URL, typed(town, site=str(other.site.id)))
    assert (answer.status_code, models.Case.objects.count()) == (422, 0)


def test_area_is_taken_where_no_site_fits(town, browser_of):
    given = typed(town, site="", area=str(town.site.area_id))
    answer = browser_of(town.officer).post(URL, given)
    assert answer.status_code == 302
    assert models.Case.objects.get().area_id == town.site.area_id


def test_page_is_not_for_those_who_may_not_report(town, browser_of):
    someone = make.person("无岗")
    assert browser_of(make.viewer_for(someone)).get(URL).status_code == 403


def drawn(browser, box):
    answer = browser.get(f"{URL}points.json", {"box": box})
    assert answer["Content-Type"] == "application/geo+json"
    found = answer.json()
    return [one["properties"]["name"] for one in found["features"]], found["more"]


@pytest.fixture
def placed(town):
    """The firm and a shop of the street have a position, 200 m apart; so has a firm elsewhere."""
    other = build()
    shop = make.site("利隆小吃店", area=town.site.area)
    for site, lon in ((town.site, 117.100), (shop, 117.102), (other.site, 117.101)):
        site.lon, site.lat = lon, 36.65
        site.save()
    return shop


def test_map_draws_the_sites_in_view_that_the_reader_sees(town, placed, browser_of):
    browser = browser_of(town.officer)

    assert drawn(browser, "117.0,36.6,117.2,36.7") == (["恒泰家具", "利隆小吃店"], False)
    assert drawn(browser, "117.0,36.6,117.101,36.7") == (["恒泰家具"], False)
    assert drawn(browser, "118.0,36.6,118.2,36.7") == ([], False)


def test_map_says_when_there_are_more_sites_than_it_draws(town, placed, browser_of, monkeypatch):
    monkeypatch.setattr("anhuan.web.desk.area.picking.MOST", 1)

    assert drawn(browser_of(town.officer), "117.0,36.6,117.2,36.7") == (["恒泰家具"], True)


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "nan,0,1,1", "1e999,0,1,1", "0,0,999,1"])
def test_map_of_a_box_that_is_none_is_empty(town, placed, browser_of, box):
    assert drawn(browser_of(town.officer), box) == ([], False)


def test_map_outlines_are_those_of_the_readers_areas(town, browser_of):
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    other = build()
    for street in (town.street, other.street):
        street.geometry = square
        street.west = street.south = street.label_lon = street.label_lat = 0
        street.east = street.north = 1
        street.save()

    found = browser_of(town.officer).get(f"{URL}map.json").json()["features"]

    assert [one["properties"]["id"] for one in found] == [str(town.street.id)]


def test_site_chosen_on_the_map_fills_the_form(town, placed, browser_of):
    html = browser_of(town.officer).get(f"{URL}sites/", {"site": placed.id}).content.decode()

    assert re.findall(r'name="site" value="([^"]+)" checked', html) == [str(placed.id)]
    assert f"/cases/new/alike/?site={placed.id}" in html


def test_site_out_of_sight_is_not_chosen_on_the_map(town, browser_of):
    other = build()
    html = browser_of(town.officer).get(f"{URL}sites/", {"site": other.site.id}).content.decode()

    assert "checked" not in html
    assert other.site.address not in html
