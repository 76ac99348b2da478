"""Whether a file that is no photo holds what is sought: spreadsheets and letters are looked into,
sheet by sheet; what cannot be read as text is for a person to choose."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from anhuan.erasure.terms import holds

ENCODINGS: Final = ("utf-8", "gb18030", "utf-16-le")
MOST: Final = 64 * 1024 * 1024
"""Bytes of one part of a file that are looked at."""


def file_holds(path: Path, terms: tuple[str, ...]) -> bool:
    """Whether one of ``terms`` stands in the file; not in one that is gone or broken."""
    try:
        return any(
            holds(part.decode(encoding, "replace"), terms)
            for part in _parts(path)
            for encoding in ENCODINGS
        )
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return False


def _parts(path: Path) -> Iterator[bytes]:
    if not zipfile.is_zipfile(path):
        with path.open("rb") as stream:
            yield stream.read(MOST)
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as stream:
                yield stream.read(MOST)
