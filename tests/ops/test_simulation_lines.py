"""The devices over real sockets: all is answered whatever goes wrong, and commands are obeyed."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from anhuan.ops import cli
from anhuan.ops.simulation.answering import State, answers
from anhuan.ops.simulation.devices import Device, Fault, Make, Profile, World
from anhuan.ops.simulation.periods import hours
from anhuan.ops.simulation.running import Run, Tally, run
from anhuan.ops.simulation.works import Shift, Works
from anhuan.telemetry.protocols.hj212 import exchange
from anhuan.telemetry.protocols.hj212.compose import Speaker
from anhuan.telemetry.protocols.hj212.exchange import Conversation, Standing
from anhuan.telemetry.protocols.hj212.frame import examined, inspected
from anhuan.telemetry.protocols.hj212.framing import Kind, Splitter
from anhuan.telemetry.protocols.hj212.readings import report
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.protocols.hj212.segment import Segment, parsed
from tests.apart import apart

START = datetime(2026, 11, 2, 0, 59, tzinfo=UTC)
WORKS = Works("s1", (123.70, 33.70), Shift.ALWAYS)
WORLD = World(7, (WORKS,))
KILN = Device(1, "1" * 24, "窑尾", Make.GAS, WORKS.place, WORKS, Profile.KILN)
NUMBER = "20261122120000123"
TROUBLED = (Fault.SPLIT, Fault.PACKETS, Fault.BAD_CRC, Fault.DUPLICATE, Fault.RESEND)


@dataclass
class Platform:
    """Answers what is sound, and keeps what it heard."""

    heard: list[Segment] = field(default_factory=list)
    odd: Counter[Kind] = field(default_factory=Counter)
    unsound: int = 0
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        splitter = Splitter()
        while data := await reader.read(65_536):
            for piece in splitter.feed(data):
                self.odd[piece.kind] += 1
                frame = examined(piece)
                self.unsound += not frame.sound
                said = parsed(frame.segment)
                if frame.sound:
                    self.heard.append(said)
                reply = exchange.answer(frame, said, report(said).revision)
                if reply:
                    writer.write(reply)
        writer.close()


async def lived(*devices: Device, late: bool = False) -> tuple[Platform, Tally]:
    """Four minutes of these devices; ``late``: the platform is not there at first."""
    platform, tally = Platform(), Tally()
    server = await asyncio.start_server(platform.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    if late:
        server.close()
        await server.wait_closed()
    how = Run("127.0.0.1", port, START, 600.0, START + timedelta(minutes=4), patience=0.4)
    async with asyncio.TaskGroup() as group:
        group.create_task(run(WORLD, devices, how, tally))
        if late:
            await asyncio.sleep(0.2)
            server = await asyncio.start_server(platform.serve, "127.0.0.1", port)
    server.close()
    return platform, tally


def contents(platform: Platform) -> set[tuple[str, str, object]]:
    return {
        (said.command, said.parameters["DataTime"], item)
        for said in platform.heard
        for item in said.items[1:]
    }


@pytest.mark.parametrize("fault", TROUBLED)
def test_everything_is_answered_and_says_the_same_whatever_goes_wrong(fault: Fault) -> None:
    device = replace(KILN, number=7, faults=frozenset({fault}))

    platform, tally = apart(lived(device))
    plain, _ = apart(lived(replace(device, faults=frozenset())))

    assert (tally.answered, tally.dropped) == (tally.messages, 0)
    assert tally.messages > 4
    assert contents(platform) == contents(plain)
    assert platform.odd[Kind.JUNK] == 0


def test_damaged_frame_is_sent_again_after_patience() -> None:
    devices = [replace(KILN, number=n, faults=frozenset({Fault.BAD_CRC})) for n in range(40)]

    platform, tally = apart(lived(*devices))

    assert 0 < platform.unsound <= tally.resent
    assert tally.answered == tally.messages


def test_what_was_measured_while_nobody_listened_comes_afterwards() -> None:
    platform, tally = apart(lived(KILN, late=True))
    plain, _ = apart(lived(KILN))

    assert contents(platform) == contents(plain)
    assert tally.answered == tally.messages


def asked(frame: bytes, device: Device = KILN, state: State | None = None) -> Conversation:
    """A request of the platform followed to its end."""
    request = parsed(inspected(frame).segment)
    at = int(START.timestamp())
    talk = exchange.begun(request, frame, START)
    for reply in answers(WORLD, device, state or State(), request, at):
        part = inspected(reply)
        assert part.faults == ()
        talk = exchange.heard(talk, parsed(part.segment), START)
    return talk


def speaker(device: Device = KILN, password: str = "123456") -> Speaker:
    return Speaker(device.system, password, device.mn, device.revision)


@pytest.mark.parametrize("revision", list(Revision))
def test_history_of_hours_is_what_the_device_told_then(revision: Revision) -> None:
    device = replace(KILN, revision=revision, mn="1" * (14 if revision < "2017" else 24))
    begin = START.replace(hour=0, minute=0) - timedelta(hours=5)
    code = "01" if revision is Revision.OF_2005 else "a34013"

    talk = asked(
        speaker(device).history(NUMBER, "2061", begin, begin + timedelta(hours=3)), device
    )

    wanted = hours(WORLD, device, int(begin.timestamp()), int(begin.timestamp()) + 4 * 3600)
    assert talk.standing is Standing.DONE
    assert [Decimal(said.parameters[f"{code}-Avg"]) for said in talk.data] == [
        each.values["a34013"].value for each in wanted
    ]


def test_history_of_what_is_not_over_yet_is_no_data() -> None:
    begin = START + timedelta(days=2)

    talk = asked(speaker().history(NUMBER, "2061", begin, begin))

    assert (talk.standing, talk.executed) == (Standing.FAILED, 100)


def test_clock_and_intervals_are_told_and_set() -> None:
    state = State()

    asked(speaker().set_time(NUMBER, START + timedelta(seconds=90)), state=state)
    told = asked(speaker().get_time(NUMBER), state=state)
    asked(speaker().set_real_time_interval(NUMBER, 30), state=state)
    interval = asked(speaker().get_interval(NUMBER), state=state)
    other = asked(speaker().set_minute_interval(NUMBER, 10), state=state)

    assert told.data[0].parameters["SystemTime"] == "20261102090030"
    assert interval.data[0].parameters["RtdInterval"] == "30"
    assert (other.standing, other.executed) == (Standing.FAILED, 3)


def refused() -> Iterator[tuple[bytes, int]]:
    yield speaker(password="654321").get_time(NUMBER), 3
    yield speaker(replace(KILN, mn="2" * 24)).get_time(NUMBER), 4
    yield speaker().request(NUMBER, "3013"), 8


@pytest.mark.parametrize("frame, why", list(refused()))
def test_request_that_is_not_for_this_device_is_refused(frame: bytes, why: int) -> None:
    request = parsed(inspected(frame).segment)

    said = [
        parsed(inspected(one).segment).parameters
        for one in answers(WORLD, KILN, State(), request, int(START.timestamp()))
    ]

    assert said == [{"QnRtn": str(why)}]


def test_real_time_data_stops_when_it_is_told_to() -> None:
    state = State()

    stopped = asked(speaker().stop_real_time(NUMBER), state=state)

    assert (stopped.standing, state.talking) == (Standing.DONE, False)
    asked(speaker().start_real_time(NUMBER), state=state)
    assert state.talking is True


def test_command_lists_devices_with_style_and_faults(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["simulate", "stations", "--list", "--stations", "90", "--cheats", "flat"]

    code = cli.main([*words, "--faults", "late,bad-crc"])

    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert (code, len(rows)) == (0, 90)
    assert {row[4] for row in rows} == {"honest", "flat"}
    assert {row[5] for row in rows} == {"-", "late", "bad-crc"}


@pytest.mark.parametrize(
    ("words", "english"),
    [
        ([], "--port is missing: that of the gateway"),
        (["--faults", "rain"], "is of these, or none: rain"),
        (["--until", "tomorrow"], "a time is written 2026-11-22T08:00: tomorrow"),
        (["--speed", "0"], "above 0, at most 3600: 0"),
        (["--stations", "0"], "devices are 1 to 20000: 0"),
        (
            ["--port", "9", "--from", "2026-11-22T08:00", "--until", "2026-11-22T08:00"],
            "--until lies before the beginning",
        ),
    ],
)
def test_command_says_what_is_wrong_with_its_options(
    words: list[str], english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli.main(["simulate", "stations", *words])

    last = capsys.readouterr().err.splitlines()[-1]
    assert (code, english in last) == (2, True)
