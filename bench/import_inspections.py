"""Visits per second of importing 17,075 real inspections, beside reading the file alone."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import _bed

NAME = Path("shared", "data", "chicago-food-inspections-2011-2014.csv.gz")
"""Beside the repository, or beside a folder of its worktrees."""
COLUMNS = {
    "number": "Inspection_ID",
    "site": "License",
    "began": "Inspection_Date",
    "inspectors": "Inspector_Assigned",
    "fails": "violations",
    "result": "Results",
    "lon": "Longitude",
    "lat": "Latitude",
}


def found() -> Path:
    """The inspections, wherever above the repository they lie."""
    above = Path(__file__).resolve().parents
    return next((each / NAME for each in above if (each / NAME).exists()), NAME)


def own_reader(path: Path) -> int:
    from anhuan.base.sheets.streaming import look_through

    return sum(1 for _ in look_through(path).rows()) - 1


def other_reader(path: Path) -> int:
    import csv
    import gzip

    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1


def spent(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds that ``act`` takes, by the clock and of CPU."""
    begun = process_time()
    seconds = _bed.timed(act)
    return seconds, process_time() - begun


def listed(code: str) -> None:
    """The checklist of the 45 codes of that city, in force before the first visit."""
    from anhuan.rulebook.models import Version
    from tests.factories import START

    items = [
        {
            "code": str(one),
            "topic": "后厨",
            "text": str(one),
            "domain": "safety",
            "field": "market",
        }
        for one in (*range(1, 45), 70)
    ]
    Version.objects.create(
        subject="checklist",
        code=code,
        name="canvass",
        value={"object": "kitchen", "industries": [], "items": items},
        valid_from=START.replace(year=2010),
        recorded_from=START,
        source="benchmark",
    )


def imported(path: Path, url: str) -> dict[str, Any]:
    """Import twice into a small town on one database; what came of it."""
    with _bed.folder() as data:
        _bed.program(url, data)
        from anhuan.base.clock import now
        from anhuan.inspections.intake.services import import_visits
        from anhuan.inspections.intake.types import Choices
        from anhuan.kernel.checklist import Answer
        from anhuan.rulebook.services import load_seed
        from tests.factories import START
        from tests.modules.cases.town import build

        load_seed(at=START)
        town = build()
        listed("canvass")
        choices = Choices(
            columns=COLUMNS,
            checklist="canvass",
            rest=Answer.CONFORMS,
            add_sites=True,
            add_people=True,
        )
        reports = []

        def once() -> None:
            unit = town.office.id
            done = import_visits(path, unit=unit, choices=choices, by=town.clerk, at=now())
            reports.append(done)

        first, again = spent(once), spent(once)
        return {
            "first": first,
            "again": again,
            "added": reports[0].added,
            "sites": reports[0].sites,
            "twice": reports[1].added,
        }


def apart(path: Path, url: str) -> dict[str, Any]:
    """``imported`` in a process of its own: a process serves one database."""
    words = [sys.executable, __file__, "--file", str(path), "--into", url or "sqlite"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def compared(path: Path) -> None:
    rows = own_reader(path)
    reading, other = spent(lambda: own_reader(path)), spent(lambda: other_reader(path))
    with _bed.postgres() as url:
        results = {"SQLite": apart(path, ""), "PostgreSQL": apart(path, url)}
    took = [("our reader alone", reading), ("csv of the standard library alone", other)]
    for name, each in results.items():
        took.append((f"import, {name}", each["first"]))
        took.append((f"the same file again, {name}", each["again"]))
    cells = [
        (
            name,
            f"{seconds:.1f}",
            f"{rows / seconds:,.0f}",
            f"{seconds / reading[0]:.1f}",
            f"{cpu:.1f}",
            f"{cpu / reading[1]:.1f}",
        )
        for name, (seconds, cpu) in took
    ]
    first = results["SQLite"]
    lines = [
        f"{path.name}, {rows:,} rows of 41 columns. An import reads the file, makes each row a "
        f"visit with its act in the record, and founds the places the town does not have yet "
        f"({first['added']:,} visits and {first['sites']:,} places on SQLite, "
        f"{results['PostgreSQL']['added']:,} visits on PostgreSQL). The same file again adds "
        f"{first['twice']} visits. CPU is this process's; the time besides is waiting for the "
        "disk, for the database's own process and for other work on the machine.",
        "",
        *_bed.table(
            ("step", "seconds", "rows/s", "readings", "CPU seconds", "readings, CPU"), cells
        ),
    ]
    _bed.write("import_inspections", "Import of inspections", lines)


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
