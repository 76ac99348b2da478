"""Values of the API that cross its files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request that acts is answered with; a repeated one gets the same bytes."""

    content: bytes
    status: int = 200
    location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A key that the client made for one act, and the digest of what it sent under it."""

    key: str
    digest: str
