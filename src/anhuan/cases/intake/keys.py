"""By what a row is known again when it is brought in a second time."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from anhuan.sites.naming import normal_name

NUMBER: Final = "编号"
OURS: Final = re.compile(r"C-\d{4}-\d{6,9}")
_ENDS: Final = "；;，,、。. "


def own_number(values: Mapping[str, Any]) -> str:
    """The number this program once gave the row, if the file carries it."""
    stated = str(values.get("extra", {}).get(NUMBER, "")).strip()
    return stated if OURS.fullmatch(stated) else ""


def row_key(values: Mapping[str, Any], unit: UUID) -> str:
    """SHA-256 (hex) of what makes a row the same row: its number, else unit, site, description,
    day found and part. Case, width, blanks and closing marks make no difference."""
    number = own_number(values)
    stated = [str(unit), site_key(values), values.get("found_on") or ""]
    if number:
        return _hashed([*stated, number])
    return _hashed([*stated, _squeezed(values.get("description")), values.get("part", 1)])


def twin_key(key: str, nth: int) -> str:
    """The key of the ``nth`` row with ``key`` in one file, counted from 0."""
    return _hashed([key, nth]) if nth else key


def site_key(values: Mapping[str, Any]) -> str:
    return known_name(values.get("site_name") or "")


@lru_cache(maxsize=8192)
def known_name(name: str) -> str:
    """``normal_name``, remembered: a ledger names a firm many times."""
    return normal_name(name)


def name_key(values: Mapping[str, Any]) -> str:
    """Under which a decision on a name is kept: the name with its code, for two firms may share
    a name."""
    code = values.get("uscc") if values.get("uscc_valid") else None
    return f"{site_key(values)}|{code or ''}"


def _squeezed(text: str | None) -> str:
    folded = unicodedata.normalize("NFKC", text or "")
    return "".join(folded.split()).strip(_ENDS)


def same_text(one: Any, other: Any) -> bool:
    """Whether two values say the same, blanks and closing marks aside."""
    if isinstance(one, str) or isinstance(other, str):
        return _squeezed(str(one or "")) == _squeezed(str(other or ""))
    return bool(one == other)


def _hashed(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
