"""Stations at the desk: the health board, one station with its curves, the quarantine."""

import json
import re
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from anhuan.kernel.access import Role
from anhuan.telemetry import services
from anhuan.telemetry.models import Station, StationLimit, Stranger
from anhuan.telemetry.types import Kind, Meeting, Sample, Span, Value
from anhuan.territory.types import Level
from anhuan.web.desk.stations.wind import sector
from tests import factories as make

QUERIES = 15
"""Of both databases, where the readings have one of their own."""
QUERIES_OF_STRANGERS = 11
HOUR = timedelta(hours=1)
NOW = make.AT.replace(minute=0, second=0, microsecond=0)
FORM = {
    "name": "枫林空气站",
    "kind": "air",
    "site": "恒泰家具",
    "area": "",
    "lon": "",
    "lat": "",
    "interval": "60",
    "password": "123456",
}


def station(town, name="甲站", kind=Kind.AIR, **more):
    given = {"code": f"MN{Station.objects.count():04}", "name": name, "kind": kind}
    given |= {"area": town.street.id, "by": town.officer, "at": make.AT - 9 * HOUR}
    return services.adopt_station(**given | more)


def sends(ident, values, *, at=NOW - HOUR, span=Span.HOUR):
    samples = [Sample(station=ident, span=span, at=at, values=values)]
    services.record(samples, at=at + HOUR)


def value(number, mark="N"):
    return Value(Decimal(number), mark=mark)


def stranger(code="88888880000009", reason=Meeting.UNKNOWN, raw=b"##0012ST=22<b>\xff"):
    services.meet_stranger(code=code, reason=reason, peer="10.0.0.9", raw=raw, at=make.AT)
    return Stranger.objects.get(code=code)


def text(response, status=200):
    assert response.status_code == status
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def sentence(response):
    return re.search(r'<h1 class="sentence">(.*?)</h1>', response.content.decode()).group(1)


@pytest.mark.parametrize("n", [1, 3])
def test_board_makes_as_many_queries_for_one_as_for_three(town, desk, n):
    for i in range(n):
        sends(station(town, name=f"{i} 号站"), {"a34004": value("35")})
    desk.get("/stations/")

    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(one)) for one in connections.all()]
        response = desk.get("/stations/")

    assert sum(len(one) for one in seen) == QUERIES
    assert len(re.findall(r'data-url="/stations/[0-9a-f-]{36}/"', response.content.decode())) == n


def test_board_says_who_is_silent_since_when(town, desk):
    speaks, silent = station(town, name="甲站"), station(town, name="乙站")
    station(town, name="丙站", kind=Kind.WATER)
    sends(speaks, {"a34004": value("35"), "a34002": value("80", "D")})
    sends(silent, {"a34004": value("35")}, at=NOW - 5 * HOUR)

    board = desk.get("/stations/")
    quiet = desk.get("/stations/?tab=silent")

    assert sentence(board) == "3 个站，2 个没有数；丙站 从未来数"
    assert sentence(quiet) == sentence(board)
    rows = re.findall(r"<tbody>(.*?)</tbody>", quiet.content.decode(), re.S)[0]
    names = re.findall(r'<a href="/stations/[^"]*">([^<]*)</a>', rows)
    assert names == ["丙站", "乙站"]
    assert "05-11 06:00，已 4 小时 没有数" in text(quiet)
    assert "甲站 空气 枫林街道 1 1/2" in text(board)


def test_page_draws_values_limits_and_what_does_not_count(town, desk):
    ident = station(town)
    day_before = NOW - 20 * HOUR
    for n, (number, mark) in enumerate([("20", "N"), ("900", "C"), ("41.5", "N")]):
        sends(ident, {"a21026": value(number, mark)}, at=day_before + n * HOUR)
    limit = {"factor": "a21026", "span": "hour", "lowest": "", "highest": "35", "valid_to": ""}
    services.set_limit(
        station_id=ident,
        given=limit | {"source": "许可证第 3 页", "valid_from": "2026-01-01"},
        by=town.officer,
        at=make.AT,
    )

    page = desk.get(f"/stations/{ident}/?factor=a21026")
    facts = json.loads(
        re.search(r'<script type="application/json">(.*?)</script>', page.content.decode())[1]
    )

    assert [point[1:] for point in facts["lines"][0]["points"]] == [
        [20.0, None, None, ""],
        [900.0, None, None, "校准"],
        [41.5, None, None, ""],
    ]
    assert [(one["value"], one["label"], one["own"]) for one in facts["limits"]] == [
        (500.0, "SO2 1 小时限值 500", False),
        (35.0, "SO2 本站限值 35", True),
    ]
    assert "SO2 最高 41.5 µg/m³ · 1 个数不算" in text(page)
    assert "900 校准" in text(page)


