"""The sweep of escalation: what it costs when few of very many obligations are due.

A million obligations are open; 1,000, then 10,000, then 100,000 of them have a rung that has just
become true. Each rung is a row, a fact of the record and two notices, committed with the next
look. The plain client writes the very same rows to twin tables with the same indexes, in as many
transactions.
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from time import process_time
from typing import Any
from uuid import UUID

import _bed

GROUPS = (1_000, 10_000, 100_000)
FIRMS, OFFICERS = 300, 30
MONDAY = date(2026, 5, 11)
FAR = date(2026, 9, 1)
BATCH = 1_000
SAMPLE = 5_000
TABLES = (
    "obligations_escalation",
    "ledger_fact",
    "ledger_body",
    "ledger_pending",
    "notices_notice",
)


def midnight(day: date) -> datetime:
    """24:00 of ``day`` in UTC+8: the first rung of being late."""
    return datetime(day.year, day.month, day.day, 16, tzinfo=UTC)


def town() -> tuple[list[tuple[UUID, UUID]], list[UUID]]:
    """Firms with their safety officers' posts, and the posts that watch them."""
    from anhuan.kernel.access import Role
    from anhuan.rulebook.services import load_seed
    from tests import factories as make

    load_seed(at=make.START)
    home = make.area("云溪区")
    unit = make.unit(area=home)
    leader = make.post("副区长", role=Role.LEADER, unit=unit)
    make.appointed(make.person("韩东"), leader)
    officers = []
    for number in range(OFFICERS):
        post = make.post(f"执法员{number}", unit=unit, superior=leader)
        make.appointed(make.person(f"陈{number}"), post)
        officers.append(post.pk)
    firms = []
    for number in range(FIRMS):
        site = make.site(f"恒泰家具{number}", area=home)
        post = make.post("安全员", role=Role.FIRM_OFFICER, site=site.id)
        make.appointed(make.person(f"王{number}"), post)
        firms.append((site.id, post.pk))
    return firms, officers


def owing(
    count: int, due_on: date, firms: Sequence[tuple[UUID, UUID]], officers: Sequence[UUID]
) -> Iterator[tuple[Any, list[Any]]]:
    from anhuan.base.ids import new_id
    from anhuan.kernel.case import Party
    from anhuan.kernel.obligation import Due
    from anhuan.obligations.types import About

    where = zip(cycle(firms), cycle(officers), range(count), strict=False)
    for (site, post), officer, number in where:
        about = About(
            case=new_id(),
            number=f"C-2026-{number:06d}",
            title="喷漆车间东侧安全出口被板材堵塞",
            site_name="恒泰家具",
            area_path="",
            kind="hazard",
            grade="general",
            overseer=officer,
        )
        due = Due(
            act="submit",
            party=Party.IMPLEMENTER,
            due_on=due_on,
            term="due",
            post=post,
            site=site,
        )
        yield about, [due]


def load(open_: int, firms: Any, officers: Any) -> None:
    """Everything is opened on the morning of its due day, so that lateness is its first rung."""
    from anhuan.obligations.services import open_many
    from anhuan.rulebook.queries import rules_at

    days = [MONDAY + timedelta(days=n) for n in range(len(GROUPS))]
    for count, day in [*zip(GROUPS, days, strict=True), (SAMPLE, FAR)]:
        at = midnight(day) - timedelta(hours=14)
        knowledge = rules_at(at).knowledge
        owed = owing(count, day, firms, officers)
        while chunk := list(islice(owed, 20_000)):
            open_many(chunk, at=at, knowledge=knowledge)

    _multiply(open_ - sum(GROUPS) - SAMPLE)


