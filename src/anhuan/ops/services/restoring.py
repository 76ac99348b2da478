"""Loading a verified archive: all of it in one transaction, or nothing."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import Error, connection, transaction

from anhuan.base.db import bulk_copy
from anhuan.base.routing import alias_of
from anhuan.evidence import vault
from anhuan.ops.archive import KEY, MANIFEST, Member, damaged, members, sound
from anhuan.ops.progress import Progress
from anhuan.ops.tables import our_models, reset_sequences, rows
from anhuan.telemetry import shelf
from anhuan.telemetry.queries import parts

KEY_FILE: Final = "secret-key"


def load(path: Path, facts: dict[str, Any], progress: Progress, *, keep_key: bool) -> None:
    """Load every member. Raises ``Stop``; then database and files are as before.

    ``keep_key``: the running program was given a key that reads what the archive holds.
    """
    written: list[Path] = []
    former = _read_key()
    try:
        with sound(path), transaction.atomic(), transaction.atomic(using=alias_of("readings")):
            for member in members(path):
                _take(path, member, facts, written, progress, keep_key=keep_key)
            reset_sequences()
            _shelve(written)
    except BaseException as error:
        for place in written:
            place.unlink(missing_ok=True)
        if not keep_key:
            _write_key(former)
        # COPY lets the driver's own error through.
        if isinstance(error, (Error, _driver().Error, ValueError, TypeError)):
            raise damaged(path, " ".join(str(error).split())) from error
        raise


def _driver() -> Any:
    return connection.Database  # type: ignore[attr-defined]


def _take(
    path: Path,
    member: Member,
    facts: dict[str, Any],
    written: list[Path],
    progress: Progress,
    *,
    keep_key: bool,
) -> None:
    if member.name == MANIFEST:
        return
    if member.name == KEY:
        content = b"".join(member.blocks())
        if not keep_key:
            _write_key(content)
    elif member.name.startswith("files/"):
        _file(member, written)
        progress("evidence", len(written), facts["files"]["count"])
        return
    else:
        _rows(member, progress)
    # The archive was verified before; it must still be the same now.
    if member.drain() != facts["members"].get(member.name, {}).get("sha256"):
        raise damaged(path, member.name)


def _rows(member: Member, progress: Progress) -> None:
    label = member.name.split("/")[1]
    model = next((each for each in our_models() if each._meta.label == label), None)
    if model is None:
        raise ValueError(member.name)
    names = [field.name for field in model._meta.concrete_fields]

    def told() -> Iterator[list[Any]]:
        for done, row in enumerate(rows(model, member.lines()), 1):
            progress(label, done)
            yield row

    bulk_copy(model, names, told())


def _file(member: Member, written: list[Path]) -> None:
    sha256 = member.name.removeprefix("files/")
    place = vault.original(sha256)
    if place.exists():
        member.drain()
        return
    arrived = vault.receive(member.stream, limit=member.size)
    if arrived.sha256 != sha256:
        arrived.part.unlink(missing_ok=True)
        raise ValueError(member.name)
    vault.settle(arrived)
    written.append(place)


def _shelve(written: list[Path]) -> None:
    """Files of closed days came among the evidence; their rows say where they belong."""
    for part in parts(None):
        came, place = vault.original(part.sha256), Path(settings.DATA_DIR) / part.place
        if came.exists() and not place.exists():
            written.append(place)
            shelf.settle(came, place)


def _key_path() -> Path:
    return Path(settings.DATA_DIR) / KEY_FILE


def _read_key() -> bytes | None:
    try:
        return _key_path().read_bytes()
    except FileNotFoundError:
        return None


def _write_key(content: bytes | None) -> None:
    path = _key_path()
    if content is None:
        path.unlink(missing_ok=True)
        return
    fresh = path.with_name(f"{KEY_FILE}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    os.replace(fresh, path)
