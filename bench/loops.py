"""Closed loops per second through the HTTP API, beside the same writes by a plain client.

A loop is report, assign, sign for, plan, submit with a photo, pass, close: seven requests, each
one durable transaction. The plain client replays the very rows that one loop wrote, with new
keys, by prepared statements, and commits where the program commits.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import _bed
import _raw

CLIENTS = (1, 4, 8)
PLAN = {"responsible": "王建国", "measure": "清空东门两侧，划线", "finisher": "胡军"}


@dataclass(frozen=True)
class Keys:
    """Who acts in a loop, by the secrets of their keys, and the photo's ticket."""

    officer: str
    firm: str
    head: str
    site: str
    ticket: str = ""


class Link:
    """One client: a connection that stays open."""

    def __init__(self, port: int) -> None:
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, path: str, key: str, body: bytes, kind: str = "application/json") -> Any:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": kind}
        self.http.request("POST", f"/api/v1{path}", body, headers)
        answer = self.http.getresponse()
        content = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{path}: {answer.status} {content.decode()}")
        return json.loads(content)

    def act(self, number: str, action: str, key: str, tickets: Sequence[str], **given: Any) -> Any:
        body = json.dumps({"given": given, "exhibits": list(tickets)}).encode()
        return self.send(f"/cases/{number}/acts/{action}", key, body)


def loop(link: Link, keys: Keys) -> None:
    """One case from its report to its closure."""
    door = {
        "kind": "pollution",
        "domain": "environment",
        "source": "grid",
        "found_on": "2026-05-11",
        "description": "喷漆车间废气未经收集直接排放",
        "site": keys.site,
    }
    number = link.send("/cases", keys.officer, json.dumps({"given": door}).encode())["number"]
    link.act(number, "assign", keys.officer, (), due_on="2027-05-20")
    link.act(number, "sign_for", keys.firm, ())
    link.act(number, "plan", keys.firm, (), **PLAN, acceptor="陈立")
    link.act(number, "submit", keys.firm, (keys.ticket,), done="已装收集罩")
    link.act(number, "pass", keys.officer, (), way="on-site")
    link.act(number, "close", keys.head, ())


def town() -> tuple[Keys, Callable[[int], bytes]]:
    """The small town of the tests, keys for three of its people, and photos."""
    from anhuan.rulebook.services import load_seed
    from tests.api.callers import caller, picture
    from tests.factories import START
    from tests.modules.cases.town import build

    load_seed(at=START)
    here = build()
    secrets = [caller(viewer).secret for viewer in (here.officer, here.firm, here.head)]
    return Keys(*secrets, site=str(here.site.id)), picture


def with_photo(link: Link, keys: Keys, photo: bytes) -> Keys:
    found = link.send("/files?kind=photo&name=a.jpg", keys.firm, photo, "image/jpeg")
    return Keys(keys.officer, keys.firm, keys.head, keys.site, found["ticket"])


def through_http(
    port: int, clients: int, seconds: float, keys: Keys, picture: Callable[[int], bytes]
) -> tuple[float, float]:
    """Loops per second, and CPU milliseconds of server and database for one loop."""
    done, failed = [0] * clients, []

    def work(mine: int, own: Keys, link: Link) -> None:
        try:
            loop(link, own)
            gate.wait(60)
            while monotonic() < end[0]:
                loop(link, own)
                done[mine] += 1
        except Exception as error:
            failed.append(error)
            gate.abort()

    end = [0.0]
    gate = threading.Barrier(clients + 1)
    threads = []
    for mine in range(clients):
        link = Link(port)
        own = with_photo(link, keys, picture(30 * mine))
        threads.append(threading.Thread(target=work, args=(mine, own, link)))
    for thread in threads:
        thread.start()
    end[0] = monotonic() + 3600
    gate.wait(60)
    begun, cpu = monotonic(), _bed.cpu_of(os.getpid())
    end[0] = begun + seconds
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    loops = sum(done)
    used = _bed.cpu_of(os.getpid()) - cpu
    return loops / (monotonic() - begun), used / loops * 1000


def raw(url: str, clients: int, seconds: float, script: _raw.Script) -> float:
    """Loops per second of the plain client."""
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(clients + 1)
    counts = fork.Array("i", clients)
    processes = [
        fork.Process(target=_raw.play, args=(url, script, mine, seconds, start, counts))
        for mine in range(clients)
    ]
    for process in processes:
        process.start()
    start.wait(60)
    begun = monotonic()
    for process in processes:
        process.join()
    return sum(counts) / (monotonic() - begun)


def serving(port: int, workers: int, data: Path) -> Any:
    from anhuan.ops.serving import web_child

    child = web_child("127.0.0.1", port, workers)
    child.start()
    for _ in range(300):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", "/healthz")
            link.getresponse().read()
            return child
        except OSError:
            sleep(0.1)
    raise RuntimeError("the server did not come up")


def report(rows: Sequence[tuple[int, float, float, float]], workers: int, script: Any) -> None:
    cells = [
        (
            str(n),
            f"{http_rate:.1f}",
            f"{raw_rate:.0f}",
            f"{http_rate / raw_rate:.1%}",
            f"{cpu:.1f}",
        )
        for n, http_rate, cpu, raw_rate in rows
    ]
    heads = ("clients", "loops/s, HTTP", "loops/s, raw", "ratio", "CPU ms per loop")
    lines = [
        f"Seven requests a loop, {workers} server process(es), PostgreSQL with fsync. The plain "
        f"client repeats the {script.statements} writes in {script.commits} transactions that one "
        "loop makes. CPU counts the server's and the database's processes; the clients, and on "
        "the raw side their processes, share the same cores.",
        "",
        *_bed.table(heads, cells),
    ]
    _bed.write("loops", "Closed loops through the HTTP API", lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with _bed.folder() as data, _bed.postgres() as url:
        _bed.program(url, data)
        keys, picture = town()
        port = _bed.free_port()
        script = _raw.script_of(keys, picture, loop, with_photo)
        child = serving(port, options.workers, data)
        rows = []
        try:
            for clients in CLIENTS:
                rate, cpu = through_http(port, clients, options.seconds, keys, picture)
                limit = raw(url, clients, options.seconds, script)
                rows.append((clients, rate, cpu, limit))
        finally:
            child.end()
        report(rows, options.workers, script)


if __name__ == "__main__":
    main()
