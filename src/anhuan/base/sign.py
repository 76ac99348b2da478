"""The node's own signature: Ed25519 (RFC 8032) over bytes, the key a file that only it reads."""

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
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


def make_key(folder: Path) -> bool:
    """Make the node's key in ``folder`` unless it is there; whether it was made. Of two that make
    it at once one is first, and both then use its key."""
    folder.mkdir(parents=True, exist_ok=True)
    secret = Ed25519PrivateKey.generate().private_bytes_raw()
    fresh = folder / f"{FILE}.{os.getpid()}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(b64encode(secret))
            file.flush()
            os.fsync(file.fileno())
        os.link(fresh, folder / FILE)
    except FileExistsError:
        return False
    finally:
        fresh.unlink(missing_ok=True)
    return True


def _key(folder: Path) -> Ed25519PrivateKey:
    make_key(folder)
    try:
        return Ed25519PrivateKey.from_private_bytes(b64decode((folder / FILE).read_bytes()))
    except (ValueError, NotBase64):
        raise NoKey(str(folder / FILE)) from None


def sign(folder: Path, message: bytes) -> tuple[str, str]:
    """The public key and the signature of ``message``, both in base64. Raises ``NoKey``."""
    key = _key(folder)
    public = key.public_key().public_bytes_raw()
    return b64encode(public).decode(), b64encode(key.sign(message)).decode()


def verify(key: str, message: bytes, signature: str) -> bool:
    """Whether ``signature`` (base64) of ``message`` was made with the public ``key`` (base64)."""
    try:
        public = Ed25519PublicKey.from_public_bytes(b64decode(key, validate=True))
        public.verify(b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError, NotBase64):
        return False
    return True


def fingerprint(key: str) -> str:
    """What people compare: SHA-256 of the public key, the first 16 bytes in groups of four."""
    digest = sha256(b64decode(key)).hexdigest()[:32]
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))
