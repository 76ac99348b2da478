"""A new key takes over from the one that signed: both acts stand in the log that both sign."""

from base64 import b64encode
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.ledger.entries import KEY_ENDED, KEY_ROTATED, SM2_BEGUN
from anhuan.ledger.services.recording import record


@transaction.atomic
def begin_takeover(*, key: bytes, former: bytes, at: datetime) -> UUID:
    """Write down that ``key`` signs beside ``former`` from now on."""
    subject = new_id()
    public = {"key": _text(key), "former": _text(former)}
    record(kind=KEY_ROTATED, subject=subject, version=1, public=public, body={}, by=None, at=at)
    return subject


@transaction.atomic
def end_takeover(*, subject: UUID, former: bytes, origin: str, note: str, at: datetime) -> None:
    """Write down that ``former`` signs no longer. ``note``, the last checkpoint of ``origin`` that
    it signed, is kept: slips that name this key are proved by it."""
    public = {"former": _text(former), "origin": origin, "note": note}
    record(kind=KEY_ENDED, subject=subject, version=2, public=public, body={}, by=None, at=at)


@transaction.atomic
def begin_extra_line(*, key: bytes, at: datetime) -> None:
    """Write down that the SM2 key, 65 bytes, signs beside the log's own from now on."""
    public = {"key": _text(key)}
    record(kind=SM2_BEGUN, subject=new_id(), version=1, public=public, body={}, by=None, at=at)


def _text(key: bytes) -> str:
    return b64encode(key).decode("ascii")
