"""One entry of the log: at most 512 canonical bytes without personal data (``docs/ledger.md`` §2).

An entry says that a version of a record existed, of what kind, whose, where and when, and commits
to its body by a salted hash. Body and salt lie elsewhere; without the salt the hash tells nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final

from anhuan.kernel.canon import SAFE, NotCanonical, encode, read_canonical
from anhuan.kernel.checkpoint import Checkpoint
from anhuan.kernel.codes import normalise_uscc, uscc_problem
from anhuan.kernel.merkle import LENGTH
from anhuan.kernel.note import BadNote, base64_of, decoded

FORMAT: Final = 1
LONGEST: Final = 512
"""Bytes of an entry at most."""
SALT: Final = 32
"""Bytes of a salt."""
MOST_ORGANISATIONS: Final = 8
IMPORTED: Final = ".imported"
"""Ends the kinds of records that were taken over from elsewhere."""

_CODE: Final = re.compile("[a-z][a-z0-9._-]{0,63}", re.ASCII)
_AREA: Final = re.compile("[0-9A-Za-z._-]{1,24}", re.ASCII)
_UUID: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_FIRST_YEAR: Final = 1000
_SECOND: Final = "%Y-%m-%dT%H:%M:%SZ"
NEEDED: Final = frozenset("vkrntc")
ALLOWED: Final = NEEDED | frozenset("oadsgbi")
_BEFORE: Final = frozenset({"origin", "size", "root"})


class BadEntry(ValueError):
    """No entry of the log; the message says why in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """``kind`` is a code; ``record`` a random identifier, never that of a person, and ``version``
    counts from 1; ``at`` is a whole second in ``datetime.UTC``; ``commitment`` is what the
    function of that name gives.

    Optional: ``organisations`` (credit codes or random identifiers, the acting one first),
    ``area`` code, ``due_on`` of a promise (day of UTC+8), ``ground`` (a code, of an erasure),
    ``before`` (the last checkpoint of the log this one continues), ``sm3`` (SM3 over what
    ``commitment`` is over), ``imported`` (on record before the log was kept: it does not vouch
    for the time).
    Raises ``BadEntry`` for any other value and for more than ``LONGEST`` bytes.
    """

    kind: str
    record: str
    version: int
    at: datetime
    commitment: bytes
    organisations: tuple[str, ...] = ()
    area: str = ""
    due_on: date | None = None
    ground: str = ""
    before: Checkpoint | None = None
    sm3: bytes | None = None
    imported: bool = False

    @property
    def is_taken_over(self) -> bool:
        """Whether it was entered from before or from elsewhere: by its mark or by its kind."""
        return self.imported or self.kind.endswith(IMPORTED)

    def __post_init__(self) -> None:
        wrong = next((why for why, holds in _rules(self) if not holds), None)
        if wrong is not None:
            raise BadEntry(wrong)
        if len(encoded(self)) > LONGEST:
            raise BadEntry(f"an entry has at most {LONGEST} bytes")


def is_code(text: str) -> bool:
    """Whether ``text`` may be the kind or the ground of an entry."""
    return _is(text, _CODE)


def commitment(salt: bytes, content: bytes) -> bytes:
    """SHA-256(salt ‖ canonical content). Raises ``BadEntry`` for a salt that is not 32 bytes."""
    if len(salt) != SALT:
        raise BadEntry(f"a salt has {SALT} bytes")
    return sha256(salt + content).digest()


def opens(entry: LogEntry, salt: bytes, content: bytes) -> bool:
    """Whether salt and canonical content are those the entry commits to."""
    return len(salt) == SALT and compare_digest(entry.commitment, commitment(salt, content))


def encoded(entry: LogEntry) -> bytes:
    """The bytes that enter the log: canonical JSON, absent fields left out."""
    before = entry.before
    fields = {
        "v": FORMAT,
        "k": entry.kind,
        "o": list(entry.organisations),
        "a": entry.area,
        "r": entry.record,
        "n": entry.version,
        "t": entry.at.strftime(_SECOND),
        "d": entry.due_on and entry.due_on.isoformat(),
        "c": base64_of(entry.commitment),
        "s": entry.sm3 and base64_of(entry.sm3),
        "g": entry.ground,
        "i": int(entry.imported),
        "b": before
        and {"origin": before.origin, "size": before.size, "root": base64_of(before.root)},
    }
    return encode({key: value for key, value in fields.items() if value})


