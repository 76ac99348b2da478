"""The CRC of HJ 212: by the text of the standard, folded, over ranges and over many at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.telemetry.protocols.hj212.crc import Sums, crc, crc_of_rows
from tests.modules.telemetry.wire import reference

EXAMPLE = (
    b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;"
    b"Flag=5;CP=&&RtdInterval=30&&"
)


@pytest.mark.parametrize(
    "data, expected",
    [(b"", 0xFFFF), (b"\0", 0x4040), (b"123456789", 0x2F80), (EXAMPLE, 0x1C80)],
    ids=["empty", "zero", "digits", "standard"],
)
def test_crc_of_published_bytes(data: bytes, expected: int) -> None:
    assert crc(data) == expected


@given(st.binary(max_size=300))
def test_crc_is_that_of_the_standard_bit_by_bit(data: bytes) -> None:
    assert crc(data) == reference(data)


@given(st.lists(st.binary(min_size=1, max_size=120), min_size=1, max_size=20), st.integers(0, 8))
def test_many_at_once_are_each_as_alone(segments: list[bytes], behind: int) -> None:
    rows = np.frombuffer(
        b"".join((each + bytes(behind)).rjust(128, b"\0") for each in segments), np.uint8
    ).reshape(-1, 128)
    sizes = np.array([len(each) for each in segments])

    assert crc_of_rows(rows, sizes, behind).tolist() == [reference(each) for each in segments]


@given(st.binary(max_size=200), st.integers(0, 1000), st.data())
def test_range_of_a_stream_has_its_own_crc(data: bytes, begin: int, chosen: st.DataObject) -> None:
    cut = chosen.draw(st.integers(0, len(data)))
    start = chosen.draw(st.integers(0, len(data)))
    end = chosen.draw(st.integers(start, len(data)))
    sums = Sums(begin)

    sums.take(data[:cut])
    sums.take(data[cut:])
    sums.drop(begin + start)

    assert sums.crc(begin + start, begin + end) == reference(data[start:end])


def test_dropping_beyond_the_end_begins_anew() -> None:
    sums = Sums()
    sums.take(b"abc")

    sums.drop(10)
    sums.take(b"xyz")

    assert (sums.start, sums.end, sums.crc(10, 13)) == (10, 13, reference(b"xyz"))
