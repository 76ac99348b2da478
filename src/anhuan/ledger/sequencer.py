"""The one writer of this node's log: positions, tiles, then the signature, in that order.

A sequencer holds the lock of its data folder, so that no two processes sign with one key. It signs
only what lies durable, and only after it has seen that nobody holds a larger tree of its log: a
restored backup would otherwise sign a second history.
"""

import fcntl
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import IO, Final, Self

from anhuan.kernel.checkpoint import Checkpoint, parse_checkpoint
from anhuan.kernel.merkle import consistent
from anhuan.kernel.note import BadNote, Note, Signature, Signer, parse_note
from anhuan.kernel.tile_growth import Edge, edge_of, grow
from anhuan.kernel.tile_reading import TileNodes
from anhuan.kernel.tiles import BadTile
from anhuan.ledger import shelf
from anhuan.ledger.queries import contents, logs, open_log, standing, unwritten, waiting
from anhuan.ledger.services import growing
from anhuan.ledger.types import Shard

STEP: Final = 4_096
"""Entries whose tiles are written at once."""
LOCK: Final = "lock"

Cosign = Callable[[Note, TileNodes], Iterable[Signature]]
"""Asks the witnesses for their signatures of a note; those that do not answer are left out."""
Largest = Callable[[str], Iterable[bytes]]
"""The checkpoints of an origin that witnesses have cosigned last."""


class Held(RuntimeError):
    """Another process writes this log."""


class Older(RuntimeError):
    """A larger or another tree of this log has been signed than the database knows: it comes
    from a backup, or was changed. Nothing is signed until its entries are back."""

    def __init__(self, ours: Checkpoint, theirs: Checkpoint) -> None:
        super().__init__(
            f"{ours.origin}: {theirs.size} entries were signed, the database has {ours.size}; "
            "anhuan ledger adopt brings them back"
        )
        self.ours, self.theirs = ours, theirs


def nobody(note: Note, nodes: TileNodes) -> Iterable[Signature]:
    """No witnesses."""
    return ()


def nothing(origin: str) -> Iterable[bytes]:
    """No witness knows the log."""
    return ()


