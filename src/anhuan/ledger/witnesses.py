"""Asking the witnesses: one request each, with a short patience; who does not answer is left out
and asked again later."""

import logging
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from anhuan.base.sign import holds
from anhuan.kernel.merkle import OutOfTree
from anhuan.kernel.note import BadNote, Note, Signature, base64_of, verified, verifier_key
from anhuan.kernel.tile_reading import TileNodes
from anhuan.kernel.tiles import BadTile
from anhuan.kernel.witness import Status, cosignatures_of
from anhuan.ledger.models import Witness

log = logging.getLogger(__name__)

PATIENCE: Final = 5
"""Seconds for one witness."""
LONGEST: Final = 64 * 1024


class _Straight(HTTPRedirectHandler):
    """A witness answers where it is asked."""

    def redirect_request(self, *given: object) -> None:
        return None


_opener = build_opener(_Straight)


def cosign(note: Note, nodes: TileNodes) -> Iterator[Signature]:
    """The signatures of the witnesses that confirm ``note``, each of them checked."""
    for witness in Witness.objects.order_by("name"):
        try:
            yield from _asked(witness, note, nodes)
        except (BadNote, BadTile, OutOfTree, HTTPException, OSError, ValueError) as error:
            log.warning("the witness %s does not confirm: %s", witness.name, error)


def _asked(witness: Witness, note: Note, nodes: TileNodes) -> tuple[Signature, ...]:
    # Nobody remembers for it: a witness says itself how far it has come.
    status, body = _posted(witness, note, 0, nodes)
    if status == Status.CONFLICT:
        status, body = _posted(witness, note, int(body[:20]), nodes)
    if status != Status.COSIGNED:
        raise BadNote(f"answered {status}")
    found = cosignatures_of(body)
    key = verifier_key(witness.key)
    mine = tuple(each for each in found if (each.name, each.key_id) == (key.name, key.id))
    if not verified(Note(note.text, mine), [key], holds):
        raise BadNote("sent no signature of its key")
    return mine


def _posted(witness: Witness, note: Note, old: int, nodes: TileNodes) -> tuple[int, bytes]:
    proof = nodes.consistency(old) if 0 < old < nodes.size else []
    lines = [f"old {old}", *map(base64_of, proof)]
    body = "\n".join(lines).encode() + b"\n\n" + bytes(note)
    return _fetched(Request(f"{witness.url.rstrip('/')}/add-checkpoint", data=body))


def _fetched(request: Request) -> tuple[int, bytes]:
    if request.type not in {"http", "https"}:
        raise ValueError("a witness has an address of http or https")
    try:
        with _opener.open(request, timeout=PATIENCE) as answer:
            return int(answer.status), bytes(answer.read(LONGEST))
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read(LONGEST)


def largest(origin: str) -> Iterator[bytes]:
    """The checkpoints of ``origin`` that the witnesses cosigned last, as they give them out."""
    name = sha256(origin.encode()).hexdigest()
    for witness in Witness.objects.order_by("name"):
        try:
            status, body = _fetched(Request(f"{witness.url.rstrip('/')}/{name}/checkpoint"))
        except (URLError, HTTPException, OSError, ValueError) as error:
            log.warning("the witness %s does not answer: %s", witness.name, error)
            continue
        if status == Status.COSIGNED:
            yield body
