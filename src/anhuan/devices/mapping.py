"""Rows of devices as values."""

from datetime import datetime
from typing import Any

from anhuan.devices import models
from anhuan.devices.types import DeviceLine, StatementLine, StatementState


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


def statement_line(row: models.Submission, parts: int) -> StatementLine:
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
        parts=parts,
    )
