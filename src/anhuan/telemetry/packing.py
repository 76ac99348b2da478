"""A sample as it is stored: its factors in order, every digit as it was sent."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

import msgspec

from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.types import Value

DIGEST: Final = 16
_ENCODER: Final = msgspec.msgpack.Encoder(decimal_format="string", order="sorted")
_DECODER: Final = msgspec.msgpack.Decoder(tuple[Revision, dict[str, Value]])


def packed(revision: Revision, values: Mapping[str, Value | Sequence[Any]]) -> bytes:
    """The bytes of a content: the same for the same content. ``values``: by factor a ``Value``, or
    its fields; a number may stand as the text that ``str`` makes of it."""
    return _ENCODER.encode((revision.value, values))


def unpacked(body: bytes) -> tuple[Revision, dict[str, Value]]:
    return _DECODER.decode(body)


def digest_of(body: bytes) -> bytes:
    return blake2b(body, digest_size=DIGEST).digest()


def seconds_of(at: datetime) -> int:
    """Unix seconds of an aware instant. Raises ``ValueError`` for a naive one."""
    if at.tzinfo is None:
        raise ValueError("naive-instant")
    return int(at.timestamp())


# Readings of a time come one after the other.
@lru_cache(4_096)
def instant_of(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def milliseconds_of(at: datetime) -> int:
    return round(at.timestamp() * 1000)


@lru_cache(4_096)
def instant_of_milliseconds(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
