"""``kill -9`` of the gateway, or of the database, at any moment: what was answered is stored,
once, also after it was sent again."""

import os
import random
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from anhuan.telemetry.protocols.hj212.compose import stamp
from tests import postgres
from tests.gateways.hj212.device import Device, upload
from tests.gateways.hj212.node import PASSWORD, PM, code_of
from tests.ops.program import begin, free_port, spoken, start

NODE = "tests.gateways.hj212.node"
SENDERS = 4
KILLS = 2
FIRST = int(datetime(2026, 11, 21, tzinfo=UTC).timestamp())


@dataclass
class Sender:
    """A device that sends each frame until it is answered."""

    code: str
    port: int
    stop: threading.Event
    sent: int = 0
    answered: list[int] = field(default_factory=list)
    again: int = 0

    def run(self) -> None:
        while not self.stop.is_set():
            with suppress(OSError), Device(self.port) as device:
                device.socket.settimeout(5)
                while not self.stop.is_set():
                    self._one(device)
            self.stop.wait(0.02)

    def _one(self, device: Device) -> None:
        told = stamp(datetime.fromtimestamp(FIRST + self.sent, UTC))
        area = f"DataTime={told};{PM}-Rtd={self.sent}.50,{PM}-Flag=N"
        self.again += 1
        device.send(upload(self.code, area, number=f"{told}000", password=PASSWORD))
        answers = device.hear()
        if not answers:
            raise ConnectionResetError
        assert (answers[0].command, answers[0].number) == ("9014", f"{told}000")
        self.answered.append(self.sent)
        self.sent += 1
        self.again -= 1


def listening(port: int, process: "subprocess.Popen[str]") -> None:
    for _ in range(600):
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.1)
    raise AssertionError("the gateway did not listen")


@contextmanager
def sending(port: int) -> Iterator[list[Sender]]:
    stop = threading.Event()
    senders = [Sender(code_of(number), port, stop) for number in range(SENDERS)]
    threads = [threading.Thread(target=sender.run, daemon=True) for sender in senders]
    for thread in threads:
        thread.start()
    yield senders
    stop.set()
    for thread in threads:
        thread.join(30)


def grows(senders: list[Sender], by: int = 5) -> None:
    """Until each was answered so many times more."""
    wanted = [len(sender.answered) + by for sender in senders]
    end = time.monotonic() + 60
    while any(len(sender.answered) < count for sender, count in zip(senders, wanted, strict=True)):
        assert time.monotonic() < end
        time.sleep(0.01)


def stored_once(data: Path, senders: list[Sender], **where: str) -> None:
    """Every answered frame stands, none twice, and besides only the one under way."""
    rows = [tuple(row) for row in spoken(data, NODE, "samples", **where)]
    assert {row: count for row, count in Counter(rows).items() if count > 1} == {}
    for sender in senders:
        told = {(at - FIRST, value) for code, at, value in rows if code == sender.code}
        answered = {(number, f"{number}.50") for number in sender.answered}
        under_way = {(sender.sent, f"{sender.sent}.50")}
        assert answered - told == set()
        assert told - answered - under_way == set()


@pytest.mark.long
def test_every_frame_answered_is_stored_once_though_the_gateway_is_killed(
    tmp_path: Path, database: dict[str, str], depth: int
) -> None:
    begin(tmp_path, **database)
    spoken(tmp_path, NODE, "build", str(SENDERS), **database)
    port = free_port()
    words = ("gateway", "hj212", "--host", "127.0.0.1", "--port", str(port))
    with sending(port) as senders:
        for _ in range(KILLS * depth):
            process = start(tmp_path, *words, **database)
            listening(port, process)
            grows(senders)
            time.sleep(random.uniform(0, 0.2))
            process.kill()
            process.communicate()
        process = start(tmp_path, *words, **database)
        listening(port, process)
        grows(senders)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert sum(sender.again for sender in senders) > 0
    stored_once(tmp_path, senders, **database)


@pytest.mark.long
def test_every_frame_answered_is_stored_once_though_the_database_is_killed(
    tmp_path: Path, request: pytest.FixtureRequest, depth: int
) -> None:
    if not request.config.getoption("--long"):
        pytest.skip("with --long: a database server of its own is started and killed")
    with postgres.server(postgres.DURABLE) as url:
        with psycopg.connect(url.replace("/anhuan?", "/postgres?"), autocommit=True) as link:
            link.execute("CREATE DATABASE anhuan")
        begin(tmp_path, DATABASE_URL=url)
        spoken(tmp_path, NODE, "build", str(SENDERS), DATABASE_URL=url)
        port = free_port()
        words = ("gateway", "hj212", "--host", "127.0.0.1", "--port", str(port))
        process = start(tmp_path, *words, DATABASE_URL=url)
        listening(port, process)
        with sending(port) as senders:
            for _ in range(depth):
                grows(senders)
                for pid in spoken(tmp_path, NODE, "backends", DATABASE_URL=url):
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            grows(senders)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
        assert process.returncode == 0, said
        assert "the database takes nothing" in said
        stored_once(tmp_path, senders, DATABASE_URL=url)
