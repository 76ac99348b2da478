"""The gateway over real sockets: what it stores, what it answers, whom it lets in."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from anhuan.base import clock
from anhuan.gateways.hj212.link import READ_AT_ONCE, READ_UNPROVED, Ended
from anhuan.kernel.access import Role, Viewer
from anhuan.telemetry import queries
from anhuan.telemetry.hot.models import Frame
from anhuan.telemetry.hot.models import Sample as Row
from anhuan.telemetry.protocols.hj212.factors import todays
from anhuan.telemetry.protocols.hj212.fields import time_of
from anhuan.telemetry.protocols.hj212.frame import inspected
from anhuan.telemetry.protocols.hj212.segment import parsed
from anhuan.telemetry.services import adopt_station
from anhuan.telemetry.types import Kind, Meeting, Span
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests import factories as make
from tests.gateways.hj212.device import Device, upload
from tests.modules.telemetry.wire import framed

pytestmark = pytest.mark.django_db(transaction=True)
VECTORS = next(
    (
        folder / "shared" / "standards" / "hj212.json"
        for folder in Path(__file__).resolve().parents
        if (folder / "shared" / "standards" / "hj212.json").exists()
    ),
    None,
)
CODE = "010000A8900016F000169DC0"
AREA = "DataTime=20261122120000;a34004-Rtd=35.20,a34004-Flag=N"
AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
DATA = ("9014", "20261122120000123")
Start = Callable[..., Any]


@pytest.fixture
def county(rules: int) -> Area:
    return make.area("云溪区", level=Level.COUNTY)


@pytest.fixture
def officer(county: Area) -> Viewer:
    return make.viewer_in(Role.OFFICER, area=county)


@pytest.fixture
def adopt(county: Area, officer: Viewer) -> Callable[..., UUID]:
    def adopted(code: str = CODE, password: str = "123456", **more: Any) -> UUID:
        given = {"name": f"站{code}", "kind": Kind.AIR, "area": county.id}
        return adopt_station(
            **given | more, code=code, password=password, by=officer, at=clock.now()
        )

    return adopted


def stored(station: UUID, span: Span = Span.REAL, at: datetime = AT) -> dict[str, Any]:
    """What stands of one time: the texts of the values as they were sent."""
    found = queries.readings(
        None, stations=[station], start=at, end=at + timedelta(seconds=1), span=span
    )
    return {one.factor: (str(one.sent.value), one.mark) for one in found}


def until(holds: Callable[[], bool]) -> None:
    """Wait for what another thread is about to do."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_data_answered_are_stored(gateway: Start, adopt: Callable[..., UUID]) -> None:
    station = adopt()
    with Device(gateway().port) as device:
        assert device.ask(upload(CODE, AREA)) == [DATA]
        assert stored(station) == {"a34004": ("35.20", "N")}
        row = queries.station(None, station)
        assert row.heard_at is not None
        device.send(upload(CODE, AREA.replace("35.20", "36.1"), flag=4))
        assert [one.command for one in device.done()] == []
    assert stored(station) == {"a34004": ("36.1", "N")}


def test_data_sent_again_are_answered_and_stored_once(
    gateway: Start, adopt: Callable[..., UUID]
) -> None:
    adopt()
    with Device(gateway().port) as device:
        assert device.ask(*[upload(CODE, AREA)] * 5) == [DATA] * 5
        later = upload(CODE, AREA, number="20261122120001123", flag=7, more="PNUM=1;PNO=1;")
        assert device.ask(later) == [("9014", "20261122120001123")]
    assert Row.objects.count() == 1


def test_stranger_is_met_and_not_answered_until_adopted(
    gateway: Start, adopt: Callable[..., UUID], officer: Viewer
) -> None:
    running = gateway()
    adopt("0" * 24)
    with Device(running.port) as known, Device(running.port) as device:
        device.send(upload(CODE, AREA), upload(CODE, AREA))
        assert known.ask(upload("0" * 24, AREA)) == [DATA]
        until(lambda: bool(queries.strangers(officer)))
        (row,) = queries.strangers(officer)
        assert (row.code, row.reason, row.peer, row.system, row.count, row.raw) == (
            CODE, Meeting.UNKNOWN, "127.0.0.1", "22", 2, upload(CODE, AREA),
        )  # fmt: skip
        station = adopt()
        running.ask(lambda server: server.desk.forget())
        assert device.ask(upload(CODE, AREA)) == [DATA]
    assert queries.strangers(officer) == []
    assert stored(station) == {"a34004": ("35.20", "N")}


def test_wrong_password_is_not_answered_nor_stored(
    gateway: Start, adopt: Callable[..., UUID], officer: Viewer
) -> None:
    adopt()
    with Device(gateway().port) as device:
        device.send(upload(CODE, AREA, password="654321"))
        assert device.ask(upload(CODE, AREA)) == [DATA]
    assert [(row.code, row.reason) for row in queries.strangers(officer)] == [
        (CODE, Meeting.WRONG_PASSWORD)
    ]
    assert Row.objects.count() == 1


