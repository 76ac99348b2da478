"""Signed notes: C2SP signed-note, and the timed signatures of C2SP tlog-cosignature.

A note is text that ends in a line feed, an empty line, and signature lines. Signatures are checked
and made by functions that come in; this module knows only which bytes are signed.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Final

Verify = Callable[[bytes, bytes, bytes], bool]
"""Whether, for an Ed25519 public key of 32 bytes, this message has this signature."""
Sign = Callable[[bytes], bytes]
"""The Ed25519 signature, 64 bytes, of a message."""

LONGEST: Final = 1 << 20
"""Bytes of a note at most."""
MOST_SIGNATURES: Final = 100
"""Signature lines of a note at most; the specification asks for at least 16."""

_DASH: Final = "\N{EM DASH} "
_KEY: Final = 32
_TIME: Final = 8
_ID: Final = 4


class BadNote(ValueError):
    """The text is no note of exact form, or its signatures do not hold; says why in one line."""


class Algorithm(IntEnum):
    """The assigned signature types (C2SP signed-note, "Signature types")."""

    ED25519 = 0x01
    ECDSA = 0x02
    COSIGNATURE = 0x04
    TREE_HEAD = 0x05
    ML_DSA_44 = 0x06
    PRIVATE = 0xFF


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name it signs under. ``key`` is what the algorithm encodes: 32 bytes
    for the Ed25519 kinds, a DER key for ECDSA, identifier and key for the private kind.
    Raises ``BadNote`` for a name with a space or ``+`` and an Ed25519 key of another length."""

    name: str
    algorithm: int
    key: bytes

    def __post_init__(self) -> None:
        _named(self.name)
        if not 0 < self.algorithm <= Algorithm.PRIVATE or not self.key:
            raise BadNote("a key has a signature type of one byte and its own bytes")
        if self.algorithm in _CHECKED and len(self.key) != _KEY:
            raise BadNote("an Ed25519 key has 32 bytes")

    @property
    def id(self) -> bytes:
        """The first 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key); for ECDSA, of the key alone."""
        if self.algorithm == Algorithm.ECDSA:
            return sha256(self.key).digest()[:_ID]
        return sha256(f"{self.name}\n".encode() + self._typed()).digest()[:_ID]

    def __str__(self) -> str:
        """``name+id+key``: the id in hexadecimal, type and key in base64."""
        return f"{self.name}+{self.id.hex()}+{base64_of(self._typed())}"

    def _typed(self) -> bytes:
        return bytes([self.algorithm]) + self.key


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says it signed, with which key, and the signature."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64_of(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, its last line feed included, and its signatures in their order."""

    text: str
    signatures: tuple[Signature, ...]

    def __bytes__(self) -> bytes:
        return f"{self.text}\n{''.join(map(str, self.signatures))}".encode()


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that holds: the key, and for a cosignature its time in seconds since 1970."""

    key: VerifierKey
    at: int | None


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that can sign: its public side and the function that signs."""

    key: VerifierKey
    sign: Sign

    def signature(self, text: str, at: int | None = None) -> Signature:
        """Sign the text of a note. A cosignature needs ``at``, seconds since 1970; no other kind
        takes it. Raises ``BadNote`` for kinds not signed here."""
        timed = self.key.algorithm == Algorithm.COSIGNATURE
        plain = self.key.algorithm == Algorithm.ED25519 or self.key.key.startswith(SM2_SM3)
        if not (timed or plain) or (at is None) == timed:
            raise BadNote("a note is signed with Ed25519, a cosignature also needs its time")
        if at is None:
            return Signature(self.key.name, self.key.id, self.sign(text.encode()))
        if not 0 <= at < 1 << 63:
            raise BadNote("a time is a whole number of seconds since 1970")
        value = at.to_bytes(_TIME, "big") + self.sign(cosigned(text, at))
        return Signature(self.key.name, self.key.id, value)


