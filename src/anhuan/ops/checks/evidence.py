"""The files: each row of the store has its file, of its size and its hash, and what an act
brought along is still the file that was recorded with it."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.apps import apps

from anhuan.evidence import vault
from anhuan.ledger.entries import ATTACHMENTS, attached
from anhuan.ops.checks.finding import Context, Finding, chunks

BLOCK: Final = 1024 * 1024
CHUNK: Final = 1_000
NAMED: Final = {
    "case": ("cases", "Case", "number"),
    "task": ("tasks", "Task", "number"),
    "document": ("tasks", "UpperDocument", "title"),
    "statement": ("devices", "Submission", "seq"),
}
"""By the first word of an act's kind: where its subject is, and what people call it."""

GONE: Final = "记录里有这份证据，现在不在了 / was recorded with it and is gone"
OTHER: Final = (
    "证据文件被换过：不是当时入册的那一份 / was swapped: it is not the file that was recorded"
)


def files(context: Context) -> Iterator[Finding]:
    broken: dict[str, tuple[str, bool]] = {}
    stored = apps.get_model("evidence", "File").objects
    total = stored.count()
    rows = stored.order_by("pk").values_list("sha256", "size", "used")
    for done, (sha256, size, used) in enumerate(rows.iterator(chunk_size=CHUNK), 1):
        what = fault(vault.original(sha256), sha256, size)
        if what:
            broken[sha256] = (what, used)
        context.progress("evidence", done, total)
    told: set[str] = set()
    yield from _recorded(broken, told)
    for sha256, (what, used) in broken.items():
        if sha256 not in told:
            yield Finding(check="evidence", subject=sha256, what=what, note=not used)


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


def _recorded(broken: Mapping[str, tuple[str, bool]], told: set[str]) -> Iterator[Finding]:
    """What acts brought along, by the salted digests in their bodies: whoever changes file and
    row together cannot change these."""
    bodies = apps.get_model("ledger", "Body").objects.filter(content__has_key=ATTACHMENTS)
    rows = bodies.order_by("pk").values_list(
        "salt", f"content__{ATTACHMENTS}", "fact__kind", "fact__subject"
    )
    for chunk in chunks(rows.iterator(chunk_size=CHUNK), CHUNK):
        uses = _uses(chunk)
        for salt, digests, kind, subject in chunk:
            for use, digest in digests.items():
                sha256, name = uses.get(UUID(use), ("", ""))
                what = _what(bytes(salt), digest, sha256, broken)
                if what:
                    told.add(sha256)
                    yield _finding(kind, subject, name or use, what)


def _uses(chunk: list[Any]) -> dict[UUID, tuple[str, str]]:
    keys = [use for _, digests, _, _ in chunk for use in digests]
    rows = apps.get_model("evidence", "Use").objects.filter(pk__in=keys)
    return {key: (file, name) for key, file, name in rows.values_list("id", "file", "name")}


def _what(salt: bytes, digest: str, sha256: str, broken: Mapping[str, tuple[str, bool]]) -> str:
    if not sha256:
        return GONE
    if attached(salt, sha256) != digest:
        return OTHER
    return broken[sha256][0] if sha256 in broken else ""


def _finding(kind: str, subject: UUID, name: str, what: str) -> Finding:
    app, model, column = NAMED[kind.partition(".")[0]]
    row = apps.get_model(app, model).objects.filter(pk=subject).values_list(column, flat=True)
    return Finding(check="evidence", subject=f"{row.first() or subject} {name}", what=what)
