"""Streams cut into frames: what stands between, what is cut, slow and hostile senders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.telemetry.protocols.hj212.deviations import Deviation
from anhuan.telemetry.protocols.hj212.framing import LONGEST, Kind, Piece, Splitter
from tests.modules.telemetry.wire import chunks, framed, reference, segment

ONE = framed(segment("DataTime=20261122120000;a21026-Rtd=1.5,a21026-Flag=N"))
TWO = framed(segment("DataTime=20261122120100;a21026-Rtd=2.5,a21026-Flag=N"))


def pieces(*data: bytes) -> list[Piece]:
    splitter = Splitter()
    found = [piece for each in data for piece in splitter.feed(each)]
    return found + splitter.finish()


def shown(found: list[Piece]) -> list[tuple[str, bytes, list[str]]]:
    return [(p.kind.value, p.raw, [fault.what.value for fault in p.faults]) for p in found]


def test_frames_one_after_the_other() -> None:
    assert shown(pieces(ONE + TWO)) == [("frame", ONE, []), ("frame", TWO, [])]


def test_frame_gives_its_segment_and_check() -> None:
    (piece,) = pieces(ONE)

    assert piece.segment == ONE[6:-6]
    assert piece.check == ONE[-6:-2]


def test_frame_is_given_as_soon_as_it_is_complete() -> None:
    splitter = Splitter()

    assert splitter.feed(ONE[:-1]) == []
    assert shown(splitter.feed(ONE[-1:])) == [("frame", ONE, [])]
    assert splitter.waiting == 0


@pytest.mark.parametrize(
    "stream, expected",
    [
        (b"noise" + ONE, [("junk", b"noise", []), ("frame", ONE, [])]),
        (ONE + b"\r\n" + TWO, [("frame", ONE, []), ("junk", b"\r\n", []), ("frame", TWO, [])]),
        (b"#" * 9 + ONE, [("junk", b"#" * 9, []), ("frame", ONE, [])]),
        (ONE[:40] + TWO, [("broken", ONE[:40], ["cut"]), ("frame", TWO, [])]),
        (ONE[:4] + TWO, [("broken", ONE[:4], ["length-not-decimal"]), ("frame", TWO, [])]),
        (ONE[:-2] + TWO, [("frame", ONE[:-2], ["terminator"]), ("frame", TWO, [])]),
        (ONE[:-1] + TWO, [("frame", ONE[:-1], ["terminator"]), ("frame", TWO, [])]),
        (
            ONE[:-2] + b"\n" + TWO,
            [("frame", ONE[:-2] + b"\n", ["terminator"]), ("frame", TWO, [])],
        ),
        (ONE[:-2], [("frame", ONE[:-2], ["terminator"])]),
        (ONE[:50], [("broken", ONE[:50], ["cut"])]),
        (b"##", [("broken", b"##", ["length-not-decimal"])]),
        (b"#", [("junk", b"#", [])]),
        (b"##0000FFFF\r\n", [("frame", b"##0000FFFF\r\n", [])]),
    ],
    ids=[
        "noise-before",
        "empty-line-between",
        "more-hashes",
        "cut",
        "cut-in-length",
        "no-end",
        "no-lf",
        "no-cr",
        "no-end-at-the-last",
        "rest",
        "two-hashes",
        "one-hash",
        "empty-segment",
    ],
)
def test_stream_is_read_on_after_a_fault(
    stream: bytes, expected: list[tuple[str, bytes, list[str]]]
) -> None:
    assert shown(pieces(stream)) == expected


@pytest.mark.parametrize("told", [b"0001", b"0080", b"0900", b"9999"], ids=bytes.decode)
def test_wrong_length_leaves_the_frame_by_its_line_and_the_next(told: bytes) -> None:
    wrong = b"##" + told + ONE[6:]

    assert shown(pieces(wrong + TWO)) == [
        ("frame", wrong, ["length-mismatch"]),
        ("frame", TWO, []),
    ]


@pytest.mark.parametrize("told", [b"01A4", b"131", b"00131", b" 131", b"+131"], ids=repr)
def test_length_that_is_no_four_digits_is_named(told: bytes) -> None:
    wrong = b"##" + told + ONE[6:]

    (piece,) = pieces(wrong)

    assert (piece.raw, piece.faults[0].what) == (wrong, Deviation.LENGTH_NOT_DECIMAL)


@pytest.mark.parametrize("told", [b"131", b"00131"], ids=bytes.decode)
def test_length_of_other_digits_still_gives_the_segment(told: bytes) -> None:
    (piece,) = pieces(b"##" + told + ONE[6:])

    assert (piece.kind, piece.segment) == (Kind.FRAME, ONE[6:-6])


def test_wrong_check_with_its_end_in_place_is_a_frame() -> None:
    wrong = ONE[:-6] + b"0000\r\n"

    assert shown(pieces(wrong + TWO)) == [("frame", wrong, []), ("frame", TWO, [])]


def test_frame_inside_a_sound_one_is_not_cut_out_when_its_check_does_not_hold() -> None:
    body = segment("i11001-Info=//##0004abcdEEEE//").encode()

    assert shown(pieces(framed(body))) == [("frame", framed(body), [])]


def test_second_of_two_frames_survives_though_the_first_claims_its_bytes() -> None:
    greedy = b"##%04d" % (len(ONE) + 40)

    assert shown(pieces(greedy + ONE + TWO))[1:] == [("frame", ONE, []), ("frame", TWO, [])]


def test_whole_frame_is_not_held_back_by_a_cut_one_that_waits_for_more() -> None:
    splitter = Splitter()

    found = splitter.feed(b"##9000QN=" + ONE)

    assert shown(found) == [("broken", b"##9000QN=", ["cut"]), ("frame", ONE, [])]


WORDS = [ONE, ONE[:-2], ONE[:-6] + b"ABCD\r\n", b"##", b"#", b"\r\n", b"##0012", b"##9999", b"x"]
WORDS += [ONE[:30], framed("CP=&&##&&"), framed("CP=&&&&"), b"##0007CP=&&&&", b"##0010a\r\nb"]
STREAMS = st.lists(st.sampled_from(WORDS) | st.binary(max_size=6), max_size=12).map(b"".join)


@pytest.mark.long
@given(STREAMS, st.lists(st.integers(0, 10_000), max_size=8))
def test_chunks_do_not_change_frames_and_no_byte_is_lost(stream: bytes, cuts: list[int]) -> None:
    whole, cut = pieces(stream), pieces(*chunks(stream, cuts))
    single = pieces(*(stream[at : at + 1] for at in range(len(stream))))

    assert b"".join(p.raw for p in whole) == b"".join(p.raw for p in single) == stream
    kept = [[p for p in found if p.kind is not Kind.JUNK] for found in (whole, cut, single)]
    assert kept[0] == kept[1] == kept[2]


@pytest.mark.long
@given(st.lists(STREAMS, max_size=6))
def test_frames_between_anything_that_ends_its_line_all_come_out(streams: list[bytes]) -> None:
    quiet = [stream.replace(b"#", b"-") for stream in streams]

    found = pieces(b"".join(stream + TWO for stream in quiet))

    assert [p.raw for p in found if p.kind is Kind.FRAME] == [TWO] * len(quiet)


HOSTILE = [b"##9998", b"##9999\r\n", b"##9998&&ABCD", b"##0010", b"##", b"#", b"\r\n", b"##99x"]
HOSTILE += [b"x", ONE, ONE[:-2], ONE[:50], b"##0012" + ONE]


@pytest.mark.parametrize("word", HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
@pytest.mark.parametrize("step", [7, 700, 100_000])
def test_each_byte_is_looked_at_a_fixed_number_of_times(word: bytes, step: int) -> None:
    looked = []
    for size in (LONGEST * 2, LONGEST * 4):
        splitter, stream = Splitter(), (word * size)[:size]
        for at in range(0, size, step):
            splitter.feed(stream[at : at + step])
        splitter.finish()
        looked.append(splitter.looked)

    assert looked[0] <= 6 * 2 * LONGEST
    assert looked[1] <= 2 * looked[0] + LONGEST


@pytest.mark.parametrize("word", HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def test_no_more_than_one_frame_waits_whatever_comes(word: bytes) -> None:
    splitter, most = Splitter(), 0
    for _ in range(30):
        splitter.feed((word * 5_000)[:5_000])
        most = max(most, splitter.waiting)

    assert most <= LONGEST


def test_garbage_does_not_wait_at_all() -> None:
    splitter = Splitter()

    waiting = [(splitter.feed(b"\xff" * 4_096), splitter.waiting)[1] for _ in range(250)]

    assert set(waiting) == {0}


def test_longest_frame_four_digits_can_tell_is_taken() -> None:
    body = b"CP=&&" + b"x" * 9_992 + b"&&"
    frame = b"##9999%b%04X\r\n" % (body, reference(body))

    assert shown(pieces(frame, ONE)) == [("frame", frame, []), ("frame", ONE, [])]


@pytest.mark.parametrize("hashes", range(5))
@pytest.mark.parametrize("before", [*range(LONGEST - 5, LONGEST + 3)])
def test_line_without_an_end_is_cut_in_one_place_however_it_came(before: int, hashes: int) -> None:
    stream = b"##xx".ljust(before, b"y") + b"#" * hashes + ONE[2:] + b"z\r\n" + TWO
    whole = pieces(stream)

    for cut in range(LONGEST - 6, LONGEST + 8):
        cuts = pieces(stream[:cut], stream[cut : cut + 1], stream[cut + 1 :])
        assert [p for p in cuts if p.kind is not Kind.JUNK] == [
            p for p in whole if p.kind is not Kind.JUNK
        ]
        assert b"".join(p.raw for p in cuts) == stream
    assert whole[-1].raw == TWO
