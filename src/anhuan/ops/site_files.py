"""Sites from a file at the command line."""

import json
from pathlib import Path
from uuid import UUID

from anhuan.base.clock import now
from anhuan.ops.command import Stop
from anhuan.ops.node import at_the_console
from anhuan.sites.services import import_sites
from anhuan.territory.divisions import full_code
from anhuan.territory.queries import area_by_code


def import_and_tell(path: Path, *, area: str | None, dry_run: bool, as_json: bool) -> int:
    """Import and print what came of it; 1 when rows wait for a person or have problems."""
    at = now()
    report = import_sites(path, by=at_the_console(at), at=at, area=_area(area), dry_run=dry_run)
    waiting = bool(report.problems or report.proposals)
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        return int(waiting)
    for each in report.problems:
        print(f"{each.row} {each.field}: {each.problem} {each.value!r}")
    for proposal in report.proposals:
        known = "、".join(one.site.name for one in proposal.candidates)
        print(f"{proposal.row} {proposal.name}: 可能已有 / may be known: {known}")
    counts = (len(report.added), len(report.changed), len(report.unchanged))
    print(
        "{} 行：新增 {}，变更 {}，不变 {}，待确认 {}，问题 {}；{}".format(
            report.rows,
            *counts,
            len(report.proposals),
            len(report.problems),
            "已保存" if report.saved else "没有保存",
        )
    )
    print(
        "{} rows: {} added, {} changed, {} unchanged, {} to confirm, {} problems; {}".format(
            report.rows,
            *counts,
            len(report.proposals),
            len(report.problems),
            "saved" if report.saved else "nothing saved",
        )
    )
    return int(waiting)


def _area(code: str | None) -> UUID | None:
    if not code:
        return None
    row = area_by_code(full_code(code))
    if row is None:
        raise Stop(f"没有代码为 {code} 的区划", f"There is no area with the code {code}")
    found: UUID = row.id
    return found
