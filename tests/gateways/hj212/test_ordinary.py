"""The fast way gives what the strict way gives, for any frame."""

import uuid
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from anhuan.gateways.hj212.ordinary import Ordinary, Read, parts_of
from anhuan.gateways.hj212.reading import Understood, understood
from anhuan.telemetry.packing import packed, seconds_of
from anhuan.telemetry.protocols.hj212.compose import framed_all
from anhuan.telemetry.protocols.hj212.frame import inspected
from anhuan.telemetry.protocols.hj212.plain import plain_frames
from anhuan.telemetry.protocols.hj212.segment import parsed
from anhuan.telemetry.types import Credential, Packed
from tests.modules.telemetry.wire import framed

AT = datetime(2026, 11, 22, 5, tzinfo=UTC)
SECONDS = int(AT.timestamp())
STATION = Credential(
    station=uuid.UUID(int=7),
    number=7,
    code="010000A8900016F000169DC0",
    password="",
    cipher_key="",
    interval=60,
    retired=False,
)
STATIONS = {STATION.code: STATION}

texts = """
    1.5 0 -3 +.5 12. x 1e3 1.23456789012345678 0.10 = 1=2 -0 -0.00 00.5 0.000000 0.000001
    0.0000001 1234567890.123456 99999999999999999
"""
values = st.sampled_from(["", *texts.split()])
marks = st.sampled_from(["N", "N", "N", "D", "T", "P", "3", "", "Q", "NN"])
suffixes = st.sampled_from(["Rtd", "Avg", "Min", "Max", "Cou", "ZsAvg", "ZsMin", "RS", "Other"])
codes = st.sampled_from(["a21026", "a34004", "w01018", "011", "zz9999", "SB1"])
times = st.sampled_from(
    ["20261122120000", "20261122120059", "20250605120000", "20991122120000", "19991122120000",
     "20261322120000", "20261122120000123", "", "2026"]
)  # fmt: skip


flags = st.sampled_from(["4", "5", "1", "9", "13", "x"])


@st.composite
def areas(draw: st.DrawFn) -> str:
    items = [f"DataTime={draw(times)}"] if draw(st.integers(0, 9)) else []
    for code in draw(st.lists(codes, max_size=3)):
        pairs = [
            f"{code}-{suffix}={draw(values)}"
            for suffix in draw(st.lists(suffixes, min_size=1, max_size=3))
        ]
        if draw(st.booleans()):
            pairs.append(f"{code}-Flag={draw(marks)}")
        items.append(draw(st.sampled_from([",", ",", ",", ";", ",,"])).join(pairs))
    text = ";".join(items)
    return text + draw(st.sampled_from(["", "", "", ";", "&", ",x", ",a=//;//"]))


@st.composite
def frames(draw: st.DrawFn) -> bytes:
    number = draw(st.sampled_from(["20261122120000123", "20261122126000123", "20261122120001000"]))
    head = (
        f"QN={number};ST={draw(st.sampled_from(['22', '31', '99']))};"
        f"CN={draw(st.sampled_from(['2011', '2021', '2051', '2061', '2031', '9014', '3020']))};"
        f"PW=123456;MN={STATION.code};Flag={draw(flags)};"
    )
    raw = framed(f"{head}CP=&&{draw(areas())}&&")
    if draw(st.integers(0, 19)) == 0:
        raw = raw[:-6] + raw[-6:].lower()
    return raw


def strictly(raw: bytes) -> Understood:
    frame = inspected(raw)
    return understood(frame, parsed(frame.segment), STATION, AT)


@given(st.lists(frames(), min_size=1, max_size=6))
def test_the_fast_way_gives_what_the_strict_way_gives(several: list[bytes]) -> None:
    ordinary = Ordinary()
    for raw in [*several, *several]:
        looked = plain_frames([raw])
        whole = bool((looked.sound & looked.numbered & looked.closed)[0])
        parts = parts_of(raw) if whole else None
        slow = strictly(raw)
        if parts is None:
            continue
        fast = ordinary.read(parts, STATIONS, SECONDS)
        assert fast is None or fast == expected(slow)
        ordinary.learn(parts, parsed(inspected(raw).segment), slow)


def expected(slow: Understood) -> Read:
    """What the strict way found, as the fast way says it."""
    sample, answer = slow.sample, slow.answer
    assert sample is not None
    assert slow.odd is None
    body = packed(sample.revision, sample.values)
    kept = Packed(STATION.number, sample.span, seconds_of(sample.at), body)
    return Read(STATION, kept, answer and inspected(answer).segment)


def test_a_shape_is_read_fast_from_its_second_frame_on() -> None:
    ordinary = Ordinary()
    texts = ["1.50", "2", "-0.3"]
    raws = [
        framed(
            f"QN=2026112212000{place}123;ST=22;CN=2011;PW=123456;MN={STATION.code};Flag=5;"
            f"CP=&&DataTime=2026112212000{place};a34004-Rtd={text},a34004-Flag=N&&"
        )
        for place, text in enumerate(texts)
    ]
    first, *others = [parts_of(raw) for raw in raws]
    assert first is not None
    assert ordinary.read(first, STATIONS, SECONDS) is None
    ordinary.learn(first, parsed(inspected(raws[0]).segment), strictly(raws[0]))
    read = [ordinary.read(parts, STATIONS, SECONDS) for parts in others if parts is not None]
    assert read == [expected(strictly(raw)) for raw in raws[1:]]
    assert framed_all([one.answer for one in read if one and one.answer]) == [
        framed(
            f"QN=2026112212000{place}123;ST=91;CN=9014;PW=123456;MN={STATION.code};Flag=4;CP=&&&&"
        )
        for place in (1, 2)
    ]
