"""``anhuan serve``: the web server and the worker as children of one process that minds them."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic, sleep
from types import FrameType
from typing import Final

from anhuan.ops.command import Stop
from anhuan.ops.lifeline import die_with_parent
from anhuan.ops.statics import collect

GRACE: Final = 5.0
"""Seconds a child has to end by itself; a server that was just starting may not hear (§9)."""
WORKERS_GRACE: Final = 3
LOOK_EVERY: Final = 0.1
LONGEST_PAUSE: Final = 30.0
CALM: Final = 60.0
"""A worker that lived this long had no trouble starting."""
THREADS: Final = 4


@dataclass(slots=True)
class Child:
    """A process that is minded, and when it may be started again."""

    name: str
    words: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause: float = 1.0
    again: float = field(default=0.0)

    def start(self) -> None:
        # A group of its own: Ctrl-C reaches only the parent, which then stops both in order.
        self.process = subprocess.Popen(
            self.words, process_group=0, preexec_fn=die_with_parent, stdin=subprocess.DEVNULL
        )
        self.started = monotonic()

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def code(self) -> int | None:
        return self.process.returncode if self.process else None

    def send(self, number: signal.Signals) -> None:
        if self.running and self.process is not None:
            self.process.send_signal(number)

    def end(self) -> None:
        """Kill what is left of the whole group."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def serve(
    host: str,
    port: int,
    workers: int,
    web: bool = True,
    worker: bool = True,
    ready: Callable[[], None] | None = None,
) -> int:
    """Serve until SIGTERM or SIGINT; 0 then, 1 when the web server ended by itself.

    ``ready`` is called once the port answers. A worker that ends is started again. Raises
    ``Stop`` when the port is taken or the address is not this machine's.
    """
    if web:
        check_port(host, port)
        collect()
    children = [*([web_child(host, port, workers)] if web else [])]
    children += [worker_child()] if worker else []
    return _Minding(children, host, port, ready).run()


def web_child(host: str, port: int, workers: int) -> Child:
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"]
    words += ["--host", host, "--port", str(port), "--workers", str(workers)]
    words += ["--blocking-threads", str(THREADS), "--blocking-threads-idle-timeout", "600"]
    words += ["--workers-kill-timeout", str(WORKERS_GRACE), "--log-level", "warning"]
    return Child("web", [*words, "anhuan.config.served:application"])


def worker_child() -> Child:
    return Child("worker", [sys.executable, "-m", "anhuan.ops.cli", "worker"])


def check_port(host: str, port: int) -> None:
    """Raises ``Stop`` unless the address can be listened on."""
    try:
        kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(
            f"不能在 {host}:{port} 上服务：{why}。换一个端口：--port 或 ANHUAN_PORT",
            f"Cannot serve on {host}:{port}: {why}. Take another port: --port or ANHUAN_PORT",
        ) from error


class _Minding:
    """Starts the children, looks after them, and ends them."""

    def __init__(
        self, children: list[Child], host: str, port: int, ready: Callable[[], None] | None
    ) -> None:
        self.children = children
        self.address = ("127.0.0.1" if host in {"0.0.0.0", ""} else host, port)
        self.ready = ready if any(child.name == "web" for child in children) else None
        self.told = False

    def run(self) -> int:
        former = {
            number: signal.signal(number, self._tell)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        }
        try:
            for child in self.children:
                child.start()
            return self._mind()
        finally:
            self._end()
            for number, handler in former.items():
                signal.signal(number, handler)

    def _tell(self, number: int, frame: FrameType | None) -> None:
        self.told = True

    def _mind(self) -> int:
        while not self.told:
            for child in self.children:
                if not child.running and not self._again(child):
                    print(
                        f"网页服务自己停了（{child.code}），全部停止 / "
                        f"the web server ended by itself ({child.code}): stopping",
                        file=sys.stderr,
                    )
                    return 1
            if self.ready is not None and self._answers():
                self.ready()
                self.ready = None
            sleep(LOOK_EVERY)
        return 0

    def _again(self, child: Child) -> bool:
        """Start a worker again, later each time; False for the web server."""
        if child.name == "web":
            return False
        instant = monotonic()
        if not child.again:
            if instant - child.started > CALM:
                child.pause = 1.0
            child.again = instant + child.pause
            print(
                f"后台进程停了（{child.code}），{child.pause:.0f} 秒后重启 / "
                f"the worker ended ({child.code}), starting it again in {child.pause:.0f} s",
                file=sys.stderr,
            )
            child.pause = min(child.pause * 2, LONGEST_PAUSE)
        elif instant >= child.again:
            child.again = 0.0
            child.start()
        return True

    def _answers(self) -> bool:
        try:
            with socket.create_connection(self.address, timeout=0.2):
                return True
        except OSError:
            return False

    def _end(self) -> None:
        for child in self.children:
            child.send(signal.SIGTERM)
        deadline = monotonic() + GRACE
        while monotonic() < deadline and any(child.running for child in self.children):
            sleep(LOOK_EVERY)
        for child in self.children:
            child.end()