def limits_drawn(response) -> list[tuple[float, str, bool]]:
    found = re.search(r'<script type="application/json">(.*?)</script>', response.content.decode())
    return [(one["value"], one["label"], one["own"]) for one in json.loads(found[1])["limits"]]


def test_page_of_an_outlet_begins_with_what_it_is_held_against(town, desk):
    ident = station(town, kind=Kind.GAS, units={"a21026": "mg/m³"})
    sends(ident, {"a00000": value("9"), "a21026": value("20")}, at=NOW - HOUR)
    asked = f"/stations/{ident}/"

    by_rulebook = limits_drawn(desk.get(asked))
    given = {"factor": "a21026", "span": "hour", "lowest": "", "highest": "35", "valid_to": ""}
    services.set_limit(
        station_id=ident,
        given=given | {"source": "许可证第 3 页", "valid_from": "2026-01-01"},
        by=town.officer,
        at=make.AT,
    )

    assert by_rulebook == [(50.0, "SO2 1 小时限值 50（折算）", False)]
    assert limits_drawn(desk.get(asked)) == [(35.0, "SO2 本站限值 35", True)]


def test_page_of_a_station_out_of_reach_is_not_there(town, sign_in):
    ident = station(town)
    other = make.area("临江县", level=Level.COUNTY)
    stranger = sign_in(make.viewer_in(Role.OFFICER, area=other))

    paths = ["", "numbers.csv", "edit/", "limit/", "retire/"]
    assert [stranger.get(f"/stations/{ident}/{one}").status_code for one in paths] == [404] * 5
    assert "甲站" not in text(stranger.get("/stations/?q=甲"))


@pytest.mark.parametrize(
    "query",
    [
        "factor=%00&span=year&first=2026-02-30&last=9999-99-99",
        "factor=a34004&span=real&first=0001-01-01&last=2026-05-11",
        "factor=<script>&first=2026-05-12&last=2026-05-01&span=day",
        "first=²²²²-²²-²²",
    ],
)
def test_page_bears_any_address(town, desk, query):
    ident = station(town)
    sends(ident, {"a34004": value("35")})

    page = desk.get(f"/stations/{ident}/?{query}")

    assert page.status_code == 200
    assert page.content.decode().count("<script>") == 0


def test_numbers_go_into_a_spreadsheet(town, desk):
    ident = station(town)
    sends(ident, {"a34004": value("35.20"), "zz9": value("-1")})

    answer = desk.get(f"/stations/{ident}/numbers.csv?factor=a34004&factor=zz9")

    assert answer.content.decode("utf-8-sig").splitlines() == [
        "时间,PM2.5 µg/m³",
        "2026-05-11 09:00,35.2",
        "时间,zz9",
        "2026-05-11 09:00,-1",
    ]
    assert answer["Content-Disposition"].startswith("attachment; filename=")


def test_wind_and_year_are_drawn_where_there_are_any(town, desk):
    ident = station(town)
    for n in range(3):
        wind = {"a01007": value("2.5"), "a01008": value("350"), "a34004": value("35")}
        sends(ident, wind, at=NOW - (n + 1) * HOUR)
    sends(ident, {"a34004": value("60")}, at=NOW - timedelta(days=2), span=Span.DAY)

    shown = text(desk.get(f"/stations/{ident}/?factor=a34004"))

    assert "3 小时的风，多从北来" in shown
    assert "2026 年 1 天的 PM2.5，最高 60 µg/m³" in shown


@pytest.mark.parametrize(
    ("degrees", "expected"), [("0", 0), ("11.24", 0), ("11.25", 1), ("359", 0), ("360", 0)]
)
def test_sector_reaches_to_both_sides(degrees, expected):
    assert sector(Decimal(degrees)) == expected


def test_unknown_device_is_taken_in_and_speaks(town, desk):
    row = stranger()

    shown = text(desk.get(f"/stations/strangers/{row.id}/"))
    done = desk.post(f"/stations/strangers/{row.id}/", FORM)

    ident = Station.objects.get().id
    sends(ident, {"a34004": value("35")})
    assert "##0012ST=22&lt;b&gt;·" in shown
    assert (done.status_code, done.url) == (302, f"/stations/{ident}/")
    assert Station.objects.get().site_id == town.site.id
    assert sentence(desk.get(done.url)) == "枫林空气站 在线，最近来数 05-11 10:00"
    assert sentence(desk.get("/stations/strangers/")) == "没有陌生设备在发数"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "还没填"),
        ({"kind": "magic"}, "监测什么"),
        ({"site": "没有这家"}, "换短一点的词"),
        ({"site": "", "area": ""}, "所在区域"),
        ({"lon": "181", "lat": "30"}, "经度"),
        ({"lon": "1e9", "lat": "30"}, "经度"),
        ({"interval": "-1"}, "发送间隔"),
    ],
)
def test_what_is_wrong_is_said_and_kept(town, desk, typed, said):
    row = stranger()

    page = text(desk.post(f"/stations/strangers/{row.id}/", FORM | typed), 422)

    assert said in page
    assert Station.objects.count() == 0


