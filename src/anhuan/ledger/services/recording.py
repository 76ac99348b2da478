"""Acts are written down: each in the transaction that does it."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.clock import now
from anhuan.base.db import bulk_copy
from anhuan.base.ids import new_id
from anhuan.base.rows import insert_row, together
from anhuan.kernel.log_entry import SALT, commitment, is_code
from anhuan.ledger.entries import ERASED, committed, with_files
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
    files: Mapping[UUID, str] = MappingProxyType({}),
) -> Fact:
    """Write one act in the caller's transaction.

    ``public`` holds what replay needs and no personal data; ``body`` the rest. ``files``: what the
    act brings along, each by the identifier of its use and the SHA-256 of its content in
    hexadecimal; the body keeps the salted digest alone. The commitment is SHA-256 over 32 random
    bytes and all the fact says beside its kind, subject and version.
    Raises ``IntegrityError`` when ``subject`` already has that ``version``, and ``ValueError``
    for a ``kind`` that is no code.
    """
    _code(kind)
    salt, recorded_at = secrets.token_bytes(SALT), now()
    body = with_files(body, salt, files)
    content = committed(public=public, body=body, by=by, at=at, recorded_at=recorded_at)
    fact = {
        "id": new_id(),
        "kind": kind,
        "subject": subject,
        "version": version,
        "public": public,
        "commitment": commitment(salt, content),
        "by": by,
        "at": at,
        "recorded_at": recorded_at,
    }
    with together():
        # What an act entails is written in the same transaction: one statement for each table.
        insert_row(Fact, fact, gathered=True)
        insert_row(Body, {"fact": fact["id"], "salt": salt, "content": body}, gathered=True)
        insert_row(Pending, {"fact": fact["id"]}, gathered=True)
    return Fact(**fact)


@transaction.atomic
def record_many(acts: Sequence[Act], *, by: UUID | None, at: datetime) -> None:
    """Write many acts at once, each as ``record`` does; raises as it does, and keeps none then."""
    if not acts:
        return
    facts: list[tuple[Any, ...]] = []
    bodies: list[tuple[Any, ...]] = []
    recorded_at = now()
    for act in acts:
        _code(act.kind)
        salt, happened = secrets.token_bytes(SALT), act.at or at
        content = committed(
            public=act.public, body=act.body, by=by, at=happened, recorded_at=recorded_at
        )
        fact, about = new_id(), (act.kind, act.subject, act.version, act.public)
        facts.append((fact, *about, commitment(salt, content), by, happened, recorded_at))
        bodies.append((fact, salt, act.body))
    bulk_copy(Fact, FACT, facts)
    bulk_copy(Body, BODY, bodies)
    bulk_copy(Pending, ("fact",), ((fact[0],) for fact in facts))


@transaction.atomic
def erase(*, fact_id: UUID, ground: str, by: UUID, at: datetime) -> None:
    """Delete a fact's body and salt on a lawful ground, a code; the erasure is itself a fact.
    Raises ``ValueError`` for a ground that is no code."""
    erase_many([fact_id], ground=ground, by=by, at=at)


@transaction.atomic
def erase_many(facts: Iterable[UUID], *, ground: str, by: UUID, at: datetime) -> int:
    """``erase`` of each of ``facts`` that still has its body; how many those were."""
    _code(ground)
    bodies = Body.objects.filter(fact__in=list(facts))
    held = list(bodies.order_by("fact").values_list("fact_id", flat=True))
    bodies.delete()
    public = {"ground": ground}
    acts = [Act(kind=ERASED, subject=key, version=1, public=public, body={}) for key in held]
    record_many(acts, by=by, at=at)
    return len(held)


def _code(text: str) -> None:
    """What stands in an entry of the log: one that cannot would hold up all that come after."""
    if not is_code(text):
        raise ValueError(f"{text!r} is no code of small letters")
