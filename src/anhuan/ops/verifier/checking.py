"""The check itself: signatures, every entry, every tile, the root, and what was kept elsewhere."""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from anhuan.base.sign import holds
from anhuan.kernel.checkpoint import Checkpoint, Confirmed, open_checkpoint, parse_checkpoint
from anhuan.kernel.log_entry import BadEntry, decode
from anhuan.kernel.merkle import consistent
from anhuan.kernel.note import BadNote, VerifierKey, parse_note
from anhuan.kernel.policy import Policy
from anhuan.kernel.promises import Count, Promises
from anhuan.kernel.tile_audit import Checked, Fault, Found, audit
from anhuan.kernel.tile_reading import TileNodes
from anhuan.kernel.tiles import BITS, WIDTH, BadTile, place_in, place_of
from anhuan.ops.verifier.places import CHECKPOINT, Read

Tell = Callable[[str, int, int], None]
"""Progress: what is done, how many of how many."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose signatures count: keys that came another way than the log, never from beside it.
    ``quorum`` witnesses at least must have confirmed, or those that ``policy`` asks for."""

    logs: tuple[VerifierKey, ...]
    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 0
    policy: Policy | None = None

    def lacks(self, confirmed: Confirmed) -> tuple[str, str] | None:
        """What is missing for a quorum, in both languages; ``None`` where it is reached."""
        count = len(confirmed.seen)
        if self.policy is not None and not self.policy.enough(confirmed):
            names = "、".join(sorted(key.name for key in confirmed.seen)) or "—"
            asked = self.policy.quorum
            return (
                f"确认的见证方（{names}）不够见证规则要求的“{asked}”",
                f"the witnesses that confirmed it ({names}) are not the quorum {asked!r} of the "
                "policy",
            )
        if count < self.quorum:
            return (
                f"只有 {count} 个见证方确认，要求 {self.quorum} 个",
                f"{count} witnesses confirmed it, {self.quorum} are asked for",
            )
        return None


@dataclass(frozen=True, slots=True)
class Since:
    """A tree of the log that somebody saw before and kept."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fault: in which file, and what, in both languages."""

    where: str
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class Log:
    """What a log says of itself, how many of the known witnesses confirmed it, and how many of
    its entries say that the body of another was lawfully erased."""

    head: Checkpoint
    confirmed: int
    erased: int = 0


ERASED: Final = b'"k":"ledger.erased"'
"""Canonical JSON writes it in no other way, and text cannot hold the quotation marks."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a log says was owed, and what came of it."""

    origin: str
    count: Count


_PLAIN: Final[Mapping[Fault, tuple[str, str]]] = {
    Fault.MISSING: ("文件不在", "the file is missing"),
    Fault.FORM: (
        "大小或格式不对：被截断、被改动或换成了别的",
        "has not its size or form: it was cut, changed or replaced",
    ),
    Fault.ROOT: (
        "全部条目算出的根与检查点的根不同：条目被改写，或检查点不是这些条目的",
        "the root of all entries is not the one it states: entries were rewritten, or it "
        "belongs to others",
    ),
}


def check(
    logs: Mapping[str, Read], trust: Trust, since: Since | None, tell: Tell
) -> Iterator[Wrong | Log | Counted]:
    """Check each log in the order of years, that each goes on from the one before, and that the
    last begins with what was kept; at the end, count what was promised. Raises ``Unreadable``."""
    before: Checkpoint | None = None
    last, promises = list(logs)[-1], Promises()
    for name, read in logs.items():
        one = _One(f"{name}/" if name else "", read, trust, tell, promises)
        yield from one.check(before, since if name == last else None)
        before = one.head
    for origin, count in promises.counted().items():
        yield Counted(origin, count)


