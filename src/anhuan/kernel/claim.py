"""What a phone claims of an act that was made without a network, and how far it is believed.

The instant of the record is the server's receipt. The phone's own instant is a claim: it is kept
as it was made, and bounded by what the node knows for itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from uuid import UUID

CAPTURE: Final = "capture"
"""Where the body of an act keeps the digest of what the phone sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """``claimed_at`` by the clock of the phone, ``done_at`` as the node bounds it.

    ``elapsed_ms`` ran on the monotonic clock since ``boot``, so that a clock that was set shows.
    ``size`` and ``root``: the newest checkpoint the phone held. ``contradicted``: that the node's
    own log never had that root; it then bounds nothing. ``digest``: SHA-256 of the whole act in
    hexadecimal; it stands beside the act's words, and goes with them.
    """

    done_at: datetime
    claimed_at: datetime
    elapsed_ms: int
    boot: "UUID"
    digest: str
    size: int | None = None
    root: str = ""
    contradicted: bool = False

    def public(self) -> dict[str, Any]:
        """What the record says of it for good: instants and counts, nothing of a person."""
        seen: dict[str, Any] | None = None
        if self.size is not None:
            seen = {"size": self.size, "root": self.root}
            seen |= {"contradicted": True} if self.contradicted else {}
        return {
            "done_at": self.done_at.isoformat(),
            "claimed_at": self.claimed_at.isoformat(),
            "elapsed_ms": self.elapsed_ms,
            "boot": str(self.boot),
            "seen": seen,
        }


def bounded(claimed: datetime, *, earliest: datetime, latest: datetime) -> datetime:
    """``claimed``, no earlier than ``earliest`` and no later than ``latest``, which wins."""
    return min(max(claimed, earliest), latest)


def with_claim(public: Mapping[str, Any], claim: Claim | None) -> dict[str, Any]:
    """The public part of an act, with what its phone claims."""
    return dict(public) if claim is None else {**public, "field": claim.public()}


def with_capture(body: Mapping[str, Any], claim: Claim | None) -> dict[str, Any]:
    """The words of an act, with the digest of what its phone sent."""
    return dict(body) if claim is None else {**body, CAPTURE: claim.digest}
