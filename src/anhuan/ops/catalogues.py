"""Compile every message catalogue: ``python -m anhuan.ops.catalogues``. Needs no settings."""

from os import getpid
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent


def compile_catalogues(root: Path = PACKAGE) -> list[Path]:
    """Write a ``.mo`` beside every ``django.po`` below ``root`` whose ``.mo`` is missing or older;
    the files written. Sentences marked fuzzy are left out. Raises ``PoFileError`` when a
    catalogue cannot be read."""
    written = []
    for source in sorted(root.rglob("LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        fresh = target.with_suffix(f".mo.{getpid()}")  # two builds may run at once
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    for path in compile_catalogues():
        print(path)
