"""Values out of a data area, exact, each with its mark; a gap stays a gap."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from anhuan.telemetry.protocols.hj212.commands import COMMANDS, SYSTEMS, Stamp
from anhuan.telemetry.protocols.hj212.deviations import Deviation, Fault
from anhuan.telemetry.protocols.hj212.factors import factor, is_new
from anhuan.telemetry.protocols.hj212.fields import (
    FIELDS,
    LONGEST_NUMBER,
    NUMBER,
    SUFFIXES,
    fits,
    time_of,
)
from anhuan.telemetry.protocols.hj212.revision import (
    MARKS,
    MEASURED,
    Revision,
    revision_of,
)
from anhuan.telemetry.protocols.hj212.segment import NEEDED, Item, Segment

MARK: Final = "Flag"
TEXTS: Final = frozenset({MARK, "EFlag", "SampleTime", "Info", "SN"})
"""Suffixes of what is no value."""


class Reading(NamedTuple):
    """One value of one factor. ``value`` is None where there is none or its mark says that it is
    no measurement; ``text`` is what was sent, ``mark`` the data flag ("" when none was sent)."""

    code: str
    statistic: str
    value: Decimal | None
    mark: str
    text: str


@dataclass(frozen=True)
class Report:
    """What a segment says: the revision it is read by, its time, its readings."""

    revision: Revision
    at: datetime | None
    stamp: Stamp
    readings: tuple[Reading, ...]
    faults: tuple[Fault, ...]


def report(segment: Segment) -> Report:
    """The readings of a segment, with every deviation of its fields and its data area."""
    at = time_of(segment.parameters.get("DataTime", ""))
    revision = read_by(segment, at.date() if at else None)
    readings: list[Reading] = []
    faults = [*_head_faults(segment, revision), *_time_faults(segment)]
    apart = _marks_apart(segment.items)
    for item in segment.items:
        readings += _readings(item, apart, MEASURED[revision])
        faults += _item_faults(item, revision)
        if apart and _bare(item):
            faults += [Fault(Deviation.MARK_APART, code) for code in _codes(item) if code in apart]
    command = COMMANDS.get(segment.command)
    stamp = command.stamp if command else Stamp.NONE
    return Report(revision, at, stamp, tuple(readings), tuple(faults))


def read_by(segment: Segment, on: date | None) -> Revision:
    """The revision by which a segment with data of that day is read."""
    new = any(is_new(code) for item in segment.items for code in _codes(item))
    return revision_of(segment.flag, new_codes=new, on=on)


def split_name(name: str) -> tuple[str, str]:
    """``a21026-Rtd`` as its code and suffix; the suffix is "" where there is no hyphen."""
    code, hyphen, suffix = name.rpartition("-")
    return (code, suffix) if hyphen else (name, "")


def _codes(item: Item) -> list[str]:
    return list(dict.fromkeys(name.rpartition("-")[0] for name, _ in item if "-" in name))


def _bare(item: Item) -> bool:
    return all(not name.endswith(f"-{MARK}") for name, _ in item)


def _marks_apart(items: tuple[Item, ...]) -> dict[str, str]:
    """Marks sent as items of their own, by code."""
    found: dict[str, str] = {}
    for item in items:
        names = [split_name(name) for name, _ in item]
        codes_valued = {code for code, suffix in names if suffix not in TEXTS}
        for (code, suffix), (_, value) in zip(names, item, strict=True):
            if suffix == MARK and code not in codes_valued:
                found.setdefault(code, value)
    return found


def _readings(item: Item, apart: dict[str, str], measured: frozenset[str]) -> Iterator[Reading]:
    marks: dict[str, str] = {}
    for name, value in item:
        code, suffix = split_name(name)
        if suffix == MARK:
            marks.setdefault(code, value)
    for name, text in item:
        code, suffix = split_name(name)
        if suffix and suffix not in TEXTS:
            mark = marks.get(code, apart.get(code, ""))
            number = exact(text) if mark in measured else None
            yield Reading(code, suffix, number, mark, text)


def exact(text: str) -> Decimal | None:
    """The number written so, every digit of it; None when it is no number of the standard."""
    return Decimal(text) if NUMBER.fullmatch(text) else None


def _head_faults(segment: Segment, revision: Revision) -> Iterator[Fault]:
    header = segment.header
    needed = NEEDED if revision is Revision.OF_2005 else ("QN", *NEEDED, "Flag")
    for name in needed:
        if name not in header:
            yield Fault(Deviation.MISSING_FIELD, name)
    for name, value in segment.fields:
        if fits(name, value, revision) is False:
            yield Fault(Deviation.BAD_FIELD, name)
    if segment.system and segment.system not in SYSTEMS:
        yield Fault(Deviation.UNKNOWN_SYSTEM, segment.system[:20])
    command = COMMANDS.get(segment.command)
    if segment.command and command is None:
        yield Fault(Deviation.UNKNOWN_COMMAND, segment.command[:20])
    yield from _flag_faults(segment, revision)


def _flag_faults(segment: Segment, revision: Revision) -> Iterator[Fault]:
    flag, header = segment.flag, segment.header
    if flag is not None and flag.claimed is not revision:
        yield Fault(Deviation.VERSION_DOUBTFUL, str(flag.value))
    given = [name for name in ("PNUM", "PNO") if name in header]
    # requests of 2005 set the bit without the fields
    if flag is not None and flag.numbered and len(given) < 2 and revision > Revision.OF_2005:
        yield Fault(Deviation.NUMBERS_MISSING)
    if given and not (flag and flag.numbered):
        yield Fault(Deviation.NUMBERS_UNANNOUNCED)
    if len(given) == 2:
        parts = [header[name] for name in given]
        whole = all(part.isascii() and part.isdigit() and len(part) <= 9 for part in parts)
        if not whole or not 1 <= int(parts[1]) <= int(parts[0]):
            yield Fault(Deviation.NUMBERS_WRONG, "/".join(reversed(parts))[:20])


def _time_faults(segment: Segment) -> Iterator[Fault]:
    command = COMMANDS.get(segment.command)
    stamped = command is not None and command.stamp is not Stamp.NONE
    if stamped and "DataTime" not in segment.parameters and _has_values(segment):
        yield Fault(Deviation.NO_TIME, "DataTime")
    for name, value in segment.parameters.items():
        if name.endswith(("Time", "-SampleTime")) and fits(name, value) is False:
            numeric = name in ("CTime", "STime", "Ctime", "Stime", "OverTime")
            yield Fault(Deviation.BAD_VALUE if numeric else Deviation.BAD_TIME, name[:30])


def _has_values(segment: Segment) -> bool:
    return any("-" in name for item in segment.items for name, _ in item)


def _item_faults(item: Item, revision: Revision) -> Iterator[Fault]:
    for name, value in item:
        code, suffix = split_name(name)
        if not suffix:
            if name in FIELDS and not name.endswith("Time") and fits(name, value) is False:
                yield Fault(Deviation.BAD_VALUE, name)
        else:
            yield from _pair_faults(code, suffix, value, revision)


def _pair_faults(code: str, suffix: str, value: str, revision: Revision) -> Iterator[Fault]:
    if suffix not in SUFFIXES:
        yield Fault(Deviation.UNKNOWN_SUFFIX, suffix[:20])
    if suffix == MARK and value not in MARKS[revision]:
        yield Fault(Deviation.UNKNOWN_MARK, f"{code[:10]} {value[:10]}")
    if suffix not in TEXTS:
        yield from _value_faults(f"{code}-{suffix}", value)
    if not _known(code, suffix):
        yield Fault(Deviation.UNKNOWN_CODE, code[:20])


def _known(code: str, suffix: str) -> bool:
    return suffix in ("RS", "RT", "Info", "SN", MARK, "EFlag") or factor(code) is not None


def _value_faults(name: str, value: str) -> Iterator[Fault]:
    at = name[:30]
    if not value:
        yield Fault(Deviation.NO_VALUE, at)
    elif not NUMBER.fullmatch(value):
        yield Fault(Deviation.BAD_VALUE, at)
    elif len(value) > LONGEST_NUMBER:
        yield Fault(Deviation.OVERLONG_VALUE, at)
