"""What stations send: kept once, exact, and read back as it was sent."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.telemetry import queries
from anhuan.telemetry.hot.models import Frame, Heard
from anhuan.telemetry.hot.models import Sample as Row
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.services import adopt_station, record
from anhuan.telemetry.types import Kind, OddFrame, Outcome, Sample, Span, Value
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests import factories as make

PM, SO2 = "a34004", "a21026"
DAY = datetime(2026, 5, 10, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def county(rules: int) -> Area:
    return make.area("云溪区", level=Level.COUNTY, parent=make.area())


@pytest.fixture
def officer(county: Area) -> Viewer:
    return make.viewer_in(Role.OFFICER, area=county)


@pytest.fixture
def station(county: Area, officer: Viewer) -> UUID:
    return adopt_station(
        code="A1", name="甲站", kind=Kind.AIR, area=county.id, by=officer, at=make.AT
    )


def sample(station: UUID, at: datetime = DAY, pm: str = "35.20", **more: Any) -> Sample:
    given = {PM: Value(Decimal(pm), mark="N")}
    values: Mapping[str, Value] = more.pop("values", given)
    return Sample(station=station, span=more.pop("span", Span.HOUR), at=at, values=values, **more)


def read(viewer: Viewer | None, *stations: UUID, **more: Any) -> list[tuple[Any, ...]]:
    given = {"factors": (), "start": DAY, "end": DAY + 24 * HOUR, "span": Span.HOUR} | more
    found = queries.readings(viewer, stations=stations, **given)
    return [(one.at, one.factor, one.value, one.mark) for one in found]


def test_sample_comes_back_with_every_digit(officer: Viewer, station: UUID) -> None:
    sent = Value(
        Decimal("35.20"),
        low=Decimal("-0.10"),
        high=Decimal("99999999999999.99"),
        total=Decimal("0.000000001"),
        converted=Decimal("41.7"),
        mark="N",
        more={"ZsMax": Decimal("50.0")},
    )

    record([sample(station, values={PM: sent})], at=make.AT)

    (one,) = queries.readings(
        officer, stations=[station], start=DAY, end=DAY + HOUR, span=Span.HOUR
    )
    assert (one.station, one.at, one.span, one.factor) == (station, DAY, Span.HOUR, PM)
    assert (one.sent, str(one.value), one.received_at) == (sent, "35.20", make.AT)
    assert (one.low, one.high, one.total, one.converted) == sent.numbers[1:]


def test_same_content_again_adds_nothing(officer: Viewer, station: UUID) -> None:
    first = record([sample(station), sample(station, DAY + HOUR)], at=make.AT)
    again = record([sample(station), sample(station, DAY + 2 * HOUR)], at=make.AT)

    assert (first, again) == (Outcome(added=2, same=0), Outcome(added=1, same=1))
    assert [row[0] for row in read(officer, station)] == [DAY, DAY + HOUR, DAY + 2 * HOUR]


def test_same_content_twice_in_one_batch_is_kept_once(station: UUID) -> None:
    assert record([sample(station), sample(station)], at=make.AT) == Outcome(added=1, same=1)


def test_other_content_is_a_later_version_that_counts(officer: Viewer, station: UUID) -> None:
    record([sample(station, pm="35.20")], at=make.AT)
    record([sample(station, pm="36")], at=make.AT)
    record([sample(station, pm="35.20")], at=make.AT)

    assert read(officer, station) == [(DAY, PM, Decimal(36), "N")]
    assert Row.objects.count() == 2


@pytest.mark.parametrize(
    ("revision", "mark", "value"),
    [
        (Revision.OF_2017, "N", Decimal(7)),
        (Revision.OF_2017, "", Decimal(7)),
        (Revision.OF_2017, "D", None),
        (Revision.OF_2017, "T", None),
        (Revision.OF_2005, "T", Decimal(7)),
    ],
)
def test_what_is_no_measurement_is_a_gap(
    officer: Viewer, station: UUID, revision: Revision, mark: str, value: Decimal | None
) -> None:
    sent = Value(Decimal(7), high=Decimal(9), mark=mark)

    record([sample(station, values={PM: sent}, revision=revision)], at=make.AT)

    (one,) = queries.readings(
        officer, stations=[station], start=DAY, end=DAY + HOUR, span=Span.HOUR
    )
    assert (one.value, one.mark, one.sent) == (value, mark, sent)
    assert (one.high is None) == (value is None)


def test_batch_with_a_wrong_sample_keeps_none(station: UUID) -> None:
    nan = sample(station, values={PM: Value(Decimal("NaN"))})
    for wrong, expected in ((sample(uuid4()), Why.NO_SUCH_TARGET), (nan, Why.MALFORMED)):
        with pytest.raises(Refusal) as refused:
            record([sample(station), wrong], at=make.AT)
        assert refused.value.why is expected
    with pytest.raises(ValueError, match="naive-instant"):
        record([sample(station), sample(station, DAY.replace(tzinfo=None))], at=make.AT)

    assert Row.objects.count() == 0


def test_frame_that_deviates_is_kept_as_it_came(station: UUID) -> None:
    odd = OddFrame(code="A1", raw=b"##00\x00\xff", deviations=("bad-crc",))

    record([], frames=[odd, odd], at=make.AT)
    record([], frames=[odd], at=make.AT)

    kept = [(row.code, bytes(row.raw), row.deviations) for row in Frame.objects.all()]
    assert kept == [("A1", b"##00\x00\xff", ["bad-crc"])]


def test_readings_are_narrowed_to_what_is_asked_and_seen(
    county: Area, officer: Viewer, station: UUID
) -> None:
    both = {PM: Value(Decimal(1)), SO2: Value(Decimal(2))}
    record([sample(station, values=both), sample(station, DAY, span=Span.REAL)], at=make.AT)
    stranger = make.viewer_in(
        Role.OFFICER, area=make.area("北区", level=Level.COUNTY, parent=county.parent)
    )

    assert [row[1] for row in read(officer, station)] == [SO2, PM]
    assert [row[1] for row in read(officer, station, factors={SO2})] == [SO2]
    assert read(officer, station, start=DAY + HOUR) == []
    assert read(officer, station, end=DAY) == []
    assert read(stranger, station) == []
    assert queries.latest(stranger, [station]) == {}
    assert len(read(None, station)) == 2


def test_latest_is_that_of_the_latest_time(officer: Viewer, station: UUID) -> None:
    record([sample(station, DAY + HOUR, pm="2"), sample(station, DAY + HOUR, pm="3")], at=make.AT)
    record([sample(station, DAY, pm="1")], at=make.AT + HOUR)

    found = queries.latest(officer, [station], span=Span.HOUR)

    assert [(one.at, one.value) for one in found[station]] == [(DAY + HOUR, Decimal(3))]
    assert queries.latest(officer, [station], span=Span.DAY) == {}
    assert queries.station(officer, station).heard_at == make.AT + HOUR
    assert Heard.objects.count() == 1


def test_hourly_means_count_valid_values_only(officer: Viewer, station: UUID) -> None:
    minutes = [
        sample(station, DAY + timedelta(minutes=10 * n), pm=str(n), span=Span.MINUTE)
        for n in range(7)
    ]
    bad = {PM: Value(Decimal(900), mark="D")}
    late = DAY + 3 * HOUR
    record([*minutes, sample(station, late, values=bad, span=Span.MINUTE)], at=make.AT)

    found = queries.hourly(
        officer, stations=[station], factors=[PM], start=DAY, end=DAY + 24 * HOUR
    )

    told = [(one.at, one.mean, one.size) for one in found]
    assert told == [(DAY, Decimal("2.5"), 6), (DAY + HOUR, Decimal(6), 1), (late, None, 0)]


def test_series_has_at_most_so_many_buckets_and_keeps_gaps(officer: Viewer, station: UUID) -> None:
    record([sample(station, DAY + n * HOUR, pm=str(n)) for n in (0, 1, 2, 3, 8)], at=make.AT)

    (curve,) = queries.series(
        officer,
        stations=[station],
        factors=[PM],
        start=DAY,
        end=DAY + 24 * HOUR,
        span=Span.HOUR,
        most=12,
    )

    assert curve.step == 3 * 3600
    assert [(bucket.at, bucket.low, bucket.average, bucket.high) for bucket in curve.buckets] == [
        (DAY, 0, 1, 2),
        (DAY + 3 * HOUR, 3, 3, 3),
        (DAY + 6 * HOUR, 8, 8, 8),
    ]
