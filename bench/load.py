"""The bulk load of the generator, beside COPY of the same rows that lie ready in memory.

Both fill the same tables with the same keys, constraints, triggers and indexes: the COPY goes
into a second database made from the first one before the load.
"""

import argparse
from collections.abc import Sequence
from io import BytesIO
from time import perf_counter
from typing import Any

import _bed

TABLES = (
    "cases_case",
    "ledger_fact",
    "ledger_body",
    "ledger_pending",
    "obligations_obligation",
)


def played(sites: int, cases: int) -> tuple[Any, list[Any], float]:
    """The organisation in the database, the played cases in memory, and the seconds of that."""
    from anhuan.base.clock import now
    from anhuan.kernel.calendar import day_of
    from anhuan.ops.city.plan import build_city
    from anhuan.ops.city.records import DEMO_DAY
    from anhuan.ops.demo.organisation import FOUNDED, load_organisation
    from anhuan.ops.demo.services import in_one_piece
    from anhuan.ops.demo.staging import Stage
    from anhuan.ops.demo.world import World
    from anhuan.rulebook.queries import rules_at
    from anhuan.rulebook.services import load_seed

    at = now()
    city = build_city(sites=sites, cases=cases, today=max(DEMO_DAY, day_of(at)))
    load_seed(at=FOUNDED)
    world = World.of(city)
    in_one_piece(lambda: load_organisation(world, lambda *_: None))
    stage = Stage(world, rules_at(at), at)
    begun = perf_counter()
    found = [one for one in map(stage.play, city.cases()) if one.case.version]
    return world, found, perf_counter() - begun


def second_database(url: str) -> str:
    """A database just like the program's is now."""
    import psycopg
    from django.db import connection

    connection.close()
    with psycopg.connect(_bed.plain(url, "postgres"), autocommit=True) as link:
        link.execute("CREATE DATABASE raw TEMPLATE anhuan")
    return _bed.plain(url, "raw")


def loaded(world: Any, cases: Sequence[Any]) -> None:
    from anhuan.ops.demo.services import CHUNK, load_chunk

    for start in range(0, len(cases), CHUNK):
        load_chunk(world, cases[start : start + CHUNK], {})


def in_memory(url: str) -> tuple[dict[str, bytes], int]:
    """What was loaded, as COPY takes it, and how many rows that is."""
    import psycopg

    found, rows = {}, 0
    with psycopg.connect(_bed.plain(url)) as link:
        for table in TABLES:
            out = BytesIO()
            with link.cursor().copy(f"COPY {table} TO STDOUT") as copy:
                for block in copy:
                    out.write(block)
            found[table] = out.getvalue()
            rows += found[table].count(b"\n")
    return found, rows


def copied(url: str, content: dict[str, bytes]) -> None:
    import psycopg

    with psycopg.connect(url) as link:
        for table in TABLES:
            with link.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(content[table])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--sites", type=int, default=2_000)
    options = parser.parse_args()
    with _bed.folder() as data, _bed.postgres() as url:
        _bed.program(url, data)
        world, cases, playing = played(options.sites, options.cases)
        other = second_database(url)
        load = _bed.timed(lambda: loaded(world, cases))
        content, rows = in_memory(url)
        limit = _bed.timed(lambda: copied(other, content))
    heads = ("step", "seconds", "rows/s", "of COPY")
    lines = [
        f"{len(cases):,} cases, {rows:,} rows in {len(TABLES)} tables, PostgreSQL with fsync. The "
        "load turns played cases into rows and writes them; COPY gets the text of the same rows. "
        "Both keep every constraint and index in place. Playing the cases through the kernel "
        "comes before either.",
        "",
        *_bed.table(
            heads,
            [
                ("play", f"{playing:.1f}", f"{len(cases) / playing:.0f} cases/s", "—"),
                ("load", f"{load:.1f}", f"{rows / load:,.0f}", f"{limit / load:.0%}"),
                ("COPY", f"{limit:.1f}", f"{rows / limit:,.0f}", "100%"),
            ],
        ),
    ]
    _bed.write("load", "Bulk load of the generator", lines)


if __name__ == "__main__":
    main()
