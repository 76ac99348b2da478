"""Files between their check and their import: one set for each person, the last one sent."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile


def keep(person: UUID, files: Mapping[str, UploadedFile[Any] | None]) -> None:
    """Put the files where ``staged`` finds them, in place of those sent before."""
    drop(person, files)
    folder = _folder(person)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, file in files.items():
        if file is None:
            continue
        with (folder / name).open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)


def staged(person: UUID, name: str) -> Path | None:
    path = _folder(person) / name
    return path if path.exists() else None


def drop(person: UUID, names: Iterable[str]) -> None:
    for name in names:
        (_folder(person) / name).unlink(missing_ok=True)


def _folder(person: UUID) -> Path:
    return Path(settings.DATA_DIR) / "staged" / str(person)
