"""SM2 signatures with SM3 (GB/T 32918.2, GB/T 32905), made and checked by the OpenSSL program.

No library in our locks signs with SM2; the program of the system does. Keys are PEM files that
only their owner reads.
"""

import os
import subprocess
from binascii import hexlify
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from anhuan.base.sign import NoKey

WIDTH: Final = 32
"""Bytes of a coordinate, and of each half of a signature."""
POINT: Final = 2 * WIDTH + 1
SECONDS: Final = 10
DIST_ID: Final = "1234567812345678"
"""The identity that GM/T 0009 names where the parties agreed on none."""
_HEAD: Final = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
"""What stands before the point in a public key on the curve of SM2 (RFC 5480; OID
1.2.156.10197.1.301)."""
_DIGEST: Final = ["-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{DIST_ID}"]


class NoSm2(NoKey):
    """The program is not there, or it does not do what was asked."""


def make(path: Path) -> None:
    """Make a key in a new file. Raises ``NoSm2``, and ``FileExistsError``."""
    if path.exists():
        raise FileExistsError(str(path))
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        _openssl("genpkey", "-algorithm", "SM2", "-out", str(fresh))
        fresh.chmod(0o600)
        os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def public(path: Path) -> bytes:
    """The public side of the key in a file: the point, 65 bytes. Raises ``NoSm2``."""
    der = _openssl("pkey", "-in", str(path), "-pubout", "-outform", "DER")
    if not der.startswith(_HEAD) or len(der) != len(_HEAD) + POINT:
        raise NoSm2(f"{path} holds no SM2 key")
    return der[len(_HEAD) :]


def sign(path: Path, message: bytes) -> bytes:
    """The signature of ``message``: r and s, 32 bytes each, high byte first. Two signatures of
    the same message differ. Raises ``NoSm2``."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "message"
        file.write_bytes(message)
        words = ["-sign", "-inkey", str(path), "-in", str(file), *_DIGEST]
        r, s = decode_dss_signature(_openssl("pkeyutl", *words))
    return r.to_bytes(WIDTH, "big") + s.to_bytes(WIDTH, "big")


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` of ``message`` was made with the public ``key``; no for keys and
    signatures that are none. Raises ``NoSm2`` where the program is missing."""
    if len(key) != POINT or len(signature) != 2 * WIDTH:
        return False
    halves = (int(hexlify(signature[at : at + WIDTH]), 16) for at in (0, WIDTH))
    with TemporaryDirectory() as folder:
        files = {name: Path(folder) / name for name in ("key", "message", "signature")}
        files["key"].write_bytes(_HEAD + key)
        files["message"].write_bytes(message)
        files["signature"].write_bytes(encode_dss_signature(*halves))
        words = ["-verify", "-pubin", "-keyform", "DER", "-inkey", str(files["key"])]
        words += ["-in", str(files["message"]), "-sigfile", str(files["signature"]), *_DIGEST]
        return _run("pkeyutl", *words).returncode == 0


def _openssl(*words: str) -> bytes:
    done = _run(*words)
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoSm2(lines[-1] if lines else "openssl failed")
    return done.stdout


def _run(*words: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(
            ["openssl", *words], capture_output=True, check=False, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoSm2(str(error)) from error
