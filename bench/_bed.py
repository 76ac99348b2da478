"""What every benchmark stands on: a database of its own, the program in it, and a result page."""

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter
from urllib.parse import quote, urlsplit

from tests.postgres import DURABLE, server

RESULTS = Path(__file__).resolve().parent / "results"
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def folder() -> Iterator[Path]:
    """A data folder that is gone afterwards."""
    path = Path(tempfile.mkdtemp(prefix="anhuan-bench-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def postgres() -> Iterator[str]:
    """A server that keeps what it commits; gives the ``DATABASE_URL`` of an empty database."""
    import psycopg

    with server(DURABLE) as url:
        with psycopg.connect(plain(url, "postgres"), autocommit=True) as link:
            link.execute("CREATE DATABASE anhuan")
        yield url


def plain(url: str, name: str = "") -> str:
    """The same server for a client without Django; ``name``: another database of it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/{name or parts.path.lstrip('/')}?{parts.query}"


def program(url: str, data: Path) -> None:
    """Set this process up as the program on ``url`` ("" is SQLite), with all its tables."""
    os.environ |= {
        "ANHUAN_LOG": "plain",
        "DJANGO_SETTINGS_MODULE": "anhuan.config.settings",
        "ANHUAN_DATA": str(data),
        "ANHUAN_SECRET_KEY": quote(str(data)),
    }
    os.environ.pop("DATABASE_URL", None)
    if url:
        os.environ["DATABASE_URL"] = url
    from anhuan.config.start import start
    from anhuan.ops.migrating import migrate

    start()
    (data / "static").mkdir(exist_ok=True)
    migrate()


def timed(act: Callable[[], object]) -> float:
    """Seconds that ``act`` takes."""
    begun = perf_counter()
    act()
    return perf_counter() - begun


def cpu_of(parent: int) -> float:
    """CPU seconds so far of all processes below ``parent``, the ended ones of them included."""
    ticks, children = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        key = int(stat.parent.name)
        children.setdefault(int(fields[1]), []).append(key)
        ticks[key] = sum(map(int, fields[11:15]))
    total, waiting = 0, list(children.get(parent, ()))
    while waiting:
        key = waiting.pop()
        total += ticks[key]
        waiting += children.get(key, ())
    return total / TICKS


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


def write(name: str, title: str, lines: Sequence[str]) -> None:
    """Print the result and keep it beside the others, with the day and the machine."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    text = "\n".join(
        [
            f"# {title}",
            "",
            f"{date.today().isoformat()}, {os.cpu_count()} cores, {platform.machine()}, "
            f"Python {platform.python_version()}; load average {load} at the end: other work ran "
            "on the machine, so read the ratios, not the absolute figures.",
            "",
            f"    python3 run bench {' '.join([name, *sys.argv[1:]])}",
            "",
            *lines,
            "",
        ]
    )
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    print(text)


def free_port() -> int:
    import socket

    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
