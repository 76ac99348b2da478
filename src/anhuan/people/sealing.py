"""How secrets are kept: sealed where they must be read again, hashed where they need not be;
and the one spelling of what is compared."""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

# Crockford's alphabet: nothing that a voice on the telephone or a bad printer confuses.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("OIL", "011")
TOKEN_PREFIX = "anhuan_"
FIRM_CODE = "firm invitation"


def _key(secret: str | bytes, use: str) -> bytes:
    return HKDF(SHA256(), 32, None, f"anhuan people {use}".encode()).derive(force_bytes(secret))


def seal(text: str, *, owner: UUID, use: str) -> bytes:
    """AES-256-GCM under a key of the secret key, bound to ``owner``: 12 bytes nonce, then text."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(_key(settings.SECRET_KEY, use)).encrypt(
        nonce, text.encode(), owner.bytes
    )


def unseal(sealed: bytes | memoryview, *, owner: UUID, use: str) -> str:
    """The text. Raises ``InvalidTag`` when neither the secret key nor a former one fits."""
    nonce, content = bytes(sealed[:12]), bytes(sealed[12:])
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(secret, use)).decrypt(nonce, content, owner.bytes).decode()
        except InvalidTag:
            continue
    raise InvalidTag


def new_code(length: int = 12) -> str:
    """A code to be read aloud and typed, 5 bits a sign, in groups of four."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return "-".join(signs[start : start + 4] for start in range(0, length, 4))


def derived_code(owner: UUID, *, use: str, length: int = 12) -> str:
    """The code of ``owner``, the same each time, to be printed again though it is kept nowhere:
    only the secret key leads to it."""
    drawn = hmac.digest(_key(settings.SECRET_KEY, use), owner.bytes, hashlib.sha256)
    signs = "".join(ALPHABET[byte % len(ALPHABET)] for byte in drawn[:length])
    return "-".join(signs[start : start + 4] for start in range(0, length, 4))


def code_digest(code: str, *, use: str) -> bytes:
    """32 bytes, keyed, so that a stolen table cannot be searched for short codes."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum()).translate(LOOKALIKES)
    return hmac.digest(_key(settings.SECRET_KEY, use), signs.encode(), hashlib.sha256)


def throttle_key(kind: str, value: str) -> str:
    """What stands for a username or an address in the table of failures."""
    return hmac.digest(
        _key(settings.SECRET_KEY, "throttle"), f"{kind}:{value}".encode(), hashlib.sha256
    ).hex()


def new_token() -> str:
    """256 random bits behind a prefix that leak scanners know."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def token_digest(token: str) -> bytes:
    """SHA-256; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def new_totp_secret() -> str:
    """160 random bits in base 32, as authenticator programs take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def plain_username(username: str) -> str:
    """One spelling for every way to type it: NFKC, lower case, no blanks around."""
    return unicodedata.normalize("NFKC", username).strip().lower()


def session_mark(key: str) -> str:
    """What names a session on its owner's page; the key itself would open it."""
    return hashlib.sha256(key.encode()).hexdigest()[:24]
