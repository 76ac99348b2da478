"""Rows per second of importing a ledger of 5,000 rows, beside reading the file alone."""

import os
from pathlib import Path
from typing import Any

import _bed
from _importing import Step, found, on_both, run, spent, table

NAME = Path("shared", "data", "ledgers", "district-year-5000.xlsx")
"""Beside the repository, or beside a folder of its worktrees."""


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
        seconds, cpu = spent(
            lambda: reports.append(
                import_ledger(
                    path, unit=town.office.id, by=town.clerk, at=now(), accept_nulls=True
                )
            )
        )
        done = reports[0]
        return {"seconds": seconds, "cpu": cpu, "rows": done.rows, "added": done.added}


def compared(path: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.config.settings")
    rows = own_reader(path)
    reading, other = spent(lambda: own_reader(path)), spent(lambda: other_reader(path))
    results = on_both(__file__, path)
    steps: list[Step] = [
        ("our reader alone", rows, reading),
        ("openpyxl alone", rows, other),
        *(
            (f"import, {name}", each["rows"], (each["seconds"], each["cpu"]))
            for name, each in results.items()
        ),
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
        *table(steps, reading=reading),
    ]
    _bed.write("import_ledger", "Import of a ledger", lines)


def main() -> None:
    run(__doc__, found(NAME), imported=imported, compared=compared)


if __name__ == "__main__":
    main()