def _multiply(count: int) -> None:
    """More of what is due far ahead, made by the database from the rows of the sample."""
    from django.db import connection

    from anhuan.obligations.models import Obligation

    names = [field.column for field in Obligation._meta.concrete_fields]
    columns = ", ".join(f'"{name}"' for name in names)
    fresh = {"id": "gen_random_uuid()", "case": "gen_random_uuid()"}
    made = ", ".join(fresh.get(name, f'o."{name}"') for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO obligations_obligation ({columns}) SELECT {made} "
            "FROM obligations_obligation o, generate_series(1, %s) WHERE due_on = %s",
            [count // SAMPLE, FAR],
        )


def swept(at: datetime) -> tuple[float, float, int]:
    """Seconds until nothing is ripe, CPU seconds of the worker and the database for it, and how
    many obligations were looked at."""
    from anhuan.obligations.services import sweep

    looked = [0]

    def work() -> None:
        while done := sweep(at=at, limit=BATCH):
            looked[0] += done

    cpu = process_time() + _bed.cpu_of(os.getpid())
    seconds = _bed.timed(work)
    return seconds, process_time() + _bed.cpu_of(os.getpid()) - cpu, looked[0]


def plain(url: str, at: datetime, batches: int) -> float:
    """Seconds in which a plain client writes what the sweep at ``at`` wrote, to twin tables."""
    import psycopg

    with psycopg.connect(_bed.plain(url, "anhuan")) as link:
        rows = {}
        for table in TABLES:
            link.execute(f"CREATE TABLE IF NOT EXISTS twin_{table} (LIKE {table} INCLUDING ALL)")
            link.execute(f"TRUNCATE twin_{table}")
            with link.cursor() as cursor, cursor.copy(_written(table, at)) as out:
                rows[table] = list(out.rows())
        keys = [row[0] for row in rows["obligations_escalation"]]
        link.execute("CREATE TABLE IF NOT EXISTS twin_next (id uuid PRIMARY KEY, next_at text)")
        link.execute("TRUNCATE twin_next")
        link.cursor().executemany(
            "INSERT INTO twin_next (id) VALUES (%s)", [(key,) for key in keys]
        )
        link.commit()
        return _bed.timed(lambda: _write(link, rows, keys, batches))


def _written(table: str, at: datetime) -> str:
    facts = f"SELECT id FROM ledger_fact WHERE kind = 'obligation.climbed' AND at = '{at}'"
    where = {
        "obligations_escalation": f"became_at = '{at}'",
        "ledger_fact": f"id IN ({facts})",
        "ledger_body": f"fact_id IN ({facts})",
        "ledger_pending": f"fact_id IN ({facts})",
        "notices_notice": f"at = '{at}'",
    }[table]
    return f"COPY (SELECT * FROM {table} WHERE {where}) TO STDOUT"


def _write(link: Any, rows: Any, keys: Sequence[str], batches: int) -> None:
    for turn in range(batches):
        for table, found in rows.items():
            size = -(-len(found) // batches)
            with link.cursor() as cursor, cursor.copy(f"COPY twin_{table} FROM STDIN") as into:
                for row in found[turn * size : (turn + 1) * size]:
                    into.write_row(row)
        size = -(-len(keys) // batches)
        link.cursor().executemany(
            "UPDATE twin_next SET next_at = now()::text WHERE id = %s",
            [(key,) for key in keys[turn * size : (turn + 1) * size]],
        )
        link.commit()


def report(open_: int, idle: float, rows: Sequence[tuple[int, float, float, int, float]]) -> None:
    cells = [
        (
            f"{due:,}",
            f"{seconds:.2f}",
            f"{seconds / due * 1000:.3f}",
            f"{due / seconds:,.0f}",
            f"{cpu / due * 1000:.3f}",
            f"{notices:,}",
            f"{due / limit:,.0f}",
            f"{limit / seconds:.0%}",
        )
        for due, seconds, cpu, notices, limit in rows
    ]
    heads = (
        "due",
        "s",
        "ms per rung",
        "rungs/s",
        "CPU ms per rung",
        "notices",
        "rungs/s, plain",
        "ratio",
    )
    lines = [
        f"PostgreSQL with fsync, {open_:,} obligations open, batches of {BATCH:,}. A sweep that "
        f"finds nothing due takes {idle * 1000:.1f} ms. Each rung: its row, a fact with body and "
        "place in the queue of the record, two notices, and the instant of the next look. CPU is "
        "that of the worker and the database together. The plain client writes the same rows to "
        "twin tables with COPY, in as many transactions.",
        "",
        *_bed.table(heads, cells),
    ]
    _bed.write("sweep", "Writing down what has become true", lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--open", type=int, default=1_000_000)
    options = parser.parse_args()
    with _bed.folder() as data, _bed.postgres() as url:
        _bed.program(url, data)
        from django.db import connection

        from anhuan.notices.models import Notice

        load(options.open, *town())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        idle, _, _ = swept(midnight(MONDAY) - timedelta(hours=1))
        rows = []
        for place, due in enumerate(GROUPS):
            at = midnight(MONDAY + timedelta(days=place))
            seconds, cpu, looked = swept(at)
            assert looked == due, looked
            notices = Notice.objects.filter(at=at).count()
            rows.append((due, seconds, cpu, notices, plain(url, at, -(-due // BATCH))))
        report(options.open, idle, rows)


if __name__ == "__main__":
    main()