def test_number_of_another_station_is_not_taken_twice(town, desk):
    row = stranger(code="MN0000", reason=Meeting.WRONG_PASSWORD)
    station(town, code="MN0000")
    Stranger.objects.update(settled_at=None, settled_by=None)

    assert "这个编号已经有站在用" in text(desk.post(f"/stations/strangers/{row.id}/", FORM), 409)


def test_stranger_is_turned_away_and_stands_again_when_it_speaks(town, desk):
    row = stranger()

    gone = desk.post(f"/stations/strangers/{row.id}/dismiss/")

    assert gone.status_code == 302
    assert sentence(desk.get("/stations/strangers/")) == "没有陌生设备在发数"
    stranger()
    assert sentence(desk.get("/stations/strangers/")) == "1 台设备还没有接入，发来的数没有入库"


@pytest.mark.parametrize("n", [1, 3])
def test_quarantine_makes_as_many_queries_for_one_as_for_three(
    town, desk, django_assert_num_queries, n
):
    for i in range(n):
        stranger(code=f"9{i}")
    desk.get("/stations/strangers/")

    with django_assert_num_queries(QUERIES_OF_STRANGERS):
        page = desk.get("/stations/strangers/")

    assert page.content.decode().count('data-url="/stations/strangers/') == n


def test_who_keeps_no_dossiers_reads_and_changes_nothing(town, sign_in):
    ident, row = station(town, site=town.site.id), stranger()
    firm = sign_in(town.firm)

    assert firm.get("/stations/strangers/").status_code == 403
    assert firm.get(f"/stations/strangers/{row.id}/").status_code == 403
    assert firm.post(f"/stations/{ident}/retire/", {"version": "1"}).status_code == 403
    assert Station.objects.get().retired_at is None


def test_keeper_sets_and_ends_a_limit(town, desk):
    ident = station(town, kind=Kind.GAS)
    sends(ident, {"a21026": value("20")})
    given = {"factor": "a21026", "span": "hour", "lowest": "", "highest": "35"}
    given |= {"source": "许可证第 3 页", "valid_from": "2026-01-01", "valid_to": ""}

    set_ = desk.post(f"/stations/{ident}/limit/", given)
    again = desk.post(f"/stations/{ident}/limit/", given)
    one = StationLimit.objects.get()
    ended = desk.post(
        f"/stations/{ident}/limits/{one.id}/", {"version": "1", "valid_to": "2026-04-30"}
    )

    assert (set_.status_code, ended.status_code) == (302, 302)
    assert "先终止旧的" in text(again, 409)
    assert StationLimit.objects.get().valid_to.isoformat() == "2026-04-30"
    assert "SO2 · 小时值 ≤ 35 mg/m³ 2026-01-01 – 2026-04-30 许可证第 3 页" in text(
        desk.get(f"/stations/{ident}/")
    )


def test_keeper_corrects_and_retires_a_station(town, desk):
    ident = station(town, site=town.site.id)
    given = {**FORM, "version": "1", "units": "a21026 mg/m³", "reference": "on"}

    changed = desk.post(f"/stations/{ident}/edit/", given)
    stale = desk.post(f"/stations/{ident}/edit/", given)
    gone = desk.post(f"/stations/{ident}/retire/", {"version": "2"})

    row = Station.objects.get()
    assert [one.status_code for one in (changed, stale, gone)] == [302, 409, 302]
    assert (row.name, row.reference, row.units) == ("枫林空气站", True, {"a21026": "mg/m³"})
    assert sentence(desk.get(f"/stations/{ident}/")) == "枫林空气站 已停用，自 2026-05-11"


def test_map_over_time_has_every_hour_and_the_level(town, desk):
    ident = station(town, lon=117.1, lat=36.2)
    sends(ident, {"a34004": value("80")})

    page = desk.get("/stations/hours/")
    found = re.search(r'<script type="application/json">(.*?)</script>', page.content.decode())
    facts = json.loads(found[1])

    assert len(facts["hours"]) == 24
    assert facts["marks"][0]["cells"][-2:] == [["", 0], ["80", 3]]
    assert sentence(page) == "1 个空气站；最近一小时 PM2.5 最高在 甲站：80 µg/m³"
    assert sentence(desk.get("/stations/hours/?factor=zz")) == sentence(page)