@dataclass(slots=True)
class _One:
    """One log. ``prefix``: the folder of its year, where there are several."""

    prefix: str
    read: Read
    trust: Trust
    tell: Tell
    promises: Promises
    head: Checkpoint | None = None
    erased: int = 0

    def check(self, before: Checkpoint | None, since: Since | None) -> Iterator[Wrong | Log]:
        raw = self.read(CHECKPOINT)
        if raw is None:
            yield self._wrong(CHECKPOINT, *_PLAIN[Fault.MISSING])
            return
        confirmed = yield from self._signed(raw)
        if self.head is None:
            return
        yield from self._entries(self.head, before)
        if since is not None:
            yield from self._since(self.head, since)
        yield Log(self.head, confirmed, self.erased)

    def _signed(self, raw: bytes) -> Generator[Wrong, None, int]:
        """The checkpoint by its signatures. One that does not hold is a fault; the entries are
        still compared with what it says."""
        confirmed = 0
        try:
            self.head = parse_checkpoint(parse_note(raw).text)
            opened = open_checkpoint(raw, self.trust.logs, self.trust.witnesses, holds)
            confirmed = len(opened.seen)
        except BadNote as wrong:
            yield self._wrong(
                CHECKPOINT, f"签名或格式不能确认：{wrong}", f"is not confirmed: {wrong}"
            )
        else:
            lacks = self.trust.lacks(opened)
            if lacks is not None:
                yield self._wrong(CHECKPOINT, *lacks)
        return confirmed

    def _entries(self, head: Checkpoint, before: Checkpoint | None) -> Iterator[Wrong]:
        what = f"核对 checking {head.origin}"
        self.tell(what, 0, head.size)
        for each in audit(head.size, head.root, self.read):
            if isinstance(each, Found):
                yield self._found(each, head.size)
                continue
            if each.start == 0 and before is not None:
                yield from self._goes_on(each, before)
            self.promises.take(head.origin, each.entries)
            self.erased += sum(ERASED in entry for entry in each.entries)
            self.tell(what, each.start + len(each.entries), head.size)

    def _found(self, found: Found, size: int) -> Wrong:
        number = found.number
        if number is None:
            return self._wrong(found.path or CHECKPOINT, *_PLAIN[found.fault])
        if found.fault is Fault.ENTRY:
            return self._wrong(
                place_in(size, None, number // WIDTH).path,
                f"第 {number} 条与 {found.path} 里它的哈希不符：两者有一个被改过",
                f"entry {number} is not the one hashed in {found.path}: one of them was changed",
            )
        span = 1 << (BITS * (place_of(found.path).level or 0))
        first, last = number * span, (number + 1) * span - 1
        return self._wrong(
            found.path,
            f"第 {number} 个哈希不是由第 {first} 到 {last} 条算出的：哈希或这些条目被改过",
            f"hash {number} is not that of entries {first} to {last}: it or they were changed",
        )

    def _goes_on(self, first: Checked, before: Checkpoint) -> Iterator[Wrong]:
        """The first entry of a year names the last checkpoint of the year before."""
        try:
            named = decode(first.entries[0]).before
        except BadEntry:
            named = None
        if named != before:
            yield self._wrong(
                place_in(WIDTH, None, 0).path,
                f"第 0 条没有接上 {before.origin} 的 {before.size} 条",
                f"entry 0 does not go on from the {before.size} entries of {before.origin}",
            )

    def _since(self, head: Checkpoint, since: Since) -> Iterator[Wrong]:
        if since.size > head.size:
            yield self._wrong(
                CHECKPOINT,
                f"从前有 {since.size} 条，现在只有 {head.size} 条：尾部被截掉",
                f"had {since.size} entries before and has {head.size}: its tail was cut off",
            )
        elif not self._begins(head, since):
            yield self._wrong(
                CHECKPOINT,
                f"前 {since.size} 条不是从前的那些：历史被改写，即使签名有效",
                f"its first {since.size} entries are not those of before: history was rewritten, "
                "whoever signed it",
            )

    def _begins(self, head: Checkpoint, since: Since) -> bool:
        try:
            proof = TileNodes(head.size, self._there).consistency(since.size)
        except (BadTile, FileNotFoundError):
            return False
        return consistent(since.size, head.size, proof, since.root, head.root)

    def _there(self, path: str) -> bytes:
        raw = self.read(path)
        if raw is None:
            raise FileNotFoundError(path)
        return raw

    def _wrong(self, path: str, chinese: str, english: str) -> Wrong:
        return Wrong(self.prefix + path, chinese, english)
