"""The air by hour and day, against days computed by hand."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
import time_machine

from anhuan.air import jobs
from anhuan.air.models import DayMean
from anhuan.air.queries import AirNow, air_areas, air_days, air_hours, air_year, ungathered
from anhuan.air.services import enter_published, gather
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import start_of_day
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ops import cli
from anhuan.people.services import open_account
from tests import factories as make
from tests.modules.air.sky import YESTERDAY, Sky, send

pytestmark = pytest.mark.django_db
OLD, NEW = "HJ 633-2012", "HJ 633-2026"


@pytest.fixture
def sky(rules: int) -> Sky:
    """Yesterday 60 and 80 in the first district, 60 and too few hours of 200 in the second."""
    made = Sky()
    for station, pm in zip(made.stations, ("60", "80", "60", "200"), strict=True):
        send(station, pm, hours=range(24 if pm != "200" else 19))
    gather(start=YESTERDAY, end=YESTERDAY, at=make.AT)
    return made


def test_district_is_the_mean_of_its_stations(sky: Sky) -> None:
    _, (one,) = air_days(sky.officer, sky.first.id, YESTERDAY, YESTERDAY)

    assert one.measured == {
        "PM25_24H": 70,
        "PM10_24H": 80,
        "SO2_24H": 10,
        "NO2_24H": 20,
        "CO_24H": Fraction(1, 2),
        "O3_8H": 50,
    }
    assert one.index is not None
    assert one.index.level is not None
    assert (one.index.aqi, one.index.level.number, one.index.primary) == (110, 3, ("PM25_24H",))
    assert (one.present, one.stations) == (2, 2)


def test_named_edition_judges_the_same_day_otherwise(sky: Sky) -> None:
    _, (one,) = air_days(sky.officer, sky.first.id, YESTERDAY, YESTERDAY, edition=OLD)

    assert one.index is not None
    assert one.index.level is not None
    assert (one.index.revision, one.index.aqi, one.index.level.number) == (OLD, 94, 2)


def test_city_has_a_mean_with_three_of_four_stations(sky: Sky) -> None:
    _, (one,) = air_days(sky.officer, None, YESTERDAY, YESTERDAY)

    assert one.measured["PM25_24H"] == Fraction(200, 3)
    assert one.index is not None
    assert (one.index.aqi, one.present, one.stations) == (107, 4, 4)


def test_district_with_one_of_two_stations_has_no_mean_and_no_index(sky: Sky) -> None:
    _, (one,) = air_days(sky.officer, sky.second.id, YESTERDAY, YESTERDAY)

    assert one.measured["PM25_24H"] is None
    assert one.index is not None
    assert (one.index.aqi, one.index.level) == (None, None)
    assert "PM25_24H" in one.index.missing


def test_day_nobody_measured_stays_a_gap(sky: Sky) -> None:
    before = YESTERDAY - timedelta(days=1)
    _, (one, _other) = air_days(sky.officer, None, before, YESTERDAY)

    assert (one.index, one.present) == (None, 0)
    assert set(one.measured.values()) == {None}


def test_flagged_and_negative_hours_count_for_nothing(sky: Sky) -> None:
    day = YESTERDAY - timedelta(days=1)
    send(sky.stations[0], "50", day=day, hours=range(20))
    send(sky.stations[0], "900", day=day, hours=range(20, 22), mark="D")
    send(sky.stations[0], "-3", day=day, hours=range(22, 24))

    gather(start=day, end=day, at=make.AT)

    (row,) = DayMean.objects.filter(day=day)
    assert (row.items["PM25_24H"], row.items["PM10_24H"]) == ("50", "80")


def test_micrograms_of_carbon_monoxide_are_told_in_milligrams(sky: Sky) -> None:
    odd = sky.adopt("S9", sky.first, units={"a21005": "µg/m³"})
    send(odd, "40", a21005="800")

    gather(start=YESTERDAY, end=YESTERDAY, at=make.AT)

    row = DayMean.objects.get(station=odd)
    assert row.items["CO_24H"] == "4/5"


def test_station_that_does_not_count_changes_no_district(sky: Sky) -> None:
    beside = sky.adopt("S8", sky.first, reference=False)
    send(beside, "300")
    gather(start=YESTERDAY, end=YESTERDAY, at=make.AT)

    found = AirNow(sky.officer, sky.first.id)

    assert found.whole is not None
    assert found.whole.day is not None
    assert found.whole.day.measured["PM25_24H"] == 70
    told = {one.of.id: one.of.counts for one in found.stations}
    assert (len(told), told[beside]) == (3, False)


def test_late_hours_are_in_the_next_gathering_and_today_never(sky: Sky) -> None:
    send(sky.stations[3], "200", hours=range(19, 24))
    send(sky.stations[3], "20", day=make.TODAY, hours=range(9))

    assert gather(start=YESTERDAY, end=make.TODAY, at=make.AT) == 4
    _, (one,) = air_days(sky.officer, sky.second.id, YESTERDAY, YESTERDAY)
    assert one.measured["PM25_24H"] == 130


def test_morning_takes_in_each_of_the_last_days_once(sky: Sky) -> None:
    assert len(ungathered(make.AT, 7)) == 6
    for item in list(jobs.due(make.AT)):
        jobs.run(item, make.AT)

    assert ungathered(make.AT, 7) == []
    assert len(ungathered(make.AT + timedelta(days=1), 7)) == 7


def test_districts_are_ranked_and_one_without_an_index_has_no_place(sky: Sky) -> None:
    found = AirNow(sky.officer)

    assert [(one.of.name, one.place, one.tied) for one in found.below] == [
        ("云溪区", 1, 0),
        ("东港区", None, 0),
    ]
    assert [one.place for one in found.stations] == [1, 1, 3, None]


def test_hours_are_those_of_the_stations_and_gaps(sky: Sky) -> None:
    send(sky.stations[0], "100", day=make.TODAY, hours=[9])
    send(sky.stations[1], "130", day=make.TODAY, hours=[9])
    start = start_of_day(make.TODAY) + timedelta(hours=8)

    _, (gap, hour) = air_hours(sky.officer, sky.first.id, start, 2)

    assert gap.index is None
    assert hour.index is not None
    assert (hour.at, hour.measured["PM25_1H"], hour.index.aqi) == (
        start + timedelta(hours=1),
        115,
        150,
    )


def test_year_is_compared_with_the_same_days_by_one_edition(sky: Sky) -> None:
    send(sky.stations[0], "74", day=date(2025, 5, 10))
    send(sky.stations[1], "74", day=date(2025, 5, 10))
    gather(start=date(2025, 5, 10), end=date(2025, 5, 10), at=make.AT)

    _, dated, editions = air_year(sky.officer, air_areas(sky.officer), sky.first.id, 2026)
    _, old, _ = air_year(sky.officer, air_areas(sky.officer), sky.first.id, 2026, edition=OLD)

    assert editions == (OLD, NEW)
    assert dated.against is not None
    assert (dated.against.revision, dated.against.now.good, dated.against.then.good) == (NEW, 0, 0)
    assert old.against is not None
    assert (old.against.revision, old.against.now.good, old.against.then.good) == (OLD, 1, 1)
    assert dated.changes is not None
    assert [(one.day, one.before.aqi, one.after.aqi) for one in dated.changes.changed] == [
        (YESTERDAY, 94, 110)
    ]


def test_unknown_edition_is_refused(sky: Sky) -> None:
    with pytest.raises(Refusal) as caught:
        air_year(sky.officer, air_areas(sky.officer), None, 2026, edition="HJ 0")
    assert caught.value.why is Why.NO_SUCH_RULE


def test_viewer_of_a_district_sees_that_one_alone(sky: Sky) -> None:
    assert [one.name for one in air_areas(sky.clerk)] == ["东港区"]
    for area in (sky.first.id, sky.city.id):
        with pytest.raises(Refusal) as caught:
            air_days(sky.clerk, area, YESTERDAY, YESTERDAY)
        assert caught.value.why is Why.NOT_VISIBLE


def published(sky: Sky, by: Viewer, **changes: str) -> int:
    given = {"day": YESTERDAY.isoformat(), "aqi": "105", "source": "市生态环境局日报"} | changes
    return enter_published(area=sky.first.id, days=[given], by=by, at=make.AT)


def test_published_figure_stands_beside_the_computed_one(sky: Sky) -> None:
    assert published(sky, sky.officer) == 1
    assert published(sky, sky.officer) == 0
    later = replace(sky.officer, at=make.AT + timedelta(hours=1))
    given = {"day": YESTERDAY.isoformat(), "aqi": "108", "source": "更正"}
    enter_published(area=sky.first.id, days=[given], by=later, at=later.at)

    _, year, _ = air_year(sky.officer, air_areas(sky.officer), sky.first.id, 2026)

    told = year.published[YESTERDAY]
    assert (told.aqi, told.source) == (108, "更正")
    assert year.days[-1].index is not None
    assert year.days[-1].index.aqi == 110


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"aqi": "501"}, Why.MALFORMED),
        ({"aqi": "-1"}, Why.MALFORMED),
        ({"day": "2026-13-01"}, Why.MALFORMED),
        ({"day": "2026-05-12"}, Why.MALFORMED),
        ({"source": ""}, Why.MISSING),
    ],
)
def test_published_figure_that_is_none_is_refused(
    sky: Sky, changes: dict[str, str], why: Why
) -> None:
    with pytest.raises(Refusal) as caught:
        published(sky, sky.officer, **changes)
    assert caught.value.why is why


def test_published_figure_of_another_district_is_refused(sky: Sky) -> None:
    with pytest.raises(Refusal) as caught:
        published(sky, sky.clerk)
    assert caught.value.why is Why.NOT_VISIBLE


def test_command_prints_days_of_an_area_and_of_a_station(
    sky: Sky, capsys: pytest.CaptureFixture[str]
) -> None:
    open_account(
        person_id=sky.officer.person,
        username="chenli",
        password="青石桥下面流着三点水",
        by=None,
        at=make.AT,
    )
    before, day = ((YESTERDAY - timedelta(days=n)).isoformat() for n in (1, 0))

    def said(*words: str) -> tuple[int, list[str]]:
        with time_machine.travel(make.AT, tick=False):
            code = cli.main(["air", *words, "--by", "chenli"])
        return code, capsys.readouterr().out.splitlines()

    whole = said("--area", sky.first.code, before, day)
    old = said("--area", sky.first.code, day, "--edition", OLD)
    one = said("--station", "S0", day)
    nothing = said("--station", "S0", before)
    wrong = said("--area", sky.first.code, day, "--edition", "HJ 633-1999")

    assert whole[0] == 0
    assert whole[1][:2] == ["云溪区", f"{before}  —  0/2"]
    assert whole[1][2].split("  ")[:2] == [day, "AQI 110"]
    assert "PM25_24H=110" in whole[1][2].split("  ")[-1].split()
    assert old[1][1].split("  ")[1::4] == ["AQI 94", OLD]
    assert (one[0], one[1][0], one[1][1].split("  ")[4:6]) == (0, "云溪区 S0 站", ["1/1", NEW])
    assert (nothing[0], wrong) == (1, (2, []))
