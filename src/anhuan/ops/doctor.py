"""``anhuan doctor``: looks at everything that must hold and names what does not."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Final, TextIO

from anhuan.ops.checks import (
    cases,
    devices,
    duty,
    escalation,
    evidence,
    hazards,
    judgements,
    machine,
    matters,
    obligations,
    proceedings,
    readings,
    record,
    registers,
    tasks,
    visits,
)
from anhuan.ops.checks.finding import Context, Finding
from anhuan.ops.progress import Progress
from anhuan.ops.services.snapshot import snapshot

Check = Callable[[Context], Iterator[Finding]]

FIRST: Final[Mapping[str, Check]] = {"migrations": machine.migrations}
"""Without the right tables the others could not look."""
CHECKS: Final[Mapping[str, Check]] = {
    "node": machine.node,
    "database": machine.database,
    "lengths": machine.lengths,
    "triggers": machine.triggers_present,
    "disk": machine.disk,
    "jobs": machine.jobs,
    "versions": record.versions,
    "commitments": record.commitments,
    "cases": cases.as_replayed,
    "balls": cases.balls_as_obliged,
    "ball": escalation.one_ball,
    "escalation": escalation.as_it_follows,
    "climbed": escalation.as_recorded,
    "obligations": obligations.as_recorded,
    "tasks": tasks.as_replayed,
    "matters": matters.as_replayed,
    "proceedings": proceedings.as_replayed,
    "visits": visits.as_replayed,
    "judgements": judgements.as_replayed,
    "registers": registers.as_numbered,
    "devices": devices.as_judged,
    "campaigns": visits.campaigns_as_replayed,
    "duty": duty.as_recorded,
    "calls": duty.owed_while_open,
    "hazards": hazards.as_recorded,
    "appointments": cases.appointments,
    "evidence": evidence.files,
    "readings": readings.closed_days,
    "copy": readings.copied_days,
}
MOST: Final = 1_000
"""Findings shown of one check; the rest are counted, so that memory and page stay small."""


def examine(
    out: TextIO,
    *,
    as_json: bool,
    progress: Progress,
    checks: Mapping[str, Check] = CHECKS,
) -> int:
    """Print what was found; 1 when anything is wrong, notes alone are 0."""
    found: list[Finding] = []
    counts: dict[str, int] = {}
    context = Context(progress)
    with snapshot():
        for name, check in FIRST.items():
            _take(name, check, context, found, counts)
        if not found:
            for name, check in checks.items():
                _take(name, check, context, found, counts)
    progress.close()
    faults = [each for each in found if not each.note]
    (_as_json if as_json else _as_text)(out, found, counts)
    return 1 if faults else 0


def _take(
    name: str,
    check: Check,
    context: Context,
    found: list[Finding],
    counts: dict[str, int],
) -> None:
    context.progress(name, 0)
    counts[name] = 0
    for finding in check(context):
        counts[name] += 1
        if counts[name] <= MOST:
            found.append(finding)


def _as_json(out: TextIO, found: list[Finding], counts: Mapping[str, int]) -> None:
    answer = {
        "ok": all(each.note for each in found),
        "checks": dict(counts),
        "findings": [asdict(each) for each in found],
    }
    print(json.dumps(answer, ensure_ascii=False, indent=1), file=out)


def _as_text(out: TextIO, found: list[Finding], counts: Mapping[str, int]) -> None:
    for each in found:
        mark = "注意 note" if each.note else "不对 wrong"
        print(f"{mark}  {each.check}  {each.subject}: {each.what}", file=out)
    for name, count in counts.items():
        if count > MOST:
            print(f"{name}: {count - MOST:,} 项未列出 / more", file=out)
    wrong = sum(not each.note for each in found)
    if wrong:
        print(f"查出 {wrong} 处不对 / {wrong} wrong", file=out)
    else:
        print(f"{len(counts)} 项检查全部正常 / all {len(counts)} checks passed", file=out)
