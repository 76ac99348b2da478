"""A gateway in a process of its own that is watched, and who attacks it."""

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.gateways.hj212.sending import NODE, listening
from tests.ops.program import ROOT, free_port, spoken, surroundings

PATIENCE = 60
"""Seconds after which a station that was not answered counts as forgotten."""
COUNT = re.compile(r"([a-z_-]+)=([0-9]+)")


@dataclass
class Node:
    """Where it keeps its rows."""

    data: Path
    database: dict[str, str]

    def spoken(self, *words: str) -> Any:
        return spoken(self.data, NODE, *words, **self.database)


@dataclass
class Gateway:
    """A gateway of its own process, and how much memory it was seen to hold."""

    process: "subprocess.Popen[bytes]"
    port: int
    said: Path
    seen: list[int] = field(default_factory=list)
    did: dict[str, int] = field(default_factory=dict)

    def look(self) -> None:
        """It is there; note its resident memory in kB."""
        assert self.process.poll() is None, self.text[-4_000:]
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        self.seen.append(int(status.partition("VmRSS:")[2].split()[0]))

    @property
    def growth(self) -> int:
        """From the beginning to the most."""
        return max(self.seen) - self.seen[0]

    @property
    def text(self) -> str:
        return self.said.read_text()

    def told(self) -> str:
        first, last = self.seen[0], self.seen[-1]
        return f"VmRSS in kB: {first}, {last} at last, {max(self.seen)} at most; {self.did}"

    def end(self) -> None:
        """Stop it, and hear what it did."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(PATIENCE) == 0, self.text[-4_000:]
        last = [line for line in self.text.splitlines() if " accepted=" in line][-1]
        self.did = {name: int(number) for name, number in COUNT.findall(last)}


@contextmanager
def gateway(node: Node, **limits: float) -> Iterator[Gateway]:
    port, said = free_port(), node.data / "said"
    where = surroundings(node.data, **node.database)
    where["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    words = [sys.executable, "-m", NODE, "serve", str(port), json.dumps(limits)]
    with said.open("wb") as log:
        process = subprocess.Popen(words, env=where, cwd=ROOT, stdout=log, stderr=log)
        try:
            listening(port, process)
            yield Gateway(process, port, said)
        finally:
            process.kill()
            process.wait()


@dataclass
class Attacker:
    """Sends what ``made`` gives from an address of its own, and takes the answers, until it is
    told to stop; connects anew when it is thrown out."""

    port: int
    address: str
    made: Callable[[], bytes]
    stop: threading.Event
    sent: int = 0
    size: int = 0
    thrown_out: int = -1

    def run(self) -> None:
        while not self.stop.is_set():
            self.thrown_out += 1
            with suppress(OSError), socket.socket() as line:
                line.settimeout(1)
                line.bind((self.address, 0))
                line.connect(("127.0.0.1", self.port))
                self._send(line)

    def _send(self, line: socket.socket) -> None:
        waiting = memoryview(b"")
        while not self.stop.is_set():
            waiting = waiting or memoryview(self.made())
            readable, writable, _ = select.select([line], [line], [], 0.1)
            if readable and not line.recv(65_536):
                return
            if writable:
                done = line.send(waiting)
                waiting = waiting[done:]
                self.sent += not waiting
                self.size += done


@contextmanager
def attacking(port: int, makers: Sequence[Callable[[], bytes]]) -> Iterator[list[Attacker]]:
    stop = threading.Event()
    found = [
        Attacker(port, f"127.0.1.{place}", made, stop) for place, made in enumerate(makers, 1)
    ]
    threads = [threading.Thread(target=one.run, daemon=True) for one in found]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
