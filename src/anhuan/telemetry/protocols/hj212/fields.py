"""Whether a value is one its field may have (HJ 212-2017, tables 4 to 7)."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Final

from anhuan.telemetry.protocols.hj212.revision import MARKS, Revision

ZONE: Final = timezone(timedelta(hours=8))
"""Times on the wire are those of China and carry no zone."""
_STAMP: Final = re.compile(r"[0-9]{14}")
_NUMBERED_STAMP: Final = re.compile(r"[0-9]{17}")
NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
"""A number as the standard writes it: sign, digits, a point; no exponent."""
LONGEST_NUMBER: Final = 18
_N14_2: Final = re.compile(r"[+-]?[0-9]{1,14}(?:\.[0-9]{1,2})?")


def time_of(text: str) -> datetime | None:
    """``yyyymmddhhmmss`` as an instant; 17 digits are seconds with milliseconds behind. None when
    it is neither, or no day or hour of the calendar."""
    if not (_STAMP.fullmatch(text) or _NUMBERED_STAMP.fullmatch(text)):
        return None
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:8])
    hour, minute, second = int(text[8:10]), int(text[10:12]), int(text[12:14])
    try:
        whole = datetime(year, month, day, hour, minute, second, tzinfo=ZONE)
    except ValueError:
        return None
    return whole + timedelta(milliseconds=int(text[14:] or "0"))


def _stamp(text: str) -> bool:
    return len(text) == 14 and time_of(text) is not None


def _number_stamp(text: str) -> bool:
    return len(text) == 17 and time_of(text) is not None


def _clock(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{6}", text):
        return False
    hours, minutes, seconds = int(text[:2]), int(text[2:4]), int(text[4:])
    return hours < 24 and minutes < 60 and seconds < 60


def _between(low: int, high: int, digits: int = 4) -> Callable[[str], bool]:
    pattern = re.compile(rf"[0-9]{{1,{digits}}}")
    return lambda text: bool(pattern.fullmatch(text)) and low <= int(text) <= high


def _matching(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: bool(compiled.fullmatch(text))


def _one_of(*values: str) -> Callable[[str], bool]:
    return lambda text: text in values


def _hours(text: str) -> bool:
    return bool(_N14_2.fullmatch(text)) and 0 <= float(text) <= 24


_count = _matching(r"[1-9][0-9]{0,3}")
_value = _matching(_N14_2.pattern)

FIELDS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "QN": _number_stamp,
        "ST": _matching(r"[0-9]{2}"),
        "CN": _matching(r"[0-9]{4}"),
        "PW": _matching(r"[0-9A-Za-z]{6}"),
        "MN": _matching(r"[0-9A-F]{24}"),
        "Flag": _between(0, 255),
        "PNUM": _count,
        "PNO": _count,
        "RF": _one_of("1"),
        "DataTime": _stamp,
        "SystemTime": _stamp,
        "BeginTime": _stamp,
        "EndTime": _stamp,
        "RestartTime": _stamp,
        "SampleTime": _stamp,
        "CstartTime": _clock,
        "PolId": _matching(r"[0-9A-Za-z]{1,6}"),
        "InfoId": _matching(r"[0-9A-Za-z]{1,6}"),
        "NewPW": _matching(r"[0-9A-Za-z]{6}"),
        "QnRtn": _one_of("1", "2", "3", "4", "5", "6", "7", "8", "9", "100"),
        "ExeRtn": _one_of("1", "2", "3", "4", "5", "6", "100"),
        "RtdInterval": _between(30, 3600),
        "MinInterval": _one_of("1", "2", "3", "4", "5", "6", "10", "12", "15", "20", "30"),
        "OverTime": _between(1, 99),
        "ReCount": _between(1, 99),
        "VaseNo": _between(1, 99),
        "CTime": _between(1, 24),
        "STime": _between(1, 120),
    }
)
"""By name of the field, of 2017."""

_SPELT: Final = {"Ctime": "CTime", "Stime": "STime", "CStartTime": "CstartTime"}

SUFFIXES: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "SampleTime": _stamp,
        "Rtd": _value,
        "Min": _value,
        "Avg": _value,
        "Max": _value,
        "ZsRtd": _value,
        "ZsMin": _value,
        "ZsAvg": _value,
        "ZsMax": _value,
        "Cou": _value,
        "Data": _value,
        "DayData": _value,
        "NightData": _value,
        "Flag": _one_of(*MARKS[Revision.OF_2017]),
        "EFlag": _matching(r"[A-Z0-9]{1,4}"),
        "RS": _between(0, 5),
        "RT": _hours,
        "Info": _matching(r"(?s).*"),
        "SN": _matching(r"[0-9A-F]{24}"),
    }
)
"""By what follows the last hyphen of a name in the data area."""

_OF_2005: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {"MN": _matching(r"[0-9A-Za-z]{14}")}
)


def fits(field: str, value: str, revision: Revision = Revision.OF_2017) -> bool | None:
    """Whether ``value`` is one ``field`` may have; None when the standard has no such field."""
    field = _SPELT.get(field, field)
    if revision is Revision.OF_2005 and field in _OF_2005:
        return _OF_2005[field](value)
    check = FIELDS.get(field)
    if check is None:
        code, hyphen, suffix = field.rpartition("-")
        check = SUFFIXES.get(suffix) if hyphen and code else None
    return None if check is None else check(value)
