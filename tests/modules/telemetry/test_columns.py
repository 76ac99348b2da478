"""Many frames at once are read as each alone is."""

from dataclasses import fields as fields_of
from datetime import UTC

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.telemetry.protocols.hj212.columns import OTHER_MARK, Columns, Reader
from anhuan.telemetry.protocols.hj212.frame import inspected
from anhuan.telemetry.protocols.hj212.names import NONE, Names
from anhuan.telemetry.protocols.hj212.readings import report
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.protocols.hj212.segment import parsed
from anhuan.telemetry.protocols.hj212.texts import PADDING, numbers, times
from tests.modules.telemetry.wire import HEAD, MN, framed, segment

Row = tuple[int, str, str, str, int]


def read(frames: list[bytes], reader: Reader | None = None) -> tuple[Reader, Columns]:
    kept = reader or Reader()
    return kept, kept.read(frames)


def rows(reader: Reader, found: Columns) -> list[Row]:
    factors, statistics = reader.factors, reader.statistics
    return [
        (int(frame), factors[factor], statistics[statistic], repr(float(value)), int(mark))
        for frame, factor, statistic, value, mark in zip(
            found.frame, found.factor, found.statistic, found.value, found.mark, strict=True
        )
    ]


def one_by_one(frames: list[bytes]) -> list[Row]:
    found: list[Row] = []
    for place, raw in enumerate(frames):
        frame = inspected(raw)
        if not frame.sound:
            continue
        for one in report(parsed(frame.segment)).readings:
            mark = ord(one.mark or "\0") if len(one.mark) < 2 and one.mark.isascii() else 255
            value = repr(float("nan") if one.value is None else float(one.text))
            found.append((place, one.code, one.statistic, value, mark))
    return found


def heads(reader: Reader, found: Columns) -> list[tuple[bool, str, str, str]]:
    stations = [*reader.stations, ""]
    return [
        (bool(sound), stations[station], list(Revision)[revision] if sound else "", str(at))
        for sound, station, revision, at in zip(
            found.sound, found.station, found.revision, found.at, strict=True
        )
    ]


def heads_one_by_one(frames: list[bytes]) -> list[tuple[bool, str, str, str]]:
    found = []
    for raw in frames:
        frame = inspected(raw)
        if not frame.sound:
            found.append((False, "", "", "NaT"))
            continue
        told = report(parsed(frame.segment))
        at = told.at and np.datetime64(told.at.astimezone(UTC).replace(tzinfo=None), "ms")
        found.append((True, parsed(frame.segment).station, told.revision, str(at or "NaT")))
    return found


PLAIN = framed(segment("DataTime=20261122120000;a21026-Rtd=1.5,a21026-Flag=N;a21002-Rtd=2.25"))


def test_plain_frame_is_read_with_the_others() -> None:
    reader, found = read([PLAIN])

    assert rows(reader, found) == [
        (0, "a21026", "Rtd", "1.5", ord("N")),
        (0, "a21002", "Rtd", "2.25", 0),
    ]
    assert heads(reader, found) == [(True, MN, "2017", "2026-11-22T04:00:00.000")]
    assert found.alone.tolist() == [False]
    assert reader.heads[found.head[0]].fields.command == "2011"


def test_no_frames_give_no_rows() -> None:
    _, found = read([])

    assert {field.name: len(getattr(found, field.name)) for field in fields_of(found)} == {
        field.name: 0 for field in fields_of(found)
    }


def test_frame_with_another_check_has_no_rows() -> None:
    broken = PLAIN[:-6] + b"0000\r\n"

    reader, found = read([PLAIN, broken, PLAIN])

    assert found.sound.tolist() == [True, False, True]
    assert found.station.tolist() == [0, NONE, 0]
    assert found.frame.tolist() == [0, 0, 2, 2]
    assert heads(reader, found) == heads_one_by_one([PLAIN, broken, PLAIN])


