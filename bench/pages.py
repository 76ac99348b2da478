"""What the pages of a district's officers cost inside a PostgreSQL with very many cases.

The generator plays a sample, which is then multiplied inside the database: every copy has a case
with keys, a number and dates of its own, with its acts and obligations. Ended cases are copied
each time, open ones each tenth time, as years of work would leave them.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Any

import _bed

REPEATS = 5
AIM_MS, SEARCH_MS = 15.0, 50.0
OFFICER, LEADER = "linjie", "handong"
OPEN_EACH = 10
MULTIPLIED = ("cases_case", "ledger_fact", "ledger_body", "obligations_obligation")


@dataclass(slots=True)
class Asked:
    """The statements of one request."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    def note(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements.append((sql, params))
        return execute(sql, params, many, context)


def multiply(wanted: int) -> int:
    """Copies of the sample until there are ``wanted`` cases; gives how many there are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE is_open) FROM cases_case")
        whole, still_open = cursor.fetchone()
        cursor.execute("CREATE TEMP TABLE sample AS SELECT id, is_open FROM cases_case")
        cursor.execute("ALTER TABLE sample ADD PRIMARY KEY (id)")
        for name in MULTIPLIED:
            cursor.execute(f"CREATE TEMP TABLE {name}_sample AS SELECT * FROM {name}")
            cursor.execute(f"ANALYZE {name}_sample")
        # References are copied with what they point to, so nothing is checked row by row.
        cursor.execute("SET session_replication_role = replica")
        again = [sql for name in MULTIPLIED for sql in _taken_off(cursor, name)]
        count, copy = whole, 0
        while count < wanted:
            copy += 1
            _copy(cursor, copy, copy % OPEN_EACH == 0)
            count += whole if copy % OPEN_EACH == 0 else whole - still_open
        _said(f"{count:,} cases")
        for sql in again:
            cursor.execute(sql)
        _said("indexes")
        cursor.execute("SET session_replication_role = origin")
        for name in (*MULTIPLIED, "cases_watch"):
            cursor.execute(f"VACUUM ANALYZE {name}")
    return int(count)


def _said(what: str) -> None:
    print(f"{perf_counter():.0f} s: {what}", file=sys.stderr, flush=True)


def _taken_off(cursor: Any, table: str) -> list[str]:
    """Take the table's indexes off, those of constraints too; gives what puts them back."""
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), c.conname, "
        "pg_get_constraintdef(c.oid) FROM pg_index i LEFT JOIN pg_constraint c "
        "ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u') "
        "WHERE i.indrelid = %s::regclass ORDER BY i.indisprimary DESC",
        [table],
    )
    again = []
    for index, made_by, constraint, rule in cursor.fetchall():
        if constraint:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}" CASCADE')
            again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{constraint}" {rule}')
        else:
            cursor.execute(f"DROP INDEX {index}")
            again.append(made_by)
    return again


def _copy(cursor: Any, copy: int, with_open: bool) -> None:
    """One copy, some weeks before the one it was made of."""
    of = "JOIN sample ON sample.id = {}" + ("" if with_open else " AND NOT sample.is_open")
    days = 1 + copy * 29 % 1500
    back = f"INTERVAL '{days} days'"
    new = f"md5({{}}::text || '{copy}')::uuid"
    case = {
        "id": new.format("t.id"),
        "number": f"t.number || '-{copy}'",
        "parent_id": new.format("t.parent_id"),
        "opened_at": f"t.opened_at - {back}",
        "ended_at": f"t.ended_at - {back}",
        "sort_found": f"t.sort_found - {days}",
    }
    _insert(cursor, "cases_case", of.format("t.id"), case)
    fact = {"id": new.format("t.id"), "subject": new.format("t.subject"), "at": f"t.at - {back}"}
    _insert(cursor, "ledger_fact", of.format("t.subject"), fact)
    link = "JOIN ledger_fact_sample f ON f.id = t.fact_id " + of.format("f.subject")
    _insert(cursor, "ledger_body", link, {"fact_id": new.format("t.fact_id")})
    due = {
        "id": new.format("t.id"),
        "case": new.format('t."case"'),
        "number": f"t.number || '-{copy}'",
        "opened_at": f"t.opened_at - {back}",
        "closed_at": f"t.closed_at - {back}",
    }
    _insert(cursor, "obligations_obligation", of.format('t."case"'), due)


def _insert(cursor: Any, table: str, link: str, changed: Mapping[str, str]) -> None:
    """Copies of the rows that ``link`` leaves, with the changed columns."""
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")
    names = [column.name for column in cursor.description]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name, f't."{name}"') for name in names)
    source = f"{table}_sample"
    cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {source} t {link}")


