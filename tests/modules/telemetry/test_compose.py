"""What is written: answers by revision, commands, encryption."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.base import sm4
from anhuan.telemetry.protocols.hj212 import cipher, compose
from anhuan.telemetry.protocols.hj212.commands import Executed, Taken
from anhuan.telemetry.protocols.hj212.frame import inspected
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.protocols.hj212.segment import Segment, parsed
from tests.modules.telemetry.wire import MN, framed, segment

AT = datetime(2026, 11, 22, 4, 0, 0, 123_456, tzinfo=UTC)
QN = "20261122120000123"
NEW = compose.Speaker("32", "123456", MN, Revision.OF_2017)


def text(raw: bytes) -> str:
    assert inspected(raw).strict
    return raw[6:-6].decode()


def asked(head: str) -> Segment:
    return parsed(f"{head}CP=&&&&".encode())


REQUEST = asked(f"QN={QN};ST=32;CN=1011;PW=123456;MN={MN};Flag=5;")
OLD = asked(f"QN={QN};ST=32;CN=1011;PW=123456;MN=88888880000001;Flag=3;")


@pytest.mark.parametrize(
    "revision, flag", [(Revision.OF_2017, 4), (Revision.OF_2025, 8)], ids=["2017", "2025"]
)
def test_answers_carry_number_and_version(revision: Revision, flag: int) -> None:
    head = f"PW=123456;MN={MN};Flag={flag};"
    said = [
        compose.answer_to_request(REQUEST, Taken.READY, revision),
        compose.answer_of_execution(REQUEST, Executed.NO_DATA, revision),
        compose.answer_to_notice(REQUEST, revision),
        compose.answer_to_data(REQUEST, revision),
    ]

    assert [text(each) for each in said] == [
        f"QN={QN};ST=91;CN=9011;{head}CP=&&QnRtn=1&&",
        f"QN={QN};ST=91;CN=9012;{head}CP=&&ExeRtn=100&&",
        f"QN={QN};ST=91;CN=9013;{head}CP=&&&&",
        f"QN={QN};ST=91;CN=9014;{head}CP=&&&&",
    ]


def test_answers_of_2005_carry_the_number_in_the_data_area() -> None:
    said = [
        compose.answer_to_request(OLD, Taken.PASSWORD, Revision.OF_2005),
        compose.answer_of_execution(OLD, Executed.DONE, Revision.OF_2005),
        compose.answer_to_notice(OLD, Revision.OF_2005),
    ]

    assert [text(each) for each in said] == [
        f"ST=91;CN=9011;PW=123456;MN=88888880000001;Flag=0;CP=&&QN={QN};QnRtn=3&&",
        f"ST=91;CN=9012;PW=123456;MN=88888880000001;CP=&&QN={QN};ExeRtn=1&&",
        f"ST=91;CN=9013;PW=123456;MN=88888880000001;Flag=0;CP=&&QN={QN}&&",
    ]


def test_answer_to_an_upload_without_a_number_has_none() -> None:
    upload = asked(f"ST=32;CN=2011;PW=123456;MN={MN};Flag=5;")

    said = text(compose.answer_to_data(upload, Revision.OF_2017))

    assert said == f"ST=91;CN=9014;PW=123456;MN={MN};Flag=4;CP=&&&&"


BEGIN, END = datetime(2026, 11, 21, 16, tzinfo=UTC), datetime(2026, 11, 22, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "said, command, area",
    [
        (NEW.get_time(QN), "1011", ""),
        (NEW.get_time(QN, "w01018"), "1011", "PolId=w01018"),
        (NEW.set_time(QN, AT), "1012", "SystemTime=20261122120000"),
        (NEW.set_time(QN, AT, "w01018"), "1012", "PolId=w01018;SystemTime=20261122120000"),
        (NEW.get_interval(QN), "1061", ""),
        (NEW.set_real_time_interval(QN, 30), "1062", "RtdInterval=30"),
        (NEW.get_interval(QN, minutes=True), "1063", ""),
        (NEW.set_minute_interval(QN, 10), "1064", "MinInterval=10"),
        (NEW.set_patience(QN, 10, 3), "1000", "OverTime=10;ReCount=3"),
        (NEW.start_real_time(QN), "2011", ""),
        (NEW.stop_real_time(QN), "2012", ""),
        (
            NEW.history(QN, "2061", BEGIN, END),
            "2061",
            "BeginTime=20261122000000,EndTime=20261122230000",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isdigit() else "",
)
def test_command_is_written(said: bytes, command: str, area: str) -> None:
    assert text(said) == f"QN={QN};ST=32;CN={command};PW=123456;MN={MN};Flag=5;CP=&&{area}&&"


def test_command_bears_the_version_of_the_device() -> None:
    flags = [
        parsed(inspected(compose.Speaker("32", "1", MN, each).get_time(QN)).segment).flag
        for each in Revision
    ]

    assert [flag.value for flag in flags if flag] == [1, 5, 9]


def test_command_outside_its_range_is_refused() -> None:
    with pytest.raises(compose.CannotSay):
        NEW.set_real_time_interval(QN, 29)
    with pytest.raises(compose.CannotSay):
        NEW.set_minute_interval(QN, 7)
    with pytest.raises(compose.CannotSay):
        NEW.history(QN, "2011", BEGIN, END)
    with pytest.raises(compose.CannotSay):
        NEW.history(QN, "2061", END, BEGIN)


@pytest.mark.parametrize("value", ["1;CN=9012", "1&&", "a=b", "é", "x" * 2_000], ids=range(5))
def test_value_that_would_break_the_frame_is_refused(value: str) -> None:
    with pytest.raises(compose.CannotSay):
        compose.framed(compose.written([("PW", value)]))


def test_answer_to_a_hostile_password_is_refused() -> None:
    with pytest.raises(compose.CannotSay):
        compose.answer_to_data(parsed(b"PW=a,b;MN=1;CP=&&&&"), Revision.OF_2017)


def test_remark_may_be_in_any_words_but_not_break_the_frame() -> None:
    area = compose.area_of([[("i11001-Info", "//清洗,管路;a=1//"), ("a-Rtd", "1")]])

    assert area == "i11001-Info=//清洗,管路;a=1//,a-Rtd=1"
    assert len(parsed(compose.written([], area)).items) == 1
    for text in ("//a&&b//", "//a//b//", "//a\r\n//", "//a", "//"):
        with pytest.raises(compose.CannotSay):
            compose.area_of([[("i11001-Info", text)]])


def test_number_is_that_of_the_instant_and_never_the_same_twice() -> None:
    first = compose.number(AT)

    assert first == QN
    assert compose.number(AT, first) == "20261122120000124"
    assert compose.number(AT, "20261231235959999") == "20270101000000000"


@given(st.text(alphabet="abc-Rtd=1.5;,清洗", max_size=200))
def test_encrypted_segment_opens_again(area: str) -> None:
    key = b"0123456789abcdef"
    plain = segment(area).encode()

    sent = inspected(cipher.framed(plain, sm4.encrypting(key)))
    back = cipher.opened(sent, sm4.decrypting(key))

    assert (back.segment, back.sound, back.raw) == (plain, True, sent.raw)
    assert len(sent.segment) == len(plain)


def test_rest_behind_whole_blocks_stays_clear() -> None:
    plain = segment("0123456789abcdefREST").encode()

    sent = inspected(cipher.framed(plain, sm4.encrypting(b"k" * 16)))

    assert sent.segment.endswith(b"REST&&")
    assert b"0123456789abcdef" not in sent.segment


def test_frame_that_another_key_encrypted_stays_as_it_is() -> None:
    plain = segment("DataTime=20261122120000;a21026-Rtd=1.5").encode()
    sent = inspected(cipher.framed(plain, sm4.encrypting(b"k" * 16)))
    others = [bytes([number]) * 16 for number in range(256) if number != ord("k")]

    opened = [cipher.opened(sent, sm4.decrypting(key)) is not sent for key in others]

    assert sum(opened) == 0


def test_encrypted_frame_whose_check_holds_by_chance_is_opened() -> None:
    key = b"0123456789abcdef"
    plains = [segment(f"DataTime=2026112212{n:04};a21026-Rtd=1").encode() for n in range(3_000)]
    frames = [inspected(cipher.framed(plain, sm4.encrypting(key))) for plain in plains]

    opened = [cipher.opened(frame, sm4.decrypting(key)).segment for frame in frames]

    assert opened == plains
    assert any(frame.sound for frame in frames)


def test_frame_without_a_data_area_is_not_opened() -> None:
    frame = inspected(framed("QN=1")[:-6] + b"0000\r\n")

    assert cipher.opened(frame, sm4.decrypting(b"k" * 16)) is frame


def test_plain_frame_is_not_changed_by_a_key() -> None:
    frame = inspected(framed(segment("a=1")))

    assert cipher.opened(frame, sm4.decrypting(b"k" * 16)) is frame


@pytest.mark.parametrize("token", ["", "x", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA=="])
def test_token_that_is_none_is_refused(token: str) -> None:
    with pytest.raises(cipher.NotEncrypted):
        cipher.token_text(token, sm4.decrypting(b"k" * 16))


def test_cipher_gives_the_example_of_its_standard() -> None:
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")

    block = sm4.encrypting(key)(key)

    assert block.hex() == "681edf34d206965e86b3e94f536e4246"
    assert sm4.decrypting(key)(block) == key


def test_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        sm4.encrypting(b"short")
