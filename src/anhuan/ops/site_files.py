"""Sites from a file at the command line."""

import json
from pathlib import Path

from anhuan.base.clock import now
from anhuan.ops.naming import one_area
from anhuan.ops.node import at_the_console
from anhuan.sites.services import import_sites


def import_and_tell(path: Path, *, area: str | None, dry_run: bool, as_json: bool) -> int:
    """Import and print what came of it; 1 when rows wait for a person or have problems."""
    at = now()
    report = import_sites(
        path, by=at_the_console(at), at=at, area=one_area(area) if area else None, dry_run=dry_run
    )
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
