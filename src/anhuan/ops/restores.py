"""``anhuan restore``: an archive into an empty database, of either kind."""

import shutil
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from anhuan.ops.archive import KEY, members, verify
from anhuan.ops.backups import applied, known_columns
from anhuan.ops.beginning import check_empty
from anhuan.ops.command import Stop
from anhuan.ops.migrating import migrate
from anhuan.ops.progress import Progress
from anhuan.ops.services.restoring import load

SPARE: Final = 64 * 1024 * 1024


def restore(path: Path, progress: Progress) -> int:
    """Verify the archive, make the tables, load it. Raises ``Stop``; then nothing is changed."""
    progress("检查 verify", 0)
    facts = verify(path)
    check_space(facts)
    keep_key = check_key(path)
    check_name(facts)
    migrate()
    check_empty()
    check_shape(facts)
    load(path, facts, progress, keep_key=keep_key)
    progress.close()
    count = sum(facts["rows"].values())
    print(f"已恢复 {count:,} 行、{facts['files']['count']:,} 个文件。请运行 anhuan doctor")
    print(f"Restored {count:,} rows and {facts['files']['count']:,} files. Run anhuan doctor")
    return 0


def check_space(facts: dict[str, Any]) -> None:
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    free, needed = shutil.disk_usage(folder).free, facts["files"]["size"] + SPARE
    if free < needed:
        raise Stop(
            f"{folder} 只剩 {free:,} 字节，需要 {needed:,}",
            f"{folder} has {free:,} bytes left and {needed:,} are needed",
        )


def check_key(path: Path) -> bool:
    """Whether the key of the settings stays: it, or a former one, reads what comes."""
    first = next(members(path))
    if first.name != KEY:
        raise Stop(f"{path} 里没有密钥", f"{path} holds no key")
    key = b"".join(first.blocks()).decode("utf-8")
    if key in {settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS}:
        return True
    if settings.SECRET_KEY_GIVEN:
        raise Stop(
            "ANHUAN_SECRET_KEY 与备份中的密钥不同，封存的内容会读不出来。"
            "把备份中 secret-key 的内容设为 ANHUAN_SECRET_KEY 或 ANHUAN_SECRET_KEY_OLD",
            "ANHUAN_SECRET_KEY is not the key of the backup, and what is sealed could not be "
            "read. Set ANHUAN_SECRET_KEY or ANHUAN_SECRET_KEY_OLD to what its member "
            "secret-key holds",
        )
    return False


def check_name(facts: dict[str, Any]) -> None:
    name = facts.get("node")
    if name is not None and name != settings.NODE_NAME:
        raise Stop(
            f"备份属于节点“{name}”：设 ANHUAN_NODE={name}",
            f"The backup is of the node {name!r}: set ANHUAN_NODE={name}",
        )


def check_shape(facts: dict[str, Any]) -> None:
    """The tables must be those from which the backup was made."""
    same = facts["migrations"] == applied() and facts["columns"] == known_columns()
    if not same:
        raise Stop(
            f"备份由版本 {facts['version']} 制作，数据表不同：用那个版本恢复，再更新",
            f"The backup was made by version {facts['version']} with other tables: "
            "restore it with that version, then update",
        )
