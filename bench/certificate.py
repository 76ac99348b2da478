"""The certificate of responsibility of a prefecture, whole, for one site, and after one change,
beside a plain read of the rows that any whole check has to read."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from time import process_time
from typing import Any
from uuid import uuid4

import _bed

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
TIMES = 5
READ = (
    "SELECT id, area_id, industry, lon, lat FROM sites_site",
    "SELECT object, subject, line, level, side, post_id FROM duty_charge",
    "SELECT id, unit_id, site, superior_id, active, rank FROM territory_post",
    "SELECT post_id, person_id, acting FROM territory_appointment",
)


def best(act: Callable[[], object]) -> float:
    return min(_bed.timed(act) for _ in range(TIMES))


def cpu(act: Callable[[], object]) -> float:
    """CPU seconds of this process, the least of several runs; the database's are not in it."""

    def once() -> float:
        begun = process_time()
        act()
        return process_time() - begun

    return min(once() for _ in range(TIMES))


def plain(url: str) -> None:
    import psycopg

    with psycopg.connect(_bed.plain(url)) as link:
        for query in READ:
            link.execute(query).fetchall()


def measured(url: str, sites: int) -> tuple[list[str], list[list[str]]]:
    """A row of whole figures, and a row for each change."""
    import _prefecture

    from anhuan.duty import certificate as duty
    from anhuan.kernel.access import Capability, Viewer
    from anhuan.rulebook.services import load_seed

    load_seed(at=_prefecture.SINCE)
    _prefecture.six_subjects()
    built = _prefecture.Prefecture(sites)
    viewer = Viewer(person=uuid4(), at=AT, capabilities=frozenset(Capability))
    first = _bed.timed(lambda: duty.certificate(viewer, "", at=AT))
    found = duty.certificate(viewer, "", at=AT)
    cells = sum(found.checked.values())
    whole = best(lambda: duty.certificate(viewer, "", at=AT))
    one = best(lambda: duty.certificate_of_site(viewer, built.sites[7], at=AT))
    limit = best(lambda: plain(url))
    whole_cpu = cpu(lambda: duty.certificate(viewer, "", at=AT))
    one_cpu = cpu(lambda: duty.certificate_of_site(viewer, built.sites[7], at=AT))
    figures = [
        f"{sites:,}", f"{cells:,}", str(len(found.gaps)), f"{first:.2f}", f"{whole:.2f}",
        f"{whole_cpu:.2f}", f"{limit:.2f}", f"{whole / limit:.1f}", f"{one * 1000:.0f}",
        f"{one_cpu * 1000:.0f}",
    ]  # fmt: skip
    return figures, [[f"{sites:,}", *row] for row in changes(duty, viewer, found, built)]


def changes(duty: Any, viewer: Any, found: Any, built: Any) -> list[list[str]]:
    rows = []
    for name, change in (
        ("a firm's post", duty.Change(posts=frozenset({built.firm_posts[5]}))),
        ("a site", duty.Change(sites=frozenset({built.sites[5]}))),
        ("the head of a cell", duty.Change(posts=frozenset({built.chiefs[5]}))),
        ("a cell's outline", duty.Change(areas=frozenset({built.cells[5][0]}))),
        ("a department of a county", duty.Change(posts=frozenset({built.departments[0]}))),
        ("the head of a county", duty.Change(posts=frozenset({built.heads[0]}))),
        ("the rule of an industry", duty.Change(industries=frozenset({"26"}))),
    ):
        _, touched = duty.rechecked(viewer, found, change, at=AT)
        taken = best(lambda change=change: duty.rechecked(viewer, found, change, at=AT))
        rows.append([name, f"{touched:,}", f"{taken * 1000:.0f}"])
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sites", type=int, default=100_000)
    options = parser.parse_args()
    with _bed.folder() as data, _bed.postgres() as url:
        _bed.program(url, data)
        figures, rows = measured(url, options.sites)
    heads = (
        "sites", "answers looked for", "gaps", "first s", "whole s", "its CPU s", "plain read s",
        "ratio", "one site ms", "its CPU ms",
    )  # fmt: skip
    lines = [
        "17 counties, 158 townships, 2,326 villages, 4,652 cells, six subjects, three lines, five "
        "levels, on PostgreSQL. “First” also works out how outlines lie on each other; “plain "
        "read” fetches the sites, charges, posts and appointments and does nothing with them. CPU "
        "is that of the program without the database.",
        "",
        *_bed.table(heads, [figures]),
        "",
        "After one change only what it touches is examined again:",
        "",
        *_bed.table(("sites", "changed", "objects touched", "ms"), rows),
    ]
    name = "certificate" if options.sites == 100_000 else f"certificate-{options.sites}"
    _bed.write(name, "The certificate of responsibility", lines)


if __name__ == "__main__":
    main()
