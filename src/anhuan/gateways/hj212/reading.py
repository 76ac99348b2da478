"""What one frame of a known station leads to: a sample to be stored, bytes to be kept as they
came, an answer. This is the strict way, which names every deviation; ``ordinary`` gives the same
for frames that have none, faster."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from anhuan.base.sm4 import decrypting
from anhuan.telemetry.protocols.hj212 import cipher, compose, exchange, readings
from anhuan.telemetry.protocols.hj212.deviations import Deviation, Fault
from anhuan.telemetry.protocols.hj212.factors import todays
from anhuan.telemetry.protocols.hj212.frame import Frame
from anhuan.telemetry.protocols.hj212.readings import Report
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.protocols.hj212.segment import Segment
from anhuan.telemetry.types import Credential, OddFrame, Sample, Span, Value

SPANS: Final[Mapping[str, Span]] = MappingProxyType(
    {
        "2011": Span.REAL,
        "2021": Span.REAL,
        "2051": Span.MINUTE,
        "2061": Span.HOUR,
        "2031": Span.DAY,
        "2041": Span.DAY,
    }
)
"""What the data of a command are of."""
PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Rtd": "value",
        "Avg": "value",
        "RS": "value",
        "RT": "value",
        "Min": "low",
        "Max": "high",
        "Cou": "total",
        "ZsRtd": "converted",
        "ZsAvg": "converted",
    }
)
"""Where a statistic stands in a value; the others stand under their suffix."""
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(days=1)
"""Data of another time than this, or further ahead of their receipt, are of no time: the clock of
the device is wrong. Their bytes are kept."""
LONGEST: Final = 40
"""Characters of a number; a longer one is none."""


class Understood(NamedTuple):
    """What is stored of a frame, and what is answered once it is."""

    sample: Sample | None
    odd: OddFrame | None
    answer: bytes | None
    revision: Revision


def understood(frame: Frame, segment: Segment, station: Credential, at: datetime) -> Understood:
    """A sound frame of ``station``, received ``at``."""
    report = readings.report(segment)
    faults = [*frame.faults, *segment.faults, *report.faults]
    sample = _sample(segment, report, station, at, faults)
    answer = _answer(frame, segment, report, faults)
    odd = None
    if faults or sample is None:
        odd = OddFrame(code=station.code, raw=frame.raw, deviations=told(faults))
    return Understood(sample, odd, answer, report.revision)


def told(faults: list[Fault] | tuple[Fault, ...]) -> tuple[str, ...]:
    """Deviations as they are stored, each once: the name, and the place if there is one."""
    names = (storable(f"{fault.what} {fault.at}".rstrip()) for fault in faults)
    return tuple(dict.fromkeys(name.encode("utf-8", "replace").decode() for name in names))


def storable(text: str) -> str:
    """The text, with a sign for every zero byte: PostgreSQL keeps none in a text."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _answer(frame: Frame, segment: Segment, report: Report, faults: list[Fault]) -> bytes | None:
    try:
        return exchange.answer(frame, segment, report.revision)
    except compose.CannotSay:
        faults.append(Fault(Deviation.BAD_FIELD, "QN"))
        return None


def _sample(
    segment: Segment, report: Report, station: Credential, at: datetime, faults: list[Fault]
) -> Sample | None:
    span = SPANS.get(segment.command)
    if span is None or report.at is None:
        return None
    if not in_time(report.at, at):
        faults.append(Fault(Deviation.BAD_TIME, "DataTime"))
        return None
    values = _values(report)
    if not values:
        return None
    return Sample(
        station=station.station,
        span=span,
        at=report.at,
        values=values,
        revision=report.revision,
    )


def in_time(told_at: datetime, at: datetime) -> bool:
    return EARLIEST <= told_at <= at + AHEAD


def _values(report: Report) -> dict[str, Value]:
    found: dict[str, dict[str, Decimal | None]] = {}
    marks: dict[str, str] = {}
    for one in report.readings:
        places = found.setdefault(one.code, {})
        place = PLACES.get(one.statistic, one.statistic)
        place = one.statistic if place in places else place
        if place not in places:
            places[place] = number(one.text)
            marks.setdefault(one.code, one.mark)
    codes = todays(found.keys())
    return {codes[code]: value_of(places, marks[code]) for code, places in found.items()}


def number(text: str) -> Decimal | None:
    return readings.exact(text) if len(text) <= LONGEST else None


_OWN: Final = frozenset(PLACES.values())


def value_of(places: Mapping[str, Decimal | None], mark: str) -> Value:
    """The value of a factor from its statistics by place."""
    more = {name: one for name, one in places.items() if name not in _OWN and one is not None}
    given = places.get
    return Value(
        given("value"),
        given("low"),
        given("high"),
        given("total"),
        given("converted"),
        mark,
        more or None,
    )


def opened(frame: Frame, station: Credential) -> Frame:
    """The frame with its plain segment, where the station has a key (HJ 212-2025)."""
    if not station.cipher_key:
        return frame
    return cipher.opened(frame, _decrypt(station.cipher_key))


@cache
def _decrypt(key: str) -> cipher.Blocks:
    return decrypting(bytes.fromhex(key))
