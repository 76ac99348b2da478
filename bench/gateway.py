"""The gateway for HJ 212: frames accepted, stored and answered per CPU second over thousands of
connections, beside an asyncio server that only answers each line over the same connections."""

import argparse
import asyncio
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import _bed

from anhuan.telemetry.protocols.hj212.compose import framed

ROOT = Path(__file__).resolve().parents[1]
CODES = ("a21026", "a21002", "a34013", "a19001", "a01011", "a01012", "a01014")
PASSWORD = "123456"
FIRST = 5
"""Frames of each connection that come before the clock is read: shapes are met, tables warm."""
ANSWER = framed(
    b"QN=20261122120000123;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&"
)
START = "import sys; from anhuan.ops.cli import main; sys.exit(main())"


def code_of(station: int) -> str:
    return f"010000A8900016F000{station:06X}"


def frame(station: int, turn: int) -> bytes:
    """Real-time data of seven factors with marks, 347 bytes; another second each turn."""
    at = f"2026112200{turn // 60:02}{turn % 60:02}"
    head = f"QN={at}{station % 1000:03};ST=31;CN=2011;PW={PASSWORD};MN={code_of(station)};Flag=5;"
    items = [
        f"{code}-Rtd={100 + (station * 31 + turn * 17 + place) % 900}."
        f"{(station + turn) % 100:02}{'7' if place < 1 else ''},{code}-Flag=N"
        for place, code in enumerate(CODES)
    ]
    return framed(f"{head}CP=&&DataTime={at};{';'.join(items)}&&".encode())


