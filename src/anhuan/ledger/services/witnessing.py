"""This node as a witness: what others ask it to confirm (C2SP tlog-witness)."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import transaction

from anhuan.base.reactions import publish
from anhuan.base.sign import holds
from anhuan.kernel.merkle import EMPTY
from anhuan.kernel.note import BadNote, VerifierKey, verifier_key
from anhuan.kernel.witness import (
    Answer,
    Evidence,
    Submission,
    decide,
    malformed,
    submission,
)
from anhuan.kernel.witness import Watched as Known
from anhuan.ledger.models import Contradiction, Watched, Witness

CONTRADICTED: Final = "log.contradicted"


@transaction.atomic
def considered(raw: bytes, *, at: datetime) -> tuple[Answer, Submission | None]:
    """The answer to a request. What a 200 vouches for and what a refusal proves is stored in this
    transaction: sign and send only after it."""
    try:
        asked = submission(raw)
    except BadNote as wrong:
        return malformed(wrong), None
    rows = Watched.objects.select_for_update()
    row = rows.filter(origin=asked.checkpoint.origin).first()
    answer = decide(asked, _known(row) if row else None, holds)
    if row is not None and answer.keep is not None:
        row.size, row.root = answer.keep.size, answer.keep.root
        row.note, row.seen_at = bytes(asked.note).decode(), at
        row.save(update_fields=["size", "root", "note", "seen_at"])
    if row is not None and answer.evidence is Evidence.FORK:
        _kept(row, raw, answer.evidence, at)
    return answer, asked


def _known(row: Watched) -> Known:
    keys = tuple(verifier_key(key) for key in row.keys)
    return Known(keys=keys, size=row.size, root=bytes(row.root))


def _kept(row: Watched, raw: bytes, evidence: Evidence, at: datetime) -> None:
    """The same request sent again is the same contradiction."""
    found, fresh = Contradiction.objects.get_or_create(
        watched=row,
        digest=sha256(raw).digest(),
        defaults={"kind": evidence.value, "request": raw, "known": row.note, "at": at},
    )
    if fresh:
        publish(CONTRADICTED, contradiction=found.pk, origin=row.origin, size=row.size, at=at)


@transaction.atomic
def watch(*, keys: Sequence[str]) -> str:
    """Be a witness of the log of these keys, all of one origin; more keys may come later. Gives
    the origin. Raises ``BadNote``."""
    names = {verifier_key(key).name for key in keys}
    if len(names) != 1:
        raise BadNote("the keys of one log have one name")
    (origin,) = names
    row, fresh = Watched.objects.get_or_create(
        origin=origin, defaults={"keys": list(keys), "root": EMPTY}
    )
    if not fresh:
        row.keys = list(dict.fromkeys([*row.keys, *keys]))
        row.save(update_fields=["keys"])
    return origin


@transaction.atomic
def ask(*, key: str, url: str) -> VerifierKey:
    """Let the witness of this key confirm our checkpoints from now on. Raises ``BadNote``."""
    found = verifier_key(key)
    Witness.objects.update_or_create(name=found.name, defaults={"key": key, "url": url})
    return found
