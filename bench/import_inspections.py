"""Visits per second of importing 17,075 real inspections, beside reading the file alone."""

from pathlib import Path
from typing import Any

import _bed
from _importing import Step, found, on_both, run, spent, table

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


def own_reader(path: Path) -> int:
    from anhuan.base.sheets.streaming import look_through

    return sum(1 for _ in look_through(path).rows()) - 1


def other_reader(path: Path) -> int:
    import csv
    import gzip

    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1


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


def compared(path: Path) -> None:
    rows = own_reader(path)
    reading, other = spent(lambda: own_reader(path)), spent(lambda: other_reader(path))
    results = on_both(__file__, path)
    steps: list[Step] = [
        ("our reader alone", rows, reading),
        ("csv of the standard library alone", rows, other),
    ]
    for name, each in results.items():
        steps.append((f"import, {name}", rows, each["first"]))
        steps.append((f"the same file again, {name}", rows, each["again"]))
    first = results["SQLite"]
    lines = [
        f"{path.name}, {rows:,} rows of 41 columns. An import reads the file, makes each row a "
        f"visit with its act in the record, and founds the places the town does not have yet "
        f"({first['added']:,} visits and {first['sites']:,} places on SQLite, "
        f"{results['PostgreSQL']['added']:,} visits on PostgreSQL). The same file again adds "
        f"{first['twice']} visits. CPU is this process's; the time besides is waiting for the "
        "disk, for the database's own process and for other work on the machine.",
        "",
        *table(steps, reading=reading),
    ]
    _bed.write("import_inspections", "Import of inspections", lines)


def main() -> None:
    run(__doc__, found(NAME), imported=imported, compared=compared)


if __name__ == "__main__":
    main()