class Answerer(asyncio.Protocol):
    """What any asyncio server has to do: read, find the end of the line, write an answer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.rest = transport, b""

    def data_received(self, data: bytes) -> None:
        *lines, self.rest = (self.rest + data).split(b"\r\n")
        for _ in lines:
            self.transport.write(ANSWER)  # type: ignore[attr-defined]


async def answer_lines(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(
        Answerer, "127.0.0.1", port, backlog=4096
    )
    await server.serve_forever()


class Device(asyncio.Protocol):
    """Sends a frame, waits for its answer, sends the next."""

    def __init__(self, station: int, crowd: "Crowd") -> None:
        self.station, self.crowd, self.turn = station, crowd, 0
        self.frames: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def send(self) -> None:
        self.transport.write(self.frames[self.turn])  # type: ignore[attr-defined]
        self.turn += 1

    def data_received(self, data: bytes) -> None:
        self.crowd.answered += data.count(b"\r\n")
        if self.turn < len(self.frames):
            self.send()
        elif self.crowd.answered >= self.crowd.wanted:
            self.crowd.done.set()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.crowd.closing:
            raise SystemExit(f"the server closed connection {self.station}")


class Crowd:
    """All devices."""

    def __init__(self) -> None:
        self.devices: list[Device] = []
        self.answered = self.wanted = 0
        self.closing = False
        self.done = asyncio.Event()

    async def connect(self, port: int, count: int) -> None:
        loop = asyncio.get_running_loop()
        for first in range(0, count, 200):
            several = range(first, min(first + 200, count))
            made = await asyncio.gather(
                *(
                    loop.create_connection(lambda at=at: Device(at, self), "127.0.0.1", port)
                    for at in several
                )
            )
            self.devices += [device for _, device in made]

    async def send(self, turns: range) -> None:
        for device in self.devices:
            device.frames = [frame(device.station, turn) for turn in turns]
            device.turn = 0
        self.answered, self.wanted = 0, len(self.devices) * len(turns)
        self.done.clear()
        for device in self.devices:
            device.send()
        await self.done.wait()


class Measured(NamedTuple):
    frames: int
    cpu: float
    database: float
    seconds: float

    @property
    def rate(self) -> float:
        return self.frames / self.cpu


def cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / _bed.TICKS


async def measured(pid: int, port: int, options: argparse.Namespace, postmaster: int) -> Measured:
    crowd = Crowd()
    await crowd.connect(port, options.connections)
    await crowd.send(range(FIRST))
    cpu, base = cpu_of(pid), _bed.cpu_of(postmaster) if postmaster else 0.0
    begun = time.monotonic()
    await crowd.send(range(FIRST, FIRST + options.turns))
    seconds = time.monotonic() - begun
    after = _bed.cpu_of(postmaster) if postmaster else 0.0
    found = Measured(crowd.wanted, cpu_of(pid) - cpu, after - base, seconds)
    crowd.closing = True
    for device in crowd.devices:
        device.transport.abort()  # type: ignore[attr-defined]
    return found


@contextmanager
def process(words: list[str], port: int, env: dict[str, str]) -> Iterator[int]:
    with subprocess.Popen(words, env=env, cwd=ROOT) as running:
        try:
            for _ in range(300):
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    if running.poll() is not None:
                        raise SystemExit("the server ended") from None
                    time.sleep(0.1)
            yield running.pid
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(30)


def adopt(count: int) -> None:
    """Stations past the services: adopting each would take longer than all that is measured."""
    from anhuan.base import clock, ids
    from anhuan.telemetry.models import Station
    from anhuan.telemetry.types import Kind
    from tests import factories as make

    area = make.area("云溪区")
    Station.objects.bulk_create(
        Station(
            number=number + 1,
            code=code_of(number),
            name=f"站{number}",
            kind=Kind.GAS,
            area=area,
            area_path=area.path,
            password=PASSWORD,
            adopted_at=clock.now(),
            adopted_by=ids.new_id(),
        )
        for number in range(count)
    )


def postmaster_of(url: str) -> int:
    import psycopg

    with psycopg.connect(_bed.plain(url)) as link:
        row = link.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        return int(Path(f"/proc/{row[0]}/stat").read_text().rpartition(")")[2].split()[1])


def stored() -> int:
    from django.db import connections

    from anhuan.telemetry.hot.models import Sample

    count = Sample.objects.count()
    connections.close_all()
    return count


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench gateway")
    parser.add_argument("--connections", type=int, default=5_000)
    parser.add_argument("--turns", type=int, default=20, help="frames of each connection")
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--answer-lines", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if options.answer_lines:
        asyncio.run(answer_lines(options.answer_lines))
        return
    with ExitStack() as stack:
        data = stack.enter_context(_bed.folder())
        url = "" if options.sqlite else stack.enter_context(_bed.postgres())
        _bed.program(url, data)
        adopt(options.connections)
        postmaster = postmaster_of(url) if url else 0
        env = dict(os.environ)
        port = _bed.free_port()
        lines = [sys.executable, __file__, "--answer-lines", str(port)]
        with process(lines, port, env) as pid:
            plain = asyncio.run(measured(pid, port, options, 0))
        port = _bed.free_port()
        words = ["gateway", "hj212", "--host", "127.0.0.1", "--port", str(port)]
        with process([sys.executable, "-c", START, *words], port, env) as pid:
            ours = asyncio.run(measured(pid, port, options, postmaster))
        wanted = options.connections * (FIRST + options.turns)
        if stored() != wanted:
            raise SystemExit(f"{stored()} samples are stored, {wanted} were answered")
    report(plain, ours, options)


def report(plain: Measured, ours: Measured, options: argparse.Namespace) -> None:
    rows = [
        (name, f"{one.rate:,.0f}", f"{one.cpu:.1f}", f"{one.database:.1f}", f"{one.seconds:.1f}")
        for name, one in (("answers each line", plain), ("gateway", ours))
    ]
    size = len(frame(0, 0))
    where = "SQLite, in the process" if options.sqlite else "PostgreSQL, commits on the disk"
    _bed.write(
        "gateway-sqlite" if options.sqlite else "gateway",
        "Gateway for HJ 212",
        [
            f"{options.connections:,} connections, {options.turns} frames of {size} bytes each, "
            "the next one sent when the last is answered; every frame a sample of seven factors. "
            f"{where}. An answer leaves after its transaction.",
            "",
            *_bed.table(
                ("server", "frames a CPU second", "CPU s", "database CPU s", "seconds"), rows
            ),
            "",
            f"The gateway accepts, checks, stores and answers {ours.rate / plain.rate:.0%} of the "
            "frames a CPU second that a server of asyncio only answers; the aim is at least 25 %. "
            "Every answered frame is counted in the database afterwards.",
        ],
    )


if __name__ == "__main__":
    main()
