"""Rows per second of importing a ledger of 5,000 rows, beside reading the file alone."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import _bed

LEDGERS = Path(__file__).resolve().parents[2] / "shared" / "data" / "ledgers"
NAME = "district-year-5000.xlsx"


def own_reader(path: Path) -> int:
    from anhuan.cases.reading.reader import read_ledger

    return len(read_ledger(path, name=path.name).rows)


def other_reader(path: Path) -> int:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    return sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))


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
        seconds = _bed.timed(
            lambda: reports.append(
                import_ledger(
                    path, unit=town.office.id, by=town.clerk, at=now(), accept_nulls=True
                )
            )
        )
        return {"seconds": seconds, "rows": reports[0].rows, "added": reports[0].added}


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
    reading = _bed.timed(lambda: own_reader(path))
    other = _bed.timed(lambda: other_reader(path))
    with _bed.postgres() as url:
        results = {"SQLite": apart(path, ""), "PostgreSQL": apart(path, url)}
    cells = [
        ("our reader alone", f"{reading:.1f}", f"{rows / reading:,.0f}", "1.0"),
        ("openpyxl alone", f"{other:.1f}", f"{rows / other:,.0f}", f"{other / reading:.1f}"),
    ]
    for name, found in results.items():
        seconds = found["seconds"]
        rate = f"{found['rows'] / seconds:,.0f}"
        cells.append((f"import, {name}", f"{seconds:.1f}", rate, f"{seconds / reading:.1f}"))
    lines = [
        f"{path.name}, {rows:,} rows. An import reads the file, makes each row a case with its "
        "acts and its obligation, and founds the sites that the town does not have yet; rows "
        "with findings are taken too "
        f"({results['SQLite']['added']:,} cases on SQLite, "
        f"{results['PostgreSQL']['added']:,} on PostgreSQL). The limit is five readings.",
        "",
        *_bed.table(("step", "seconds", "rows/s", "readings"), cells),
    ]
    _bed.write("import_ledger", "Import of a ledger", lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=LEDGERS / NAME)
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
