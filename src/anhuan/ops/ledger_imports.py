"""A ledger brought in at the command line, for a unit and in somebody's name."""

import json
from dataclasses import asdict
from pathlib import Path

from anhuan.base.clock import now
from anhuan.kernel.access import Viewer
from anhuan.ops.command import Stop


def import_and_tell(path: Path, *, unit: str, by: str, accept_nulls: bool, as_json: bool) -> int:
    """Import and print what came of it; 1 when rows wait for a person."""
    from anhuan.cases.intake.services import import_ledger
    from anhuan.territory.queries import units_named

    at = now()
    viewer = _viewer(by)
    named = units_named(unit)
    own = [each for each in named if each in viewer.units]
    found = own or named
    if len(found) != 1:
        raise Stop(
            f"叫“{unit}”的单位有 {len(found)} 个，要正好一个",
            f"{len(found)} units are called {unit!r}, exactly one is needed",
        )
    report = import_ledger(path, unit=found[0], by=viewer, at=at, accept_nulls=accept_nulls)
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False, indent=1, default=str))
    else:
        print(
            f"{report.rows} 项：新增 {report.added}，更新 {report.updated}，已有 {report.same}，"
            f"没改成 {report.refused}，等人看 {report.waiting}；不是隐患的行 {report.ignored}"
        )
        print(
            f"{report.rows} rows: {report.added} added, {report.updated} updated, "
            f"{report.same} here already, {report.refused} refused, {report.waiting} waiting; "
            f"{report.ignored} ignored"
        )
    return 1 if report.waiting or report.refused else 0


def _viewer(username: str) -> Viewer:
    from anhuan.people.queries import person_of_username
    from anhuan.rulebook.queries import rules_at
    from anhuan.territory.queries import viewer_of

    at = now()
    person = person_of_username(username)
    if person is None:
        raise Stop(f"没有登录名 {username}", f"There is no sign-in {username}")
    return viewer_of(person.id, name=person.name, at=at, table=rules_at(at).capabilities)
