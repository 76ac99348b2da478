"""Alarms on the daily sheet: those of the day and the area, and nothing before readings were
looked at."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from anhuan.alarms.models import Alarm, Sweep
from anhuan.judgements.figures import drawn
from anhuan.judgements.words import said
from anhuan.kernel.judgement import Section
from anhuan.telemetry.models import Station
from anhuan.territory.offices import AreaOffice, area_offices
from anhuan.territory.types import UnitKind
from tests import factories as make
from tests.modules.air.sky import Sky

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office(rules: int) -> tuple[AreaOffice, list[Station]]:
    sky = Sky()
    make.unit("云溪区安委办", area=sky.first, kind=UnitKind.COMMITTEE_OFFICE)
    stations = list(Station.objects.order_by("code"))
    return area_offices(sky.first.id)[0], stations


def raised(station: Station, *, hours: int, ended: bool = False, withdrawn: bool = False) -> None:
    began = make.AT - hours * HOUR
    Alarm.objects.create(
        station=station,
        kind=station.kind,
        rule="exceedance",
        rule_version="x",
        factor=f"a{hours:05d}",
        area_id=station.area_id,
        area_path=station.area_path,
        began_at=began,
        last_at=began,
        ended_at=began + HOUR if ended else None,
        count=1,
        raised_at=began,
        withdrawn_at=make.AT if withdrawn else None,
    )


def test_sheet_tells_the_alarms_of_its_day_and_area(
    office: tuple[AreaOffice, list[Station]],
) -> None:
    here = [one for one in office[1] if one.area_path.startswith(office[0].path)]
    away = [one for one in office[1] if one not in here]
    raised(here[0], hours=1)
    raised(here[0], hours=2, ended=True)
    raised(here[0], hours=3, withdrawn=True)
    raised(here[1], hours=30)
    raised(away[0], hours=1)
    Sweep.objects.create(upto=make.AT)

    figures = drawn(office[0], make.TODAY, at=make.AT)

    assert figures["alarms"] == {"raised": 2, "stations": 1, "cases": 0, "active": 1}
    with override("zh-hans"):
        told = [one.text for one in said(Section.ALARMS, figures)]
    assert told == ["1 个站点报警 2 次", "成事项 0 件", "1 次还没结束"]


def test_day_nobody_looked_at_says_nothing_of_alarms(
    office: tuple[AreaOffice, list[Station]],
) -> None:
    Sweep.objects.create(upto=make.AT - timedelta(days=2))

    assert "alarms" not in drawn(office[0], make.TODAY, at=make.AT)