_CHECKED: Final = frozenset({Algorithm.ED25519, Algorithm.COSIGNATURE})
SM2_SM3: Final = b"sm2-sm3/v1\n"
"""What a key of the private kind begins with when it signs with SM2 and SM3; the point follows,
uncompressed. Its line is for those who ask for it, and everybody else passes it over."""


def verifier_key(text: str) -> VerifierKey:
    """The key written as ``name+id+key``. Raises ``BadNote``, also when the id is not its own."""
    name, _, rest = text.partition("+")
    written, _, encoded = rest.partition("+")
    typed = decoded(encoded)
    if not typed:
        raise BadNote("is no verifier key")
    key = VerifierKey(name, typed[0], typed[1:])
    if key.id.hex() != written:
        raise BadNote("the id of a verifier key is not that of its key")
    return key


def parse_note(raw: bytes) -> Note:
    """The note of these bytes: ``bytes(parse_note(raw)) == raw``, but for bits behind the last
    byte of a signature, which other readers let pass. Raises ``BadNote``."""
    whole = _plain(raw)
    text, empty, lines = whole.rpartition("\n\n")
    if not empty or not lines.endswith("\n"):
        raise BadNote("has no empty line before its signatures, or no end of line")
    found = tuple(signature_of(line) for line in lines[:-1].split("\n"))
    if len(found) > MOST_SIGNATURES:
        raise BadNote(f"has more than {MOST_SIGNATURES} signatures")
    return Note(f"{text}\n", found)


def signature_of(line: str) -> Signature:
    """The signature of one line without its line feed. Raises ``BadNote``."""
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    value = _decoded(encoded)
    if not line.startswith(_DASH) or not space or len(value) <= _ID:
        raise BadNote("a signature line has not its form")
    _named(name)
    return Signature(name, value[:_ID], value[_ID:])


def verified(note: Note, keys: Iterable[VerifierKey], verify: Verify) -> tuple[Signed, ...]:
    """The signatures of ``note`` by ``keys``, all of which hold; lines of other keys are ignored.

    Raises ``BadNote`` when one of a known key fails. The answer may be empty: whether a note that
    nobody known has signed is worth anything is the caller's question, and mostly it is not.
    """
    known = {(key.name, key.id): key for key in keys if key.algorithm in _CHECKED}
    found = []
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is not None:
            found.append(_checked(note.text, line, key, verify))
    return tuple(found)


def cosigned(text: str, at: int) -> bytes:
    """The bytes a cosignature signs: its version, its time, then the whole text of the checkpoint
    (C2SP tlog-cosignature, "Ed25519 signed message")."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def base64_of(raw: bytes) -> str:
    """Standard base64 with padding (RFC 4648 §4)."""
    return b64encode(raw).decode("ascii")


def decoded(text: str) -> bytes:
    """The bytes of canonical base64 (RFC 4648 §4), empty for anything else: no other alphabet, no
    missing padding, no bits behind the last byte."""
    raw = _decoded(text)
    return raw if base64_of(raw) == text else b""


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return b""


def _checked(text: str, line: Signature, key: VerifierKey, verify: Verify) -> Signed:
    message, value, at = text.encode(), line.value, None
    if key.algorithm == Algorithm.COSIGNATURE:
        at, value = int.from_bytes(value[:_TIME], "big"), value[_TIME:]
        message = cosigned(text, at)
    if not verify(key.key, message, value):
        raise BadNote(f"the signature of {key.name} does not hold")
    return Signed(key, at)


def _plain(raw: bytes) -> str:
    if len(raw) > LONGEST:
        raise BadNote(f"is longer than {LONGEST} bytes")
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadNote("is not UTF-8") from None
    if any(letter < " " and letter != "\n" for letter in whole):
        raise BadNote("holds a control character")
    return whole


def _named(name: str) -> None:
    if not name or "+" in name or any(letter.isspace() or letter < " " for letter in name):
        raise BadNote("a key's name is empty or holds a space or a plus")
