"""Who answers what; a request followed to its end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.telemetry.protocols.hj212 import compose, exchange
from anhuan.telemetry.protocols.hj212.commands import ADSL, CELLULAR, COMMANDS, SYSTEMS, Taken
from anhuan.telemetry.protocols.hj212.exchange import Conversation, Standing
from anhuan.telemetry.protocols.hj212.frame import inspected
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.protocols.hj212.segment import Segment, parsed
from tests.modules.telemetry.wire import MN, framed

AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
QN = "20261122120000123"
SPEAKER = compose.Speaker("32", "123456", MN, Revision.OF_2017)


def said(command: str, area: str = "", flag: int = 5, number: str = QN, mn: str = MN) -> Segment:
    text = f"QN={number};ST=32;CN={command};PW=123456;MN={mn};Flag={flag};CP=&&{area}&&"
    return parsed(text.encode())


def later(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "command, flag, answer",
    [
        ("2011", 5, "9014"),
        ("2011", 4, None),
        ("2061", 7, "9014"),
        ("1013", 5, "9013"),
        ("9015", 9, "9013"),
        ("9015", 8, None),
        ("9011", 5, None),
        ("9014", 5, None),
        ("9021", 5, "9014"),
        ("2081", 5, "9014"),
        ("3019", 4, None),
    ],
)
def test_platform_answers(command: str, flag: int, answer: str | None) -> None:
    segment = said(command, flag=flag)
    raw = exchange.answer(inspected(framed(segment.raw)), segment, Revision.OF_2017)

    found = None if raw is None else parsed(inspected(raw).segment)

    assert (found and found.command) == answer
    assert found is None or found.number == QN


def test_frame_whose_check_does_not_hold_is_not_answered() -> None:
    segment = said("2011")
    broken = inspected(framed(segment.raw)[:-6] + b"0000\r\n")

    assert exchange.answer(broken, segment, Revision.OF_2017) is None
    assert exchange.taken(broken) is Taken.CHECK


@pytest.mark.parametrize(
    "wrong, code",
    [("", 1), ("PW", 3), ("MN", 4), ("ST", 5), ("Flag", 6), ("QN", 7), ("CN", 8), ("X", 100)],
)
def test_result_by_the_field_that_is_wrong(wrong: str, code: int) -> None:
    assert exchange.taken(inspected(framed(said("1011").raw)), wrong) == code


def begun(raw: bytes) -> Conversation:
    return exchange.begun(parsed(inspected(raw).segment), raw, AT)


def heard(talk: Conversation, *segments: Segment) -> Conversation:
    for segment in segments:
        talk = exchange.heard(talk, segment, later(1))
    return talk


def test_data_are_fetched() -> None:
    talk = begun(SPEAKER.history(QN, "2061", AT, AT))
    first = said("2061", "DataTime=20261122120000", 4, number="20261122120001000")
    second = said("2061", "DataTime=20261122130000", 4, number="20261122120002000")

    talk = heard(talk, said("9011", "QnRtn=1"), first, second, said("9012", "ExeRtn=1"))

    assert (talk.standing, talk.taken, talk.executed) == (Standing.DONE, 1, 1)
    assert talk.data == (first, second)


def test_refusal_ends_a_request() -> None:
    talk = heard(begun(SPEAKER.get_time(QN)), said("9011", "QnRtn=3"), said("9012", "ExeRtn=1"))

    assert (talk.standing, talk.taken, talk.executed) == (Standing.REFUSED, 3, None)


@pytest.mark.parametrize("area, code", [("ExeRtn=100", 100), ("ExeRtn=x", 100), ("", 100)])
def test_execution_that_failed_says_so(area: str, code: int) -> None:
    talk = heard(begun(SPEAKER.get_time(QN)), said("9011", "QnRtn=1"), said("9012", area))

    assert (talk.standing, talk.executed) == (Standing.FAILED, code)


def test_notice_is_done_when_it_is_answered() -> None:
    talk = heard(begun(SPEAKER.stop_real_time(QN)), said("9013"))

    assert talk.standing is Standing.DONE


def test_answers_of_2005_are_known_by_the_number_in_their_data() -> None:
    old = parsed(f"ST=91;CN=9012;PW=1;MN={MN};CP=&&QN={QN};ExeRtn=1&&".encode())

    assert heard(begun(SPEAKER.get_time(QN)), old).standing is Standing.DONE


@pytest.mark.parametrize(
    "other",
    [
        said("9012", "ExeRtn=1", number="20261122120000124"),
        said("9012", "ExeRtn=1", mn="0" * 24),
        said("9013"),
        said("2011", "DataTime=20261122120000"),
    ],
    ids=["number", "station", "other-answer", "other-data"],
)
def test_what_belongs_elsewhere_changes_nothing(other: Segment) -> None:
    talk = begun(SPEAKER.get_time(QN))

    assert heard(talk, other) == talk


def test_silence_sends_again_three_times_and_then_gives_up() -> None:
    talk, sent = begun(SPEAKER.get_time(QN)), []
    for step in range(1, 60):
        talk, again = exchange.overdue(talk, later(step))
        sent += [step] if again else []

    assert sent == [10, 20, 30]
    assert (talk.standing, talk.open) == (Standing.SILENT, False)


def test_request_that_was_taken_is_not_sent_again() -> None:
    talk = heard(begun(SPEAKER.get_time(QN)), said("9011", "QnRtn=1"))

    before, none = exchange.overdue(talk, later(10))
    after, again = exchange.overdue(talk, later(11))

    assert (before.standing, none, after.standing, again) == (
        Standing.TAKEN,
        None,
        Standing.SILENT,
        None,
    )


def test_data_prolong_the_wait() -> None:
    talk = heard(begun(SPEAKER.history(QN, "2061", AT, AT)), said("9011", "QnRtn=1"))

    talk = exchange.heard(talk, said("2061", "DataTime=20261122120000"), later(9))

    assert talk.due == later(19)


TEXT = st.text(alphabet="QNSTCPWMFlag=;&#09AB-é \r\n", max_size=40)


@pytest.mark.long
@given(TEXT, st.sampled_from(["2011", "1013", "9015", "3020"]), st.sampled_from(list(Revision)))
def test_any_upload_is_answered_by_a_strict_frame_or_refused(
    text: str, command: str, revision: Revision
) -> None:
    segment = parsed(f"QN={text};MN={text};PW={text};CN={command};Flag=5;CP=&&{text}&&".encode())
    try:
        raw = exchange.answer(inspected(framed(segment.raw)), segment, revision)
    except compose.CannotSay:
        return

    if raw is None:
        # the text brought fields of its own, or CP=&& and with it the end of the header
        asked = segment.flag is not None and segment.flag.answer
        assert not asked or segment.command != command
        return
    said = parsed(inspected(raw).segment)
    assert (inspected(raw).strict, said.faults) == (True, ())
    assert (said.number, said.station) == (segment.number, segment.station)


def test_tables_have_what_the_standard_counts() -> None:
    since = {revision: 0 for revision in Revision}
    for row in COMMANDS.values():
        since[row.since] += 1

    assert len(SYSTEMS) == 22
    assert [ADSL, CELLULAR] == [(5, 3), (10, 3)]
    assert {"9011", "9012", "9013", "9014", "9015"} <= set(COMMANDS)
    assert since[Revision.OF_2025] == 9
