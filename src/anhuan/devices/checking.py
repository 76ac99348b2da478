"""Whether everything that phones sent became what it says it became."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final
from uuid import UUID

from anhuan.devices import models
from anhuan.devices.reading import Unreadable, read_act
from anhuan.devices.services.applying import KNOWN, missing_photos
from anhuan.devices.types import Outcome, StatementState
from anhuan.ledger.queries import captures_of, facts_of
from anhuan.obligations.queries import open_statements

CHUNK: Final = 500
NO_FACT: Final = "记录里没有它的行为 / its act is not in the record"
OTHER_FACT: Final = "与记录里的行为不是同一份 / the act in the record is of other content"
NO_STATEMENT: Final = "陈述没有入册 / the statement is not in the record"
UNDECIDED: Final = "陈述的处理与记录不符 / its decision differs from the record"
NOT_OWED: Final = "没有人欠着处理 / nobody owes a decision on it"
OWED: Final = "已处理，却还欠着 / decided, and still owed"
NO_REASON: Final = "轮到它了，却没有理由地等着 / its turn has come, and it waits without a reason"
GAP: Final = "前面缺号，却已判过 / judged before one that is missing"


def amiss() -> Iterator[tuple[str, str]]:
    """Each submission that is not what became of it, and why."""
    owed = open_statements()
    rows = models.Submission.objects.select_related("device").order_by("device", "seq", "id")
    stream = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        captures = captures_of(row.fact for row in chunk if row.fact is not None)
        recorded = _recorded(row.pk for row in chunk if row.state)
        for row in chunk:
            what = _wrong(row, captures, recorded, owed)
            if what:
                yield f"{row.device.name} {row.seq}", what


def _recorded(keys: Iterable[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for fact in facts_of(keys):
        found.setdefault(fact.subject, []).append(fact.kind)
    return found


def _wrong(
    row: models.Submission,
    captures: Mapping[UUID, Any],
    recorded: Mapping[UUID, list[str]],
    owed: set[UUID],
) -> str:
    if row.outcome == Outcome.WAITING:
        return _waits(row)
    if row.seq > row.device.applied:
        return GAP
    if row.twin_id is not None:
        return ""
    if row.outcome == Outcome.DONE:
        return _done(row, captures)
    return _stated(row, recorded.get(row.pk, []), owed) if row.state else ""


def _waits(row: models.Submission) -> str:
    """Behind another, for a photo, or of a kind that is not judged yet."""
    if row.seq != row.device.applied + 1:
        return "" if row.seq > row.device.applied else GAP
    try:
        sent = read_act(json.loads(row.content))
    except Unreadable:
        return NO_REASON
    held = sent.what not in KNOWN or missing_photos(row.device_id, sent)
    return "" if held else NO_REASON


def _done(row: models.Submission, captures: Mapping[UUID, Any]) -> str:
    if row.fact is None or row.fact not in captures:
        return NO_FACT
    kept = captures[row.fact]
    said = json.loads(row.content).get("hash")
    # What was lawfully erased says nothing any more.
    return "" if kept is None or kept == said else OTHER_FACT


def _stated(row: models.Submission, kinds: list[str], owed: set[UUID]) -> str:
    if "statement.made" not in kinds:
        return NO_STATEMENT
    waiting = row.state == StatementState.WAITING
    decided = f"statement.{row.state}" in kinds
    if decided == waiting or len(kinds) != (1 if waiting else 2):
        return UNDECIDED
    if row.leads_id is not None or row.unit is None:
        return ""
    if waiting and row.pk not in owed:
        return NOT_OWED
    return OWED if not waiting and row.pk in owed else ""
