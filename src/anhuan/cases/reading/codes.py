"""Unified social credit codes (GB 32100) as they stand in a cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anhuan.base.sheets.grid import CellError, Value
from anhuan.cases.reading.text import LONGEST_VALUE, is_placeholder, plain, squeezed
from anhuan.kernel.codes import CodeProblem, uscc_problem

LENGTH: Final = 18
_PROBLEMS: Final[Mapping[CodeProblem, str]] = {
    CodeProblem.ALPHABET: "uscc_bad_char",
    CodeProblem.CHECK_CHARACTER: "uscc_check_digit",
}
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
    problem = _problem(text)
    return Code(text, problem is None, problem)


def _problem(code: str) -> str | None:
    """What GB 32100-2015 finds wrong with 18 characters; where it was issued is not judged."""
    found = uscc_problem(code)
    return _PROBLEMS.get(found) if found else None
