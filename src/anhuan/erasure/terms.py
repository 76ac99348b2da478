"""What is sought: names and numbers, found in a text whatever their case."""

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from anhuan.people.sealing import seal, unseal

ERASED: Final = "已依法删除"
"""Stands where something was."""
SHORTEST: Final = 2
LONGEST: Final = 64
MOST: Final = 20
AROUND: Final = 24
USE: Final = "erasure"


def tidy(given: Iterable[str]) -> tuple[str, ...]:
    """The terms without blanks around, each once, the longest first; what is too short to say
    anything, or too long to be one, is left out."""
    found = {" ".join(one.split()) for one in given}
    fit = (one for one in found if SHORTEST <= len(one) <= LONGEST)
    return tuple(sorted(fit, key=lambda one: (-len(one), one)))


@lru_cache(maxsize=64)
def pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, terms)), re.IGNORECASE)


def spellings(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms as a database may hold them: as they are, and as JSON writes them."""
    return tuple(dict.fromkeys([*terms, *(json.dumps(one)[1:-1] for one in terms)]))


def holds(value: Any, terms: tuple[str, ...]) -> bool:
    """Whether a value, or anything within it, contains a term."""
    return any(pattern(terms).search(text) for text in _texts(value))


def excerpt(value: Any, terms: tuple[str, ...]) -> str:
    """The first term found with a few signs around it."""
    for text in _texts(value):
        found = pattern(terms).search(text)
        if found:
            start, end = max(0, found.start() - AROUND), found.end() + AROUND
            cut = text[start:end].replace("\n", " ")
            return f"{'…' if start else ''}{cut}{'…' if end < len(text) else ''}"
    return ""


def struck(value: Any, terms: tuple[str, ...]) -> Any:
    """The value with every term struck out."""
    if isinstance(value, str):
        return pattern(terms).sub(ERASED, value)
    if isinstance(value, dict):
        return {struck(key, terms): struck(each, terms) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [struck(each, terms) for each in value]
    return value


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(key)
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, bytes | memoryview):
        yield bytes(value).decode("utf-8", "replace").replace("\\/", "/")


def sealed(terms: Sequence[str], owner: UUID) -> bytes:
    """The terms as they wait: nobody reads them in a copy of the database."""
    return seal(json.dumps(list(terms), ensure_ascii=False), owner=owner, use=USE)


def sought(held: bytes | memoryview, owner: UUID) -> tuple[str, ...]:
    """The terms of ``sealed``; none where nothing waits."""
    return tuple(json.loads(unseal(held, owner=owner, use=USE))) if bytes(held) else ()
