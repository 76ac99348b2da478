import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anhuan.base.sheets.grid import CellError, Value
from anhuan.cases.reading.text import BLANKS, flat, is_placeholder, plain

MOBILE: Final = r"(?:\+?86[- ]?)?(1\d{2}[- ]?\d{4}[- ]?\d{4}|1\d{3}[- ]\d{3}[- ]\d{4})"
LONGEST_LIST: Final = 400
DASHES: Final = str.maketrans("—–―－‐−", "------")
LANDLINE: Final = r"\(?(0\d{2,3})\)?[- ]?([1-9]\d{6,7}|0\d{6,7})"
EXTENSION: Final = r"(?:(?:转|-|ext\.?)(\d{1,6}))?"
NUMBER: Final = re.compile(
    rf"(?<!\d)(?:{MOBILE}(?:\.0+)?|{LANDLINE}{EXTENSION})(?![\d.]*\d)", re.I
)
LONG_DIGITS: Final = re.compile(r"(?<![\d.])\+?\d[\d -]{5,}\d(?:\.0+)?(?!\d)")
EXPONENT: Final = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.I)
BETWEEN: Final = re.compile(
    r"[、,，;；/\\|\s和及或:：]*(?:手机|电话|联系电话|联系方式|TEL)?[、,，;；/\\|\s和及或:：.]*",
    re.I,
)
EMPTY_BRACKETS: Final = re.compile(
    r"[(（]\s*(?:手机|电话|联系电话|联系方式|TEL)?[:：]?\s*[)）]", re.I
)
LABEL: Final = re.compile(r"(?:手机|联系电话|电话|联系方式|TEL)[号码]*[:：]*\s*$|[:：]+\s*$", re.I)
OUTSIDE: Final = re.compile(r"[、,，;；/\\|\s]+(?![^(（]*[)）])")


@dataclass(frozen=True, slots=True)
class Phones:
    text: str | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Persons:
    """Names of a cell, and the telephone numbers that stood among them."""

    names: str | None
    phones: Phones


def read_phones(value: Value) -> Phones:
    """Read a telephone cell: numbers joined by 、, or null with a problem."""
    if isinstance(value, CellError):
        return Phones(None, "formula_error")
    return _phones(plain(value))


@lru_cache(maxsize=16384)
def _phones(raw: str) -> Phones:
    if len(raw) > LONGEST_LIST:
        return Phones(None, "phone_text")
    text = unicodedata.normalize("NFKC", raw).translate(DASHES).strip(BLANKS + "'")
    if is_placeholder(text):
        return Phones(None)
    found = [_shown(match) for match in NUMBER.finditer(text)]
    rest = BETWEEN.sub("", NUMBER.sub("、", text))
    if found and not EMPTY_BRACKETS.sub("", rest).strip("()（）"):
        return Phones("、".join(dict.fromkeys(found)))
    if EXPONENT.fullmatch(text):
        return Phones(None, "number_precision_lost")
    digits = re.sub(r"[\s\-+.]", "", text)
    return Phones(None, "phone_length" if digits.isdigit() else "phone_text")


def _shown(match: re.Match[str]) -> str:
    if match[1]:
        return re.sub(r"\D", "", match[1])
    number = f"{match[2]}-{match[3]}"
    return f"{number}转{match[4]}" if match[4] else number


def read_persons(value: Value) -> Persons:
    """Read names; telephone numbers are taken out, a title in brackets stays."""
    if isinstance(value, CellError):
        return Persons(None, Phones(None, "formula_error"))
    return _persons(plain(value))


@lru_cache(maxsize=16384)
def _persons(raw: str) -> Persons:
    if is_placeholder(raw):
        return Persons(None, Phones(None))
    if len(raw) > LONGEST_LIST:
        return Persons(flat(raw), Phones(None))
    text = raw
    phones = Phones(None)
    if any(letter.isdigit() for letter in raw):
        text = unicodedata.normalize("NFKC", raw).translate(DASHES)
        text, phones = _without_numbers(text)
        text = text.replace("(", "（").replace(")", "）")
    pieces = [LABEL.sub("", piece.strip(BLANKS)).strip(BLANKS) for piece in OUTSIDE.split(text)]
    names = _padded([piece for piece in pieces if piece and piece not in "()（）-—.。"], raw)
    return Persons("、".join(names) or None, phones)


def _padded(names: list[str], raw: str) -> list[str]:
    """Join 张 三: a name of two characters is often padded to the width of three."""
    if (
        len(names) == 2
        and all(len(name) == 1 for name in names)
        and " ".join(names) in " ".join(raw.split())
    ):
        return ["".join(names)]
    return names


def _without_numbers(text: str) -> tuple[str, Phones]:
    found = [_shown(match) for match in NUMBER.finditer(text)]
    rest = EMPTY_BRACKETS.sub(" ", NUMBER.sub(" ", text))
    problem = None
    if EXPONENT.search(rest):
        return EXPONENT.sub(" ", rest), Phones(None, "number_precision_lost")
    if LONG_DIGITS.search(rest):
        problem = "phone_length"
        rest = EMPTY_BRACKETS.sub(" ", LONG_DIGITS.sub(" ", rest))
        found = []
    return rest, Phones("、".join(dict.fromkeys(found)) or None, problem)
