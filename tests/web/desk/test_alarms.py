"""Alarms at the desk: what goes on, one alarm with its curve, its limit and its matter."""

import json
import re
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from anhuan.alarms.models import Alarm
from anhuan.alarms.queries import alarms
from anhuan.alarms.services import sweep
from anhuan.cases.models import Case
from anhuan.kernel.case import Action
from anhuan.sites.models import Site
from anhuan.telemetry import services
from anhuan.telemetry.types import Kind, Span
from anhuan.territory.types import Level
from anhuan.web.desk.alarms import listed
from tests import factories as make
from tests.modules.cases.town import Loop, build, enter
from tests.web.desk.test_stations import HOUR, NOW, sends, sentence, station, text, value

SO2, PM10 = "a21026", "a34002"
HOSTILE = "<b>\"'&</b>"
QUERIES = 15
DRIFT_QUERIES = 18
PACE_QUERIES = 15


def night(town, n=1, until=""):
    """Outlets above a limit of their own for two hours, swept; ``until``: its last day."""
    for i in range(n):
        ident = station(
            town, name=f"{i}{HOSTILE}", kind=Kind.GAS, site=town.site.id, lon=117.5, lat=38.9
        )
        given = {"factor": SO2, "span": "hour", "lowest": "", "highest": "35"}
        given |= {"source": "许可证第 3 页", "valid_from": "2026-01-01", "valid_to": until}
        services.set_limit(station_id=ident, given=given, by=town.officer, at=make.AT)
        for k, number in enumerate(("20", "90", "120", "20")):
            sends(ident, {SO2: value(number)}, at=NOW - (6 - k) * HOUR, span=Span.HOUR)
    sweep(at=make.AT)


def told(response):
    return re.findall(r'data-url="/alarms/([0-9a-f-]{36})/"', response.content.decode())


@pytest.mark.parametrize("n", [1, 3])
def test_list_makes_as_many_queries_for_one_as_for_three(town, desk, n):
    night(town, n)
    desk.get("/alarms/?tab=all")

    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(one)) for one in connections.all()]
        response = desk.get("/alarms/?tab=all")

    assert sum(len(one) for one in seen) == QUERIES
    found = Alarm.objects.filter(rule="exceedance").values_list("id", flat=True)
    assert {str(one) for one in found} <= set(told(response))
    assert HOSTILE not in response.content.decode()


def test_night_is_one_alarm_with_its_curve_limit_and_matter(town, desk):
    night(town)
    one = Alarm.objects.get(rule="exceedance")
    case = Case.objects.get(pk=one.case_id)

    response = desk.get(f"/alarms/{one.id}/")

    page = text(response)
    assert sentence(response).endswith("SO2 超过限值：05-11 05:00 到 05-11 07:00")
    assert f"事项 {case.number}" in page
    assert "120 mg/m³ / 35 mg/m³" in page
    blocks = re.findall(r'application/json"[^>]*>(.*?)</script>', response.content.decode(), re.S)
    drawn = json.dumps([json.loads(one) for one in blocks], ensure_ascii=False)
    assert drawn.count("对比值 35 mg/m³") == 1


def test_matter_shows_what_was_measured_and_the_alarm_says_that_it_is_open(town, desk):
    night(town)
    one = Alarm.objects.get(rule="exceedance")
    case = Case.objects.get(pk=one.case_id)

    page = desk.get(f"/cases/{case.number}/").content.decode()

    panel = page[page.index('id="alarms"') :].partition("</section>")[0]
    assert f'href="/alarms/{one.id}/"' in panel
    assert "05-11 05:00 到 05-11 07:00 · 120 mg/m³ / 35 mg/m³" in panel
    blocks = re.findall(r'application/json"[^>]*>(.*?)</script>', panel, re.S)
    assert [(one["value"], one["label"]) for one in json.loads(blocks[0])["limits"]] == [
        (35, "对比值 35 mg/m³")
    ]
    assert HOSTILE not in panel
    assert "办到哪里 还没了结" in text(desk.get(f"/alarms/{one.id}/"))


