"""A ledger brought in at the command line, for a unit and in somebody's name."""

import json
from dataclasses import asdict
from pathlib import Path

from anhuan.base.clock import now
from anhuan.ops.naming import one_unit, signed_in


def import_and_tell(path: Path, *, unit: str, by: str, accept_nulls: bool, as_json: bool) -> int:
    """Import and print what came of it; 1 when rows wait for a person."""
    from anhuan.cases.intake.services import import_ledger

    at = now()
    viewer = signed_in(by, at)
    found = one_unit(unit, viewer)
    report = import_ledger(path, unit=found, by=viewer, at=at, accept_nulls=accept_nulls)
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
