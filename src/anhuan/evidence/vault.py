"""Where files lie, and how they get there without ever being half there.

``files/aa/bb/<sha256>`` are the originals, ``derived/`` what can be made again. ``files/coming/``
holds what is on its way: a ``.part`` while it is read, then an empty ``<sha256>.<id>`` until the
transaction has committed, so that a crash in between leaves a trace for the sweep.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings

from anhuan.base.ids import new_id
from anhuan.evidence.types import Edge
from anhuan.kernel.refusal import Refusal, Why

_CHUNK: Final = 64 * 1024


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole file in ``coming``, synced."""

    part: Path
    sha256: str
    size: int


def original(sha256: str) -> Path:
    return _root() / "files" / sha256[:2] / sha256[2:4] / sha256


def derived(sha256: str, edge: Edge) -> Path:
    folder = _root() / "derived" / sha256[:2] / sha256[2:4]
    return folder / f"{sha256}.{edge.value}.jpg"


def coming() -> Path:
    return _root() / "files" / "coming"


def _root() -> Path:
    return Path(settings.DATA_DIR)


def receive(stream: Stream, *, limit: int) -> Arrived:
    """Read ``stream`` to its end into ``coming``; not one byte more than ``limit`` + 1.

    Raises ``Refusal`` FILE_TOO_LARGE or FILE_EMPTY.
    """
    coming().mkdir(parents=True, exist_ok=True)
    part = coming() / f"{new_id().hex}.part"
    digest, size = hashlib.sha256(), 0
    try:
        with part.open("xb") as out:
            while chunk := stream.read(min(_CHUNK, limit + 1 - size)):
                size += len(chunk)
                if size > limit:
                    raise Refusal(Why.FILE_TOO_LARGE, limit=limit)
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        if not size:
            raise Refusal(Why.FILE_EMPTY)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Arrived(part, digest.hexdigest(), size)


def announce(sha256: str) -> Path:
    """Leave a trace of a file on its way; it is removed once the row is committed."""
    trace = coming() / f"{sha256}.{new_id().hex}"
    trace.touch()
    sync_folder(trace.parent)
    return trace


def settle(arrived: Arrived) -> None:
    """Move the file to its place, and wait until the disk holds it there."""
    place = original(arrived.sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    os.replace(arrived.part, place)
    for folder in list(place.parents)[:3]:
        sync_folder(folder)


def remove(sha256: str) -> None:
    """Remove a file and its derivatives."""
    original(sha256).unlink(missing_ok=True)
    for edge in Edge:
        derived(sha256, edge).unlink(missing_ok=True)


def left_behind(before: float) -> list[Path]:
    """What has been in ``coming`` since before the instant (seconds of the epoch)."""
    if not coming().exists():
        return []
    return sorted(path for path in coming().iterdir() if path.stat().st_mtime < before)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
