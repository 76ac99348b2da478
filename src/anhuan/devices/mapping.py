"""Rows of devices as values."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from anhuan.base.outside import words_in
from anhuan.devices import models
from anhuan.devices.types import (
    CARRIED,
    IN_PERSON,
    DeviceLine,
    StatementLine,
    StatementPart,
    StatementState,
)


def device_line(row: models.Device, at: datetime) -> DeviceLine:
    return DeviceLine(
        id=row.id,
        person=row.person,
        name=row.name,
        enrolled_at=row.enrolled_at,
        seen_at=row.seen_at,
        ends_at=row.ends_at,
        revoked_at=row.revoked_at,
        alive=row.revoked_at is None and row.ends_at > at,
    )


WRITTEN: Final = ("description", "note", "measure", "finding", "summary")
LONGEST_TITLE: Final = 200


def given_in(row: models.Submission) -> dict[str, Any]:
    """What a judged submission said."""
    found: dict[str, Any] = json.loads(row.content)["given"]
    return found


def title_of(given: Mapping[str, Any]) -> str:
    """What somebody wrote, in one line."""
    inner = given.get("given")
    every = {**given, **(inner if isinstance(inner, Mapping) else {})}
    said = next((every[name] for name in WRITTEN if every.get(name)), "")
    return words_in(said, most=LONGEST_TITLE) if isinstance(said, str) else ""


def carriable(row: models.Submission) -> bool:
    """Whether another may carry it out: something that was seen, or an act on a case that does not
    say that its maker was there and looked."""
    if row.twin_id is not None or row.what not in CARRIED:
        return False
    return row.what != "case.act" or given_in(row).get("act") not in IN_PERSON


def statement_part(row: models.Submission) -> StatementPart:
    assert row.done_at is not None
    assert row.claimed_at is not None
    return StatementPart(
        id=row.id,
        what=row.what,
        given=given_in(row),
        done_at=row.done_at,
        claimed_at=row.claimed_at,
        received_at=row.received_at,
        why=row.answer.get("why", ""),
        words=row.answer.get("words", {}),
    )


def statement_line(row: models.Submission, parts: Sequence[models.Submission]) -> StatementLine:
    answer: dict[str, Any] = row.answer
    assert row.done_at is not None
    return StatementLine(
        id=row.id,
        person=row.device.person,
        device=row.device.name,
        what=row.what,
        about=row.about,
        unit=row.unit,
        site=row.site,
        case=row.case,
        done_at=row.done_at,
        received_at=row.received_at,
        why=answer.get("why", ""),
        words=answer.get("words", {}),
        state=StatementState(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
        title=next((said for part in parts if (said := title_of(given_in(part)))), ""),
        parts=len(parts),
    )