def test_sub_packets_are_answered_each_and_read_together(
    gateway: Start, adopt: Callable[..., UUID]
) -> None:
    station = adopt()
    time_ = "DataTime=20261122120000;"
    parts = [
        upload(
            CODE, f"{time_}{code}-Avg={value},{code}-Flag=N", command="2061", flag=7,
            number=f"2026112213000{place}000", more=f"PNUM=2;PNO={place};",
        )
        for place, code, value in ((2, "a21026", "9.5"), (1, "a34004", "35"))
    ]  # fmt: skip
    with Device(gateway().port) as device:
        assert device.ask(*parts, parts[0]) == [
            ("9014", "20261122130002000"),
            ("9014", "20261122130001000"),
            ("9014", "20261122130002000"),
        ]
    assert stored(station, Span.HOUR) == {"a21026": ("9.5", "N"), "a34004": ("35", "N")}


def test_notice_and_data_without_readings_are_kept_and_answered(
    gateway: Start, adopt: Callable[..., UUID]
) -> None:
    adopt()
    heartbeat = upload(CODE, "", command="9015", flag=9)
    info = upload(CODE, AREA[:23] + ";i11001-Info=//x//", command="3020")
    with Device(gateway().port) as device:
        assert device.ask(heartbeat, info) == [("9013", DATA[1]), DATA]
    assert {bytes(row.raw) for row in Frame.objects.all()} == {heartbeat, info}


def test_frame_with_a_wrong_clock_is_kept_and_is_no_reading(
    gateway: Start, adopt: Callable[..., UUID]
) -> None:
    adopt()
    wrong = upload(CODE, AREA.replace("2026", "2099"))
    with Device(gateway().port) as device:
        assert device.ask(wrong) == [DATA]
    assert [(bytes(row.raw), row.deviations) for row in Frame.objects.all()] == [
        (wrong, ["bad-time DataTime"])
    ]
    assert Row.objects.count() == 0


def test_frames_with_a_zero_byte_are_kept_as_any_other(
    gateway: Start, adopt: Callable[..., UUID], officer: Viewer
) -> None:
    adopt()
    strange, odd = upload("A\0B", AREA), upload(CODE, AREA, more="X\0=1;")
    running = gateway()
    with Device(running.port) as device:
        device.send(strange)
        assert device.ask(odd) == [DATA]
    (row,) = queries.strangers(officer)
    assert (row.code, row.raw) == ("A\ufffdB", strange)
    (kept,) = Frame.objects.all()
    assert (bytes(kept.raw), kept.deviations) == (odd, ["unknown-field X\ufffd"])
    assert running.ask(lambda server: server.desk.failed) == 0


def test_what_is_broken_between_frames_costs_no_other_frame(
    gateway: Start, adopt: Callable[..., UUID]
) -> None:
    adopt()
    good, wrong = upload(CODE, AREA), upload(CODE, AREA)[:-6] + b"0000\r\n"
    with Device(gateway(pause=0.2).port) as device:
        device.send(b"\xff\x00##", good[:40], good, wrong, good[:-2])
        assert [(one.command, one.number) for one in device.hear(2)] == [DATA] * 2
    kept = {bytes(row.raw): row.deviations for row in Frame.objects.all()}
    assert kept == {
        b"\xff\x00##": ["no-frame"],
        good[:40]: ["cut"],
        wrong: ["crc-mismatch 0000"],
        good[:-2]: ["terminator"],
    }


def test_every_frame_of_the_vectors_through_a_socket(
    gateway: Start, adopt: Callable[..., UUID]
) -> None:
    if VECTORS is None:
        pytest.skip("../shared is not there")
    cases = [
        case
        for case in json.loads(VECTORS.read_text())["open"]
        if case["kind"] in ("frame_valid", "frame_invalid")
    ]
    port = gateway().port
    stations: dict[str, UUID] = {}
    for case in cases:
        raw = (case["frame"] + case.get("tail", "\r\n")).encode()
        frame = inspected(raw)
        said = parsed(frame.segment)
        if frame.sound and said.station not in stations:
            stations[said.station] = adopt(said.station, password="")
        with Device(port) as device:
            device.send(raw)
            answers = [(one.command, one.number) for one in device.done()]
        asked = frame.sound and said.flag is not None and said.flag.answer
        expected = ANSWERS.get(said.command, "9014") if asked else ""
        assert answers == ([(expected, said.number)] if expected else []), case["id"]
        if case["kind"] == "frame_valid":
            _is_stored(case, stations[said.station])
    assert len(cases) == 52


ANSWERS = {
    **dict.fromkeys(("1013", "2012", "2022", "9015"), "9013"),
    **dict.fromkeys(("9011", "9012", "9013", "9014"), ""),
}
SPANS = {"2011": Span.REAL, "2051": Span.MINUTE, "2061": Span.HOUR, "2031": Span.DAY}


