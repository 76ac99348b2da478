"""Closed days of readings: each file is there, and is the one that was recorded."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings

from anhuan.kernel.refusal import Refusal
from anhuan.ops.checks.evidence import fault
from anhuan.ops.checks.finding import Context, Finding
from anhuan.telemetry.queries import parts, uncopied
from anhuan.telemetry.types import PartRow

KIND: Final = "readings.sealed"
UNRECORDED: Final = "与记录不符 / is not what was recorded"
UNLISTED: Final = "记录里有这一天的文件，表里没有 / was recorded and is not in the table"

AWAY: Final = "ClickHouse 没有应答，原因在日志里 / does not answer; the log says why"
UNCOPIED: Final = (
    "ClickHouse 里没有，直接读文件；用 anhuan copy readings 补上 / is not there and is read from "
    "its file; anhuan copy readings brings it"
)


def closed_days(context: Context) -> Iterator[Finding]:
    facts = apps.get_model("ledger", "Fact").objects.filter(kind=KIND)
    recorded = dict(facts.values_list("subject", "public"))
    listed = parts(None)
    for done, part in enumerate(listed, 1):
        what = "" if recorded.pop(part.id, None) == _public(part) else UNRECORDED
        what = what or fault(Path(settings.DATA_DIR) / part.place, part.sha256, part.size)
        if what:
            yield Finding(check="readings", subject=part.place, what=what)
        context.progress("readings", done, len(listed))
    for public in recorded.values():
        yield Finding(check="readings", subject=str(public.get("day")), what=UNLISTED)


def copied_days(context: Context) -> Iterator[Finding]:
    try:
        missing = uncopied(None)
    except Refusal:
        yield Finding(check="copy", subject="ANHUAN_READINGS", what=AWAY)
        return
    for part in missing:
        yield Finding(check="copy", subject=part.place, what=UNCOPIED, note=True)


def _public(part: PartRow) -> dict[str, Any]:
    return {
        "day": part.day.isoformat(),
        "part": part.number,
        "sha256": part.sha256,
        "size": part.size,
        "rows": part.rows,
    }
