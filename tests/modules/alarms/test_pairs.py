"""Meters that belong together: paired once, parted, and what they told meanwhile."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from anhuan.alarms import queries
from anhuan.alarms.models import Alarm, Pair
from anhuan.alarms.services import pair_meters, part_meters, sweep
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from anhuan.telemetry.services import adopt_station, record, retire_station
from anhuan.telemetry.types import Kind, Sample, Span, Value
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests import factories as make

pytestmark = pytest.mark.django_db(databases="__all__")
T0 = datetime(2026, 5, 10, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def county(rules: int) -> Area:
    return make.area("云溪区", level=Level.COUNTY, parent=make.area())


@pytest.fixture
def officer(county: Area) -> Viewer:
    unit = make.unit("云溪区生态环境分局", area=county)
    chief = make.post(unit=unit, area=county)
    make.charged(county, chief)
    return make.viewer_in(Role.OFFICER, area=county, unit=unit)


@pytest.fixture
def meters(county: Area, officer: Viewer) -> tuple[UUID, UUID]:
    """Of a line and of its fan, at one firm."""
    site = make.site("宏远机械", area=county)
    given = {"kind": Kind.POWER, "site": site.id, "by": officer, "at": make.AT - 700 * HOUR}
    names = (("P1", "生产线电表"), ("P2", "风机电表"))
    line, fan = (adopt_station(code=code, name=name, **given) for code, name in names)  # type: ignore[arg-type]
    return line, fan


def paired(meters: tuple[UUID, UUID], by: Viewer, at: datetime = T0 - 48 * HOUR) -> UUID:
    line, fan = meters
    return pair_meters(production=line, treatment=fan, rated=Decimal("400.5"), by=by, at=at)


def send(station: UUID, usual: str, now: str, first: datetime, count: int = 6) -> None:
    hours = [(Span.HOUR, T0 - (30 + n) * HOUR, usual) for n in range(24)]
    minutes = [(Span.MINUTE, first + 5 * n * MINUTE, now) for n in range(count)]
    record(
        [
            Sample(
                station=station, span=span, at=at, values={"e00001": Value(Decimal(v), mark="N")}
            )
            for span, at, v in (*hours, *minutes)
        ],
        at=first + HOUR,
    )


def untreated(meters: tuple[UUID, UUID], first: datetime) -> None:
    """Half an hour in which the line works and the fan stands still."""
    send(meters[0], "300", "300", first)
    send(meters[1], "60", "5", first)


def suspected() -> list[tuple[datetime, bool]]:
    rows = Alarm.objects.filter(rule="interlock", withdrawn_at__isnull=True)
    return [(one.began_at, one.ended_at is None) for one in rows.order_by("began_at")]


def why(refused: pytest.ExceptionInfo[Refusal]) -> tuple[Why, object]:
    return refused.value.why, refused.value.facts.get("field")


def test_pair_is_told_at_both_meters(officer: Viewer, meters: tuple[UUID, UUID]) -> None:
    pair = paired(meters, officer)

    (one,) = queries.pairs_of(officer, meters[0])

    assert queries.pairs_of(officer, meters[1]) == (one,)
    assert (one.id, one.production_name, one.treatment_name) == (pair, "生产线电表", "风机电表")
    assert (one.rated, one.ended_at) == (Decimal("400.5"), None)


def test_parted_meters_are_paired_anew_and_both_pairs_stay(
    officer: Viewer, meters: tuple[UUID, UUID]
) -> None:
    first = paired(meters, officer)
    part_meters(pair=first, by=officer, at=T0)

    second = paired(meters, officer, T0 + HOUR)

    assert [(one.id, one.ended_at) for one in queries.pairs_of(officer, meters[0])] == [
        (second, None),
        (first, T0),
    ]
    kinds = Fact.objects.filter(subject=first).order_by("version").values_list("kind", flat=True)
    assert list(kinds) == ["meters.paired", "meters.parted"]


def test_line_has_one_pair_at_a_time_and_is_parted_once(
    officer: Viewer, meters: tuple[UUID, UUID]
) -> None:
    pair = paired(meters, officer)
    with pytest.raises(Refusal) as twice:
        paired(meters, officer)
    part_meters(pair=pair, by=officer, at=T0)

    with pytest.raises(Refusal) as again:
        part_meters(pair=pair, by=officer, at=T0 + HOUR)

    assert why(twice) == (Why.REPEATED, "production")
    assert again.value.why is Why.ENDED
    assert Pair.objects.get().ended_at == T0


def test_retired_meter_is_paired_with_none(officer: Viewer, meters: tuple[UUID, UUID]) -> None:
    retire_station(station_id=meters[1], seen_version=1, by=officer, at=T0)

    with pytest.raises(Refusal) as refused:
        paired(meters, officer)

    assert refused.value.why is Why.ENDED


def test_pair_of_another_area_is_not_there(officer: Viewer, meters: tuple[UUID, UUID]) -> None:
    pair = paired(meters, officer)
    stranger = make.viewer_in(Role.OFFICER, area=make.area("沧澜县", level=Level.COUNTY))

    for act in (
        lambda: queries.pairs_of(stranger, meters[0]),
        lambda: part_meters(pair=pair, by=stranger, at=T0),
        lambda: part_meters(pair=uuid4(), by=officer, at=T0),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.why is Why.NOT_VISIBLE


def test_what_came_before_the_end_stays_suspected_and_what_came_after_is_not(
    officer: Viewer, meters: tuple[UUID, UUID]
) -> None:
    pair = paired(meters, officer)
    untreated(meters, T0)
    sweep(at=T0 + 50 * MINUTE)
    before = suspected()
    part_meters(pair=pair, by=officer, at=T0 + 2 * HOUR)
    untreated(meters, T0 + 3 * HOUR)

    sweep(at=T0 + 4 * HOUR)

    assert before == [(T0, True)]
    assert suspected() == [(T0, False)]
    sweep(at=T0 + 60 * HOUR)
    assert suspected() == [(T0, False)]


def test_same_meters_unparted_are_suspected_twice(
    officer: Viewer, meters: tuple[UUID, UUID]
) -> None:
    paired(meters, officer)
    untreated(meters, T0)
    untreated(meters, T0 + 3 * HOUR)

    sweep(at=T0 + 4 * HOUR)

    assert [began for began, _ in suspected()] == [T0, T0 + 3 * HOUR]


def test_database_refuses_two_pairs_of_a_line_and_half_an_end(
    officer: Viewer, meters: tuple[UUID, UUID]
) -> None:
    paired(meters, officer)
    row = Pair.objects.get()
    for changes in ({"ended_at": T0}, {"ended_by": officer.person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pair.objects.filter(pk=row.pk).update(**changes)
    row.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
