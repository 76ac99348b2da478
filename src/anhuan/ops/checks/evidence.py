"""The files: each row of the store has its file, of its size and its hash."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.apps import apps

from anhuan.evidence import vault
from anhuan.ops.checks.finding import Context, Finding

BLOCK: Final = 1024 * 1024


def files(context: Context) -> Iterator[Finding]:
    stored = apps.get_model("evidence", "File").objects
    total = stored.count()
    rows = stored.order_by("pk").values_list("sha256", "size", "used")
    for done, (sha256, size, used) in enumerate(rows.iterator(chunk_size=1_000), 1):
        what = fault(vault.original(sha256), sha256, size)
        if what:
            yield Finding(check="evidence", subject=sha256, what=what, note=not used)
        context.progress("evidence", done, total)


def fault(path: Path, sha256: str, size: int) -> str:
    """What is wrong with the file at ``path``; empty when nothing is."""
    try:
        found = path.stat().st_size
        if found != size:
            return f"大小 {found}，应为 {size} / size {found}, not {size}"
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                digest.update(block)
    except OSError as error:
        return f"读不到 / cannot be read: {error.strerror}"
    return "" if digest.hexdigest() == sha256 else "内容已变 / its content has changed"
