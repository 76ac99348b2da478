"""Values with their marks by revision; a gap stays a gap."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.telemetry.protocols.hj212.factors import AIR, NOISE, WATER, factor, todays
from anhuan.telemetry.protocols.hj212.fields import fits, time_of
from anhuan.telemetry.protocols.hj212.readings import Report, report
from anhuan.telemetry.protocols.hj212.revision import Flag, Revision, flag_of, revision_of
from anhuan.telemetry.protocols.hj212.segment import parsed
from tests.modules.telemetry.wire import HEAD, segment

OLD = "ST=31;CN=2011;PW=123456;MN=88888880000001;"


def read(area: str, head: str = HEAD) -> Report:
    return report(parsed(segment(f"DataTime=20261122120000;{area}", head).encode()))


def rows(found: Report) -> list[tuple[str, str, str | None, str]]:
    return [
        (one.code, one.statistic, None if one.value is None else str(one.value), one.mark)
        for one in found.readings
    ]


def faults(found: Report) -> list[str]:
    return [fault.what.value for fault in found.faults]


def test_values_keep_every_digit() -> None:
    found = read("a21026-Rtd=235.052392549046,a21026-ZsRtd=1.50,a21026-Flag=N")

    assert rows(found) == [
        ("a21026", "Rtd", "235.052392549046", "N"),
        ("a21026", "ZsRtd", "1.50", "N"),
    ]
    assert found.at == datetime(2026, 11, 22, 4, tzinfo=UTC)
    assert found.faults == ()


@pytest.mark.parametrize("mark", list("FMSDCTB"))
def test_marked_value_is_a_gap_with_its_mark_and_text(mark: str) -> None:
    (one,) = read(f"a21026-Rtd=7.1,a21026-Flag={mark}").readings

    assert (one.value, one.mark, one.text) == (None, mark, "7.1")


@pytest.mark.parametrize(
    "text, fault",
    [
        ("", "no-value"),
        ("-", "bad-value"),
        (".", "bad-value"),
        ("1e5", "bad-value"),
        ("nan", "bad-value"),
        ("1_0", "bad-value"),
        ("٣", "bad-value"),
        ("--1", "bad-value"),
    ],
    ids=["empty", "hyphen", "point", "exponent", "nan", "underscore", "arabic", "two-signs"],
)
def test_what_is_no_number_is_a_gap_and_named(text: str, fault: str) -> None:
    found = read(f"a21026-Rtd={text}")

    assert rows(found) == [("a21026", "Rtd", None, "")]
    assert faults(found) == [fault]


def test_nothing_sent_is_no_zero() -> None:
    assert read("a21026-Flag=D").readings == ()


@pytest.mark.parametrize(
    "head, code, value",
    [(HEAD, "a21026", None), (OLD, "02", Decimal("900"))],
    ids=["2017 over range", "2005 over limit"],
)
def test_t_means_another_thing_by_revision(head: str, code: str, value: Decimal | None) -> None:
    (one,) = read(f"{code}-Rtd=900,{code}-Flag=T", head).readings

    assert (one.value, one.mark) == (value, "T")


@pytest.mark.parametrize("mark, measured", [("0", False), ("1", True), ("2", False), ("3", True)])
def test_marks_of_air_stations_of_2005(mark: str, measured: bool) -> None:
    (one,) = read(f"02-Rtd=5,02-Flag={mark}", OLD).readings

    assert (one.value is not None) == measured


def test_mark_sent_as_an_item_of_its_own_counts_and_is_named() -> None:
    found = read("a21026-Rtd=5;a21026-Flag=D;a21002-Rtd=6")

    assert rows(found) == [("a21026", "Rtd", None, "D"), ("a21002", "Rtd", "6", "")]
    assert faults(found) == ["mark-apart"]


@pytest.mark.parametrize(
    "area, expected",
    [
        ("x99-Rtd=1", ["unknown-code"]),
        ("a21026-Foo=1", ["unknown-suffix"]),
        ("a21026-Rtd=1,a21026-Flag=Q", ["unknown-mark"]),
        ("a21026-Rtd=1234567890123456789", ["overlong-value"]),
        ("a21026-SampleTime=20261322120000", ["bad-time"]),
        ("MinInterval=7", ["bad-value"]),
        ("SystemTime=2026", ["bad-time"]),
    ],
)
def test_fault_of_a_data_area_is_named(area: str, expected: list[str]) -> None:
    assert faults(read(area)) == expected


def test_unknown_code_is_kept() -> None:
    assert rows(read("ua19004-Rtd=2.017,ua19004-Flag=N")) == [("ua19004", "Rtd", "2.017", "N")]


@pytest.mark.parametrize(
    "head, expected",
    [
        (HEAD.replace("ST=31", "ST=101"), ["bad-field", "unknown-system"]),
        (HEAD.replace("CN=2011", "CN=9021"), ["unknown-command"]),
        (HEAD.replace("Flag=5", "Flag=7"), ["numbers-missing"]),
        (HEAD + "PNUM=2;PNO=1;", ["numbers-unannounced"]),
        (HEAD.replace("Flag=5", "Flag=7") + "PNUM=2;PNO=3;", ["numbers-wrong"]),
        (HEAD.replace("Flag=5", "Flag=7") + "PNUM=0002;PNO=1;", ["bad-field"]),
        (HEAD.replace("QN=20261122120000123", "QN=1617951626223"), ["bad-field"]),
        (HEAD.replace("PW=123456", "PW=BF470F88957588DE902D1A52"), ["bad-field"]),
        (HEAD.replace("PW=123456;", ""), ["missing-field"]),
        (HEAD.replace("Flag=5", "Flag=1"), ["version-doubtful"]),
        (HEAD.replace("Flag=5", "Flag=13"), ["version-doubtful"]),
        (HEAD.replace("Flag=5", "Flag=9"), []),
        (HEAD.replace("Flag=5", "Flag=9") + "RF=1;", []),
    ],
)
def test_fault_of_a_header_is_named(head: str, expected: list[str]) -> None:
    assert faults(read("a21026-Rtd=1", head)) == expected


def test_upload_of_2005_needs_no_number_and_no_flag() -> None:
    found = read("02-Rtd=5", OLD)

    assert (found.revision, found.faults) == (Revision.OF_2005, ())


def test_time_of_17_digits_is_read_and_named() -> None:
    found = report(parsed(segment("DataTime=20210305003817250;ele01-Rtd=1").encode()))

    assert found.at == datetime(2021, 3, 4, 16, 38, 17, 250_000, tzinfo=UTC)
    assert "bad-time" in faults(found)


@pytest.mark.parametrize("text", ["20261322120000", "20260230120000", "2026112224", "", "x" * 14])
def test_time_that_is_none_stays_none(text: str) -> None:
    assert time_of(text) is None


def test_missing_time_is_named() -> None:
    found = report(parsed(segment("a21026-Rtd=1").encode()))

    assert (found.at, faults(found)) == (None, ["no-time"])


@pytest.mark.parametrize(
    "flag, new_codes, on, expected",
    [
        (None, False, None, "2005"),
        (None, True, None, "2017"),
        (1, False, None, "2005"),
        (1, True, None, "2017"),
        (5, False, None, "2017"),
        (8, True, date(2021, 3, 5), "2017"),
        (8, True, date(2026, 3, 5), "2025"),
        (9, False, None, "2025"),
        (13, False, None, "2017"),
    ],
)
def test_revision_by_flag_codes_and_day(
    flag: int | None, new_codes: bool, on: date | None, expected: str
) -> None:
    told = None if flag is None else Flag(flag)

    assert revision_of(told, new_codes=new_codes, on=on) == expected


def test_flag_of_text() -> None:
    assert flag_of("11") == Flag(11)
    assert (Flag(11).claimed, Flag(11).numbered, Flag(11).answer) == (Revision.OF_2025, True, True)
    assert (Flag(12).claimed, Flag(12).version_bits) == (None, 3)


@pytest.mark.parametrize(
    "code, name",
    [
        ("a21026", "二氧化硫"),
        ("02", "二氧化硫"),
        ("011", "化学需氧量"),
        ("a05024", "臭氧"),
        ("LA", "A权声级"),
    ],
)
def test_factor_by_either_code(code: str, name: str) -> None:
    found = factor(code)

    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "sent, stored",
    [
        (["011", "B01"], ["w01018", "w00000"]),
        (["w01018", "zz9999", "SB1"], ["w01018", "zz9999", "SB1"]),
        (["02", "a21026", "03"], ["02", "a21026", "a21002"]),
    ],
)
def test_factor_is_stored_under_the_code_of_2017(sent: list[str], stored: list[str]) -> None:
    assert list(todays(sent).values()) == stored


def test_tables_of_factors_are_whole() -> None:
    assert (len(WATER), len(AIR), len(NOISE)) == (63, 121, 12)


@pytest.mark.parametrize(
    "field, value, expected",
    [
        ("MN", "010000A8900016F000169DC0", True),
        ("MN", "010000a8900016F000169DC0", False),
        ("RtdInterval", "29", False),
        ("RtdInterval", "3600", True),
        ("MinInterval", "30", True),
        ("Ctime", "24", True),
        ("CTime", "25", False),
        ("Stime", "121", False),
        ("CstartTime", "240000", False),
        ("SB1-RS", "6", False),
        ("SB1-RT", "24.1", False),
        ("SB1-RT", "23.5", True),
        ("a21026-Rtd", "12345678901234.12", True),
        ("a21026-Rtd", "1.234", False),
        ("a21026-EFlag", "A123", True),
        ("Flag", "256", False),
        ("PNO", "0", False),
        ("nothing", "1", None),
    ],
)
def test_value_fits_its_field(field: str, value: str, expected: bool | None) -> None:
    assert fits(field, value) is expected


def test_station_of_2005_has_14_characters() -> None:
    assert fits("MN", "88888880000001", Revision.OF_2005) is True
    assert fits("MN", "88888880000001") is False


@pytest.mark.long
@given(st.text(max_size=60), st.text(alphabet="QNSTCPWMFlag=;0123456789", max_size=60))
def test_any_segment_is_reported_without_raising(area: str, head: str) -> None:
    found = report(parsed(f"{head}CP=&&{area}&&".encode("utf-8", "surrogatepass")))

    assert all(one.value is None or one.text for one in found.readings)
