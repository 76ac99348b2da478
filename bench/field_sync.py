"""Visits from phones: one phone with a thousand photos over a link that drops, 200 at once.

The first part sends 500 visits with 1,000 photos from one phone; the client cuts every n-th
request, half of them before the body is out and half before the answer is read, and sends it
again: every row is there exactly once. The second part counts visits a second with 200 phones,
beside plain clients that write as many rows of as many bytes in as many transactions.
"""

import argparse
import http.client
import json
import multiprocessing
import socket
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import _bed
from loops import serving

BATCH = 90
WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Link:
    """A connection of a phone that drops at every ``every``-th request; 0: never."""

    port: int
    secret: str
    every: int = 0
    sent: int = 0
    cut: int = 0
    http: Any = field(default=None)

    def send(self, method: str, path: str, body: bytes, kind: str) -> bytes:
        while True:
            self.sent += 1
            if self.every and self.sent % self.every == 0:
                self._drop(method, path, body, kind)
                continue
            self.http = self.http or http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=120
            )
            self.http.request(method, f"/api/v1/field{path}", body, self._headers(kind))
            answer = self.http.getresponse()
            content = answer.read()
            if answer.status not in (200, 204):
                raise RuntimeError(f"{path}: {answer.status} {content.decode()}")
            return content

    def _headers(self, kind: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", "Content-Type": kind}

    def _drop(self, method: str, path: str, body: bytes, kind: str) -> None:
        self.cut += 1
        part = body if self.cut % 2 else body[: len(body) // 2]
        lines = [f"{method} /api/v1/field{path} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in self._headers(kind).items()]
        head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode()
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as raw:
            raw.sendall(head + part)

    def acts(self, acts: Sequence[dict[str, Any]]) -> list[str]:
        body = json.dumps({"acts": list(acts)}).encode()
        answer = json.loads(self.send("POST", "/acts", body, "application/json"))
        return [one["outcome"] for one in answer["results"]]


def jpeg(n: int) -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.frombytes("L", (64, 48), Random(n).randbytes(64 * 48)).save(out, "JPEG")
    return out.getvalue()


def town(phones: int) -> tuple[Any, list[Any]]:
    """The small town of the tests, one phone of an officer and ``phones`` of grid inspectors."""
    from anhuan.base.clock import now
    from anhuan.devices.services import enrol
    from anhuan.kernel.access import Role
    from anhuan.rulebook.services import load_seed
    from anhuan.territory.models import Area
    from tests import factories as make
    from tests.modules.cases.town import build
    from tests.modules.devices.phone import Phone, account_of

    load_seed(at=make.START)
    here = build()
    cell = Area.objects.get(pk=here.site.area_id)
    found = []
    for n in range(phones + 1):
        person = make.person(f"网格员{n}")
        make.appointed(
            person, make.post(f"网格员{n}", role=Role.GRID, unit=here.station, area=cell)
        )
        viewer = make.viewer_for(person, now())
        account = account_of(viewer)
        made = enrol(account_id=account, name="手机", at=now())
        phone = Phone(viewer=viewer, account=account, device=made.id, secret=made.secret, at=now())
        found.append(phone)
    return here, found


def filled(phone: Any, site: Any, visits: int, photos: int) -> dict[str, bytes]:
    """``visits`` visits made offline, with ``photos`` photos each; the photos by digest."""
    bytes_of = {}
    for n in range(visits):
        named = []
        for k in range(photos):
            content = jpeg(n * photos + k)
            digest = sha256(content).hexdigest()
            bytes_of[digest] = content
            named.append({"sha256": digest, "original": digest, "point": [118.5, 36.2, 9]})
        phone.visit(site, photos=named)
    return bytes_of


def dropped(port: int, phone: Any, photos: dict[str, bytes], every: int) -> tuple[Link, float]:
    """One phone sends everything; gives its link and the seconds."""
    link, begun = Link(port, phone.secret, every), monotonic()
    for digest, content in photos.items():
        link.send("PUT", f"/photos/{digest}", content, "image/jpeg")
    for start in range(0, len(phone.made), BATCH):
        outcomes = set(link.acts(phone.made[start : start + BATCH]))
        if outcomes != {"done"}:
            raise RuntimeError(f"not all is done: {outcomes}")
    return link, monotonic() - begun


def at_once(port: int, phones: Sequence[Any]) -> float:
    """Seconds until all phones have sent everything they hold."""
    failed: list[Exception] = []
    gate = threading.Barrier(len(phones) + 1)

    def work(phone: Any) -> None:
        link = Link(port, phone.secret)
        gate.wait(60)
        try:
            if set(link.acts(phone.made)) != {"done"}:
                raise RuntimeError("not all is done")
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    gate.wait(60)
    begun = monotonic()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return monotonic() - begun


Script = list[list[int]]
"""For each transaction the bytes of each statement's values."""


def written(phone: Any, site: Any) -> Script:
    """What one visit writes, after one for what only the first of a day writes."""
    from django.db import connection

    phone.visit(site)
    phone.send()
    start = len(phone.made)
    phone.visit(site)
    found: Script = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        from anhuan.base.rows import NEXT

        if sql.lstrip().upper().startswith(WRITES):
            values = list(params or ())
            for each in sql.split(NEXT):
                n = each.count("%s")
                found[-1].append(sum(len(str(value)) for value in values[:n]))
                values = values[n:]
        return execute(sql, params, many, context)

    # Sent in one request: one transaction keeps, one judges each act.
    found.append([])
    with connection.execute_wrapper(note):
        phone.send(*phone.made[start:])
    connection.close()
    return [found[0][:3], *_thirds(found[0][3:])]


def _thirds(sizes: list[int]) -> Script:
    """The statements of three acts, which are not told apart here, in three transactions."""
    n = -(-len(sizes) // 3)
    return [sizes[start : start + n] for start in range(0, len(sizes), n)]


def play(url: str, script: Script, seconds: float, start: Any, done: Any) -> None:
    """Write as many rows of as many bytes in as many transactions as a visit. Runs in a process
    of its own."""
    import psycopg

    with psycopg.connect(_bed.plain(url), prepare_threshold=0, autocommit=True) as link:
        cursor, n = link.cursor(), 0
        start.wait(60)
        end = monotonic() + seconds
        while monotonic() < end:
            for transaction in script:
                with link.transaction():
                    for size in transaction:
                        row = (uuid.uuid4(), b"x" * size)
                        cursor.execute("INSERT INTO raw_limit VALUES (%s, %s)", row)
            n += 1
        with done.get_lock():
            done.value += n


def limit(url: str, script: Script, seconds: float, clients: int) -> float:
    """Visits per second that plain clients write."""
    import psycopg

    with psycopg.connect(_bed.plain(url), autocommit=True) as link:
        link.execute("CREATE TABLE raw_limit (id uuid PRIMARY KEY, content bytea NOT NULL)")
    fork = multiprocessing.get_context("fork")
    start, done = fork.Barrier(clients + 1), fork.Value("i", 0)
    players = [
        fork.Process(target=play, args=(url, script, seconds, start, done)) for _ in range(clients)
    ]
    for player in players:
        player.start()
    start.wait(60)
    begun = monotonic()
    for player in players:
        player.join()
    return float(done.value) / (monotonic() - begun)


def counted() -> tuple[int, int, int, int]:
    """Visits, cases, photos shown, submissions that are done."""
    from anhuan.cases.models import Case
    from anhuan.devices.models import Submission
    from anhuan.evidence.models import Use
    from anhuan.inspections.models import Visit

    done = Submission.objects.filter(outcome="done").count()
    return Visit.objects.count(), Case.objects.count(), Use.objects.count(), done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--visits", type=int, default=500)
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--cut", type=int, default=7, help="every n-th request is cut")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with _bed.folder() as data, _bed.postgres() as url:
        _bed.program(url, data)
        here, phones = town(options.phones)
        script = written(phones[-1], here.site.id)
        before = counted()
        child = serving(port := _bed.free_port(), options.workers, Path(data))
        try:
            photos = filled(phones[0], here.site.id, options.visits, 2)
            link, seconds = dropped(port, phones[0], photos, options.cut)
            after = counted()
            for phone in phones[1:-1]:
                filled(phone, here.site.id, 2, 0)
            crowd = at_once(port, phones[1:-1])
            last = counted()
        finally:
            child.end()
        raw = limit(url, script, options.seconds, 4)
    report(options, link, seconds, crowd, raw, script, (before, after, last))


def report(
    options: Any,
    link: Link,
    seconds: float,
    crowd: float,
    raw: float,
    script: Script,
    counts: Sequence[tuple[int, int, int, int]],
) -> None:
    before, after, last = counts
    gained = [now - was for now, was in zip(after, before, strict=True)]
    expected = [options.visits, options.visits, 2 * options.visits, 3 * options.visits]
    if gained != expected:
        raise SystemExit(f"not exactly once: {gained}, expected {expected}")
    visits = last[0] - after[0]
    rate = visits / crowd
    statements = sum(map(len, script))
    rows = [
        ("one phone, a link that drops", f"{options.visits / seconds:.1f}", ""),
        (f"{options.phones - 1} phones at once", f"{rate:.1f}", f"{rate / raw:.1%}"),
        ("plain clients, 4", f"{raw:.0f}", "100 %"),
    ]
    lines = [
        f"{options.visits} visits with {2 * options.visits} photos from one phone in "
        f"{seconds:.0f} s: {link.sent} requests, {link.cut} of them cut and sent again; "
        f"{gained[0]} visits, {gained[1]} cases, {gained[2]} photos, {gained[3]} acts came of it, "
        "each once.",
        "",
        f"A visit is three acts. The plain clients write as many rows of as many bytes as one "
        f"visit does ({statements} statements in {len(script)} transactions) into one table "
        "without rules. PostgreSQL with fsync; all share the same cores.",
        "",
        *_bed.table(("what", "visits/s", "of the limit"), rows),
    ]
    _bed.write("field_sync", "Visits from phones", lines)


if __name__ == "__main__":
    main()
