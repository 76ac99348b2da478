"""The demo city in a folder of its own, served at the clock of its pictures.

``python docs/manual/city.py FOLDER [PORT [--still]]``: without a port it is only built. The clock
stands still for the pictures of the manual and ticks on from there for the browser tests. The
program itself knows nothing of it.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
AT: Final = datetime(2026, 11, 20, 0, 42, tzinfo=UTC)
"""Friday morning, 08:42 in the city, as in the pictures."""
SIZE: Final = ("--sites=60", "--cases=300")
"""Of the city that ticks on; the pictures show the one that ``anhuan demo`` makes."""
TITLE: Final = "安澜市 · 云溪区节点"
LOG_BASE: Final = "yunxi.anlan.example"
AT_ONCE: Final = 10
READY: Final = "ready"


@dataclass(frozen=True)
class City:
    """A served city: its address, the passwords by sign-in name, and where it keeps things."""

    url: str
    passwords: dict[str, str]
    folder: Path


def environment(folder: Path) -> dict[str, str]:
    """Of a process that works on the city in ``folder``, whatever is set outside."""
    left_out = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in left_out and not name.startswith("ANHUAN_")
    }
    env |= {"ANHUAN_DATA": str(folder), "PYTHONPATH": str(ROOT / "src")}
    return env | {"ANHUAN_NODE_TITLE": TITLE, "ANHUAN_LOG_BASE": LOG_BASE}


def build(folder: Path) -> None:
    """The city that ticks on, in ``folder``; served from a copy, it begins where this one ends."""
    words = [sys.executable, __file__, str(folder)]
    done = subprocess.run(
        words, env=environment(folder), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the city was not built: {done.stderr[-2000:]}")


@contextmanager
def served(folder: Path, *, still: bool) -> Iterator[City]:
    """The city in ``folder``, served until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, __file__, str(folder), str(port), *(["--still"] if still else [])]
    env = environment(folder)
    with (
        (folder / "city.log").open("w", encoding="utf-8") as log,
        subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            if READY not in (line.strip() for line in process.stdout):
                said = (folder / "city.log").read_text(encoding="utf-8")
                raise RuntimeError(f"the city did not start: {said[-2000:]}")
            lines = json.loads((folder / "demo-accounts.json").read_text(encoding="utf-8"))
            passwords = {line["username"]: line["password"] for line in lines}
            yield City(f"http://127.0.0.1:{port}", passwords, folder)
        finally:
            process.kill()


def main(folder: str, port: str = "", *words: str) -> None:
    """Build the city where it is not there yet, and serve it on the port, where one is given."""
    import time_machine

    os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.config.settings"
    traveller = time_machine.travel(AT, tick="--still" not in words)
    traveller.start()
    import django

    django.setup()
    from django.core.management import call_command

    from anhuan.ops.catalogues import compile_catalogues
    from anhuan.ops.statics import collect

    compile_catalogues()
    size = () if "--still" in words else SIZE
    call_command("demo", "--build-only", *size, stdout=sys.stderr)
    write_log()
    collect()
    if port:
        serve(int(port))


def write_log() -> None:
    """What the worker does: every act of the city gets its place, confirmed by nobody yet."""
    from anhuan.ledger import keys
    from anhuan.ops.log_writing import sequencer

    keys.made_at_first()
    with sequencer() as writer:
        while writer.step(AT, AT.year):
            pass


def serve(port: int) -> None:
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from anhuan.cases.outgoing import queries
    from anhuan.config.wsgi import application

    # So small a city's ledger is written at once; here it takes the way of a large one.
    queries.AT_ONCE = AT_ONCE

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing: a refused page is part of a journey."""

    server = ThreadedWSGIServer(("127.0.0.1", port), Quiet)
    server.set_app(application)
    print(READY, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
