"""The sweep: one alarm per stretch, one case per alarm, the same in one sweep as in many."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from anhuan.alarms import jobs, queries
from anhuan.alarms.models import Alarm, Sweep
from anhuan.alarms.services import pair_meters, sweep
from anhuan.cases.models import Case
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites.models import Site
from anhuan.telemetry.services import adopt_station, record
from anhuan.telemetry.types import Kind, Sample, Span, Value
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests import factories as make

SO2 = "a21026"
T0 = datetime(2026, 5, 10, 14, tzinfo=UTC)
"""22:00 in UTC+8."""
HOUR = timedelta(hours=1)
SOON = timedelta(minutes=25)


@pytest.fixture
def county(rules: int) -> Area:
    return make.area("云溪区", level=Level.COUNTY, parent=make.area())


@pytest.fixture
def officer(county: Area) -> Viewer:
    unit = make.unit("云溪区生态环境分局", area=county)
    chief = make.post(unit=unit, area=county)
    make.charged(county, chief)
    someone = make.person()
    make.appointed(someone, chief)
    return make.viewer_for(someone)


@pytest.fixture
def site(county: Area) -> Site:
    return make.site("宏远机械", area=county, lon=117.5, lat=38.9)


@pytest.fixture
def outlet(officer: Viewer, site: Site) -> UUID:
    return adopted(officer, "G1", site=site.id, kind=Kind.GAS, lon=117.5, lat=38.9)


def adopted(by: Viewer, code: str, **more: Any) -> UUID:
    return adopt_station(
        **{"code": code, "name": f"{code} 号排口", "by": by, "at": make.AT} | more
    )


def send(station: UUID, values: Sequence[str | None], *, first: int = 0, mark: str = "N") -> None:
    """Hourly SO2 from ``first`` hours after ten in the evening on; None sends nothing."""
    samples = [
        Sample(
            station=station,
            span=Span.HOUR,
            at=T0 + (first + n) * HOUR,
            values={SO2: Value(Decimal(value), mark=mark)},
        )
        for n, value in enumerate(values)
        if value is not None
    ]
    record(samples, at=T0 + (first + len(values)) * HOUR)


def told() -> list[tuple[object, ...]]:
    """Alarms as (rule, first hour, end, count, worst, withdrawn)."""
    return [
        (
            one.rule,
            (one.began_at - T0) // HOUR,
            None if one.ended_at is None else (one.ended_at - T0) // HOUR,
            one.count,
            one.worst,
            one.withdrawn_at is not None,
        )
        for one in Alarm.objects.filter(rule="exceedance").order_by("began_at", "id")
    ]


NIGHT = ("30", "82", "91.5", "50", "49", "30")


@pytest.mark.django_db(databases="__all__")
def test_a_night_exceedance_is_one_alarm_and_one_case(officer: Viewer, outlet: UUID) -> None:
    send(outlet, NIGHT)

    assert sweep(at=T0 + 6 * HOUR + SOON) == 1
    assert sweep(at=T0 + 6 * HOUR + SOON) == 0

    assert told() == [("exceedance", 1, 3, 2, Decimal("91.5"), False)]
    case = Case.objects.get()
    assert (case.state, case.source, case.source_number) == ("lead", "monitor", "G1")
    assert case.description.startswith(
        "G1 号排口：二氧化硫 自 05-10 23:00 起超过限值，最高 91.5 mg/m³，限值 50 mg/m³。"
    )
    (line,) = queries.alarms(officer).rows
    assert (line.case, line.case_open, line.active) == (case.number, True, False)


@pytest.mark.django_db(databases="__all__")
def test_one_sweep_after_a_night_comes_to_what_many_sweeps_do(outlet: UUID) -> None:
    values = ("30", "82", None, "91.5", "50", "30", "77", "30")
    for n, value in enumerate(values):
        send(outlet, [value], first=n)
        sweep(at=T0 + (n + 1) * HOUR + SOON)
    many = told()
    Alarm.objects.all().delete()
    Sweep.objects.all().delete()

    sweep(at=T0 + len(values) * HOUR + SOON)

    assert (
        many
        == told()
        == [
            ("exceedance", 1, 4, 2, Decimal("91.5"), False),
            ("exceedance", 6, 7, 1, Decimal(77), False),
        ]
    )


@pytest.mark.django_db(databases="__all__")
def test_what_comes_again_joins_the_open_case(outlet: UUID) -> None:
    send(outlet, ("82", "30", "82", "30"))

    sweep(at=T0 + 4 * HOUR + SOON)

    assert (Alarm.objects.count(), Case.objects.count()) == (2, 1)
    assert Alarm.objects.filter(case=Case.objects.get()).count() == 2


@pytest.mark.django_db(databases="__all__")
def test_a_later_version_of_a_reading_withdraws_the_alarm(officer: Viewer, outlet: UUID) -> None:
    send(outlet, ["30"] * 20, first=-20)
    send(outlet, ("82", "30"))
    sweep(at=T0 + 2 * HOUR + SOON)

    send(outlet, ("32", "30"))
    sweep(at=T0 + 2 * HOUR + 2 * SOON)

    assert [one[-1] for one in told()] == [True]
    assert queries.alarms(officer, rule="exceedance").rows == ()


@pytest.mark.django_db(databases="__all__")
def test_marked_values_are_no_exceedance(outlet: UUID) -> None:
    send(outlet, ("82", "91"), mark="C")

    assert sweep(at=T0 + 2 * HOUR + SOON) == 0


@pytest.mark.django_db(databases="__all__")
def test_an_alarm_out_of_reach_is_not_there(county: Area, outlet: UUID) -> None:
    send(outlet, ("82",))
    sweep(at=T0 + HOUR + SOON)
    stranger = make.viewer_in(Role.OFFICER, area=make.area("别处"))

    with pytest.raises(Refusal) as refused:
        queries.alarm(stranger, Alarm.objects.get().id)

    assert refused.value.why is Why.NOT_VISIBLE
    assert queries.alarms(stranger).rows == ()
    assert queries.counts(stranger) == (0, 0)


@pytest.mark.django_db(databases="__all__")
def test_the_own_site_of_an_outlet_is_the_first_candidate(officer: Viewer, outlet: UUID) -> None:
    send(outlet, ("82",))
    sweep(at=T0 + HOUR + SOON)

    found = queries.alarm(officer, Alarm.objects.get().id)

    assert [(one.name, one.candidate.reasons[0].value) for one in found.looked.candidates] == [
        ("宏远机械", "own")
    ]
    assert found.source.endswith("，未核验）")


@pytest.mark.django_db(databases="__all__")
def test_production_on_with_treatment_off_is_a_suspicion(officer: Viewer, site: Site) -> None:
    line = adopted(officer, "P1", site=site.id, kind=Kind.POWER)
    fan = adopted(officer, "P2", site=site.id, kind=Kind.POWER)
    pair_meters(production=line, treatment=fan, rated=Decimal(400), by=officer, at=make.AT)
    for station, usual, now in ((line, "300", "300"), (fan, "60", "5")):
        hours = [
            Sample(station=station, span=Span.HOUR, at=T0 - (30 + n) * HOUR,
                   values={"e00001": Value(Decimal(usual), mark="N")})
            for n in range(24)
        ]  # fmt: skip
        minutes = [
            Sample(station=station, span=Span.MINUTE, at=T0 + timedelta(minutes=5 * n),
                   values={"e00001": Value(Decimal(now), mark="N")})
            for n in range(6)
        ]  # fmt: skip
        record([*hours, *minutes], at=T0 + HOUR)

    sweep(at=T0 + timedelta(minutes=50))

    found = [(one.rule, one.count, one.worst) for one in Alarm.objects.exclude(rule="offline")]
    assert found == [("interlock", 6, Decimal(5))]
    with pytest.raises(Refusal) as refused:
        pair_meters(production=line, treatment=fan, rated=Decimal(1), by=officer, at=make.AT)
    assert refused.value.why is Why.REPEATED


@pytest.mark.django_db(databases="__all__")
def test_a_sweep_falls_due_every_ten_minutes(rules: int) -> None:
    assert jobs.due(T0) == ["sweep"]
    jobs.run("sweep", T0)

    assert jobs.due(T0 + timedelta(minutes=9)) == []
    assert jobs.due(T0 + timedelta(minutes=10)) == ["sweep"]