@dataclass
class Sequencer:
    """``signers`` are the log's keys: two while a new one takes over. ``base``: the address under
    which this node's logs lie. Use it as a context; entering raises ``Held``."""

    signers: Callable[[str], Sequence[Signer]]
    base: str
    cosign: Cosign = nobody
    largest: Largest = nothing
    _lock: IO[bytes] | None = None
    _edge: Edge | None = None
    _year: int = 0
    _sure: set[str] = field(default_factory=set)

    def __enter__(self) -> Self:
        folder = shelf.folder(0).parent
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = (folder / LOCK).open("ab")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise Held(f"{folder} is being written by another process") from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._lock is not None:
            self._lock.close()

    def step(self, at: datetime, year: int) -> int:
        """Take up what waits, write it and sign it; how many acts got a position. ``year``: that
        of ``at`` where the node is. Raises ``Older``."""
        shard = open_log() or growing.current(year=year, base=self.base, at=at)
        self._guard(shard)
        signed = shard.year == year and shard.signed_size == shard.size
        if signed and not waiting() and not unwritten(shard):
            return self._published(shard)
        taken = 0 if shard.year < year else growing.assign(log=shard.key)
        shard = self._sign(self._write(shard), at)
        if shard.year < year:
            following = growing.close_year(year=year, base=self.base, at=at)
            return taken if following == shard else self.step(at, year)
        return taken

    def write(self, shard: Shard) -> Shard:
        """Write the tiles of entries that have come back, without signing anything."""
        return self._write(shard)

    def _guard(self, shard: Shard) -> None:
        """Once per log and start: nobody may know a tree of it that ours does not continue."""
        if shard.origin in self._sure:
            return
        published = shelf.checkpoint(shard.year)
        known = [*([published] if published else []), *self.largest(shard.origin)]
        ours = Checkpoint(shard.origin, shard.size, shard.root)
        for raw in known:
            theirs = _head(raw)
            if theirs is not None and theirs.origin == shard.origin:
                self._continues(shard, ours, theirs)
        self._sure.add(shard.origin)

    def _continues(self, shard: Shard, ours: Checkpoint, theirs: Checkpoint) -> None:
        if theirs.size > ours.size:
            raise Older(ours, theirs)
        edge = self._open_end(shard)
        nodes = TileNodes(shard.size, lambda path: shelf.read(shard.year, path), edge.frontier())
        proof = nodes.consistency(theirs.size)
        if not consistent(theirs.size, ours.size, proof, theirs.root, ours.root):
            raise Older(ours, theirs)

    def _open_end(self, shard: Shard) -> Edge:
        """The open end of the tiles; written anew from the entries where files are gone or are
        not those that were signed."""
        if self._edge is not None and self._year == shard.year and self._edge.size == shard.size:
            return self._edge
        self._year = shard.year
        self._edge = _edge_on_shelf(shard) or _written_anew(shard)
        return self._edge

    def _write(self, shard: Shard) -> Shard:
        edge = self._open_end(shard)
        for batch in _batches(shard.first, edge.size):
            edge, files = grow(edge, batch)
            shelf.write(shard.year, files)
        if edge.size == shard.size:
            return shard
        root = edge.root()
        growing.advance(log=shard.key, seen=shard.size, size=edge.size, root=root)
        self._edge = edge
        return standing(shard.key)

    def _sign(self, shard: Shard, at: datetime) -> Shard:
        if shard.signed_size != shard.size:
            text = str(Checkpoint(shard.origin, shard.size, shard.root))
            signed = tuple(each.signature(text) for each in self.signers(shard.origin))
            note = Note(text, signed)
            self._keep(shard, note, at)
            self._confirm(shard, note, at)
            return standing(shard.key)
        self._published(shard)
        return shard

    def _published(self, shard: Shard) -> int:
        """What is signed is published; a plain read where it is already."""
        if shelf.checkpoint(shard.year) != shard.note.encode():
            shelf.put_checkpoint(shard.year, shard.note)
        return 0

    def confirm(self, at: datetime) -> None:
        """Ask the witnesses again for a checkpoint that some of them have not confirmed, or long
        ago: their signatures are added to it."""
        for shard in logs():
            if shard.note and not shard.closed:
                self._confirm(shard, parse_note(shard.note.encode()), at)

    def _confirm(self, shard: Shard, note: Note, at: datetime) -> None:
        read = lambda path: shelf.read(shard.year, path)  # noqa: E731
        fresh = tuple(self.cosign(note, TileNodes(shard.size, read)))
        if fresh:
            replaced = {(each.name, each.key_id) for each in fresh}
            kept = (one for one in note.signatures if (one.name, one.key_id) not in replaced)
            self._keep(shard, Note(note.text, (*kept, *fresh)), at)

    def _keep(self, shard: Shard, note: Note, at: datetime) -> None:
        text = bytes(note).decode()
        if growing.sign(log=shard.key, size=shard.size, note=text, at=at):
            shelf.put_checkpoint(shard.year, text)


def _head(raw: bytes) -> Checkpoint | None:
    try:
        return parse_checkpoint(parse_note(raw).text)
    except BadNote:
        return None


def _edge_on_shelf(shard: Shard) -> Edge | None:
    try:
        edge = edge_of(shard.size, lambda path: shelf.read(shard.year, path))
    except (BadTile, OSError):
        return None
    return edge if edge.root() == shard.root else None


def _written_anew(shard: Shard) -> Edge:
    edge = Edge()
    for batch in _batches(shard.first, 0, shard.first + shard.size):
        edge, files = grow(edge, batch)
        shelf.write(shard.year, files)
    if edge.root() != shard.root:
        raise Older(
            Checkpoint(shard.origin, edge.size, edge.root()),
            Checkpoint(shard.origin, shard.size, shard.root),
        )
    return edge


def _batches(first: int, done: int, end: int | None = None) -> Iterator[list[bytes]]:
    """The entries behind the first ``done`` of a log, as they are stored, some at a time."""
    while batch := contents(first + done, limit=STEP, before=end):
        yield batch
        done += len(batch)
