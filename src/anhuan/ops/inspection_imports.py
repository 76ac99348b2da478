"""Visits of the past brought in at the command line, for a unit and in somebody's name."""

import argparse
import json

from anhuan.base.clock import now
from anhuan.inspections.intake.services import import_visits
from anhuan.inspections.intake.types import Choices
from anhuan.kernel.checklist import Answer
from anhuan.kernel.visit import VisitKind
from anhuan.ops.command import Stop
from anhuan.ops.naming import one_unit, signed_in


def import_and_tell(options: argparse.Namespace) -> int:
    """Import and print what came of it; 1 when something was left out."""
    at = now()
    viewer = signed_in(options.by, at)
    report = import_visits(
        options.file,
        unit=one_unit(options.unit, viewer),
        choices=_choices(options),
        by=viewer,
        at=at,
        dry_run=options.dry_run,
    )
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        return int(bool(report.waiting))
    for each in report.problems:
        print(f"{each.row} {each.field}: {each.problem} {each.value!r}")
    saved = "已保存" if report.saved else "没有保存"
    print(
        f"{report.rows} 行，检查 {report.visits} 次：新增 {report.added}，已有 {report.same}，"
        f"没导入 {report.waiting}；新建单位 {report.sites}，新登记人员 {report.people}；{saved}"
    )
    print(
        f"{report.rows} rows, {report.visits} visits: {report.added} added, {report.same} here "
        f"already, {report.waiting} left out; {report.sites} sites and {report.people} people "
        f"entered; {'saved' if report.saved else 'nothing saved'}"
    )
    return int(bool(report.waiting))


def _choices(options: argparse.Namespace) -> Choices:
    if options.kind not in set(VisitKind):
        kinds = ", ".join(VisitKind)
        raise Stop(
            f"没有检查类型 {options.kind}，可用：{kinds}",
            f"There is no kind {options.kind}; there are: {kinds}",
        )
    return Choices(
        columns=dict(options.map),
        kind=VisitKind(options.kind),
        checklist=options.checklist,
        rest=Answer(options.rest) if options.rest else None,
        add_sites=options.add_sites,
        add_people=options.add_people,
    )
