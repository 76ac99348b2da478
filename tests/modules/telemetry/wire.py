"""Frames for tests, made by the letter of the standard and not by the program."""

from collections.abc import Sequence
from itertools import pairwise

MN = "010000A8900016F000169DC0"
HEAD = f"QN=20261122120000123;ST=31;CN=2011;PW=123456;MN={MN};Flag=5;"


def reference(data: bytes) -> int:
    """The CRC as HJ 212-2017 appendix A words it, bit by bit."""
    register = 0xFFFF
    for byte in data:
        register = (register >> 8) ^ byte
        for _ in range(8):
            low = register & 1
            register >>= 1
            if low:
                register ^= 0xA001
    return register


def framed(segment: str | bytes, end: bytes = b"\r\n") -> bytes:
    body = segment.encode() if isinstance(segment, str) else segment
    return b"##%04d%b%04X%b" % (len(body), body, reference(body), end)


def segment(area: str, head: str = HEAD) -> str:
    return f"{head}CP=&&{area}&&"


def chunks(data: bytes, cuts: Sequence[int]) -> list[bytes]:
    """The data cut at these places."""
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(places)]
