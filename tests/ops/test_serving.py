"""The server and its worker as processes: start, stop at any moment, death of either."""

import os
import signal
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.ops.program import answer, begin, children, free_port, run, start, wait_for

# The children get 5 seconds, what was only starting then is killed; the rest is for slow machines.
STOPS_WITHIN = 20


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A node; the tests here only serve it, one after the other."""
    data = tmp_path_factory.mktemp("node")
    begin(data)
    return data


@pytest.fixture
def port() -> int:
    return free_port()


def named(pid: int, word: str) -> int:
    """The one child whose command line has ``word``; 0 when there is none."""
    return next((child for child, words in children(pid).items() if word in words), 0)


def gone(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def soon(condition: object, seconds: float = STOPS_WITHIN) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


def test_server_with_worker_starts_and_stops_in_order(node: Path, port: int) -> None:
    process = start(node, "serve", "--port", str(port), "--workers", "1")
    wait_for(port, process)
    family = [process.pid, *children(process.pid)]
    page = answer(port, "/sign-in/")

    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=STOPS_WITHIN)

    assert page[0] == 200
    assert (process.returncode, said.splitlines()[0]) == (0, f"http://127.0.0.1:{port}/")
    assert len(family) == 3
    assert all(gone(pid) for pid in family)


@pytest.mark.parametrize("after", [0.4, 1.0, 1.6])
def test_server_told_to_stop_while_starting_stops(node: Path, port: int, after: float) -> None:
    process = start(node, "serve", "--port", str(port), "--workers", "2")
    soon(lambda: named(process.pid, "granian") != 0)
    time.sleep(after)
    family = list(children(process.pid))

    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=STOPS_WITHIN)

    assert process.returncode == 0
    assert all(gone(pid) for pid in family)


def test_worker_that_dies_is_started_again(node: Path, port: int) -> None:
    process = start(node, "serve", "--port", str(port), "--workers", "1")
    wait_for(port, process)
    first = named(process.pid, "anhuan.ops.cli worker")
    os.kill(first, signal.SIGKILL)

    again = soon(lambda: named(process.pid, "anhuan.ops.cli worker") not in {0, first})

    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=STOPS_WITHIN)
    assert again
    assert "the worker ended (-9), starting it again in 1 s" in said
    assert process.returncode == 0


def test_web_server_that_dies_stops_all_with_its_message(node: Path, port: int) -> None:
    process = start(node, "serve", "--port", str(port), "--workers", "1")
    wait_for(port, process)
    family = list(children(process.pid))
    os.kill(named(process.pid, "granian"), signal.SIGKILL)

    said, _ = process.communicate(timeout=STOPS_WITHIN)

    assert process.returncode == 1
    assert "the web server ended by itself (-9): stopping" in said
    assert all(gone(pid) for pid in family)


def test_killed_server_leaves_no_process_and_no_taken_port(node: Path, port: int) -> None:
    process = start(node, "serve", "--port", str(port), "--workers", "2")
    wait_for(port, process)
    web = named(process.pid, "granian")
    family = [*children(process.pid), *children(web)]

    process.kill()
    process.communicate(timeout=STOPS_WITHIN)

    assert len(family) == 4
    assert soon(lambda: all(gone(pid) for pid in family))
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(("127.0.0.1", port))


def test_taken_port_is_a_sentence(node: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = run(node, "serve", "--port", str(port))

    assert (done.returncode, done.stderr.splitlines()[1]) == (
        2,
        f"Cannot serve on 127.0.0.1:{port}: Address already in use. "
        "Take another port: --port or ANHUAN_PORT",
    )


def test_web_only_has_no_worker(node: Path, port: int) -> None:
    process = start(node, "serve", "--web-only", "--port", str(port), "--workers", "1")
    wait_for(port, process)
    alone = named(process.pid, "anhuan.ops.cli worker")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=STOPS_WITHIN)

    assert (alone, process.returncode) == (0, 0)


def beat(node: Path) -> str:
    """When a worker of the node last said that it works; "" for never."""
    with closing(sqlite3.connect(node / "anhuan.sqlite3")) as database:
        found = database.execute("SELECT MAX(at) FROM ops_heartbeat").fetchone()
    return found[0] or ""


def test_worker_alone_stops_when_told(node: Path) -> None:
    before, patience = beat(node), time.monotonic() + 60
    process = start(node, "worker")
    while beat(node) == before and time.monotonic() < patience:
        time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=STOPS_WITHIN)

    assert process.returncode == 0
