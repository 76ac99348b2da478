"""What anyone may read of the log: its files by name, an entry by its leaf, a proof."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from anhuan.base.sign import NoKey, fingerprint, holds
from anhuan.kernel.checkpoint import Confirmed, open_checkpoint, parse_checkpoint
from anhuan.kernel.merkle import leaf_hash
from anhuan.kernel.note import Algorithm, BadNote, VerifierKey, parse_note, verifier_key
from anhuan.kernel.proof_file import ProofFile
from anhuan.kernel.tile_reading import TileNodes
from anhuan.kernel.tiles import BadTile, Place, place_of
from anhuan.ledger import keys, shelf
from anhuan.ledger.queries import content_at, last_of_former, log_of, logs, witness_keys
from anhuan.ledger.types import Shard


def tile(year: int, path: str) -> tuple[Place, bytes] | None:
    """A tile or bundle by the one path it has, ``None`` for anything else."""
    try:
        place = place_of(path)
        return place, shelf.read(year, place.path)
    except (BadTile, OSError):
        return None


def content(year: int, index: int, leaf: bytes) -> bytes | None:
    """An entry, for whoever knows its leaf hash."""
    log = log_of(year)
    found = content_at(log.first + index) if log and index < log.size else None
    known = found is not None and compare_digest(leaf_hash(found), leaf)
    return found if known else None


def proof(year: int, index: int, leaf: bytes, key: str = "") -> ProofFile | None:
    """The proof of an entry in the newest signed checkpoint, for whoever knows its leaf hash;
    ``None`` before it is signed. ``key``: the fingerprint on a slip, without spaces; where that
    key signs no longer, the proof is in the last checkpoint it signed."""
    log = log_of(year)
    if log is None or log.signed_size is None:
        return None
    size, note = _former_note(log, key) or (log.signed_size, log.note)
    if not 0 <= index < size or content(year, index, leaf) is None:
        return None
    nodes = TileNodes(size, lambda path: shelf.read(year, path))
    try:
        return ProofFile(index, tuple(nodes.inclusion(index)), note.encode())
    except (BadTile, OSError):
        return None


def began_with(size: int, root: str) -> bool:
    """Whether a log of this node had that root, as checkpoints write it, when it had ``size``
    entries. Which year's log is meant is not said. What cannot be read contradicts nothing."""
    reaching = [log for log in logs() if log.signed_size is not None and log.signed_size >= size]
    return any(_began(log, size, root) for log in reaching)


def _began(log: Shard, size: int, root: str) -> bool:
    nodes = TileNodes(log.signed_size or 0, lambda path: shelf.read(log.year, path))
    try:
        return b64encode(nodes.node(0, size)).decode() == root
    except (BadTile, OSError):
        return True


def _former_note(log: Shard, key: str) -> tuple[int, str] | None:
    for public, note in last_of_former(log.origin) if key else ():
        if fingerprint(b64encode(public).decode()).replace(" ", "") == key:
            return parse_checkpoint(parse_note(note.encode()).text).size, note
    return None


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a log and of those who confirm it, as they are written. ``extra``: of lines
    beside the log's own; ``former``: of those that ended while it was written."""

    log: tuple[str, ...]
    witnesses: tuple[tuple[str, str, str], ...]
    extra: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


def keys_of(origin: str) -> Keys:
    """Who signs this log now, and who signed the checkpoint that lies published; after a
    takeover both, as long as both count."""
    now = [each.key for each in keys.signers(origin)]
    note = next((log.note for log in logs() if log.origin == origin), "")
    there = {one.key_id for one in parse_note(note.encode()).signatures} if note else set()
    past = (key for key in keys.known(origin) if key not in now and key.id in there)
    extra = tuple(str(each.key) for each in keys.extra(origin))
    ended = (VerifierKey(origin, Algorithm.ED25519, key) for key, _ in last_of_former(origin))
    signing = [*now, *past]
    former = tuple(str(key) for key in ended if key not in signing)
    return Keys(tuple(map(str, signing)), tuple(witness_keys()), extra, former)


def confirmed(log: Shard, known: Sequence[VerifierKey] | None = None) -> Confirmed | None:
    """The newest checkpoint with the witnesses that have confirmed it; ``known`` where their keys
    have been read already."""
    if not log.note:
        return None
    try:
        own = keys.known(log.origin)
        return open_checkpoint(
            log.note.encode(), own, known_witnesses() if known is None else known, holds
        )
    except (BadNote, NoKey):
        return None


def known_witnesses() -> list[VerifierKey]:
    """The keys of those who confirm our checkpoints."""
    return [verifier_key(key) for _, key, _ in witness_keys()]


def age_of(log: Shard, at: datetime) -> float | None:
    """Seconds since the newest confirmation of a witness, ``None`` without one."""
    found = confirmed(log)
    if found is None or not found.seen:
        return None
    return at.timestamp() - max(found.seen.values())
