"""Where the files of closed days lie: ``telemetry/2026/05/2026-05-10.1.parquet`` in the data
folder, each there whole or not at all."""

import hashlib
import os
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings

BLOCK: Final = 1024 * 1024


def folder() -> Path:
    return Path(settings.DATA_DIR) / "telemetry"


def coming() -> Path:
    """Where a file is while it is written."""
    return folder() / "coming"


def place_of(day: date, number: int) -> str:
    """The place of a part, beneath the data folder."""
    return f"telemetry/{day:%Y}/{day:%m}/{day.isoformat()}.{number}.parquet"


def path_of(day: date, number: int) -> Path:
    return Path(settings.DATA_DIR) / place_of(day, number)


def part_of(path: Path) -> tuple[date, int]:
    """The day and the number of a part at its place."""
    day, number, _ = path.name.split(".")
    return date.fromisoformat(day), int(number)


def settle(part: Path, final: Path) -> None:
    """Put a written file where it belongs, on the disk when this returns."""
    final.parent.mkdir(parents=True, exist_ok=True)
    _sync(part)
    os.replace(part, final)
    _sync(final.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file. Raises ``OSError``."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
