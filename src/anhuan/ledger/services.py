"""Writes to the record."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.clock import now
from anhuan.base.db import bulk_copy
from anhuan.base.ids import new_id
from anhuan.base.rows import insert_row, together
from anhuan.kernel import canon
from anhuan.ledger.models import Body, Fact, Pending
from anhuan.ledger.types import Act

FACT: Final = (
    "id",
    "kind",
    "subject",
    "version",
    "public",
    "commitment",
    "by",
    "at",
    "recorded_at",
)
BODY: Final = ("fact", "salt", "content")


def canonical(content: Mapping[str, Any]) -> bytes:
    """The canonical bytes of what is recorded (RFC 8785): text, whole numbers, booleans, null,
    lists and objects.

    Raises ``TypeError`` for floats, which two programs may round apart, and ``NotCanonical`` for
    what has no canonical form.
    """
    _reject_floats(content)
    return canon.encode(content)


_WHOLE: Final = frozenset({str, int, bool, type(None)})


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


@transaction.atomic(savepoint=False)
def record(
    *,
    kind: str,
    subject: UUID,
    version: int,
    public: Mapping[str, Any],
    body: Mapping[str, Any],
    by: UUID | None,
    at: datetime,
) -> Fact:
    """Write one act in the caller's transaction.

    ``public`` holds what replay needs and no personal data; ``body`` the rest. The commitment is
    SHA-256 over 32 random bytes and the canonical body and public part.
    Raises ``IntegrityError`` when ``subject`` already has that ``version``.
    """
    salt = secrets.token_bytes(32)
    content = canonical({"body": body, "public": public})
    fact = {
        "id": new_id(),
        "kind": kind,
        "subject": subject,
        "version": version,
        "public": public,
        "commitment": hashlib.sha256(salt + content).digest(),
        "by": by,
        "at": at,
        "recorded_at": now(),
    }
    with together():
        insert_row(Fact, fact)
        insert_row(Body, {"fact": fact["id"], "salt": salt, "content": body})
        insert_row(Pending, {"fact": fact["id"]})
    return Fact(**fact)


@transaction.atomic
def record_many(acts: Sequence[Act], *, by: UUID | None, at: datetime) -> None:
    """Write many acts at once, each as ``record`` does; raises as it does, and keeps none then."""
    facts: list[tuple[Any, ...]] = []
    bodies: list[tuple[Any, ...]] = []
    recorded_at = now()
    for act in acts:
        salt = secrets.token_bytes(32)
        content = canonical({"body": act.body, "public": act.public})
        commitment = hashlib.sha256(salt + content).digest()
        fact, about = new_id(), (act.kind, act.subject, act.version, act.public)
        facts.append((fact, *about, commitment, by, act.at or at, recorded_at))
        bodies.append((fact, salt, act.body))
    bulk_copy(Fact, FACT, facts)
    bulk_copy(Body, BODY, bodies)
    bulk_copy(Pending, ("fact",), ((fact[0],) for fact in facts))


@transaction.atomic
def erase(*, fact_id: UUID, ground: str, by: UUID, at: datetime) -> None:
    """Delete a fact's body and salt on a lawful ground; the erasure is itself a fact."""
    Body.objects.filter(fact_id=fact_id).delete()
    record(
        kind="ledger.erased",
        subject=fact_id,
        version=1,
        public={"ground": ground},
        body={},
        by=by,
        at=at,
    )
