"""Unified social credit codes (GB 32100) as they stand in a cell."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anhuan.base.sheets.grid import CellError, Value
from anhuan.cases.reading.text import LONGEST_VALUE, is_placeholder, plain, squeezed

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
LENGTH: Final = 18
EXPONENT: Final = re.compile(r"\d(?:\.\d+)?E\+?\d{1,3}", re.I)
SEPARATORS: Final = re.compile(r"[\s\-_‐‑–—'`·.]+")


@dataclass(frozen=True, slots=True)
class Code:
    text: str | None
    valid: bool | None
    problem: str | None = None


def read_code(value: Value) -> Code:
    """Read a code cell; a wrong code is kept when it has the right length."""
    if isinstance(value, CellError):
        return Code(None, False, "formula_error")
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 1e15:
        return Code(None, False, "number_precision_lost")
    return _code(plain(value))


@lru_cache(maxsize=16384)
def _code(raw: str) -> Code:
    if is_placeholder(raw):
        return Code(None, None)
    if len(raw) > LONGEST_VALUE:
        return Code(None, False, "uscc_text")
    text = squeezed(raw)
    if EXPONENT.fullmatch(text):
        return Code(None, False, "number_precision_lost")
    text = SEPARATORS.sub("", text).upper()
    if not (text.isascii() and text.isalnum()):
        return Code(None, False, "uscc_text")
    if len(text) != LENGTH:
        return Code(None, False, "uscc_length")
    problem = uscc_problem(text)
    return Code(text, problem is None, problem)


def uscc_problem(code: str) -> str | None:
    """Return `uscc_bad_char`, `uscc_check_digit` or None for 18 characters (GB 32100-2015)."""
    if any(letter not in ALPHABET for letter in code):
        return "uscc_bad_char"
    total = sum(
        ALPHABET.index(letter) * weight for letter, weight in zip(code, WEIGHTS, strict=False)
    )
    expected = ALPHABET[(31 - total % 31) % 31]
    return None if code[-1] == expected else "uscc_check_digit"
