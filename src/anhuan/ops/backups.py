"""``anhuan backup``: everything of the node at one instant, in one file."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from anhuan import __version__
from anhuan.base.clock import now
from anhuan.evidence import vault
from anhuan.ops.archive import FORMAT, KEY, Writer, writing
from anhuan.ops.command import Stop
from anhuan.ops.progress import Progress
from anhuan.ops.queries import node_name
from anhuan.ops.services.snapshot import snapshot
from anhuan.ops.tables import FOREIGN_APPS, columns, lines, our_models
from anhuan.telemetry.queries import parts

PART: Final = 64 * 1024 * 1024


def backup(path: Path, progress: Progress) -> int:
    """Write the archive; 1 when evidence that is in use was missing. Raises ``Stop``."""
    if path.exists():
        raise Stop(f"{path} 已经存在，不覆盖", f"{path} is there already and is not replaced")
    try:
        with writing(path) as writer, snapshot():
            missing = _write(writer, progress)
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(f"写不了 {path}：{why}", f"{path} cannot be written: {why}") from error
    progress.close()
    _tell(path, missing)
    return 1 if missing else 0


def _write(writer: Writer, progress: Progress) -> list[str]:
    writer.add(KEY, settings.SECRET_KEY.encode("utf-8"))
    missing, gone = _files(writer, progress)
    counts = {}
    for model in our_models():
        label = model._meta.label
        counts[label] = _table(writer, model, gone, progress)
    writer.close_with(
        {
            "format": FORMAT,
            "version": __version__,
            "node": node_name(),
            "made_at": now().isoformat(),
            "database": connection.vendor,
            "migrations": applied(),
            "columns": {model._meta.label: columns(model) for model in our_models()},
            "rows": counts,
            "missing": missing,
        }
    )
    return missing


def applied() -> list[str]:
    """The migrations of ours that this database has had."""
    done = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in done if app not in FOREIGN_APPS)


def _table(
    writer: Writer, model: type[models.Model], gone: frozenset[str], progress: Progress
) -> int:
    label = model._meta.label
    count = 0
    for number, (part, rows) in enumerate(_parts(model, gone), 1):
        count += rows
        writer.add(f"tables/{label}/{number:06}.jsonl", part)
        progress(label, count)
    return count


def _parts(model: type[models.Model], gone: frozenset[str]) -> Iterator[tuple[bytes, int]]:
    """The lines of a table in pieces that fit the memory, each with its count of rows."""
    held: list[bytes] = []
    size = 0
    left_out = {"sha256__in": gone} if model._meta.label == "evidence.File" else {}
    for line in lines(model, without=left_out):
        held.append(line)
        size += len(line)
        if size >= PART:
            yield b"".join(held), len(held)
            held, size = [], 0
    if held:
        yield b"".join(held), len(held)


def _files(writer: Writer, progress: Progress) -> tuple[list[str], frozenset[str]]:
    """Add the evidence and the closed days of readings; what is in use and missing, and what a
    sweep took just now."""
    stored = apps.get_model("evidence", "File").objects
    total = stored.count()
    missing: list[str] = []
    gone: set[str] = set()
    rows = stored.order_by("pk").values_list("sha256", "size", "used")
    for done, (sha256, size, used) in enumerate(rows.iterator(chunk_size=1_000), 1):
        try:
            writer.add_file(sha256, vault.original(sha256), size)
        except OSError:
            missing.append(sha256) if used else gone.add(sha256)
        progress("evidence", done, total)
    for part in parts(None):
        try:
            writer.add_file(part.sha256, Path(settings.DATA_DIR) / part.place, part.size)
        except OSError:
            missing.append(part.sha256)
    return missing, frozenset(gone)


def _tell(path: Path, missing: list[str]) -> None:
    for sha256 in missing:
        print(f"缺少文件 / missing file: {sha256}", file=sys.stderr)
    size = path.stat().st_size
    mode = stat.S_IMODE(os.stat(path).st_mode)
    print(f"已备份到 {path}（{size:,} 字节，权限 {mode:o}）/ backed up: {size:,} bytes")
    print(
        "备份里有密钥：谁拿到它，谁就能读手机号、冒充任何人。和密码一样保管\n"
        "It holds the secret key: whoever has it reads telephone numbers and can be anybody. "
        "Keep it like a password",
        file=sys.stderr,
    )


def known_columns() -> dict[str, Any]:
    return {model._meta.label: columns(model) for model in our_models()}
