"""Identifiers: UUIDv7 (RFC 9562 §5.7), so that rows lie in the order in which they were made."""

import os
import threading
import time
from uuid import UUID, uuid5

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A fresh UUIDv7; ids made by one process rise strictly."""
    global _last
    with _lock:
        # 48 bits of milliseconds and 12 bits of sub-millisecond count in rand_a (RFC 9562 §6.2).
        tick = max((time.time_ns() << 12) // 1_000_000, _last + 1)
        _last = tick
    high = (tick >> 12) << 16 | 0x7000 | tick & 0xFFF
    low = 0x8000000000000000 | int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=high << 64 | low)


def derived_id(parent: UUID, name: str) -> UUID:
    """The id of what is named ``name`` beneath ``parent``: always the same (UUIDv5)."""
    return uuid5(parent, name)
