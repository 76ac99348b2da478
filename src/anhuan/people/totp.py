"""Time-based one-time passwords (RFC 6238): SHA-1, 30 seconds, six digits."""

import base64
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30
DIGITS = 6
# One step early or late: a telephone's clock may be off by half a minute.
DRIFT = (0, -1, 1)


def code_at(secret: str, at: datetime) -> str:
    """The six digits of the base-32 ``secret`` at an aware instant."""
    return _generate(secret, int(at.timestamp()) // STEP)


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The 30-second step whose code this is, within one step of ``at``; else ``None``."""
    here = int(at.timestamp()) // STEP
    given = code.encode()
    found = [
        here + drift
        for drift in DRIFT
        if hmac.compare_digest(_generate(secret, here + drift).encode(), given)
    ]
    return found[0] if found else None


def provisioning_uri(secret: str, *, username: str, issuer: str) -> str:
    """The ``otpauth://`` address that an authenticator program reads from the QR code."""
    label = f"{quote(issuer, safe='')}:{quote(username, safe='')}"
    return f"otpauth://totp/{label}?" + urlencode(
        {"secret": secret, "issuer": issuer}, quote_via=quote
    )


def _generate(secret: str, step: int) -> str:
    # RFC 4226 asks for 128 bits at least; ours have 160, so the length check stays on.
    key = base64.b32decode(secret)
    return TOTP(key, DIGITS, SHA1(), STEP).generate(step * STEP).decode()
