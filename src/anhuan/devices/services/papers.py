"""Papers that a phone printed: kept under the numbers it was lent, or given back as 作废."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from anhuan.devices.types import Sent
from anhuan.documents.services import spoil_leased
from anhuan.documents.types import Kept
from anhuan.inspections import services as inspections
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why

MOST_CASES: Final = 200
LONGEST: Final = 64


def issue(sent: Sent, *, device: UUID, by: Viewer, at: datetime) -> Kept:
    """Keep a paper as the phone made it. Refuses ``MALFORMED``, and what ``issue_sent`` does."""
    given = sent.given
    lease = given.get("lease")
    paper = inspections.Sent(
        document=sent.about,
        device=device,
        form=_text(given, "form"),
        visit=_identity(given, "visit"),
        cases=_cases(given),
        content=_content(given),
        digest=_text(given, "digest"),
        lease=_identity(given, "lease") if lease else None,
        serial=_serial(given) if lease else 0,
        provisional="" if lease else _text(given, "provisional"),
    )
    return inspections.issue_sent(sent=paper, by=by, at=at)


def spoil(sent: Sent, *, device: UUID, by: Viewer, at: datetime) -> Kept:
    """Give a number back. Refuses ``MALFORMED``, and what ``spoil_leased`` does."""
    given = sent.given
    reason = given.get("reason")
    if not isinstance(reason, str):
        raise Refusal(Why.MISSING, fields=("reason",))
    return spoil_leased(
        document_id=sent.about,
        lease=_identity(given, "lease"),
        serial=_serial(given),
        device=device,
        form=_text(given, "form"),
        reason=reason,
        by=by,
        at=at,
    )


def _text(given: Mapping[str, Any], name: str) -> str:
    found = given.get(name)
    if not isinstance(found, str) or not 1 <= len(found) <= LONGEST:
        raise Refusal(Why.MALFORMED, field=name, problem="text")
    return found


def _identity(given: Mapping[str, Any], name: str) -> UUID:
    return _uuid(given.get(name), name)


def _uuid(raw: Any, name: str) -> UUID:
    try:
        return UUID(raw)
    except (ValueError, TypeError, AttributeError):
        raise Refusal(Why.MALFORMED, field=name, problem="reference") from None


def _serial(given: Mapping[str, Any]) -> int:
    found = given.get("serial")
    if type(found) is not int:
        raise Refusal(Why.MALFORMED, field="serial", problem="value")
    return found


def _cases(given: Mapping[str, Any]) -> tuple[UUID, ...]:
    found = given.get("cases", [])
    if not isinstance(found, list) or len(found) > MOST_CASES:
        raise Refusal(Why.MALFORMED, field="cases", problem="value")
    return tuple(_uuid(each, "cases") for each in found)


def _content(given: Mapping[str, Any]) -> Mapping[str, Any]:
    found = given.get("content")
    if not isinstance(found, dict):
        raise Refusal(Why.MALFORMED, field="content", problem="value")
    return found
