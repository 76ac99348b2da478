"""Devices that send without end to a gateway in a process of its own, and what of it is stored."""

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

from anhuan.telemetry.protocols.hj212.compose import stamp
from tests.gateways.hj212.device import Device, upload
from tests.gateways.hj212.node import PASSWORD, PM, code_of
from tests.ops.program import spoken

NODE = "tests.gateways.hj212.node"
FIRST = int(datetime(2026, 11, 21, tzinfo=UTC).timestamp())


@dataclass
class Sender:
    """A device that sends each frame until it is answered."""

    code: str
    port: int
    stop: threading.Event
    patience: float
    sent: int = 0
    answered: list[int] = field(default_factory=list)
    again: int = 0

    def run(self) -> None:
        while not self.stop.is_set():
            with suppress(OSError), Device(self.port) as device:
                device.socket.settimeout(self.patience)
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
def sending(port: int, count: int, *, patience: float = 5) -> Iterator[list[Sender]]:
    """So many devices; one that has waited for ``patience`` seconds sends again."""
    stop = threading.Event()
    senders = [Sender(code_of(number), port, stop, patience) for number in range(count)]
    threads = [threading.Thread(target=sender.run, daemon=True) for sender in senders]
    for thread in threads:
        thread.start()
    try:
        yield senders
    finally:
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
    codes = [sender.code for sender in senders]
    rows = [tuple(row) for row in spoken(data, NODE, "samples", *codes, **where)]
    assert {row: count for row, count in Counter(rows).items() if count > 1} == {}
    for sender in senders:
        told = {(at - FIRST, value) for code, at, value in rows if code == sender.code}
        answered = {(number, f"{number}.50") for number in sender.answered}
        under_way = {(sender.sent, f"{sender.sent}.50")}
        assert answered - told == set()
        assert told - answered - under_way == set()
