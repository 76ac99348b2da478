"""Writes frames: answers by revision, commands to devices (HJ 212-2017, 6.3, appendix C)."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from anhuan.telemetry.protocols.hj212.commands import INTERACTION, Executed, Taken
from anhuan.telemetry.protocols.hj212.crc import PERIOD, crc, crc_of_rows
from anhuan.telemetry.protocols.hj212.fields import ZONE, fits
from anhuan.telemetry.protocols.hj212.frame import LONGEST_SEGMENT
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.protocols.hj212.segment import Segment

Pairs = Iterable[tuple[str, str]]
_PLAIN: Final = re.compile(r"[!-~]*")
_PARTING: Final = frozenset("#&,;=")
_REMARK: Final = re.compile(r"//(?:(?!//)[^&#])*//")


class CannotSay(ValueError):
    """The words do not fit into a frame: too long, or they hold what parts fields."""


def framed(segment: bytes) -> bytes:
    """A segment as a frame. Raises ``CannotSay`` beyond 1,024 bytes."""
    if len(segment) > LONGEST_SEGMENT:
        raise CannotSay(f"a segment of {len(segment)} bytes; {LONGEST_SEGMENT} is the most")
    return b"##%04d%b%04X\r\n" % (len(segment), segment, crc(segment))


def framed_all(segments: Sequence[bytes]) -> list[bytes]:
    """``framed`` of each, at once; none of them empty."""
    sizes = np.fromiter(map(len, segments), np.intp, len(segments))
    if not len(sizes):
        return []
    if sizes.max() > LONGEST_SEGMENT:
        raise CannotSay(f"a segment of {sizes.max()} bytes; {LONGEST_SEGMENT} is the most")
    width = -(-int(sizes.max()) // PERIOD) * PERIOD
    joined = b"".join([segment.rjust(width, b"\0") for segment in segments])
    rows = np.frombuffer(joined, np.uint8).reshape(len(segments), width)
    each = zip(sizes.tolist(), segments, crc_of_rows(rows, sizes).tolist(), strict=True)
    return [b"##%04d%b%04X\r\n" % one for one in each]


def written(fields: Pairs, area: str = "") -> bytes:
    """A segment of these fields, in this order, and this data area."""
    head = "".join(f"{_plain(name)}={_plain(value)};" for name, value in fields)
    return f"{head}CP=&&{area}&&".encode()


def area_of(items: Iterable[Pairs]) -> str:
    """A data area: a comma between what belongs together, a semicolon between items."""
    return ";".join(",".join(f"{_plain(n)}={_told(v)}" for n, v in item) for item in items)


def _told(text: str) -> str:
    """A value; a remark ``//…//`` may be in any words."""
    if text.startswith("//"):
        if _REMARK.fullmatch(text) and text.isprintable():
            return text
        raise CannotSay(f"{text[:40]!r} is no remark between // and //")
    return _plain(text)


def _plain(text: str) -> str:
    if not _PLAIN.fullmatch(text) or not _PARTING.isdisjoint(text):
        raise CannotSay(f"{text[:40]!r} has characters that no field may have")
    return text


def stamp(at: datetime) -> str:
    """``yyyymmddhhmmss`` in Chinese time."""
    return f"{at.astimezone(ZONE):%Y%m%d%H%M%S}"


def number(at: datetime, last: str = "") -> str:
    """A request number for ``at``, to the millisecond, and greater than ``last``: two requests
    never bear the same."""
    fresh = f"{stamp(at)}{at.microsecond // 1000:03}"
    if fresh > last:
        return fresh
    before = datetime.strptime(last[:14], "%Y%m%d%H%M%S").replace(tzinfo=ZONE)
    after = before + timedelta(milliseconds=int(last[14:]) + 1)
    return f"{stamp(after)}{after.microsecond // 1000:03}"


# --- answers -------------------------------------------------------------------------------------


def answer_to_request(request: Segment, taken: Taken, revision: Revision) -> bytes:
    """9011: whether a request is taken."""
    return _answer(request, "9011", (("QnRtn", str(int(taken))),), revision)


