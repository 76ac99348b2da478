"""What a phone sends, read: an act, or nothing that can be read as one."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from anhuan.devices.types import MOST_PHOTOS, Photo, Sent
from anhuan.kernel.canon import NotCanonical, encode

LARGEST_SEQ: Final = 2_000_000_000
LARGEST: Final = 2**53 - 1
ACTS: Final = frozenset(
    {
        *("visit.open", "visit.join", "visit.answer", "visit.find", "visit.refuse_entry"),
        *("visit.end", "visit.note", "visit.void", "case.act"),
        *("document.issue", "document.spoil"),
    }
)
STAGES: Final = frozenset({"", "before", "after"})
FIELDS: Final = frozenset(
    {"id", "seq", "what", "about", "given", "done_at", "elapsed_ms", "boot", "seen", "hash"}
)
_HASH: Final = re.compile("[0-9a-f]{64}", re.ASCII)
_UUID: Final = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII
)


class Unreadable(ValueError):
    """No act; the message names the field that is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """What can be kept of anything: its identifier and its place in the order."""

    id: UUID
    seq: int
    content: str
    digest: str


def numbered(raw: Any) -> Numbered | None:
    """``None`` for what has no identifier and no number: it cannot be kept."""
    if not isinstance(raw, Mapping):
        return None
    found, seq = _maybe_id(raw.get("id")), raw.get("seq")
    if found is None or type(seq) is not int or not 1 <= seq <= LARGEST_SEQ:
        return None
    content = text_of(raw)
    return Numbered(
        id=found, seq=seq, content=content, digest=sha256(content.encode()).hexdigest()
    )


def text_of(raw: Mapping[str, Any]) -> str:
    """The canonical text; of what has none, text that every database holds."""
    try:
        return encode(raw).decode()
    except NotCanonical:
        return json.dumps(raw, sort_keys=True)


def read_act(raw: Any) -> Sent:
    """The act. Raises ``Unreadable``."""
    if not isinstance(raw, Mapping) or raw.keys() != FIELDS:
        raise Unreadable("fields")
    given = raw["given"]
    if not isinstance(given, Mapping):
        raise Unreadable("given")
    size, root = _seen(raw["seen"])
    return Sent(
        id=_id(raw, "id"),
        seq=_count(raw, "seq", LARGEST_SEQ),
        what=_what(raw["what"]),
        about=_id(raw, "about"),
        given={name: value for name, value in given.items() if name != "photos"},
        photos=_photos(given.get("photos", [])),
        done_at=_instant(raw["done_at"], "done_at"),
        elapsed_ms=_count(raw, "elapsed_ms", LARGEST),
        boot=_id(raw, "boot"),
        size=size,
        root=root,
        digest=_digest(raw),
        content=text_of(raw),
    )


def _what(value: Any) -> str:
    if not isinstance(value, str) or value not in ACTS:
        raise Unreadable("what")
    return value


def _digest(raw: Mapping[str, Any]) -> str:
    """Over the canonical bytes of everything beside it."""
    said = raw["hash"]
    rest = {name: value for name, value in raw.items() if name != "hash"}
    try:
        found = sha256(encode(rest)).hexdigest()
    except NotCanonical:
        raise Unreadable("hash") from None
    if said != found:
        raise Unreadable("hash")
    return found


def _maybe_id(value: Any) -> UUID | None:
    return UUID(value) if isinstance(value, str) and _UUID.fullmatch(value) else None


def _id(raw: Mapping[str, Any], name: str) -> UUID:
    found = _maybe_id(raw[name])
    if found is None:
        raise Unreadable(name)
    return found


def _count(raw: Mapping[str, Any], name: str, most: int) -> int:
    value = raw[name]
    if type(value) is not int or not 0 <= value <= most:
        raise Unreadable(name)
    return value


def _instant(value: Any, name: str) -> datetime:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise Unreadable(name)
    try:
        found = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable(name) from None
    if not 1970 <= found.year <= 2200:
        raise Unreadable(name)
    return found


def _seen(value: Any) -> tuple[int | None, str]:
    if value is None:
        return None, ""
    if not isinstance(value, Mapping) or value.keys() != {"size", "root"}:
        raise Unreadable("seen")
    size, root = value["size"], value["root"]
    if type(size) is not int or not 0 <= size <= LARGEST:
        raise Unreadable("seen")
    if not isinstance(root, str) or len(root) > 64 or not root.isascii():
        raise Unreadable("seen")
    return size, root


def _photos(value: Any) -> tuple[Photo, ...]:
    if not isinstance(value, list) or len(value) > MOST_PHOTOS:
        raise Unreadable("photos")
    found = tuple(_photo(each) for each in value)
    if len({one.sha256 for one in found}) != len(found):
        raise Unreadable("photos")
    return found


def _photo(value: Any) -> Photo:
    if not isinstance(value, Mapping) or not value.keys() <= _PHOTO:
        raise Unreadable("photos")
    original, taken_at = value.get("original") or "", value.get("taken_at")
    stage = value.get("stage") or ""
    hashes = (value.get("sha256"), *([original] if original else []))
    if not all(isinstance(one, str) and _HASH.fullmatch(one) for one in hashes):
        raise Unreadable("photos")
    if not isinstance(stage, str) or stage not in STAGES:
        raise Unreadable("photos")
    return Photo(
        sha256=value["sha256"],
        original=original,
        taken_at=None if taken_at is None else _instant(taken_at, "photos"),
        point=_point(value.get("point")),
        stage=stage,
    )


_PHOTO: Final = frozenset({"sha256", "original", "taken_at", "point", "stage"})
_WITHIN: Final[tuple[Callable[[float], bool], ...]] = (
    lambda lon: -180 <= lon <= 180,
    lambda lat: -90 <= lat <= 90,
    lambda metres: 0 <= metres <= 10_000_000,
)


def _point(value: Any) -> tuple[float, float, float | None] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not 2 <= len(value) <= 3:
        raise Unreadable("photos")
    known = [one for one in value if one is not None] if value[:2].count(None) == 0 else []
    if len(known) < 2 or not all(type(one) in {int, float} for one in known):
        raise Unreadable("photos")
    if not all(fits(one) for fits, one in zip(_WITHIN, known, strict=False)):
        raise Unreadable("photos")
    accuracy = float(known[2]) if len(known) == 3 else None
    return float(known[0]), float(known[1]), accuracy
