"""Units of hazard sources from a file at the command line."""

import argparse
import json

from anhuan.base.clock import now
from anhuan.hazards.services import import_hazards
from anhuan.ops.node import at_the_console


def import_and_tell(options: argparse.Namespace) -> int:
    """Import and print what came of it; 1 when units wait because of a problem."""
    at = now()
    report = import_hazards(
        options.file,
        headings={heading: field for field, heading in options.map},
        by=at_the_console(at),
        at=at,
        dry_run=options.dry_run,
    )
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        return int(bool(report.problems))
    for each in report.problems:
        print(f"{each.row} {each.field}: {each.problem} {each.value!r}")
    for title in report.waiting:
        print(f"没有导入 / left out: {title}")
    counts = [len(one) for one in (report.added, report.changed, report.unchanged, report.waiting)]
    print(
        "{} 行：新增单元 {}，变更 {}，不变 {}，没导入 {}，问题 {}；{}".format(
            report.rows, *counts, len(report.problems), "已保存" if report.saved else "没有保存"
        )
    )
    print(
        "{} rows: {} units added, {} changed, {} unchanged, {} left out, {} problems; {}".format(
            report.rows,
            *counts,
            len(report.problems),
            "saved" if report.saved else "nothing saved",
        )
    )
    return int(bool(report.problems))
