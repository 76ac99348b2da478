"""``anhuan ledger export``: the published log as files, whole, for whoever keeps or checks it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from anhuan.base.sign import NoKey
from anhuan.kernel.checkpoint import Checkpoint, parse_checkpoint
from anhuan.kernel.note import parse_note
from anhuan.kernel.tiles import BITS, LEVELS, WIDTH, Place, filled
from anhuan.ledger import shelf, showing
from anhuan.ledger.queries import logs
from anhuan.ledger.types import Shard
from anhuan.ops.command import Stop
from anhuan.ops.progress import Progress


def copy_and_tell(folder: Path, year: int | None, out: TextIO, progress: Progress) -> int:
    """Copy one year's log into ``folder``, or each year's into a folder of its year; then say
    with which keys it can be checked. Raises ``Stop``."""
    shards = [each for each in logs() if each.note and year in (None, each.year)]
    if not shards:
        raise Stop("还没有已签名的记录可导出", "There is no signed log to copy yet", 1)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Stop(f"{folder} 不是空文件夹", f"{folder} is not an empty folder")
    for shard in shards:
        copy(shard, folder if year else folder / str(shard.year), progress)
    progress.close()
    said = " ".join(f"--key {key}" for each in shards for key in _keys(each.origin))
    entries = sum(each.signed_size or 0 for each in shards)
    print(f"已复制 {entries:,} 条。核对：\nanhuan verify {folder} {said}", file=out)
    print("Compare the key with one that came another way before you rely on it.", file=out)
    return 0


def copy(shard: Shard, folder: Path, progress: Progress) -> None:
    """Copy the files of the tree that was signed last; the checkpoint comes last, so that a copy
    that broke off is none."""
    head = parse_checkpoint(parse_note(shard.note.encode()).text)
    total = sum(1 for _ in _places(head.size))
    for done, place in enumerate(_places(head.size), 1):
        path = folder / place.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_published(shard, head, place))
        progress(f"复制 copying {head.origin}", done, total)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / shelf.CHECKPOINT).write_text(shard.note, encoding="utf-8")


def _published(shard: Shard, head: Checkpoint, place: Place) -> bytes:
    """A file of the published log. Raises ``Stop`` where it is missing."""
    try:
        return shelf.read(shard.year, place.path)
    except FileNotFoundError:
        raise Stop(
            f"缺文件 {place.path}：先运行后台进程补写，再导出",
            f"{place.path} of {head.origin} is missing: let the worker write it again first",
            1,
        ) from None


def _places(size: int) -> Iterator[Place]:
    for level in range(LEVELS):
        if not size >> (BITS * level):
            return
        full, width = filled(size, level)
        for index in range(full + bool(width)):
            held = WIDTH if index < full else width
            yield Place(level, index, held)
            if level == 0:
                yield Place(None, index, held)


def _keys(origin: str) -> list[str]:
    try:
        return list(showing.keys_of(origin).log)
    except NoKey:
        return ["VKEY"]
