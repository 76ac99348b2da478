"""What a witness sends back: decided and stored first, then signed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from anhuan.kernel.note import Signer
from anhuan.kernel.witness import PLAIN, Status, cosignatures
from anhuan.ledger import services

LONGEST: Final = 1 << 16
"""Bytes of a request at most."""


@dataclass(frozen=True, slots=True)
class Sent:
    status: int
    body: str
    content_type: str


def confirm(raw: bytes, signer: Signer, *, at: datetime) -> Sent:
    """The whole answer to ``add-checkpoint``. Not in a transaction: what is signed is durable."""
    if len(raw) > LONGEST:
        return Sent(Status.BAD_REQUEST, f"a request has at most {LONGEST} bytes\n", PLAIN)
    answer, asked = services.considered(raw, at=at)
    if answer.status is not Status.COSIGNED or asked is None:
        return Sent(answer.status, answer.body, answer.content_type)
    lines = cosignatures(asked.note, [signer], int(at.timestamp()))
    return Sent(answer.status, lines, PLAIN)
