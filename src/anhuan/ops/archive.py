"""The file of a backup: a tar, packed with gzip, whose last member says what is in it.

``secret-key``, then ``files/<sha256>``, then ``tables/<model>/<number>.jsonl``, at the end
``manifest.json`` with the SHA-256 and size of every member before it. Reading goes forward only,
takes no name as a path, and believes nothing that the manifest does not confirm.
"""

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from anhuan.ops.command import Stop

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
KEY: Final = "secret-key"
NAMES: Final = re.compile(
    r"secret-key|tables/[A-Za-z]+\.[A-Za-z_]+/[0-9]{6}\.jsonl|files/[0-9a-f]{64}"
)
LARGEST: Final = 4 * 1024 * 1024 * 1024
"""No member that we write comes near it: table parts end at 64 MB, evidence at 50 MB, and a day of
a hundred million readings is a tenth of it."""
BLOCK: Final = 1024 * 1024
PACKING: Final = 3


def damaged(path: Path, why: str) -> Stop:
    return Stop(
        f"{path} 不完整或被改动过，什么也没有恢复：{why}",
        f"{path} is incomplete or was changed; nothing was restored: {why}",
        code=1,
    )


FACTS: Final = {
    "format": int,
    "version": str,
    "database": str,
    "migrations": list,
    "columns": dict,
    "rows": dict,
    "members": dict,
    "files": dict,
}


class Plain(tarfile.TarInfo):
    """A header of a plain file of a size that we write: extended headers, links and devices are
    refused before anything of theirs is read."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        # The one step between a header and what follows it that every Python 3.11 has: its
        # repairs moved the reading of the header itself.
        if self.type != tarfile.REGTYPE or not 0 <= self.size <= LARGEST:
            raise tarfile.ReadError(f"{self.name!r}: type {self.type!r}, {self.size:,} bytes")
        member: tarfile.TarInfo = super()._proc_member(archive)  # type: ignore[misc]
        return member


@dataclass(slots=True)
class Sum:
    """What the manifest says of the evidence: so many files could not each be listed in it."""

    count: int = 0
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, name: str, size: int) -> None:
        self.count += 1
        self.size += size
        self.digest.update(f"{name} {size}\n".encode())

    def as_json(self) -> dict[str, Any]:
        return {"count": self.count, "size": self.size, "sha256": self.digest.hexdigest()}


class Writer:
    """Adds members; ``close_with`` writes the manifest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: dict[str, dict[str, Any]] = {}
        self.files = Sum()

    def add(self, name: str, content: bytes) -> None:
        self.members[name] = {
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
        }
        self._put(name, len(content), io.BytesIO(content))

    def add_file(self, sha256: str, path: Path, size: int) -> None:
        """Evidence. Raises ``OSError``, before anything is written, when it is not there."""
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size != size:
                raise OSError(f"{path}: its size is not {size}")
            self._put(f"files/{sha256}", size, stream)
        self.files.add(sha256, size)

    def close_with(self, facts: dict[str, Any]) -> str:
        """Write the manifest; its SHA-256."""
        whole = {**facts, "members": self.members, "files": self.files.as_json()}
        content = json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8")
        self._put(MANIFEST, len(content), io.BytesIO(content))
        return hashlib.sha256(content).hexdigest()

    def _put(self, name: str, size: int, stream: IO[bytes]) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, stream)


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A new archive that only its owner can read; it appears whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as raw:
            with (
                gzip.GzipFile("", "wb", PACKING, raw, mtime=0) as packed,
                tarfile.open(fileobj=packed, mode="w|") as tar,
            ):
                yield Writer(tar)
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def sound(path: Path) -> Iterator[None]:
    """What goes wrong while an archive is read, as a sentence."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError) as error:
        raise damaged(path, f"{type(error).__name__}: {error}") from error
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(f"读不了 {path}：{why}", f"{path} cannot be read: {why}") from error


@dataclass(slots=True)
class Member:
    """One member while it is being read."""

    path: Path
    name: str
    size: int
    stream: IO[bytes]
    digest: Any = field(default_factory=hashlib.sha256)

    def blocks(self) -> Iterator[bytes]:
        with sound(self.path):
            while block := self.stream.read(BLOCK):
                self.digest.update(block)
                yield block

    def lines(self) -> Iterator[bytes]:
        with sound(self.path):
            for line in self.stream:
                self.digest.update(line)
                yield line

    def drain(self) -> str:
        """Read what is left; the SHA-256 of the whole."""
        for _ in self.blocks():
            pass
        return str(self.digest.hexdigest())


def members(path: Path) -> Iterator[Member]:
    """The members in order, the manifest last. Raises ``Stop`` for what is no archive of ours."""
    with (
        sound(path),
        gzip.open(path, "rb") as packed,
        tarfile.open(fileobj=packed, mode="r|", tarinfo=Plain) as tar,
    ):
        yield from _members(path, tar)
        # The checksum of gzip stands at its end.
        while packed.read(BLOCK):
            pass


def _members(path: Path, tar: tarfile.TarFile) -> Iterator[Member]:
    seen: set[str] = set()
    for info in tar:
        tar.members = []  # type: ignore[attr-defined]  # a stream is read once; keeping the headers would fill the memory
        final = info.name == MANIFEST
        if not (final or NAMES.fullmatch(info.name)):
            raise damaged(path, f"{info.name!r}")
        if info.name in seen or MANIFEST in seen:
            raise damaged(path, f"{info.name!r} ×2")
        if not info.name.startswith("files/"):  # their count may be millions; the sum tells
            seen.add(info.name)
        stream = tar.extractfile(info)
        if stream is None:
            raise damaged(path, f"{info.name!r}")
        member = Member(path, info.name, info.size, stream)
        yield member
        member.drain()
    if MANIFEST not in seen:
        raise damaged(path, "没有清单 / no manifest")


def verify(path: Path) -> dict[str, Any]:
    """Read the whole archive, and its manifest if all of it is as that says. Raises ``Stop``."""
    found: dict[str, dict[str, Any]] = {}
    files, manifest = Sum(), b""
    for member in members(path):
        if member.name == MANIFEST:
            manifest = b"".join(member.blocks())
            continue
        digest = member.drain()
        if member.name.startswith("files/"):
            if member.name != f"files/{digest}":
                raise damaged(path, member.name)
            files.add(digest, member.size)
        else:
            found[member.name] = {"sha256": digest, "size": member.size}
    facts = _facts(path, manifest)
    listed = facts["members"]
    if listed != found or facts["files"] != files.as_json():
        wrong = sorted(
            name for name in found.keys() | listed.keys() if found.get(name) != listed.get(name)
        )
        raise damaged(path, ", ".join(wrong[:3]) or "files")
    return facts


def _facts(path: Path, manifest: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(manifest)
    except (ValueError, RecursionError) as error:
        raise damaged(path, MANIFEST) from error
    if not isinstance(facts, dict) or not all(
        isinstance(facts.get(name), kind) for name, kind in FACTS.items()
    ):
        raise damaged(path, MANIFEST)
    if facts["format"] != FORMAT:
        raise Stop(
            f"{path} 的格式是 {facts['format']}，这个版本只认 {FORMAT}",
            f"{path} has format {facts['format']}; this version knows {FORMAT}",
        )
    return facts
