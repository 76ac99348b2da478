"""The air on the daily sheet: the closed day with its rank, the day's highest hours, the gap to a
target; nothing is said without a station."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from anhuan.air.services import gather, set_target
from anhuan.judgements.figures import drawn
from anhuan.judgements.words import said
from anhuan.kernel.judgement import Section
from anhuan.territory.offices import AreaOffice, area_offices
from anhuan.territory.types import UnitKind
from tests import factories as make
from tests.modules.air.sky import YESTERDAY, Sky, send
from tests.modules.air.test_targets import CAMPAIGN

pytestmark = pytest.mark.django_db
EVENING = make.AT.replace(hour=9)


@pytest.fixture
def sky(rules: int) -> Sky:
    made = Sky()
    for station, pm in zip(made.stations, ("60", "80", "20", "30"), strict=True):
        send(station, pm)
    gather(start=YESTERDAY, end=YESTERDAY, at=make.AT)
    for station in made.stations[:2]:
        send(station, "40", day=make.TODAY, hours=range(9))
        send(station, "160", day=make.TODAY, hours=(9,))
    return made


def office_of(sky: Sky) -> AreaOffice:
    make.unit("云溪区安委办", area=sky.first, kind=UnitKind.COMMITTEE_OFFICE)
    return area_offices(sky.first.id)[0]


def spoken(section: Section, figures: dict[str, object]) -> list[str]:
    with override("zh-hans"):
        return [one.text for one in said(section, figures)]


def test_sheet_tells_the_air_of_the_day_and_of_the_day_before(sky: Sky) -> None:
    begin = YESTERDAY - timedelta(days=3)
    given = CAMPAIGN | {"starts_on": begin.isoformat()}
    set_target(area=sky.first.id, unit=sky.unit, given=given, by=sky.leader, at=make.AT)

    found = drawn(office_of(sky), make.TODAY, at=EVENING)

    closed = found["air"]["closed"]
    assert (closed["day"], closed["aqi"], closed["primary"]) == (
        YESTERDAY.isoformat(),
        110,
        ["PM25_24H"],
    )
    assert found["air"]["rank"] == {"place": 2, "of": 2}
    assert found["air"]["now"]["at"] == "09"
    assert [one["at"] for one in found["sources"]["high"]] == ["00", "01", "09"]
    assert [(one["name"], one["gap"]) for one in found["air"]["gaps"]] == [
        ("冬防攻坚 60 天", "10.0")
    ]
    assert spoken(Section.AIR, found)[1:3] == [
        "05-10 全天 AQI 110，轻度污染，首要污染物 PM2.5",
        "昨天排名 2/2",
    ]


def test_past_day_has_no_rank_of_today(sky: Sky) -> None:
    found = drawn(office_of(sky), YESTERDAY, at=EVENING)

    assert found["air"]["rank"] is None
    assert found["air"]["closed"]["aqi"] == 110


def test_area_without_a_station_is_told_no_air(sky: Sky) -> None:
    alone = make.area("西山区", level=sky.first.level, parent=sky.city)
    make.unit("西山区安委办", area=alone, kind=UnitKind.COMMITTEE_OFFICE)

    found = drawn(area_offices(alone.id)[0], make.TODAY, at=EVENING)

    assert "air" not in found
    assert spoken(Section.AIR, found) == []


@pytest.mark.parametrize(
    ("item", "name"),
    [("PM10_1H", "PM10"), ("PM25_24H", "PM2.5"), ("O3_8H", "O₃"), ("CO_1H", "CO")],
)
def test_pollutant_is_said_by_its_name(item: str, name: str) -> None:
    now = {"at": "09", "aqi": 110, "level": "轻度污染", "primary": [item]}
    figures = {"air": {"now": now, "closed": None, "rank": None, "gaps": []}}

    assert spoken(Section.AIR, figures)[0].endswith(f"首要污染物 {name}")
