"""One frame and its data segment: what is taken, and the name of each deviation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.telemetry.protocols.hj212.deviations import CLAUSES, Deviation
from anhuan.telemetry.protocols.hj212.frame import examined, inspected
from anhuan.telemetry.protocols.hj212.framing import Splitter
from anhuan.telemetry.protocols.hj212.segment import parsed
from tests.modules.telemetry.wire import MN, framed, reference, segment

SOUND = framed(segment("DataTime=20261122120000;a21026-Rtd=1.5,a21026-Flag=N"))


def named(raw: bytes) -> list[str]:
    return [fault.what.value for fault in inspected(raw).faults]


def test_each_deviation_has_its_clause() -> None:
    assert set(CLAUSES) == set(Deviation)


def test_sound_frame_has_no_fault() -> None:
    frame = inspected(SOUND)

    assert (frame.sound, frame.strict, frame.segment) == (True, True, SOUND[6:-6])


@pytest.mark.parametrize(
    "raw, sound, expected",
    [
        (SOUND[:-6] + b"0000\r\n", False, ["crc-mismatch"]),
        (SOUND[:-6] + b"00G0\r\n", False, ["crc-not-hex", "crc-mismatch"]),
        (SOUND[:-6] + b" 2F8\r\n", False, ["crc-not-hex", "crc-mismatch"]),
        (SOUND[:-2], True, ["terminator"]),
        (SOUND[:-2] + b"\n", True, ["terminator"]),
        (b"##0130" + SOUND[6:], True, ["length-mismatch"]),
        (b"##01A1" + SOUND[6:], True, ["length-not-decimal"]),
        (b"##139" + SOUND[6:], True, ["length-not-decimal"]),
        (SOUND[1:], False, ["no-frame"]),
        (b"##0000", False, ["no-frame"]),
        (b"", False, ["no-frame"]),
        (framed(segment("a=" + "x" * 1_000)), True, ["too-long"]),
    ],
    ids=[
        "other-check",
        "no-hex",
        "blank-in-hex",
        "no-end",
        "lf-only",
        "length",
        "length-hex",
        "length-of-three",
        "one-hash",
        "too-short",
        "nothing",
        "too-long",
    ],
)
def test_fault_of_a_packet_is_named(raw: bytes, sound: bool, expected: list[str]) -> None:
    assert (inspected(raw).sound, named(raw)) == (sound, expected)


def test_lower_case_check_holds() -> None:
    raw = next(
        each
        for each in (framed(segment(f"a={n}")) for n in range(99))
        if each[-6:-2] != each[-6:-2].lower()
    )

    frame = inspected(raw[:-6] + raw[-6:-2].lower() + b"\r\n")

    assert (frame.sound, [fault.what for fault in frame.faults]) == (
        True,
        [Deviation.CRC_LOWER_CASE],
    )


def test_length_in_characters_is_told_from_a_wrong_one() -> None:
    body = segment("i11001-Info=//清洗管路//")
    raw = b"##%04d%b%04X\r\n" % (len(body), body.encode(), reference(body.encode()))

    (piece,) = Splitter().feed(raw)

    assert named(raw) == ["length-in-characters"]
    assert [fault.what.value for fault in examined(piece).faults] == ["length-in-characters"]


def test_segment_is_taken_apart() -> None:
    found = parsed(segment("DataTime=20261122120000;a-Rtd=1,a-Flag=N;b-Rtd=2").encode())

    assert found.header == {
        "QN": "20261122120000123",
        "ST": "31",
        "CN": "2011",
        "PW": "123456",
        "MN": MN,
        "Flag": "5",
    }
    assert found.items == (
        (("DataTime", "20261122120000"),),
        (("a-Rtd", "1"), ("a-Flag", "N")),
        (("b-Rtd", "2"),),
    )
    assert found.faults == ()


def test_empty_data_area_has_no_items() -> None:
    assert (parsed(segment("").encode()).items, parsed(segment("").encode()).faults) == ((), ())


@pytest.mark.parametrize(
    "text, expected",
    [
        ("ST=31;CN=2011CP=&&a=1&&", ["no-semicolon"]),
        ("ST=31;CN=2011;", ["no-cp"]),
        ("ST=31;CP=&&a=1", ["cp-not-closed"]),
        ("ST=31;CP=&&a=1&&;X=1", ["after-cp"]),
        ("ST=31;;CN=2011;CP=&&&&", ["empty-part"]),
        ("ST=31;CN;CP=&&&&", ["not-a-pair"]),
        ("ST=31;XX=1;CP=&&&&", ["unknown-field"]),
        ("st=31;CP=&&&&", ["unknown-field"]),
        ("ST=31;ST=32;CP=&&&&", ["duplicate-field"]),
        ("PNO=1;PNUM=2;CP=&&&&", ["field-order"]),
        ("ST=31; CN=2011;CP=&&&&", ["blank"]),
        ("ST=31;CP=&&a=1;;b=2&&", ["empty-part"]),
        ("ST=31;CP=&&a=1,,b=2&&", ["empty-part"]),
        ("ST=31;CP=&&a=1;&&", ["empty-part"]),
        ("ST=31;CP=&&a&&", ["not-a-pair"]),
        ("ST=31;CP=&&a=1; b=2&&", ["blank"]),
        ("ST=31;CP=&&a=1;a=2&&", ["duplicate-name"]),
        ("Flag=4;CP=&&a=" + "1" * 949 + "&&", ["cp-too-long"]),
        ("Flag=4;CP=&&a=" + "1" * 948 + "&&", []),
        ("ST=31;CP=&&a=" + "1" * 959 + "&&", ["cp-too-long"]),
        ("ST=31;CP=&&a=" + "1" * 958 + "&&", []),
    ],
)
def test_fault_of_a_segment_is_named(text: str, expected: list[str]) -> None:
    found = [fault.what.value for fault in parsed(text.encode()).faults]

    assert found == expected


def test_both_of_doubled_names_are_kept() -> None:
    found = parsed(b"ST=31;ST=32;CP=&&a=1;a=2&&")

    assert (found.fields, found.items) == (
        (("ST", "31"), ("ST", "32")),
        ((("a", "1"),), (("a", "2"),)),
    )
    assert (found.header, found.parameters) == ({"ST": "31"}, {"a": "1"})


def test_remark_keeps_what_parts_items_elsewhere() -> None:
    found = parsed(segment("PolId=w01018;i11001-Info=//清洗,管路;x=1//,b=2;c=3").encode())

    assert found.items == (
        (("PolId", "w01018"),),
        (("i11001-Info", "//清洗,管路;x=1//"), ("b", "2")),
        (("c", "3"),),
    )


@pytest.mark.parametrize(
    "encoding, expected", [("utf-8", []), ("gb18030", ["not-utf8"])], ids=["utf-8", "gbk"]
)
def test_chinese_text_is_read_in_what_devices_send(encoding: str, expected: list[str]) -> None:
    found = parsed(segment("i11001-Info=//清洗管路//").encode(encoding))

    assert found.parameters == {"i11001-Info": "//清洗管路//"}
    assert [fault.what.value for fault in found.faults] == expected


def test_flag_that_is_no_number_is_none() -> None:
    flags = [parsed(f"Flag={text};CP=&&&&".encode()).flag for text in ("x", "256", "-1", "²", "")]

    assert flags == [None] * 5


@pytest.mark.long
@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_raising(raw: bytes) -> None:
    frame = inspected(raw)

    assert frame.raw == raw
    assert parsed(raw).raw == raw


PARTS = ["CP=&&", "&&", ";", ",", "=", "QN=1", "Flag=5", "a-Rtd=1", "=//", "//", " ", "é", "##"]


@pytest.mark.long
@given(st.lists(st.sampled_from(PARTS), max_size=20).map("".join))
def test_any_order_of_its_parts_is_read_without_raising(text: str) -> None:
    found = parsed(text.encode())

    values = "".join(value for item in found.items for pair in item for value in pair)
    assert set(values) <= set(text)