AREAS = [
    "DataTime=20261122120000;a21026-Rtd=1.5,a21026-Flag=N",
    "DataTime=20261122120000;a21026-Rtd=1.5,a21026-Flag=D;a21002-Rtd=3",
    "DataTime=20261122120000;02-Rtd=900,02-Flag=T",
    "DataTime=20250605235959;a21026-Min=1,a21026-Avg=2,a21026-Max=3,a21026-Flag=N",
    "DataTime=20261322120000;a21026-Rtd=1",
    "DataTime=20240229000000;a21026-Rtd=1",
    "DataTime=20230229000000;a21026-Rtd=1",
    "DataTime=20210305003817250;ele01-Rtd=1",
    "DataTime=20261122120000;DataTime=20261122130000;a-Rtd=1",
    "a21026-SampleTime=20261122120000,a21026-Rtd=1.5",
    "a21026-Rtd=1;a21026-Flag=D",
    "a21026-Rtd=1,a21002-Flag=D",
    "a21026-Rtd=1,a21026-Flag=N,a21026-Flag=D",
    "a21026-Rtd=1,a21026-Flag=ND",
    "a21026-Rtd=1,a21026-Flag=",
    "a21026-Rtd=,b-Rtd=-,c-Rtd=1e5,d-Rtd=nan,e-Rtd=+.5,f-Rtd=5.,g-Rtd=-0,h-Rtd=..1",
    "a-Rtd=123456789012345678,b-Rtd=1234567890123456789,c-Rtd=0.1234567890123456789",
    "a-Rtd=9007199254740993,b-Rtd=0.30000000000000004,c-Rtd=-12345678.9",
    "a b-Rtd=1; c-Rtd= 2",
    "清-Rtd=1",
    "i11001-Info=//清洗,管路;a=1//;a-Rtd=1",
    "i11001-Info=//a;b-Rtd=7//;a-Rtd=1",
    "a=1=2;b",
    "a-Rtd=1;;b-Rtd=2",
    "=1;-Rtd=2;a-=3;-=4",
    "SB1-RS=1;SB2-RT=2.5;L5-Data=53.0",
    "QnRtn=1",
    "x-y-Rtd=1",
    "",
    ";",
    "a",
]
HEADS = [
    HEAD,
    HEAD.replace("Flag=5", "Flag=9"),
    HEAD.replace("Flag=5", "Flag=1"),
    HEAD.replace("Flag=5", "Flag=13"),
    HEAD.replace("Flag=5", "Flag=x"),
    "ST=31;CN=2011;PW=123456;MN=88888880000001;",
    HEAD.replace("QN=20261122120000123", "QN=1617951626223"),
    HEAD.replace("QN=", "qn="),
    "",
    " MN=1;MN=2;",
]


@pytest.mark.parametrize("area", AREAS, ids=range(len(AREAS)))
def test_area_is_read_as_alone(area: str) -> None:
    frames = [PLAIN, *(framed(segment(area, head)) for head in HEADS), PLAIN]

    reader, found = read(frames)

    assert rows(reader, found) == one_by_one(frames)
    assert heads(reader, found) == heads_one_by_one(frames)


SEGMENTS = [
    segment("a-Rtd=1") + "x",
    "CP=&&&",
    "CP=&&",
    "CP=&&&&",
    "&&",
    "a-Rtd=1",
    HEAD + "CP=&&a-Rtd=1",
    HEAD + "CP=a-Rtd=1&&",
    HEAD[:-1] + "CP=&&a-Rtd=1&&",
    segment("a-Rtd=1&&b-Rtd=2"),
    segment("CP=&&a-Rtd=1"),
    segment("a-Rtd=" + "1" * 990),
]
WHOLE = [framed(each) for each in SEGMENTS]
WHOLE += [PLAIN[:-2], PLAIN[:-2] + b"\n", b"", b"##", b"##0000FFFF\r\n", PLAIN + PLAIN, PLAIN[2:]]
WHOLE += [
    PLAIN[:-6] + PLAIN[-6:-2].lower() + b"\r\n",
    b"##9999" + PLAIN[6:],
    b"##+131" + PLAIN[6:],
]


@pytest.mark.parametrize("raw", WHOLE, ids=range(len(WHOLE)))
def test_frame_out_of_the_ordinary_is_read_as_alone(raw: bytes) -> None:
    frames = [PLAIN, raw, PLAIN]

    reader, found = read(frames)

    assert rows(reader, found) == one_by_one(frames)
    assert heads(reader, found) == heads_one_by_one(frames)


