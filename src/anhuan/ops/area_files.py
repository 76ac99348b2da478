"""Areas from files at the command line."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

from anhuan.base.clock import now
from anhuan.ops.node import at_the_console

UNKNOWN: Final = (
    "上级既不在文件里也不在库里。补上上级，或者改对代码；真要另起一棵树，加 --new-top。\n"
    "A parent is neither in the file nor here. Add it, or put its code right; to begin a tree of "
    "its own on purpose, add --new-top."
)


def import_and_tell(
    path: Path, boundaries: Path | None, *, dry_run: bool, new_top: bool, as_json: bool
) -> int:
    """Import and print what came of it; 1 when rows have problems, for then nothing is saved."""
    from anhuan.territory.services import import_areas

    at = now()
    report = import_areas(
        path,
        boundaries=boundaries,
        by=at_the_console(at),
        at=at,
        dry_run=dry_run,
        new_top=new_top,
    )
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False, indent=1))
        return 1 if report.problems else 0
    for each in report.problems:
        print(f"{each.row} {each.field}: {each.problem} {each.value!r}")
    if any((each.field, each.problem) == ("parent", "unknown") for each in report.problems):
        print(UNKNOWN)
    print(
        f"{report.rows} 行：新增 {report.added}，变更 {report.changed}，不变 {report.unchanged}，"
        f"边界 {report.boundaries}，问题 {len(report.problems)}；"
        + ("已保存" if report.saved else "没有保存")
    )
    print(
        f"{report.rows} rows: {report.added} added, {report.changed} changed, "
        f"{report.unchanged} unchanged, {report.boundaries} boundaries, "
        f"{len(report.problems)} problems; " + ("saved" if report.saved else "nothing saved")
    )
    return 1 if report.problems else 0
