"""Identifiers and whole numbers as addresses and forms write them."""

from typing import Final
from uuid import UUID

HEXADECIMAL: Final = frozenset("0123456789abcdef")


def read_id(text: str) -> UUID | None:
    """The identifier, or ``None`` for what is none: a page then shows what it shows without."""
    plain = text.replace("-", "").lower()
    return UUID(plain) if len(plain) == 32 and HEXADECIMAL.issuperset(plain) else None


def whole_number(text: str) -> int | None:
    """The number, or ``None`` for what is none of at most nine digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