def pages(sample: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(name, sign-in, address) of every page that is measured."""
    yield "ledger, open cases", OFFICER, "/ledger/"
    for query in (
        "open=any", "open=0", "state=submitted", "state=closed", "kind=pollution",
        "domain=environment", "grade=major", "source=campaign", "ball=firm", "mine=1",
        "waiting=1", "watched=1", "overdue=1", "within=7", "listed=1", "relapsed=1", "round=2",
        "found_from=2026-11-01", "found_to=2024-01-31", "returned_since=2026-11-01",
        "overdue_since=2026-11-01", "open=any&sort=newest", "open=any&sort=found",
        "open=any&sort=number", "sort=newest", "sort=found", "sort=number",
    ):  # fmt: skip
        yield f"ledger, {query}", OFFICER, f"/ledger/?{query}"
    for name in ("area", "site", "unit", "department", "ball_post"):
        yield f"ledger, {name}=…", OFFICER, f"/ledger/?{name}={sample[name]}"
    yield "search, two characters", OFFICER, "/ledger/?q=消防"
    yield "search, two words", OFFICER, "/ledger/?q=安全出口 堵塞"
    yield "search, nothing found", OFFICER, "/ledger/?q=鹦鹉螺"
    yield "search page", OFFICER, "/search/?q=消防"
    yield "one case", OFFICER, f"/cases/{sample['number']}/"
    yield "my work", OFFICER, "/work/"
    yield "leader's page", LEADER, "/lead/"


def sampled() -> dict[str, str]:
    """References for the filters, all of the officer's district."""
    from django.db import connection

    sql = (
        "SELECT c.street_id, c.site_id, c.unit_id, c.department_id, c.ball_post_id, c.number "
        "FROM cases_case c JOIN territory_area a ON a.id = c.county_id WHERE a.name = '云溪区' "
        "AND c.is_open AND c.ball_post_id IS NOT NULL AND c.site_id IS NOT NULL "
        "AND c.department_id IS NOT NULL AND c.street_id IS NOT NULL ORDER BY c.number LIMIT 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = ("area", "site", "unit", "department", "ball_post", "number")
        return dict(zip(names, map(str, cursor.fetchone()), strict=True))


@contextmanager
def watched() -> Iterator[Asked]:
    from django.db import connection

    asked = Asked()
    with connection.execute_wrapper(asked.note):
        yield asked


def measured(browser: Any, address: str) -> tuple[float, int, list[str], int]:
    """Milliseconds of one request inside the database, its queries, those that scan the table of
    cases, and the most rows that one of these reads."""
    browser.get(address)
    with watched() as asked:
        answer = browser.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    total, scanning, most = 0.0, [], 0
    for sql, params in asked.statements:
        if sql.startswith("SELECT"):
            plans = [_explained(sql, params) for _ in range(REPEATS)]
            total += median(plan["Planning Time"] + plan["Execution Time"] for plan in plans)
            read = max(_scanned(plans[0]["Plan"]), default=None)
            if read is not None:
                scanning.append(sql)
                most = max(most, read)
    return total, len(asked.statements), scanning, most


def _explained(sql: str, params: Any) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
        plan = cursor.fetchone()[0]
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]


def _scanned(plan: Mapping[str, Any]) -> Iterator[int]:
    """Rows that each scan of the table of cases looked at."""
    if plan["Node Type"].endswith("Seq Scan") and plan.get("Relation Name") == "cases_case":
        yield int(plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0))
    for each in plan.get("Plans", ()):
        yield from _scanned(each)


def signed_in(username: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(get_user_model().objects.get(username=username))
    return browser


def report(cases: int, options: argparse.Namespace, rows: Sequence[tuple[Any, ...]]) -> None:
    cells = []
    for name, time, queries, scans, most in rows:
        aim = SEARCH_MS if name.startswith("search") else AIM_MS
        read = f"{most:,}" if scans else "—"
        cells.append(
            (name, f"{time:.1f}", f"{time / aim:.2f}", str(queries), str(len(scans)), read)
        )
    late = sum(float(cell[2]) > 1 for cell in cells)
    scanning = sum(bool(row[3]) for row in rows)
    whole = sum(row[4] >= cases for row in rows)
    lines = [
        f"{cases:,} cases on PostgreSQL: a played sample of {options.sample:,}, multiplied "
        "inside the database with its acts and obligations (new keys, numbers and dates; open "
        f"cases each {OPEN_EACH}th time). Milliseconds are the sum over the page's reads of the "
        f"median of {REPEATS} EXPLAIN ANALYZE, planning and running. The limit is 15 ms, for a "
        "search 50 ms.",
        "",
        f"{late} of {len(rows)} pages over the limit; {scanning} with a sequential scan of the "
        f"table of cases somewhere, {whole} of them to its end: the others stop when a page or "
        "1,001 rows are full.",
        "",
        *_bed.table(("page", "ms", "of the limit", "queries", "scans", "rows read by one"), cells),
    ]
    _bed.write("pages", "Pages over very many cases", lines)
    for name, _, _, scans, _ in rows:
        for sql in scans:
            print(f"SCAN {name}: {sql}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--sample", type=int, default=10_000)
    parser.add_argument("--sites", type=int, default=2_000)
    options = parser.parse_args()
    with _bed.folder() as data, _bed.postgres() as url:
        _bed.program(url, data)
        from anhuan.ops.demo import building

        building.WITH_PHOTOS = 0
        building.build(sites=options.sites, cases=options.sample, progress=lambda *_: None)
        cases = multiply(options.cases)
        browsers = {name: signed_in(name) for name in (OFFICER, LEADER)}
        rows = [
            (name, *measured(browsers[who], address)) for name, who, address in pages(sampled())
        ]
        report(cases, options, rows)


if __name__ == "__main__":
    main()