def answer_of_execution(request: Segment, executed: Executed, revision: Revision) -> bytes:
    """9012: how an execution ended."""
    return _answer(request, "9012", (("ExeRtn", str(int(executed))),), revision)


def answer_to_notice(request: Segment, revision: Revision) -> bytes:
    """9013."""
    return _answer(request, "9013", (), revision)


def answer_to_data(upload: Segment, revision: Revision) -> bytes:
    """9014."""
    return _answer(upload, "9014", (), revision)


def _answer(to: Segment, command: str, result: Pairs, revision: Revision) -> bytes:
    """An answer: ST 91, number, password and station of what it answers. 2005 puts the number
    into the data area, and sends 9012 without a Flag."""
    said = [("ST", INTERACTION), ("CN", command), ("PW", to.password), ("MN", to.station)]
    number = [("QN", to.number)] if to.number else []
    flag = [("Flag", str(revision.flag))]
    if revision is Revision.OF_2005:
        flag = [] if command == "9012" else flag
        return framed(written([*said, *flag], area_of([[pair] for pair in (*number, *result)])))
    return framed(written([*number, *said, *flag], area_of([[pair] for pair in result])))


# --- commands ------------------------------------------------------------------------------------


class Speaker:
    """How the platform speaks to one device: its ST, password, MN and revision. Each method gives
    the frame of a request with the number ``number``; values outside the standard's ranges raise
    ``CannotSay``."""

    def __init__(self, system: str, password: str, station: str, revision: Revision) -> None:
        self.system, self.password, self.station = system, password, station
        self.revision = revision

    def request(self, number: str, command: str, *items: Pairs) -> bytes:
        """A request that wants an answer."""
        fields = (
            ("QN", number),
            ("ST", self.system),
            ("CN", command),
            ("PW", self.password),
            ("MN", self.station),
            ("Flag", str(self.revision.flag | 1)),
        )
        return framed(written(fields, area_of(items)))

    def get_time(self, number: str, factor: str = "") -> bytes:
        """1011: the time of the logger, or of the instrument of a factor."""
        return self.request(number, "1011", *self._of(factor))

    def set_time(self, number: str, at: datetime, factor: str = "") -> bytes:
        """1012."""
        return self.request(number, "1012", *self._of(factor), [("SystemTime", stamp(at))])

    def get_interval(self, number: str, *, minutes: bool = False) -> bytes:
        """1061, or 1063 for that of minute data."""
        return self.request(number, "1063" if minutes else "1061")

    def set_real_time_interval(self, number: str, seconds: int) -> bytes:
        """1062: 30 to 3,600 seconds."""
        return self.request(number, "1062", [_within("RtdInterval", str(seconds))])

    def set_minute_interval(self, number: str, minutes: int) -> bytes:
        """1064: 1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 minutes."""
        return self.request(number, "1064", [_within("MinInterval", str(minutes))])

    def set_patience(self, number: str, seconds: int, resends: int) -> bytes:
        """1000: how long the device waits for an answer and how often it sends again."""
        items = [_within("OverTime", str(seconds))], [_within("ReCount", str(resends))]
        return self.request(number, "1000", *items)

    def start_real_time(self, number: str) -> bytes:
        """2011."""
        return self.request(number, "2011")

    def stop_real_time(self, number: str) -> bytes:
        """2012."""
        return self.request(number, "2012")

    def history(self, number: str, command: str, begin: datetime, end: datetime) -> bytes:
        """2031 days, 2041 run hours, 2051 minutes, 2061 hours: what was stored from ``begin`` to
        ``end``, both starts of periods."""
        if command not in ("2031", "2041", "2051", "2061"):
            raise CannotSay(f"{command} fetches no history")
        if begin > end:
            raise CannotSay("a history ends before it begins")
        return self.request(
            number, command, [("BeginTime", stamp(begin)), ("EndTime", stamp(end))]
        )

    def _of(self, factor: str) -> tuple[Pairs, ...]:
        return ([("PolId", factor)],) if factor else ()


def _within(name: str, value: str) -> tuple[str, str]:
    if not fits(name, value):
        raise CannotSay(f"{name} cannot be {value}")
    return name, value