def test_matter_that_no_instrument_called_for_shows_no_measurement(town, desk):
    night(town)
    number = enter(town, town.officer).number

    assert 'id="alarms"' not in desk.get(f"/cases/{number}/").content.decode()


def test_limit_that_ended_keeps_what_was_above_it(town, desk):
    Site.objects.filter(pk=town.site.pk).update(lon=117.5, lat=38.9)
    night(town, until="2026-05-11")
    one = Alarm.objects.get(rule="exceedance")

    sweep(at=make.AT + 26 * HOUR)

    one.refresh_from_db()
    assert (one.limit, one.count, one.withdrawn_at) == (35, 2, None)
    assert re.search(r"先看哪里 .* 恒泰家具 0 站点就在这里", text(desk.get(f"/alarms/{one.id}/")))


def test_what_goes_on_stands_first_and_what_is_over_under_all(town, desk):
    night(town)
    over = Alarm.objects.get(rule="exceedance")

    going, everything = desk.get("/alarms/"), desk.get("/alarms/?tab=all")

    assert str(over.id) not in told(going)
    assert str(over.id) in told(everything)


def test_day_without_alarms_says_so(town, desk):
    assert sentence(desk.get("/alarms/")) == "现在没有报警"
    assert "这些条件下没有报警。" in text(desk.get("/alarms/"))


def test_alarm_of_another_area_is_not_found(town, desk, browser_of):
    night(town)
    one = Alarm.objects.get(rule="exceedance")
    stranger = browser_of(build().officer)

    assert stranger.get(f"/alarms/{one.id}/").status_code == 404
    assert told(stranger.get("/alarms/?tab=all")) == []


def test_list_is_narrowed_by_what_is_wrong(town, desk):
    night(town)
    by_rule = {
        rule: told(desk.get(f"/alarms/?tab=all&rule={rule}")) for rule in ("exceedance", "flat")
    }

    everything = told(desk.get("/alarms/?tab=all"))

    rows = dict(Alarm.objects.values_list("id", "rule"))
    assert by_rule == {
        rule: [one for one in everything if rows[UUID(one)] == rule] for rule in by_rule
    }
    assert by_rule["exceedance"] != []
    assert told(desk.get("/alarms/?tab=all&rule=none-such")) == everything


def test_list_is_narrowed_by_area_and_keeps_what_else_was_asked(town, browser_of):
    night(town)
    clerk = browser_of(town.clerk)
    empty = make.area("柳岸街道", level=Level.STREET, parent=town.county)

    there = clerk.get(f"/alarms/?tab=all&area={town.street.id}")
    elsewhere = clerk.get(f"/alarms/?tab=all&area={empty.id}")

    assert told(there) == told(clerk.get("/alarms/?tab=all")) != []
    assert told(elsewhere) == []
    assert f'href="/alarms/?tab=all&amp;rule=offline&amp;area={empty.id}"' in (
        elsewhere.content.decode()
    )


def test_area_out_of_reach_is_not_found(town, desk):
    assert desk.get(f"/alarms/?area={make.area('别处').id}").status_code == 404


def test_next_page_is_narrowed_too(town, desk, monkeypatch):
    night(town, 3)
    monkeypatch.setattr(listed, "alarms", partial(alarms, size=2))

    first = desk.get("/alarms/?tab=all&rule=exceedance")
    (more,) = re.findall(r'href="(/alarms/[^"]*after=[^"]*)"', first.content.decode())
    second = desk.get(more.replace("&amp;", "&"))

    wanted = Alarm.objects.filter(rule="exceedance").values_list("id", flat=True)
    assert sorted(told(first) + told(second)) == sorted(map(str, wanted))


@pytest.mark.parametrize(
    "query", ["area=x", "rule=%00&area=%00", "after=x", "after=%00", "first=-1&after=9", "tab=%27"]
)
def test_hostile_addresses_get_a_clear_answer(town, desk, query):
    assert desk.get(f"/alarms/?{query}").status_code in {200, 422}


