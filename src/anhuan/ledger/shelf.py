"""Where the files of the logs lie: ``log/<year>/checkpoint`` and ``log/<year>/tile/…`` in the data
folder, each written whole or not at all. Any web server can serve the folder."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings

from anhuan.kernel.tile_growth import File

CHECKPOINT: Final = "checkpoint"


def folder(year: int) -> Path:
    return Path(settings.DATA_DIR) / "log" / str(year)


def read(year: int, path: str) -> bytes:
    """The bytes of a file; ``path`` is a ``Place``'s. Raises ``FileNotFoundError``."""
    return (folder(year) / path).read_bytes()


def write(year: int, files: Iterable[File]) -> None:
    """Write each file and make it durable with the folders that name it."""
    touched: set[Path] = set()
    for each in files:
        path = folder(year) / each.path
        _put(path, each.content)
        touched.update(_between(path.parent, folder(year).parent))
    for each_folder in sorted(touched, key=lambda one: -len(one.parts)):
        _sync(each_folder)


def put_checkpoint(year: int, note: str) -> None:
    """Publish a signed checkpoint in place of the last."""
    path = folder(year) / CHECKPOINT
    _put(path, note.encode())
    _sync(path.parent)


def checkpoint(year: int) -> bytes | None:
    """The published checkpoint, ``None`` before the first."""
    try:
        return read(year, CHECKPOINT)
    except FileNotFoundError:
        return None


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside its place, under a name of this process: a rename is whole or has not been.
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("wb") as out:
        out.write(content)
        out.flush()
        os.fdatasync(out.fileno())
    part.replace(path)


def _between(path: Path, top: Path) -> Iterable[Path]:
    while path != top:
        yield path
        path = path.parent
    yield top


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