def _is_stored(case: dict[str, Any], station: UUID) -> None:
    """The values of the case stand as they were sent, under the codes of 2017."""
    span = SPANS.get(case["expect"]["header"].get("CN"))
    pairs = {name: text for item in case["expect"]["cp"] for name, text in item.items()}
    at = time_of(pairs.get("DataTime", ""))
    if span is None or at is None:
        return
    told = stored(station, span, at.astimezone(UTC).replace(microsecond=0))
    for name, text in pairs.items():
        code, _, suffix = name.rpartition("-")
        if suffix in ("Rtd", "Avg") and text.replace(".", "", 1).isdigit():
            assert Decimal(told[todays([code])[code]][0]) == Decimal(text), case["id"]


def test_slow_and_silent_and_noisy_senders_are_closed_while_others_are_served(
    gateway: Start, adopt: Callable[..., UUID]
) -> None:
    adopt()
    running = gateway(first_frame=2, frame=0.3, pause=5, junk=50_000)
    with (
        Device(running.port) as station,
        Device(running.port) as silent,
        Device(running.port) as slow,
        Device(running.port) as noisy,
    ):
        with pytest.raises(ConnectionError):
            noisy.send(b"##0000FFF#\xff" * 5_000_000)
        slow.send(upload(CODE, AREA)[:60])
        assert station.ask(upload(CODE, AREA)) == [DATA]
        assert slow.rest() == b""
        assert silent.rest() == b""
        assert station.ask(upload(CODE, AREA)) == [DATA]
    ended = running.ask(lambda server: dict(server.counts.ended))
    assert ended == {Ended.SLOW: 1, Ended.JUNK: 1, Ended.NO_FRAME: 1}


def test_sender_is_read_in_small_portions_until_it_sends_something_sound(
    gateway: Start, adopt: Callable[..., UUID]
) -> None:
    adopt()
    running = gateway()

    def portions() -> list[int]:
        return running.ask(lambda server: [link.get_buffer(-1).nbytes for link in server.links])

    with Device(running.port) as device:
        until(lambda: portions() == [READ_UNPROVED])
        assert device.ask(upload(CODE, AREA)) == [DATA]
        assert portions() == [READ_AT_ONCE]
        device.send(b"##0010" * 3)
        until(lambda: portions() == [READ_UNPROVED])
        assert device.ask(upload(CODE, AREA)) == [DATA]
        assert portions() == [READ_AT_ONCE]


def test_device_that_takes_no_answers_is_read_no_more_and_closed(
    gateway: Start, adopt: Callable[..., UUID]
) -> None:
    adopt()
    running = gateway(unread=4_096, unread_for=0.3, held_by_one=20_000)
    with Device(running.port, receive=4_096) as deaf, Device(running.port) as station:
        with pytest.raises(ConnectionError):
            deaf.send(upload(CODE, AREA) * 100_000)
        assert station.ask(upload(CODE, AREA)) == [DATA]
    assert running.ask(lambda server: dict(server.counts.ended)) == {Ended.UNREAD: 1}


def test_known_station_finds_room_when_strangers_fill_the_gateway(
    gateway: Start, adopt: Callable[..., UUID]
) -> None:
    adopt()
    running = gateway(connections=3)
    with Device(running.port) as station:
        assert station.ask(upload(CODE, AREA)) == [DATA]
        crowd = [Device(running.port) for _ in range(4)]
        with Device(running.port) as other:
            assert other.ask(upload(CODE, AREA)) == [DATA]
        assert station.ask(upload(CODE, AREA)) == [DATA]
        for one in crowd:
            one.socket.close()
    assert running.ask(lambda server: server.counts.ended[Ended.FULL]) == 3


def test_encrypted_data_of_2025_are_opened_with_the_key_of_the_station(
    gateway: Start, adopt: Callable[..., UUID]
) -> None:
    from anhuan.base.sm4 import encrypting
    from anhuan.telemetry.protocols.hj212 import cipher

    key = bytes(range(16))
    station = adopt(cipher_key=key.hex())
    clear = inspected(upload(CODE, AREA, flag=9)).segment
    with Device(gateway().port) as device:
        assert device.ask(cipher.framed(clear, encrypting(key))) == [DATA]
    assert stored(station) == {"a34004": ("35.20", "N")}


def test_frame_of_2005_is_answered_in_its_form(gateway: Start, adopt: Callable[..., UUID]) -> None:
    station = adopt("88888880000001")
    head = "QN=20261122120000123;ST=32;CN=2011;PW=123456;MN=88888880000001;Flag=1;"
    with Device(gateway().port) as device:
        for value in ("1.50", "2.5"):
            device.send(framed(f"{head}CP=&&DataTime=20261122120000;011-Rtd={value}&&"))
            (answer,) = device.hear()
            assert answer.raw == (
                b"ST=91;CN=9014;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20261122120000123&&"
            )
    assert stored(station).keys() == {"w01018"}
