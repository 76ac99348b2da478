"""A leaf hash as it stands in an address."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.urls.converters import StringConverter


class LeafConverter(StringConverter):
    """43 letters of base64url without padding: 32 bytes."""

    regex = "[A-Za-z0-9_-]{43}"


def leaf_of(text: str) -> bytes:
    """The hash; empty where the last letter carries bits that no hash has."""
    raw = urlsafe_b64decode(f"{text}=")
    return raw if leaf_text(raw) == text else b""


def leaf_text(leaf: bytes) -> str:
    return urlsafe_b64encode(leaf).decode("ascii").rstrip("=")
