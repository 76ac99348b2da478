"""The air on the desk: now and yesterday, the year, targets, what was published."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from anhuan.air.models import Figure, Published, Target
from anhuan.air.services import gather, set_target
from anhuan.rulebook.models import Version
from anhuan.telemetry.services import adopt_station
from anhuan.telemetry.types import Kind
from tests import factories as make
from tests.modules.air.sky import YESTERDAY, Sky, send
from tests.modules.air.test_targets import CAMPAIGN, FIGURE, aimed
from tests.modules.cases.town import Town, enter
from tests.web.conftest import Enter
from tests.web.desk.test_visits import body, cells

pytestmark = pytest.mark.django_db
OLD = "HJ 633-2012"


@pytest.fixture
def sky(town: Town) -> Sky:
    """Yesterday 60 and 80 in the first district, 60 and 80 in the second too."""
    made = Sky()
    for station, pm in zip(made.stations, ("60", "80", "60", "80"), strict=True):
        send(station, pm)
    send(made.stations[0], "74", day=date(2025, 5, 10))
    send(made.stations[1], "74", day=date(2025, 5, 10))
    for day in (YESTERDAY, date(2025, 5, 10)):
        gather(start=day, end=day, at=make.AT)
    return made


@pytest.fixture
def officer(sky: Sky, sign_in: Enter) -> Client:
    return sign_in(sky.officer)


@pytest.fixture
def leader(sky: Sky, sign_in: Enter) -> Client:
    return sign_in(sky.leader)


def sentence(page: str) -> str:
    found = re.search(r'<h1 class="sentence">(.*?)</h1>', page, re.S)
    return found[1].strip() if found else ""


def rows_under(page: str, head: str) -> list[list[str]]:
    """The rows of the first table after a heading."""
    return cells(re.search(r"<table.*?</table>", page[page.index(head) :], re.S)[0])  # type: ignore[index]


def test_air_of_the_city_says_yesterday_and_ranks_with_ties(officer: Client) -> None:
    page = body(officer.get("/air/"))

    assert sentence(page) == "安澜市昨天 AQI 110 轻度污染，9 时 没有指数"
    tied = ["110", "3轻度污染", "PM2.5", "70", "80", "50", "—", "—", "2/2"]
    assert rows_under(page, "各区县昨天") == [
        ["1 并列", "云溪区", *tied],
        ["1 并列", "东港区", *tied],
    ]
    assert [row[:3] for row in rows_under(page, "各站点昨天")][::2] == [
        ["1 并列", "东港区 S2 站", "100"],
        ["3 并列", "东港区 S3 站", "119"],
    ]


def test_air_says_which_day_of_a_season_it_is(officer: Client) -> None:
    assert "供暖" not in body(officer.get("/air/"))

    Version.objects.create(
        subject="season",
        code="trial",
        name="供暖试运行",
        value={"begins": "05-08", "ends": "05-12"},
        source="安澜市文件",
        verified=True,
        valid_from=make.START,
        recorded_from=make.START,
    )

    assert "供暖试运行第 4 天，到 05-12 周二" in body(officer.get("/air/"))


def test_air_of_a_district_out_of_reach_is_not_found(sky: Sky, sign_in: Enter) -> None:
    clerk = sign_in(sky.clerk)
    asked = [
        clerk.get(f"/air/?area={sky.first.id}"),
        clerk.get(f"/air/days/?area={sky.city.id}"),
    ]
    assert [one.status_code for one in asked] == [404, 404]
    assert sentence(body(clerk.get("/air/"))).startswith("东港区昨天")


def test_desk_without_stations_says_so(town: Town, sign_in: Enter) -> None:
    desk = sign_in(town.officer)

    assert sentence(body(desk.get("/air/"))) == "这里还没有空气站"
    assert sentence(body(desk.get("/air/days/"))) == "这里还没有空气站"
    assert sentence(body(desk.get("/air/targets/"))) == "你的辖区还没有定目标"


def test_year_says_good_days_and_compares_by_one_edition(sky: Sky, officer: Client) -> None:
    page = body(officer.get(f"/air/days/?area={sky.first.id}"))

    assert sentence(page) == "云溪区到 05-10 周日，有指数的 1 天里优良 0 天（0/1）"
    compared = "两年都按 HJ 633-2026：今年 1 天里优良 0 天，上年同期 1 天里 0 天，相差 +0 天"
    assert compared in page
    assert rows_under(page, "月逐日")[0][:4] == ["05-10 周日", "110", "3轻度污染", "PM2.5"]
    assert rows_under(page, "换一版标准") == [["2026-05-10", "94", "2良", "110", "3轻度污染"]]


def test_year_by_a_named_edition_uses_it_for_both_years(sky: Sky, officer: Client) -> None:
    page = body(officer.get(f"/air/days/?area={sky.first.id}&edition=HJ+633-2012"))

    assert sentence(page) == "云溪区到 05-10 周日，有指数的 1 天里优良 1 天（1/1）"
    assert "两年都按 HJ 633-2012：今年 1 天里优良 1 天，上年同期 1 天里 1 天" in page


@pytest.mark.parametrize("query", ["year=99999999999", "month=13", "area=x", "year=1990", "year="])
def test_year_asked_for_wrongly_shows_what_there_is(officer: Client, query: str) -> None:
    assert officer.get(f"/air/days/?{query}").status_code == 200


def test_edition_that_is_none_is_refused(officer: Client) -> None:
    assert officer.get("/air/days/?edition=HJ+1").status_code == 422


def test_published_lines_stand_beside_the_computed_day(sky: Sky, officer: Client) -> None:
    typed = {
        "area": str(sky.first.id),
        "source": "市生态环境局日报",
        "lines": "2026-05-10，105 PM2.5\n\n2026-05-09\t88\n",
    }
    answer = officer.post("/air/published/", typed)

    assert (answer.status_code, Published.objects.count()) == (302, 2)
    (row,) = [
        row
        for row in rows_under(body(officer.get(f"/air/days/?area={sky.first.id}")), "月逐日")
        if row[0] == "05-10 周日"
    ]
    assert (row[1], row[-2:]) == ("110", ["105", "市生态环境局日报"])


@pytest.mark.parametrize("lines", ["", "2026-05-10", "2026-02-30 88", "2026-05-10 501", "x y z"])
def test_published_line_that_is_none_is_refused_whole(
    sky: Sky, officer: Client, lines: str
) -> None:
    typed = {"area": str(sky.first.id), "source": "日报", "lines": f"2026-05-09 70\n{lines}"}
    if not lines:
        typed["lines"] = ""
    answer = officer.post("/air/published/", typed)

    assert (answer.status_code, Published.objects.count()) == (422, 0)
    assert 'aria-invalid="true"' in body(answer)


def test_target_is_set_counted_and_withdrawn(sky: Sky, leader: Client) -> None:
    typed = CAMPAIGN | {"area": str(sky.first.id), "unit": str(sky.unit)}
    answer = leader.post("/air/targets/new/", typed)

    row = Target.objects.get()
    assert answer.headers["Location"] == f"/air/targets/{row.id}/"
    page = body(leader.get("/air/targets/"))
    assert sentence(page) == "1 个目标，1 个落后"
    ((name, *told),) = rows_under(page, "落后")
    assert name == "冬防攻坚 60 天"
    assert told == [
        "云溪区",
        "第 5 天，共 60 天",
        "≤ 60 µg/m³",
        "70.0",
        "+10.0",
        "余下 56 天平均不超过 59.8 µg/m³",
        "安澜市生态环境局",
    ]
    leader.post(f"/air/targets/{row.id}/withdraw/")
    assert sentence(body(leader.get("/air/targets/"))) == "你的辖区还没有定目标"


def test_one_page_says_the_gap_and_who_has_the_worst_problems(town: Town, sign_in: Enter) -> None:
    station = adopt_station(
        code="T1",
        name="枫林站",
        kind=Kind.AIR,
        area=town.street.id,
        reference=True,
        by=town.officer,
        at=make.START,
    )
    send(station, "90")
    gather(start=YESTERDAY, end=YESTERDAY, at=make.AT)
    given, unit = CAMPAIGN, town.office.id
    set_target(area=town.county.id, unit=unit, given=given, by=town.leader, at=make.AT)
    enter(town, town.officer)
    number = enter(town, town.officer, domain="environment").number

    page = body(sign_in(town.leader).get("/air/targets/"))

    ((name, *told),) = rows_under(page, "落后")
    assert (name, told[0], told[3], told[4]) == ("冬防攻坚 60 天", "云溪区", "90.0", "+30.0")
    ((*problem, link),) = rows_under(page, "最急的问题")
    assert (problem[2], link) == ("恒泰家具", number)
    assert "陈立" in problem[3]


def test_target_typed_wrongly_keeps_every_word(sky: Sky, leader: Client) -> None:
    typed = CAMPAIGN | {"area": str(sky.first.id), "unit": str(sky.unit), "bound": "很低"}
    answer = leader.post("/air/targets/new/", typed)

    assert (answer.status_code, Target.objects.count()) == (422, 0)
    assert 'value="很低"' in body(answer)


def test_figure_is_entered_on_the_page_of_its_target(sky: Sky, officer: Client) -> None:
    key = aimed(sky, indicator="water-good", bound="83", name="水质达标")
    answer = officer.post(f"/air/targets/{key}/", FIGURE | {"official": "on"})

    assert (answer.status_code, Figure.objects.get().official) == (302, True)
    page = body(officer.get(f"/air/targets/{key}/"))
    assert sentence(page) == "云溪区“水质达标”：≥ 83 %，正式数，截至 2026-05-10"
    assert rows_under(page, "填报的数")[0][:3] == ["05-10 周日", "81.5", "正式"]


def test_target_out_of_reach_is_not_found(sky: Sky, sign_in: Enter) -> None:
    key = aimed(sky)
    clerk = sign_in(sky.clerk)
    asked = [
        clerk.get(f"/air/targets/{key}/"),
        clerk.post(f"/air/targets/{key}/", FIGURE),
        clerk.post(f"/air/targets/{key}/withdraw/"),
        clerk.post(
            "/air/published/",
            {"area": str(sky.first.id), "source": "甲", "lines": "2026-05-10 7"},
        ),
    ]
    assert [one.status_code for one in asked] == [404, 404, 404, 404]
    assert rows_under(body(clerk.get("/air/targets/")) + "<table></table>", "最急的问题") == []


def test_officer_may_set_no_target(officer: Client) -> None:
    assert officer.get("/air/targets/new/").status_code == 403
    assert 'href="/air/targets/new/"' not in body(officer.get("/air/targets/"))


@pytest.mark.parametrize("count", [1, 3])
def test_air_takes_as_many_queries_for_many(
    sky: Sky, officer: Client, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        sky.adopt(f"M{n}", sky.first)
        aimed(sky, name=f"目标 {n}")
    asked = ("/air/", "/air/days/", "/air/targets/")
    for path in asked:
        officer.get(path)

    for path, number in zip(asked, (17 + 2 * make.HOT, 17 + make.HOT, 24 + make.HOT), strict=True):
        with django_assert_num_queries(number):
            officer.get(path)
