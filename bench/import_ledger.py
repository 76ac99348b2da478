"""Rows per second of importing a ledger of 5,000 rows, beside reading the file alone."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import _bed

NAME = Path("shared", "data", "ledgers", "district-year-5000.xlsx")
"""Beside the repository, or beside a folder of its worktrees."""


def found() -> Path:
    """The ledger, wherever above the repository it lies."""
    above = Path(__file__).resolve().parents
    return next((each / NAME for each in above if (each / NAME).exists()), NAME)


def own_reader(path: Path) -> int:
    from anhuan.cases.reading.reader import read_ledger

    return len(read_ledger(path, name=path.name).rows)


def other_reader(path: Path) -> int:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    return sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))


def spent(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds that ``act`` takes, by the clock and of CPU."""
    begun = process_time()
    seconds = _bed.timed(act)
    return seconds, process_time() - begun


def imported(path: Path, url: str) -> dict[str, Any]:
    """Import into a small town on one database; what came of it."""
    with _bed.folder() as data:
        _bed.program(url, data)
        from anhuan.base.clock import now
        from anhuan.cases.intake.services import import_ledger
        from anhuan.rulebook.services import load_seed
        from tests.factories import START
        from tests.modules.cases.town import build

        load_seed(at=START)
        town = build()
        reports = []
        seconds, cpu = spent(
            lambda: reports.append(
                import_ledger(
                    path, unit=town.office.id, by=town.clerk, at=now(), accept_nulls=True
                )
            )
        )
        done = reports[0]
        return {"seconds": seconds, "cpu": cpu, "rows": done.rows, "added": done.added}


def apart(path: Path, url: str) -> dict[str, Any]:
    """``imported`` in a process of its own: a process serves one database."""
    words = [sys.executable, __file__, "--file", str(path), "--into", url or "sqlite"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def compared(path: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.config.settings")
    rows = own_reader(path)
    reading, read_cpu = spent(lambda: own_reader(path))
    other, other_cpu = spent(lambda: other_reader(path))
    with _bed.postgres() as url:
        results = {"SQLite": apart(path, ""), "PostgreSQL": apart(path, url)}
    took = [
        ("our reader alone", rows, reading, read_cpu),
        ("openpyxl alone", rows, other, other_cpu),
        *(
            (f"import, {name}", each["rows"], each["seconds"], each["cpu"])
            for name, each in results.items()
        ),
    ]
    cells = [
        (
            name,
            f"{seconds:.1f}",
            f"{count / seconds:,.0f}",
            f"{seconds / reading:.1f}",
            f"{cpu:.1f}",
            f"{cpu / read_cpu:.1f}",
        )
        for name, count, seconds, cpu in took
    ]
    lines = [
        f"{path.name}, {rows:,} rows. An import reads the file, makes each row a case with its "
        "acts and its obligation, and founds the sites that the town does not have yet; rows "
        "with findings are taken too "
        f"({results['SQLite']['added']:,} cases on SQLite, "
        f"{results['PostgreSQL']['added']:,} on PostgreSQL). The limit is five readings. CPU is "
        "this process's; the time besides is waiting for the disk, for the database's own "
        "process and for other work on the machine.",
        "",
        *_bed.table(
            ("step", "seconds", "rows/s", "readings", "CPU seconds", "readings, CPU"), cells
        ),
    ]
    _bed.write("import_ledger", "Import of a ledger", lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=found())
    parser.add_argument("--into", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.file.exists():
        print(f"skipped: {options.file} is not there")
    elif options.into:
        url = "" if options.into == "sqlite" else options.into
        print(json.dumps(imported(options.file, url)))
    else:
        compared(options.file)


if __name__ == "__main__":
    main()
