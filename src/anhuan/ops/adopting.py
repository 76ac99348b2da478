"""``anhuan ledger adopt``: a node whose backup was restored gets back the entries that were
published after it, from the files of its log, from a copy or from a mirror, and signs again."""

from collections.abc import Iterator
from typing import Final, TextIO

from django.conf import settings

from anhuan.base.clock import now
from anhuan.base.sign import NoKey, holds
from anhuan.kernel.checkpoint import Checkpoint, open_checkpoint
from anhuan.kernel.merkle import leaf_hash, root
from anhuan.kernel.note import BadNote
from anhuan.kernel.tile_audit import Checked, audit
from anhuan.ledger import keys, shelf
from anhuan.ledger.queries import open_log, standing
from anhuan.ledger.sequencer import Held, Sequencer
from anhuan.ledger.services import OtherHistory, adopt
from anhuan.ledger.types import Shard
from anhuan.ops.command import Stop
from anhuan.ops.progress import Progress
from anhuan.ops.verifier.places import CHECKPOINT, Read, Unreadable, logs_at
from anhuan.territory.queries import NODE

FOUND_WRONG: Final = 1


def adopt_and_tell(location: str, out: TextIO, progress: Progress) -> int:
    """Take back what ``location`` (the node's own files where empty) holds beyond the database.
    Raises ``Stop``; then nothing is changed."""
    shard = open_log()
    if shard is None:
        raise Stop(
            "数据库里没有记录：先恢复备份", "The database has no log: restore a backup first"
        )
    read = _place(location or str(shelf.folder(shard.year)), shard)
    head = _head(read, shard)
    contents = list(_contents(read, head, progress))
    progress.close()
    _same_beginning(contents, shard)
    try:
        with Sequencer(signers=keys.signing, base=settings.LOG_BASE) as writer:
            count = adopt(log=shard.key, contents=contents, by=NODE, at=now())
            after = writer.write(standing(shard.key))
    except Held:
        raise Stop(
            "后台进程还在写记录：先停下它",
            "A worker is writing the log: stop it first",
            FOUND_WRONG,
        ) from None
    except OtherHistory as other:
        raise _other(other.position - shard.first, shard) from other
    if after.size == head.size and after.root != head.root:
        raise _other(after.size, shard)
    _tell(count, head, out)
    return 0


def _place(location: str, shard: Shard) -> Read:
    try:
        found = logs_at(location)
    except Unreadable as error:
        raise Stop(error.chinese, error.english) from error
    return found.get("") or found.get(str(shard.year)) or next(iter(found.values()))


def _head(read: Read, shard: Shard) -> Checkpoint:
    """The checkpoint there, signed by one of our own keys."""
    try:
        raw = read(CHECKPOINT)
        if raw is None:
            raise Stop("那里没有检查点", "There is no checkpoint there")
        return open_checkpoint(raw, keys.known(shard.origin), [], holds).checkpoint
    except Unreadable as error:
        raise Stop(error.chinese, error.english) from error
    except BadNote as wrong:
        raise Stop(
            f"那里的检查点不是 {shard.origin} 的，或不是本节点的密钥签的：{wrong}",
            f"The checkpoint there is not that of {shard.origin} signed by this node: {wrong}",
            FOUND_WRONG,
        ) from wrong
    except NoKey as lost:
        raise Stop(
            f"密钥文件读不到：{lost}；先从原来的机器上拿来",
            f"The key file {lost} cannot be read: bring it from the former machine first",
        ) from lost


def _contents(read: Read, head: Checkpoint, progress: Progress) -> Iterator[bytes]:
    """Every entry, checked against its hashes and the signed root."""
    try:
        for each in audit(head.size, head.root, read):
            if not isinstance(each, Checked):
                where = each.path or CHECKPOINT
                raise Stop(
                    f"那里的文件不完整或被改过：{where}",
                    f"A file there is missing or was changed: {where}",
                    FOUND_WRONG,
                )
            progress("核对 checking", each.start + len(each.entries), head.size)
            yield from each.entries
    except Unreadable as error:
        raise Stop(error.chinese, error.english) from error


def _same_beginning(contents: list[bytes], shard: Shard) -> None:
    """What the database has signed is the beginning of what is there."""
    ours = [leaf_hash(content) for content in contents[: shard.size]]
    if len(contents) < shard.size:
        raise Stop(
            f"那里只有 {len(contents):,} 条，数据库有 {shard.size:,} 条：没有要补的",
            f"There are {len(contents):,} entries there and {shard.size:,} in the database: "
            "nothing to bring back",
            FOUND_WRONG,
        )
    if root(ours) != shard.root:
        raise _other(shard.size, shard)


def _other(position: int, shard: Shard) -> Stop:
    return Stop(
        f"{shard.origin} 的第 {position:,} 条与那里的不同：这是两段历史，不是旧备份。"
        "什么都没有改；保存两份，报告上级和见证方",
        f"Entry {position:,} of {shard.origin} is not the one there: these are two histories, "
        "not an older backup. Nothing was changed; keep both and tell the level above and the "
        "witnesses",
        FOUND_WRONG,
    )


def _tell(count: int, head: Checkpoint, out: TextIO) -> None:
    print(f"补回 {count:,} 条，记录又有 {head.size:,} 条；启动后台进程即继续签名", file=out)
    print(
        f"{count:,} entries are back, the log has {head.size:,} again; start the worker and it "
        "signs on",
        file=out,
    )
    if count:
        print("这些条目对应的办理内容不在备份里，要按纸质或他处的材料补办", file=out)
        print(
            "What was done in them is not in the backup: enter it again from papers or elsewhere",
            file=out,
        )
