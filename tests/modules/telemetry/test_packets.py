"""Sub-packets put together, and what came again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.telemetry.protocols.hj212.packets import (
    Assembled,
    Assembly,
    NumbersWrong,
    Repeat,
    Repeats,
)
from anhuan.telemetry.protocols.hj212.segment import Segment, parsed
from tests.modules.telemetry.wire import MN

AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def part(
    number: int,
    of: int,
    area: str = "",
    told: str = "20261122120000",
    mn: str = MN,
    extra: str = "",
) -> Segment:
    time = f"DataTime={told};" if told else ""
    text = (
        f"QN=20261122120000{number:03};ST=31;CN=2061;PW=123456;MN={mn};Flag=7;"
        f"PNUM={of};PNO={number};{extra}CP=&&{time}{area or f'a-Avg={number}'}&&"
    )
    return parsed(text.encode())


def numbers(found: list[Assembled]) -> list[tuple[list[str], tuple[int, ...]]]:
    return [([each.header["PNO"] for each in one.parts], one.missing) for one in found]


@given(st.permutations(range(1, 6)))
def test_parts_in_any_order_are_one_message(order: list[int]) -> None:
    assembly = Assembly()

    found = [one for number in order for one in assembly.take(part(number, 5), AT)]

    assert numbers(found) == [(["1", "2", "3", "4", "5"], ())]
    assert (found[0].complete, len(assembly)) == (True, 0)


def test_packet_without_numbers_stands_alone() -> None:
    alone = parsed(b"ST=31;Flag=5;CP=&&a=1&&")

    assert Assembly().take(alone, AT) == [Assembled((alone,))]


def test_doubled_part_counts_once() -> None:
    assembly = Assembly()

    found = [assembly.take(part(n, 3), AT) for n in (1, 1, 2, 2, 3)]

    assert numbers(found[-1]) == [(["1", "2", "3"], ())]
    assert found[:-1] == [[], [], [], []]


def test_part_with_other_content_begins_anew_and_the_old_is_given() -> None:
    assembly = Assembly()

    assembly.take(part(1, 2), AT)
    old = assembly.take(part(1, 2, "a-Avg=9"), AT)
    new = assembly.take(part(2, 2), AT)

    assert numbers(old) == [(["1"], (2,))]
    assert [each.parameters["a-Avg"] for each in new[0].parts] == ["9", "2"]


def test_missing_part_is_named_when_patience_ends() -> None:
    assembly = Assembly(patience=MINUTE)
    assembly.take(part(1, 3), AT)
    assembly.take(part(3, 3), AT + MINUTE / 2)

    early = assembly.expired(AT + MINUTE)
    late = assembly.expired(AT + MINUTE * 1.5)

    assert (early, numbers(late)) == ([], [(["1", "3"], (2,))])
    assert (len(assembly), assembly.expired(AT + MINUTE * 9)) == (0, [])


def test_messages_of_two_stations_and_two_times_stay_apart() -> None:
    assembly = Assembly()
    sent = [part(1, 2), part(1, 2, mn="B" * 24), part(1, 2, told="20261122130000"), part(2, 2)]

    found = [one for each in sent for one in assembly.take(each, AT)]

    assert numbers(found) == [(["1", "2"], ())]
    assert len(assembly) == 2


def test_later_part_without_a_time_belongs_to_the_message_begun_last() -> None:
    assembly = Assembly()

    assembly.take(part(1, 2), AT)
    found = assembly.take(part(2, 2, told=""), AT)

    assert numbers(found) == [(["1", "2"], ())]


@pytest.mark.parametrize(
    "head",
    [
        "Flag=7;",
        "Flag=7;PNUM=2;",
        "Flag=7;PNUM=2;PNO=3;",
        "Flag=7;PNUM=2;PNO=0;",
        "Flag=7;PNUM=x;PNO=1;",
        "Flag=7;PNUM=²;PNO=1;",
        "Flag=7;PNUM=1000;PNO=1;",
        "Flag=7;PNUM=99999999999;PNO=1;",
    ],
)
def test_numbers_that_name_no_place_are_refused(head: str) -> None:
    with pytest.raises(NumbersWrong):
        Assembly().take(parsed(f"{head}CP=&&&&".encode()), AT)


def test_request_of_2005_sets_the_bit_without_numbers() -> None:
    assert len(Assembly().take(parsed(b"QN=1;Flag=3;CP=&&&&"), AT)) == 1


def test_padded_numbers_are_taken() -> None:
    text = b"Flag=7;PNO=0001;PNUM=0001;CP=&&a=1&&"

    assert numbers(Assembly().take(parsed(text), AT)) == [(["0001"], ())]


def test_no_more_parts_are_held_than_allowed() -> None:
    assembly = Assembly(most=10)

    given = [
        one
        for number in range(40)
        for one in assembly.take(part(1, 9, told=f"202611221{number:05}"), AT)
    ]

    assert (len(assembly), len(given)) == (10, 30)
    assert {one.missing for one in given} == {(2, 3, 4, 5, 6, 7, 8, 9)}


def upload(
    qn: str = "1", value: str = "1", told: str = "20261122120000", flag: int = 5
) -> Segment:
    text = f"QN={qn};ST=31;CN=2011;PW=1;MN={MN};Flag={flag};CP=&&DataTime={told};a-Rtd={value}&&"
    return parsed(text.encode())


@pytest.mark.parametrize(
    "second, expected",
    [
        (upload(), Repeat.AGAIN),
        (upload(flag=4), Repeat.AGAIN),
        (upload(qn="2"), Repeat.AGAIN),
        (upload(value="2"), Repeat.CHANGED),
        (upload(qn="2", value="2"), Repeat.CHANGED),
        (upload(qn="2", told="20261122120100"), Repeat.NEW),
        (parsed(upload(qn="2").raw.replace(b"a-Rtd", b"b-Rtd")), Repeat.NEW),
        (parsed(upload().raw.replace(b"CP=", b"RF=1;CP=")), Repeat.AGAIN),
    ],
    ids=["same", "flag", "number", "value", "number-value", "time", "other-factor", "resent"],
)
def test_what_came_before_is_known(second: Segment, expected: Repeat) -> None:
    repeats = Repeats()

    assert repeats.note(upload(), AT) is Repeat.NEW
    assert repeats.note(second, AT + MINUTE) is expected


def test_upload_of_2005_is_known_by_its_time() -> None:
    old = parsed(b"ST=31;CN=2011;PW=1;MN=88888880000001;CP=&&DataTime=20261122120000;02-Rtd=1&&")
    repeats = Repeats()

    assert [repeats.note(old, AT), repeats.note(old, AT)] == [Repeat.NEW, Repeat.AGAIN]


def test_what_is_long_ago_is_forgotten() -> None:
    repeats = Repeats(window=MINUTE)
    repeats.note(upload(), AT)

    assert repeats.note(upload(), AT + 3 * MINUTE) is Repeat.NEW


def test_no_more_is_remembered_than_allowed() -> None:
    repeats = Repeats(most=10)
    for number in range(100):
        repeats.note(upload(qn=str(number), told=f"202611221{number:05}"), AT)

    assert len(repeats) == 10
