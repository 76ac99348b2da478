"""Three years of real air of twelve stations of Beijing through the gateway: rows a second end to
end, and the days whose level differs between the editions of HJ 633."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import _bed

from anhuan.kernel.air_course import LevelChanges, level_changes
from anhuan.kernel.calendar import start_of_day
from tests.gateways.hj212 import beijing
from tests.kernel.standards import NEW, OLD

ROOT = Path(__file__).resolve().parents[1]
START = "import sys; from anhuan.ops.cli import main; sys.exit(main())"
AT_ONCE = 200
FIRST, LAST = date(2013, 3, 1), date(2015, 12, 31)


def send(port: int, frames: Sequence[bytes]) -> None:
    """All frames over one connection; the next ones when those before are answered."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        for first in range(0, len(frames), AT_ONCE):
            part = frames[first : first + AT_ONCE]
            line.sendall(b"".join(part))
            answered = 0
            while answered < len(part):
                data = line.recv(65_536)
                if not data:
                    raise SystemExit("the gateway closed a connection")
                answered += data.count(b"\r\n")


@contextmanager
def gateway(port: int) -> Iterator[int]:
    words = ["gateway", "hj212", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen([sys.executable, "-c", START, *words], cwd=ROOT) as running:
        try:
            for _ in range(300):
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield running.pid
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(30)


def adopt(names: Sequence[str]) -> dict[str, UUID]:
    from anhuan.base import clock, ids
    from anhuan.telemetry.models import Station
    from anhuan.telemetry.types import Kind
    from tests import factories as make

    area = make.area("北京")
    rows = [
        Station(
            number=place + 1,
            code=beijing.code_of(place),
            name=name,
            kind=Kind.AIR,
            area=area,
            area_path=area.path,
            password=beijing.PASSWORD,
            adopted_at=clock.now(),
            adopted_by=ids.new_id(),
        )
        for place, name in enumerate(names)
    ]
    Station.objects.bulk_create(rows)
    return {row.name: row.id for row in rows}


def stored(station: UUID) -> beijing.Hours:
    from anhuan.telemetry import queries
    from anhuan.telemetry.types import Span

    end = start_of_day(LAST + timedelta(days=1))
    found = queries.readings(
        None, stations=[station], start=start_of_day(FIRST), end=end, span=Span.HOUR
    )
    return beijing.hours_of(found)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench beijing")
    parser.add_argument("--sqlite", action="store_true")
    options = parser.parse_args()
    rows = list(beijing.rows())
    names = sorted({row.station for row in rows})
    measured: dict[str, list[beijing.Row]] = defaultdict(list)
    for row in rows:
        if row.measured:
            measured[row.station].append(row)
    frames = {
        name: [beijing.frame(beijing.code_of(place), row) for row in measured[name]]
        for place, name in enumerate(names)
    }
    count = sum(map(len, frames.values()))
    with ExitStack() as stack:
        data = stack.enter_context(_bed.folder())
        url = "" if options.sqlite else stack.enter_context(_bed.postgres())
        _bed.program(url, data)
        stations = adopt(names)
        port = _bed.free_port()
        with gateway(port) as pid, ThreadPoolExecutor(len(names)) as senders:
            begun = time.monotonic()
            list(senders.map(lambda name: send(port, frames[name]), names))
            seconds, cpu = time.monotonic() - begun, cpu_of(pid)
        begun = time.monotonic()
        kept = {name: stored(station) for name, station in stations.items()}
        reading = time.monotonic() - begun
        for name in names:
            if kept[name] != {row.at: row.measured for row in measured[name]}:
                raise SystemExit(f"what is stored of {name} is not the file")
        begun = time.monotonic()
        changes = {
            name: level_changes(beijing.days_of(hours), OLD, NEW) for name, hours in kept.items()
        }
        judging = time.monotonic() - begun
    report(options, len(rows), count, seconds, cpu, reading, judging, changes)


def cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / _bed.TICKS


def moves(changes: LevelChanges) -> dict[tuple[str, str], list[date]]:
    found: dict[tuple[str, str], list[date]] = defaultdict(list)
    for one in changes.changed:
        if one.before.level and one.after.level:
            found[one.before.level.name, one.after.level.name].append(one.day)
    return found


def report(
    options: argparse.Namespace,
    rows: int,
    count: int,
    seconds: float,
    cpu: float,
    reading: float,
    judging: float,
    changes: Mapping[str, LevelChanges],
) -> None:
    where = "SQLite" if options.sqlite else "PostgreSQL, commits on the disk"
    values = Counter({key: 0 for each in changes.values() for key in moves(each)})
    for each in changes.values():
        values.update({key: len(days) for key, days in moves(each).items()})
    compared = sum(each.compared for each in changes.values())
    lines = [
        f"{rows:,} hours of twelve stations, {count:,} of them with a value, each a frame of its "
        f"own over twelve connections, {AT_ONCE} sent before their answers are awaited. {where}. "
        "What is stored afterwards is compared with the file, value by value and gap by gap.",
        "",
        *_bed.table(
            ("what", "seconds", "rows a second"),
            [
                ("sent, checked, stored, answered", f"{seconds:.1f}", f"{count / seconds:,.0f}"),
                ("CPU of the gateway", f"{cpu:.1f}", f"{count / cpu:,.0f}"),
                ("read back, every value exact", f"{reading:.1f}", f"{count / reading:,.0f}"),
                ("days judged by both editions", f"{judging:.1f}", f"{count / judging:,.0f}"),
            ],
        ),
        "",
        f"Of {compared:,} station-days with a level under HJ 633-2012 and HJ 633-2026, "
        f"{sum(values.values()):,} change it:",
        "",
        *_bed.table(
            ("2012", "2026", "days"),
            [(old, new, f"{n:,}") for (old, new), n in values.most_common()],
        ),
        "",
        "The days, by station:",
        "",
    ]
    for name, each in changes.items():
        lines += [f"## {name}", ""]
        for (old, new), days in sorted(moves(each).items(), key=lambda one: -len(one[1])):
            lines += [f"{old} → {new}: {', '.join(day.isoformat() for day in days)}", ""]
    _bed.write("beijing-sqlite" if options.sqlite else "beijing", "The Beijing file", lines[:-1])


if __name__ == "__main__":
    os.environ.setdefault("ANHUAN_LOG", "plain")
    main()
