"""Readings from a file at the command line."""

import argparse
import json
from dataclasses import asdict

from anhuan.base.clock import now
from anhuan.ops.node import at_the_console
from anhuan.telemetry.services import import_readings
from anhuan.telemetry.types import Columns, Span, Target


def import_and_tell(options: argparse.Namespace) -> int:
    """Import and print what came of it; 1 when rows have problems."""
    at = now()
    report = import_readings(
        options.file,
        columns=Columns(
            factors={heading: Target(factor, times) for heading, factor, times in options.column},
            time=options.time,
            station=options.station_column,
            code=options.station,
            codes=dict(options.code),
            mark=options.mark,
            span=Span(options.span),
        ),
        by=at_the_console(at),
        at=at,
        leave_out=options.leave_out,
        dry_run=options.dry_run,
    )
    if options.json:
        print(json.dumps(asdict(report), ensure_ascii=False, indent=1))
        return int(bool(report.wrong))
    for each in report.problems:
        print(f"{each.row} {each.field}: {each.problem} {each.value!r}")
    print(
        f"{report.rows} 行：新增 {report.added}，已有 {report.same}，没有数值 {report.empty}，"
        f"有问题 {report.wrong}；{'已保存' if report.saved else '没有保存'}"
    )
    print(
        f"{report.rows} rows: {report.added} added, {report.same} here already, {report.empty} "
        f"without a value, {report.wrong} with a problem; "
        f"{'saved' if report.saved else 'nothing saved'}"
    )
    return int(bool(report.wrong))