PARTS = ["a21026", "02", "-Rtd", "-Flag", "=", "1.5", "N", "D", ",", ";", "//", " ", "&&", "-9"]
PARTS += [
    "DataTime=20261122120000",
    "a21026-Rtd=7.25,a21026-Flag=N;",
    "\0",
    "é",
    "\x7f",
    "-Avg=+3",
]
PART = st.sampled_from(PARTS)
AREA = st.lists(PART, max_size=12).map("".join) | st.sampled_from(AREAS)
FRAME = st.tuples(AREA, st.sampled_from(HEADS)).map(lambda pair: framed(segment(*pair)))


@pytest.mark.long
@given(st.lists(FRAME | st.sampled_from(WHOLE) | st.binary(max_size=30), max_size=12))
def test_any_frames_are_read_as_each_alone(frames: list[bytes]) -> None:
    reader, found = read(frames)

    assert rows(reader, found) == one_by_one(frames)
    assert heads(reader, found) == heads_one_by_one(frames)


NUMBER = st.from_regex(r"[+-]?[0-9]{0,20}\.?[0-9]{0,12}", fullmatch=True)
TEXT = NUMBER | st.text(alphabet="0123456789.+-eE_ /:", max_size=24)


@pytest.mark.long
@given(st.lists(TEXT, min_size=1, max_size=30))
def test_numbers_at_once_are_those_alone(texts: list[str]) -> None:
    data = "".join(texts).encode()
    sizes = np.array([len(each) for each in texts])
    starts = np.cumsum(sizes) - sizes
    buffer = np.frombuffer(data + bytes(PADDING), np.uint8)

    found = numbers(buffer, starts, sizes)

    alone = one_by_one([framed(segment(f"a-Rtd={each}")) for each in texts if " " not in each])
    assert [repr(float(v)) for v, t in zip(found, texts, strict=True) if " " not in t] == [
        row[3] for row in alone
    ]


@given(st.lists(st.from_regex(r"[0-9]{14}", fullmatch=True), min_size=1, max_size=30))
def test_times_at_once_are_those_alone(texts: list[str]) -> None:
    buffer = np.frombuffer("".join(texts).encode() + bytes(PADDING), np.uint8)

    found = times(buffer, np.arange(len(texts)) * 14)

    alone = heads_one_by_one([framed(segment(f"DataTime={each}")) for each in texts])
    assert [str(each) for each in found] == [row[3] for row in alone]


def test_names_keep_their_numbers_from_batch_to_batch() -> None:
    reader, first = read([PLAIN])
    other = framed(segment("a34004-Rtd=7;a21026-Rtd=8", HEAD.replace(MN, "B" * 24)))

    _, second = read([other, PLAIN], reader)

    assert first.factor.tolist() == [0, 1]
    assert second.factor.tolist() == [2, 0, 0, 1]
    assert second.station.tolist() == [1, 0]


def test_made_up_names_stations_and_heads_find_no_room_beyond_the_limit() -> None:
    reader = Reader(most_names=8, most_stations=4, most_heads=6)
    frames = [
        framed(segment(f"c{number}-Rtd={number}", HEAD.replace(MN, f"{number:024}")))
        for number in range(20)
    ]

    for raw in frames:
        found = reader.read([raw])

    assert (len(reader.area.names), len(reader.factors), len(reader.stations)) == (8, 8, 4)
    assert len(reader.heads) <= 7
    assert found.station.tolist() == [NONE]
    assert (found.alone.tolist(), found.factor.tolist()) == ([True], [NONE])
    assert found.value.tolist() == [19.0]


def test_mark_of_several_characters_is_told_as_other() -> None:
    _, found = read([framed(segment("a21026-Rtd=1,a21026-Flag=NN"))])

    assert found.mark.tolist() == [OTHER_MARK]


@given(st.lists(st.binary(max_size=24), max_size=30))
def test_names_at_once_have_the_numbers_of_each_alone(texts: list[bytes]) -> None:
    names, alone = Names(64), Names(64)
    sizes = np.array([len(each) for each in texts], np.intp)
    buffer = np.frombuffer(b"".join(texts) + bytes(PADDING), np.uint8)

    found = names.numbers(buffer, np.cumsum(sizes) - sizes, sizes)
    again = names.numbers(buffer, np.cumsum(sizes) - sizes, sizes)

    assert found.tolist() == again.tolist() == [alone.number(each) for each in texts]
