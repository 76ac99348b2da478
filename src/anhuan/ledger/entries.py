"""From a fact to what enters the log: non-personal fields and a salted commitment."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from anhuan.kernel import canon
from anhuan.kernel.checkpoint import Checkpoint
from anhuan.kernel.log_entry import LogEntry, encoded
from anhuan.kernel.note import base64_of

OF_PERSONS: Final = frozenset({"person", "account", "disclosure"})
"""First words of kinds whose subject is a person: the log names the fact then, not the subject."""

_WHOLE: Final = frozenset({str, int, bool, type(None)})


def canonical(content: Mapping[str, Any]) -> bytes:
    """The canonical bytes of what is recorded (RFC 8785): text, whole numbers, booleans, null,
    lists and objects.

    Raises ``TypeError`` for floats, which two programs may round apart, and ``NotCanonical`` for
    what has no canonical form.
    """
    _reject_floats(content)
    return canon.encode(content)


def _reject_floats(value: Any) -> None:
    if type(value) in _WHOLE:
        return
    if isinstance(value, float):
        raise TypeError("a recorded value is text or a whole number, never a float")
    if isinstance(value, Mapping):
        for item in value.values():
            _reject_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _reject_floats(item)


def committed(
    *,
    public: Mapping[str, Any],
    body: Mapping[str, Any],
    by: UUID | None,
    at: datetime,
    recorded_at: datetime,
) -> bytes:
    """What a commitment is over, behind its salt: all of the fact that the entry does not say."""
    return canonical(
        {
            "at": _instant(at),
            "body": body,
            "by": str(by) if by else None,
            "public": public,
            "recorded_at": _instant(recorded_at),
        }
    )


ATTACHMENTS: Final = "attachments"
"""Where a body names the files of its act."""


def attached(salt: bytes, sha256: str) -> str:
    """The salted digest of a file, from the SHA-256 of its content in hexadecimal
    (``docs/ledger.md`` §3). Without the salt it tells nothing of the file."""
    return base64_of(hashlib.sha256(salt + ATTACHMENTS.encode() + bytes.fromhex(sha256)).digest())


def with_files(
    body: Mapping[str, Any], salt: bytes, files: Mapping[UUID, str]
) -> Mapping[str, Any]:
    """``body`` with the salted digests of its files, if there are any."""
    if not files:
        return body
    digests = {str(use): attached(salt, sha256) for use, sha256 in files.items()}
    return {**body, ATTACHMENTS: digests}


def entry_bytes(
    *,
    fact: UUID,
    kind: str,
    subject: UUID,
    version: int,
    public: Mapping[str, Any],
    commitment: bytes,
    at: datetime,
    imported: bool,
) -> bytes:
    """What enters the log for a fact; ``imported``, where it was recorded before the log was kept.
    Raises ``BadEntry`` for a kind that is no code."""
    personal = kind.partition(".")[0] in OF_PERSONS
    return encoded(
        LogEntry(
            kind=kind,
            record=str(fact if personal else subject),
            version=1 if personal else version,
            at=at.astimezone(UTC).replace(microsecond=0, tzinfo=UTC),
            commitment=bytes(commitment),
            due_on=_due_on(public),
            ground=public["ground"] if kind == ERASED else "",
            before=_before(public) if kind == OPENED else None,
            imported=imported,
        )
    )


def is_older(recorded_at: datetime, kept_since: datetime | None) -> bool:
    """Whether an act is older than the log, so that its time is only what the node says."""
    return kept_since is not None and recorded_at < kept_since


ERASED: Final = "ledger.erased"
OPENED: Final = "ledger.opened"
ADOPTED: Final = "ledger.adopted"
KEY_ROTATED: Final = "ledger.key-rotated"
KEY_ENDED: Final = "ledger.key-ended"
SM2_BEGUN: Final = "ledger.sm2-begun"


def _before(public: Mapping[str, Any]) -> Checkpoint:
    return Checkpoint(public["origin"], public["size"], bytes.fromhex(public["root"]))


def _due_on(public: Mapping[str, Any]) -> date | None:
    due = public.get("due_on")
    if not isinstance(due, str):
        return None
    try:
        return date.fromisoformat(due)
    except ValueError:
        return None


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
