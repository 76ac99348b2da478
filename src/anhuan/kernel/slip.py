"""The link in the code on a slip: log, index and leaf hash in at most 140 bytes
(``docs/ledger.md`` §8).

The origin of a log is an address without its scheme, and the page that checks an entry lies below
it. The leaf hash is in the link, so that the page compares with the paper, not with the server.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from anhuan.kernel.merkle import LARGEST, LENGTH

LONGEST: Final = 140
"""Bytes of the link at most: a code of version 8 at level M."""
LONGEST_ORIGIN: Final = 68
"""Bytes of an origin at most, so that a link to any index fits."""

_ORIGIN: Final = re.compile(
    "[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*", re.ASCII
)
_LINK: Final = re.compile(
    "https://(?P<origin>[^?#]+)/(?P<index>0|[1-9][0-9]{0,18})/(?P<leaf>[A-Za-z0-9_-]{43})",
    re.ASCII,
)


class BadSlip(ValueError):
    """No link of a slip; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Slip:
    """An entry by its log's ``origin``, its ``index`` there and its leaf hash. Raises ``BadSlip``
    for values a link cannot carry."""

    origin: str
    index: int
    leaf: bytes

    def __post_init__(self) -> None:
        if not is_origin(self.origin):
            raise BadSlip("an origin is an address without scheme, of at most 68 letters")
        if not 0 <= self.index < LARGEST or len(self.leaf) != LENGTH:
            raise BadSlip("an entry has an index below 2^63 and a leaf hash of 32 bytes")

    def with_key(self, fingerprint: str) -> str:
        """The link with the fingerprint of the log's key behind it, 32 letters of hexadecimal,
        where all of it has at most ``LONGEST`` bytes; else the link alone."""
        whole = f"{self.link}#{fingerprint}"
        return whole if len(whole) <= LONGEST else self.link

    @property
    def link(self) -> str:
        """``https://<origin>/<index>/<leaf hash in base64url without padding>``."""
        leaf = urlsafe_b64encode(self.leaf).decode("ascii").rstrip("=")
        return f"https://{self.origin}/{self.index}/{leaf}"


def slip_of(link: str) -> Slip:
    """The slip whose link this is. Raises ``BadSlip``."""
    found = _LINK.fullmatch(link) if len(link) <= LONGEST else None
    if found is None:
        raise BadSlip("is not the link of a slip")
    slip = Slip(found["origin"], int(found["index"]), urlsafe_b64decode(found["leaf"] + "="))
    if slip.link != link:
        raise BadSlip("is not the one link of its slip")
    return slip


def is_origin(text: str) -> bool:
    """Whether ``text`` can name a log: host, port and path in ASCII, the host in small letters."""
    return len(text) <= LONGEST_ORIGIN and _ORIGIN.fullmatch(text) is not None
