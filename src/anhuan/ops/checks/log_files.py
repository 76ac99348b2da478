"""The log on disk: the files hold the database's entries, and what is published is ours."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from anhuan.base.sign import NoKey, holds
from anhuan.kernel.checkpoint import Checkpoint, open_checkpoint
from anhuan.kernel.merkle import consistent
from anhuan.kernel.note import BadNote, VerifierKey
from anhuan.kernel.tile_audit import Checked, Found, audit
from anhuan.kernel.tile_reading import TileNodes
from anhuan.kernel.tiles import BadTile
from anhuan.ledger import keys, shelf
from anhuan.ledger.queries import contents, logs
from anhuan.ledger.types import Shard
from anhuan.ops.checks.finding import Context, Finding

Published = Mapping[int, bytes]
"""The published checkpoints by year, as they lay there before the database was looked at."""

_WHAT: Final = {
    "missing": "文件不在 / the file is missing",
    "form": "大小或格式不对 / has not its size or form",
    "entry": "条目与哈希不符 / an entry is not the one that was hashed",
    "tile": "哈希与下一层不符 / a hash is not that of the level below",
    "root": "全部条目算出的根不是签名的根 / the root is not the one that was signed",
}


def published() -> Published:
    """What is published now."""
    top = shelf.folder(0).parent
    years = [int(each.name) for each in top.glob("[0-9]*") if each.name.isdecimal()]
    found = {year: shelf.checkpoint(year) for year in years}
    return {year: raw for year, raw in found.items() if raw is not None}


def check_of(seen: Published) -> Callable[[Context], Iterator[Finding]]:
    """The check of all logs; ``seen`` was read before, so the database knows at least as much."""

    def files(context: Context) -> Iterator[Finding]:
        shards = logs()
        yield from _shards(shards, seen)
        for shard in shards:
            yield from _One(shard, context).check(seen.get(shard.year))

    return files


def _shards(shards: list[Shard], seen: Published) -> Iterator[Finding]:
    for one, other in pairwise(shards):
        if other.first != one.first + one.size or not one.closed:
            what = f"没有接在 {one.origin} 之后 / does not go on where that of {one.year} ended"
            yield _finding(other.origin, what)
    for year in sorted(set(seen) - {each.year for each in shards}):
        what = "发布过，数据库里没有：数据库是旧的 / was published, the database does not know it"
        yield _finding(f"log/{year}", what)


@dataclass(frozen=True, slots=True)
class _One:
    shard: Shard
    context: Context

    def check(self, seen: bytes | None) -> Iterator[Finding]:
        shard = self.shard
        yield from self._note(seen)
        for each in audit(shard.size, shard.root, self._read_or_none):
            if isinstance(each, Found):
                number = "" if each.number is None else f" #{each.number}"
                yield self._wrong(each.path or "root", f"{_WHAT[each.fault]}{number}")
            else:
                yield from self._same(each)
                done = each.start + len(each.entries)
                self.context.progress("files", shard.first + done, shard.first + shard.size)

    def _same(self, bundle: Checked) -> Iterator[Finding]:
        """The bundle holds what the database holds at these positions."""
        at = self.shard.first + bundle.start
        held = contents(at, limit=len(bundle.entries))
        if held == list(bundle.entries):
            return
        for offset, entry in enumerate(bundle.entries):
            if offset >= len(held):
                what = "数据库里没有这一条 / the database has no such entry"
                yield self._wrong(f"#{bundle.start + offset}", what)
                return
            if held[offset] != entry:
                what = "数据库里的条目与文件不同 / the database's entry is another"
                yield self._wrong(f"#{bundle.start + offset}", what)

    def _note(self, seen: bytes | None) -> Iterator[Finding]:
        """The signed checkpoint is ours, of this tree; the one published is no larger, and its
        tree is the beginning of this one."""
        shard = self.shard
        if not shard.note:
            return
        ours = self._opened(shard.note.encode())
        if ours is None:
            yield self._wrong("checkpoint", "不是本节点签名的 / is not signed by this node's key")
        elif ours.size == shard.size and ours.root != shard.root:
            yield self._wrong("checkpoint", _WHAT["root"])
        if seen is None:
            yield self._wrong("checkpoint", "没有发布 / is not published")
            return
        theirs = self._opened(seen)
        if theirs is None:
            what = "发布的检查点不是本节点签名的 / what is published is not signed by this node"
            yield self._wrong("checkpoint", what)
        elif theirs.size > shard.size:
            what = (
                f"发布过 {theirs.size} 条，数据库只有 {shard.size} 条：是旧的，或尾部被截掉 / "
                f"{theirs.size} entries were published, the database has {shard.size}: it is old, "
                "or its tail was cut"
            )
            yield self._wrong("checkpoint", what)
        elif not self._begins_with(theirs):
            what = (
                "发布过的不是现在这些的开头：历史被改写 / what was published is not its beginning"
            )
            yield self._wrong("checkpoint", what)

    def _opened(self, raw: bytes) -> Checkpoint | None:
        try:
            return open_checkpoint(raw, self._keys(), [], holds).checkpoint
        except BadNote:
            return None

    def _keys(self) -> list[VerifierKey]:
        try:
            return keys.known(self.shard.origin)
        except NoKey:
            return []

    def _begins_with(self, theirs: Checkpoint) -> bool:
        shard = self.shard
        nodes = TileNodes(shard.size, lambda path: shelf.read(shard.year, path))
        try:
            proof = nodes.consistency(theirs.size)
        except (BadTile, OSError):
            # The files are named one by one below.
            return True
        return consistent(theirs.size, shard.size, proof, theirs.root, shard.root)

    def _read_or_none(self, path: str) -> bytes | None:
        try:
            return shelf.read(self.shard.year, path)
        except FileNotFoundError:
            return None

    def _wrong(self, where: str, what: str) -> Finding:
        return _finding(f"{self.shard.origin} {where}", what)


def _finding(subject: str, what: str) -> Finding:
    return Finding(check="files", subject=subject, what=what)
