"""The node's own signatures: Ed25519 (RFC 8032) over bytes, each key a file that only it reads.

``FILE`` signs for the node itself: certificates, and that an act was received; no text of one
kind can be read as the other. Each log and the witness have files of their own.
"""

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

FILE: Final = "signing-key"
OWNER_ONLY: Final = 0o600


class NoKey(RuntimeError):
    """The file is there and holds no key."""


def make_key(folder: Path, file: str = FILE) -> bool:
    """Make the key ``file`` in ``folder`` unless it is there; whether it was made. Of two that
    make it at once one is first, and both then use its key."""
    folder.mkdir(parents=True, exist_ok=True)
    secret = Ed25519PrivateKey.generate().private_bytes_raw()
    fresh = folder / f"{file}.{os.getpid()}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(b64encode(secret))
            out.flush()
            os.fsync(out.fileno())
        os.link(fresh, folder / file)
    except FileExistsError:
        return False
    finally:
        fresh.unlink(missing_ok=True)
    return True


def key_in(path: Path) -> tuple[bytes, Callable[[bytes], bytes]]:
    """The key in a file: its public side, 32 bytes, and the function that signs, 64 bytes a
    message. The file is never made here: a log that lost its key must not get another unseen.

    Raises ``NoKey`` where the file is missing or holds none.
    """
    key = _private(path)
    return key.public_key().public_bytes_raw(), key.sign


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` of ``message`` was made with the public ``key``, both as bytes; no
    for keys and signatures that are none."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _key(folder: Path) -> Ed25519PrivateKey:
    make_key(folder)
    return _private(folder / FILE)


def _private(path: Path) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(b64decode(path.read_bytes(), validate=True))
    except (OSError, ValueError, NotBase64):
        raise NoKey(str(path)) from None


def sign(folder: Path, message: bytes) -> tuple[str, str]:
    """The public key and the signature of ``message``, both in base64. Raises ``NoKey``."""
    key = _key(folder)
    public = key.public_key().public_bytes_raw()
    return b64encode(public).decode(), b64encode(key.sign(message)).decode()


def verify(key: str, message: bytes, signature: str) -> bool:
    """Whether ``signature`` (base64) of ``message`` was made with the public ``key`` (base64)."""
    try:
        return holds(b64decode(key, validate=True), message, b64decode(signature, validate=True))
    except (ValueError, NotBase64):
        return False


def fingerprint(key: str) -> str:
    """What people compare: SHA-256 of the public key, the first 16 bytes in groups of four."""
    digest = sha256(b64decode(key)).hexdigest()[:32]
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))
