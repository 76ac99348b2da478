"""A city's plan of a year: what it costs to freeze its list and to make every check an obligation.

The plain client writes the very same rows of the list, the obligations and the record to twin
tables with the same indexes: with ``COPY`` on PostgreSQL, with ``executemany`` on SQLite.
"""

import argparse
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import _bed

TABLES = (
    "inspections_plannedcheck",
    "obligations_obligation",
    "ledger_fact",
    "ledger_body",
    "ledger_pending",
)
RISKS = ("major", "larger", "general", "low")
EVERY = ("month", "quarter", "half-year", "year")
START = datetime(2026, 1, 4, 16, tzinfo=UTC)
END = datetime(2026, 12, 31, 15, tzinfo=UTC)


def city(sites: int, rules: int) -> tuple[Any, Any]:
    """Sites under one station and ``rules`` cycles by risk, tag and industry; two viewers."""
    from anhuan.kernel.access import Role
    from anhuan.rulebook.models import Version
    from anhuan.rulebook.services import load_seed
    from anhuan.sites.models import Site
    from anhuan.territory.types import UnitKind
    from tests import factories as make

    load_seed(at=make.START)
    home = make.area("云溪区")
    unit = make.unit("云溪区应急管理局", area=home, kind=UnitKind.STATION)
    viewers = []
    for title, role in (("科员", Role.OFFICER), ("局长", Role.APPROVER)):
        someone = make.person(title)
        make.appointed(someone, make.post(title, role=role, unit=unit))
        viewers.append(make.viewer_for(someone, START))
    Version.objects.filter(subject="visit-cycle").delete()
    Version.objects.bulk_create(_rule(number, make.START) for number in range(rules))
    rows = (_site(Site, number, rules, home) for number in range(sites))
    Site.objects.bulk_create(rows, batch_size=500)
    return viewers[0], viewers[1]


def _rule(number: int, since: datetime) -> Any:
    from anhuan.rulebook.models import Version

    value = {
        "level": "department",
        "visit": "department",
        "every": EVERY[number % 4],
        "risks": [RISKS[number % 4]],
        "tags": [f"标签{number}"] if number >= 4 else [],
    }
    return Version(
        subject="visit-cycle",
        code=f"rule-{number:02d}",
        name=f"规则 {number}",
        value=value,
        source="基准",
        valid_from=since,
        recorded_from=since,
    )


def _site(model: Any, number: int, rules: int, home: Any) -> Any:
    name = f"第 {number} 家"
    return model(
        name=name,
        normal_name=name,
        subject="enterprise",
        address="北环路",
        area=home,
        area_path=home.path,
        risk=RISKS[number % 4],
        tags=[f"标签{number % rules}"],
        industry="2110",
        search=name,
    )


def planned(officer: Any, head: Any) -> tuple[str, float]:
    """The plan drafted and approved; the seconds in which it starts and freezes its list."""
    from anhuan.inspections import services
    from anhuan.kernel.campaign import CampaignAct

    given = {
        "campaign_title": "2026 年监督检查计划",
        "campaign_kind": "year",
        "from_on": "2026-01-01",
        "to_on": "2026-12-31",
        "hands": "own",
    }
    number = services.draft(given=given, by=officer, at=START).number

    def act(what: CampaignAct, by: Any) -> None:
        services.act_on_campaign(number=number, what=what, given={}, by=by, at=START)

    act(CampaignAct.APPROVE, head)
    return number, _bed.timed(lambda: act(CampaignAct.START, officer))


def opened() -> float:
    """Seconds in which every other check of the year becomes owed, as its days begin."""
    from anhuan.inspections.services import open_due

    def work() -> None:
        while open_due(at=END):
            pass

    return _bed.timed(work)


def plain(url: str) -> tuple[int, float]:
    """How many rows the plan wrote, and the seconds in which a plain client writes them."""
    return _copied(url) if url else _inserted()


def _inserted() -> tuple[int, float]:
    from django.db import connection

    connection.ensure_connection()
    link, rows = connection.connection, {}
    for table in TABLES:
        made = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index')"
        for (sql,) in link.execute(made, [table]).fetchall():
            if sql:
                link.execute(
                    sql.replace(table, f"twin_{table}").replace('INDEX "', 'INDEX "twin_')
                )
        rows[table] = [tuple(row) for row in link.execute(f"SELECT * FROM {table}")]
    link.commit()

    def write() -> None:
        link.execute("BEGIN IMMEDIATE")
        for table, found in rows.items():
            marks = ", ".join("?" * len(found[0]))
            link.executemany(f"INSERT INTO twin_{table} VALUES ({marks})", found)
        link.execute("COMMIT")

    link.execute("PRAGMA foreign_keys = OFF")
    return sum(map(len, rows.values())), _bed.timed(write)


def _copied(url: str) -> tuple[int, float]:
    import psycopg

    with psycopg.connect(_bed.plain(url, "anhuan")) as link:
        rows = {}
        for table in TABLES:
            link.execute(f"CREATE TABLE twin_{table} (LIKE {table} INCLUDING ALL)")
            with link.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as out:
                rows[table] = list(out.rows())
        link.commit()

        def write() -> None:
            for table, found in rows.items():
                with link.cursor() as cursor, cursor.copy(f"COPY twin_{table} FROM STDIN") as to:
                    for row in found:
                        to.write_row(row)
            link.commit()

        return sum(map(len, rows.values())), _bed.timed(write)


def measured(url: str, sites: int, rules: int) -> tuple[str, ...]:
    """One line of the result."""
    from anhuan.inspections.models import PlannedCheck
    from anhuan.obligations.models import Obligation

    officer, head = city(sites, rules)
    before = Obligation.objects.count()
    _number, starting = planned(officer, head)
    seconds = starting + opened()
    made = Obligation.objects.count() - before
    assert made == PlannedCheck.objects.count(), made
    rows, limit = plain(url)
    return (
        "PostgreSQL" if url else "SQLite",
        f"{sites:,}",
        f"{made:,}",
        f"{seconds:.1f}",
        f"{made / seconds:,.0f}",
        f"{made / limit:,.0f}",
        f"{limit / seconds:.0%}",
        f"{rows:,}",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sites", type=int, default=5_000)
    parser.add_argument("--rules", type=int, default=40)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    options = parser.parse_args()
    with ExitStack() as stack:
        data = stack.enter_context(_bed.folder())
        url = stack.enter_context(_bed.postgres()) if options.database == "postgresql" else ""
        _bed.program(url, data)
        row = measured(url, options.sites, options.rules)
    heads = ("database", "sites", "obligations", "s", "per s", "per s, plain", "ratio", "rows")
    lines = [
        f"{options.rules} rules of frequency, one year. From the start of the plan until every "
        "check of the year is owed: the choice of the rule for each site, the row of the list, "
        "the obligation with its first rung, a fact with body and place in the queue of the "
        "record. The plain client writes the same rows to twin tables with the same indexes.",
        "",
        *_bed.table(heads, [row]),
    ]
    _bed.write("plan", "A year's plan of a city", lines)


if __name__ == "__main__":
    main()
