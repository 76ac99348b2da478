"""What whoever did something gets: its place in the log, who confirmed it, and until it has one
the node's word that it came in. Whoever asks has already found the act visible."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from uuid import UUID

from anhuan.base.sign import fingerprint
from anhuan.kernel.log_entry import decode
from anhuan.kernel.merkle import leaf_hash
from anhuan.kernel.note import Note, VerifierKey
from anhuan.kernel.received import Received
from anhuan.kernel.slip import Slip
from anhuan.ledger import keys, showing
from anhuan.ledger.queries import logs, places_of, stored
from anhuan.ledger.types import WITHIN, Shard


@dataclass(frozen=True, slots=True)
class Seen:
    """A witness and when it confirmed the log, in seconds since 1970."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an act stands: the ``year`` of its log and its ``index`` there, whether a checkpoint
    that holds it is signed, and who confirmed that."""

    year: int
    index: int
    signed: bool
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One act's slip. ``mark`` and ``slip`` are ``None`` while it waits for a place. ``received``
    is the node's signed note, ``key`` the fingerprint of the key that signs the log, in groups.
    ``imported``: it was taken over from before, so that the log does not vouch for its time."""

    entry: bytes
    leaf: bytes
    mark: Mark | None
    slip: Slip | None
    received: str
    key: str
    imported: bool


def marks_of(facts: Iterable[UUID]) -> dict[UUID, Mark]:
    """The marks of acts that have their place, in three queries however many there are."""
    places = places_of(facts)
    if not places:
        return {}
    found, witnesses = logs(), showing.known_witnesses()
    seen = {log.year: _seen(log, witnesses) for log in found if _holds(log, places.values())}
    return {fact: _mark(_log_at(place, found), place, seen) for fact, place in places.items()}


def receipt(fact: UUID) -> Receipt | None:
    """The slip of an act, ``None`` where there is no such act. Raises ``NoKey``."""
    known = stored(fact)
    if known is None:
        return None
    leaf = leaf_hash(known.entry)
    moment = known.recorded_at.astimezone(UTC).replace(microsecond=0, tzinfo=UTC)
    received = _note(Received(leaf, moment, WITHIN))
    imported = decode(known.entry).is_taken_over
    if known.position is None:
        return Receipt(known.entry, leaf, None, None, received, "", imported)
    log = _log_at(known.position, logs())
    seen = {log.year: _seen(log, showing.known_witnesses())}
    mark = _mark(log, known.position, seen)
    slip = Slip(log.origin, mark.index, leaf)
    return Receipt(known.entry, leaf, mark, slip, received, _fingerprint(log), imported)


def _note(received: Received) -> str:
    signer = keys.receiving()
    return bytes(Note(str(received), (signer.signature(str(received)),))).decode()


def _fingerprint(log: Shard) -> str:
    return fingerprint(b64encode(keys.signers(log.origin)[0].key.key).decode())


def _log_at(position: int, found: Sequence[Shard]) -> Shard:
    """The log that a position belongs to: the last that began at it or before."""
    return [log for log in found if log.first <= position][-1]


def _holds(log: Shard, positions: Iterable[int]) -> bool:
    return any(log.first <= place < log.first + log.size for place in positions)


def _seen(log: Shard, witnesses: Sequence[VerifierKey]) -> tuple[Seen, ...]:
    found = showing.confirmed(log, witnesses)
    if found is None:
        return ()
    return tuple(sorted((Seen(key.name, at) for key, at in found.seen.items()), key=_by_name))


def _by_name(one: Seen) -> str:
    return one.name


def _mark(log: Shard, position: int, seen: Mapping[int, tuple[Seen, ...]]) -> Mark:
    index = position - log.first
    signed = log.signed_size is not None and index < log.signed_size
    return Mark(log.year, index, signed, seen.get(log.year, ()) if signed else ())
