"""Power meters at the desk: which line is treated by what, paired and parted on the page."""

import re

import pytest

from anhuan.alarms.models import Pair
from anhuan.alarms.queries import pairs_of
from anhuan.telemetry.types import Kind
from tests.web.desk.test_stations import station, text

HOSTILE = "<b>\"'&</b>"


def meters(town, *names):
    """Power meters of the firm of the town."""
    return [station(town, name=name, kind=Kind.POWER, site=town.site.id) for name in names]


def paired(desk, line, fan, rated="400.5"):
    return desk.post(f"/stations/{line}/pair/", {"treatment": str(fan), "rated": rated})


def choices(page):
    return re.findall(r'<option value="([0-9a-f-]{36})"', page.content.decode())


def test_keeper_pairs_two_meters_and_both_pages_say_so(town, desk):
    line, fan, _ = meters(town, "生产线电表", HOSTILE, "照明电表")

    done = paired(desk, line, fan)

    assert done.status_code == 302
    for page in (desk.get(f"/stations/{line}/"), desk.get(f"/stations/{fan}/")):
        assert HOSTILE not in page.content.decode()
        assert "生产线 400.5 kW · 解除配对" in text(page)


def test_only_the_other_power_meters_of_the_firm_are_offered(town, desk):
    line, fan = meters(town, "生产线电表", "风机电表")
    station(town, name="别处电表", kind=Kind.POWER)
    station(town, name="排口", kind=Kind.GAS, site=town.site.id)

    assert choices(desk.get(f"/stations/{line}/pair/")) == [str(fan)]


def test_meter_without_another_says_what_to_do_first(town, desk):
    (line,) = meters(town, "生产线电表")

    page = desk.get(f"/stations/{line}/pair/")

    assert "请先接入治理设施的电表" in text(page)
    assert b'name="rated"' not in page.content


@pytest.mark.parametrize("rated", ["", "0", "-4", "1e3", "NaN", "12.3456", "9999999999"])
def test_power_that_is_none_is_refused_at_its_field(town, desk, rated):
    line, fan = meters(town, "生产线电表", "风机电表")

    page = paired(desk, line, fan, rated)

    wrong = re.findall(r'class="field field-bad" id="field_(\w+)"', page.content.decode())
    assert (page.status_code, wrong) == (422, ["rated"])
    assert not Pair.objects.exists()


@pytest.mark.parametrize("meter", ["", "x", "\0", "6f1d4cc4-9ec9-47b0-8c17-3ad500000000"])
def test_meter_that_is_none_is_refused(town, desk, meter):
    (line,) = meters(town, "生产线电表")

    page = paired(desk, line, meter)

    assert page.status_code in (404, 422)
    assert not Pair.objects.exists()


def test_line_that_has_its_pair_is_not_paired_again(town, desk):
    line, fan = meters(town, "生产线电表", "风机电表")
    paired(desk, line, fan)

    page = paired(desk, line, fan)

    assert "这条线已有配对，请先解除。" in text(page, 409)
    assert Pair.objects.count() == 1


def test_pair_is_ended_on_its_own_page_and_stays_listed(town, desk):
    line, fan = meters(town, "生产线电表", "风机电表")
    paired(desk, line, fan)
    (one,) = pairs_of(town.officer, line)

    asked = desk.get(f"/stations/{line}/pairs/{one.id}/")
    done = desk.post(f"/stations/{line}/pairs/{one.id}/", {"version": "1"})
    again = desk.post(f"/stations/{line}/pairs/{one.id}/", {"version": "1"})

    assert "此前的数和报警都保留" in text(asked)
    assert (done.status_code, again.status_code) == (302, 422)
    assert "400.5 kW · 05-11 10:00 解除" in text(desk.get(f"/stations/{line}/"))


def test_pair_of_another_meter_is_not_found_here(town, desk):
    line, fan, other = meters(town, "生产线电表", "风机电表", "照明电表")
    paired(desk, line, fan)
    (one,) = pairs_of(town.officer, line)

    assert desk.get(f"/stations/{other}/pairs/{one.id}/").status_code == 404


def test_station_that_is_no_meter_says_nothing_of_pairs(town, desk):
    outlet = station(town, name="排口", kind=Kind.GAS, site=town.site.id)

    page = desk.get(f"/stations/{outlet}/").content.decode()

    assert "配对" not in page


def test_who_keeps_no_stations_pairs_none(town, browser_of):
    line, fan = meters(town, "生产线电表", "风机电表")

    assert paired(browser_of(town.leader), line, fan).status_code == 403
    assert not Pair.objects.exists()