def pairs(town, n):
    """Reference stations with ``n`` micro-stations beside them, 80 hours of PM10 of both."""
    near = {"lon": 117.5, "lat": 38.9}
    ref = station(town, name="标准站", kind=Kind.AIR, reference=True, **near)
    micro = [station(town, name=f"微站{i}{HOSTILE}", kind=Kind.MICRO, **near) for i in range(n)]
    station(town, name="远处微站", kind=Kind.MICRO, lon=118.5, lat=38.9)
    for k in range(80):
        at = NOW - (80 - k) * HOUR
        sends(ref, {PM10: value("100")}, at=at)
        for i, one in enumerate(micro):
            sends(one, {PM10: value(("150", "69", "130")[i])}, at=at)


@pytest.mark.parametrize("n", [1, 3])
def test_micro_stations_are_compared_in_as_many_queries_for_one_as_for_three(town, desk, n):
    pairs(town, n)
    desk.get("/alarms/drift/")

    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(one)) for one in connections.all()]
        response = desk.get("/alarms/drift/")

    assert sum(len(one) for one in seen) == DRIFT_QUERIES
    page = text(response)
    assert sentence(response) == f"{n} 个微站里 {(0, 1, 1, 2)[n]} 个和标准站相差大"
    assert "偏高 1.50 +50 µg/m³ 80 标准站" in page
    assert ("偏低 0.69 −31 µg/m³ 80 标准站" in page) is (n == 3)
    assert ("相近 1.30 +30 µg/m³ 80 标准站" in page) is (n == 3)
    assert "旁边没有标准站：远处微站" in page
    assert HOSTILE not in response.content.decode()


def test_too_few_hours_say_nothing_of_a_micro_station(town, desk):
    near = {"lon": 117.5, "lat": 38.9}
    for name, kind, told in (("甲站", Kind.AIR, "100"), ("乙微站", Kind.MICRO, "200")):
        ident = station(town, name=name, kind=kind, reference=kind is Kind.AIR, **near)
        sends(ident, {PM10: value(told)})

    page = text(desk.get("/alarms/drift/"))

    assert "小时不够 2.00 +100 µg/m³ 1 甲站" in page


def test_micro_stations_of_another_area_are_not_compared(town, desk, browser_of):
    pairs(town, 1)

    response = browser_of(build().officer).get("/alarms/drift/")

    assert sentence(response) == "没有微站旁边有标准站"
    assert "微站0" not in text(response)


@pytest.mark.parametrize("n", [1, 3])
def test_time_until_somebody_looks_takes_as_many_queries_for_one_as_for_three(town, desk, n):
    night(town, n)
    desk.get("/alarms/pace/")

    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(one)) for one in connections.all()]
        response = desk.get("/alarms/pace/")

    assert sum(len(one) for one in seen) == PACE_QUERIES
    assert sentence(response) == f"{n} 件报警事项还没有人核实"
    assert f"枫林安监站 {n} 0 — 05-11" in text(response)


def test_matter_that_was_looked_at_tells_how_long_it_took(town, desk):
    assert sentence(desk.get("/alarms/pace/")) == "最近 30 天没有报警转成事项"
    night(town, 3)
    first, second, _third = Case.objects.order_by("number")
    for case, minutes in ((first, 35), (second, 150)):
        loop = Loop(town, case.number)
        loop.at = make.AT + timedelta(minutes=minutes - 1)
        loop.do(Action.VERIFY, town.officer, opinion="到排口看过，属实")

    page = text(desk.get("/alarms/pace/"))

    assert "枫林安监站 3 2 35 分钟 05-11" in page


def test_matters_of_another_area_are_not_counted(town, desk, browser_of):
    night(town)

    response = browser_of(build().officer).get("/alarms/pace/")

    assert sentence(response) == "最近 30 天没有报警转成事项"