def decode(raw: bytes) -> LogEntry:
    """The entry of exactly these bytes: ``encoded(decode(raw)) == raw``. Raises ``BadEntry``."""
    if len(raw) > LONGEST:
        raise BadEntry(f"an entry has at most {LONGEST} bytes")
    try:
        value = read_canonical(raw)
    except NotCanonical as wrong:
        raise BadEntry(str(wrong)) from None
    if not isinstance(value, dict) or value.get("v") != FORMAT:
        raise BadEntry(f"is no entry of format {FORMAT}")
    if not NEEDED <= value.keys() <= ALLOWED:
        raise BadEntry("a field of the entry is missing or unknown")
    try:
        entry = _entry(value)
    except (BadNote, TypeError, ValueError) as wrong:
        raise BadEntry(str(wrong)) from None
    if encoded(entry) != raw:
        raise BadEntry("a field of the entry is not in its form")
    return entry


def _entry(value: Mapping[str, Any]) -> LogEntry:
    day, twin = value.get("d"), value.get("s")
    return LogEntry(
        kind=value["k"],
        record=value["r"],
        version=value["n"],
        at=datetime.strptime(value["t"], _SECOND).replace(tzinfo=UTC),
        commitment=decoded(value["c"]),
        organisations=tuple(value.get("o", ())),
        area=value.get("a", ""),
        due_on=None if day is None else date.fromisoformat(day),
        ground=value.get("g", ""),
        before=_checkpoint(value["b"]) if "b" in value else None,
        sm3=None if twin is None else decoded(twin),
        imported="i" in value,
    )


def _checkpoint(value: Any) -> Checkpoint:
    if not isinstance(value, dict) or value.keys() != _BEFORE:
        raise BadEntry("what an entry continues has an origin, a size and a root")
    if not isinstance(value["origin"], str) or type(value["size"]) is not int:
        raise BadEntry("what an entry continues is named by text and counted by a number")
    return Checkpoint(value["origin"], value["size"], decoded(value["root"]))


def _rules(entry: LogEntry) -> tuple[tuple[str, bool], ...]:
    at, before = entry.at, entry.before
    return (
        ("a kind is a code of at most 64 letters", _is(entry.kind, _CODE)),
        ("a record is a random identifier", _is(entry.record, _UUID)),
        ("a version counts from 1", type(entry.version) is int and 1 <= entry.version <= SAFE),
        ("a time is a whole second of UTC", at.tzinfo is UTC and not at.microsecond),
        ("a time lies in the years 1000 to 9999", at.year >= _FIRST_YEAR),
        ("a commitment has 32 bytes", len(entry.commitment) == LENGTH),
        ("an SM3 twin has 32 bytes", entry.sm3 is None or len(entry.sm3) == LENGTH),
        ("organisations are few, each once, by code", _organised(entry.organisations)),
        (
            "an area is a code of at most 24 letters and digits",
            not entry.area or _is(entry.area, _AREA),
        ),
        ("a ground is a code of at most 64 letters", not entry.ground or _is(entry.ground, _CODE)),
        ("what it continues is no larger than 2^53 - 1", before is None or before.size <= SAFE),
    )


def _is(text: object, form: re.Pattern[str]) -> bool:
    return isinstance(text, str) and form.fullmatch(text) is not None


def _organised(codes: tuple[str, ...]) -> bool:
    """Credit codes or random identifiers only: a resident number or a telephone number is
    neither."""
    if len(codes) > MOST_ORGANISATIONS or not all(isinstance(code, str) for code in codes):
        return False
    return all(map(_organisation, codes)) and len(set(codes)) == len(codes)


def _organisation(code: str) -> bool:
    credit = uscc_problem(code) is None and normalise_uscc(code) == code
    return credit or _is(code, _UUID)
