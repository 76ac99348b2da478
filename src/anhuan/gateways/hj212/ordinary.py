"""Frames with no deviation, faster than the strict way and with the same result.

Nearly all frames of a station differ from its last one in nothing but their numbers. So the strict
way reads the first of each shape, and what it found of everything that is no number, time or mark
is kept; a later frame of that shape needs these looked at only. Whatever is in any way doubtful is
left to the strict way.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any, Final, NamedTuple

from anhuan.gateways.hj212.reading import AHEAD, EARLIEST, PLACES, SPANS, Understood, value_of
from anhuan.telemetry.packing import packed, seconds_of
from anhuan.telemetry.protocols.hj212.factors import todays
from anhuan.telemetry.protocols.hj212.fields import LONGEST_NUMBER, NUMBER, time_of
from anhuan.telemetry.protocols.hj212.readings import MARK, TEXTS, split_name
from anhuan.telemetry.protocols.hj212.revision import ISSUED_2025, MARKS, Revision
from anhuan.telemetry.protocols.hj212.segment import LONGEST_AREA, Segment
from anhuan.telemetry.types import Credential, Packed, Span, Value

MOST: Final = 20_000
"""Shapes, and times, that are kept; then they are forgotten all at once."""
LONGEST_SHAPE: Final = 2_048
_VALUE: Final = re.compile(r"=([^,;]*)")
_OPEN: Final = b"CP=&&"
_BEHIND: Final = len(b"&&CCCC\r\n")
_HEAD_AT: Final = len(b"##0000QN=20161122120000123;")
_NUMBER: Final = slice(9, 26)
_CHECK: Final = slice(-6, -2)
_TIME: Final = "DataTime"
_WRITTEN_ALIKE: Final = re.compile(r"(?:-?(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,6})?;)+")
"""Numbers that are written as the store writes them, a semicolon behind each."""
_OWN: Final = Value.__struct_fields__[:5]
_FIRST, _LAST = seconds_of(EARLIEST), int(AHEAD.total_seconds())


Fields = Callable[[Sequence[Any]], tuple[Any, ...]]
"""Some of the texts."""
NOTHING: Final = (None, "")
NO_NUMBER: Final = -2
NO_TEXT: Final = -1


class Factor(NamedTuple):
    """Where in the data area the statistics and the mark of a factor stand (−1: no mark)."""

    code: str
    places: tuple[tuple[str, int], ...]
    mark: int


class Shape(NamedTuple):
    """What is the same in all frames of one kind from one station."""

    code: str
    password: str
    span: Span
    revision: Revision
    marks: frozenset[str]
    time: int
    factors: tuple[Factor, ...]
    cells: tuple[tuple[str, Fields], ...]
    numbers: Fields
    marked: Fields
    before: bytes
    after: bytes
    answered: bool


class Read(NamedTuple):
    """What a frame of ``station`` leads to: a sample to be stored, and the segment of an answer,
    if one is due."""

    station: Credential
    sample: Packed
    answer: bytes | None


class Parts(NamedTuple):
    """A frame cut up: its shape, its number, the texts of its data area."""

    key: tuple[bytes, str]
    number: bytes
    texts: list[str]


def parts_of(raw: bytes) -> Parts | None:
    """A frame whose packet nothing is wrong with; its segment begins with a QN of 17 digits and
    ends with &&. None when it is not ordinary."""
    before, _, after = raw.partition(_OPEN)
    if len(after) <= _BEHIND or len(after) > LONGEST_AREA + _BEHIND or not raw.isascii():
        return None
    area = after[:-_BEHIND].decode("ascii")
    if "&" in area or "=//" in area or raw[_CHECK] != raw[_CHECK].upper():
        return None
    pieces = _VALUE.split(area)
    return Parts((before[_HEAD_AT:], "=".join(pieces[::2])), raw[_NUMBER], pieces[1::2])


class Ordinary:
    """The shapes that were met. One thread uses it."""

    def __init__(self) -> None:
        self._shapes: dict[tuple[bytes, str], Shape] = {}
        self._times: dict[str, tuple[int, date] | None] = {}
        self._minutes: dict[bytes, bool] = {}

    def read(self, parts: Parts, stations: Mapping[str, Credential], at: int) -> Read | None:
        """What the strict way would find of a frame received ``at`` (Unix seconds); None when that
        has to look."""
        shape = self._shapes.get(parts.key)
        station = stations.get(shape.code) if shape else None
        if shape is None or station is None or station.retired or station.cipher_key:
            return None
        if station.password and station.password != shape.password:
            return None
        told = self._time(parts.texts[shape.time])
        if told is None or not self._is_number(parts.number):
            return None
        begun, day = told
        if not _FIRST <= begun <= at + _LAST:
            return None
        if shape.revision is Revision.OF_2025 and day < ISSUED_2025:
            return None
        values = _values(shape, parts.texts)
        if values is None:
            return None
        sample = Packed(station.number, shape.span, begun, packed(shape.revision, values))
        answer = shape.before + parts.number + shape.after if shape.answered else None
        return Read(station, sample, answer)

    def learn(self, parts: Parts, segment: Segment, found: Understood) -> None:
        """Keep the shape of a frame the strict way found nothing wrong with."""
        shape = _shape(parts, segment, found)
        if shape is None or len(parts.key[0]) + len(parts.key[1]) > LONGEST_SHAPE:
            return
        if len(self._shapes) >= MOST:
            self._shapes.clear()
        self._shapes[parts.key] = shape

    def _time(self, text: str) -> tuple[int, date] | None:
        if len(self._times) >= MOST:
            self._times.clear()
        if text not in self._times:
            told = time_of(text) if len(text) == len("yyyymmddhhmmss") else None
            self._times[text] = (seconds_of(told), told.date()) if told else None
        return self._times[text]

    def _is_number(self, number: bytes) -> bool:
        """Whether it begins with a time; looked at once a second."""
        second = number[:14]
        if len(self._minutes) >= MOST:
            self._minutes.clear()
        if second not in self._minutes:
            self._minutes[second] = time_of(second.decode("ascii")) is not None
        return self._minutes[second]


def _shape(parts: Parts, segment: Segment, found: Understood) -> Shape | None:
    sample = found.sample
    names = [name for item in segment.items for name, _ in item]
    if sample is None or found.odd is not None or len(names) != len(parts.texts):
        return None
    factors = _factors(names)
    if factors is None:
        return None
    before, after, number = b"", b"", parts.number
    if found.answer is not None:
        if found.answer.count(number) != 1:
            return None
        before, _, after = found.answer[len(b"##0000") : -len(b"CCCC\r\n")].partition(number)
    return Shape(
        segment.station,
        segment.password,
        SPANS[segment.command],
        sample.revision,
        frozenset(MARKS[sample.revision]),
        names.index(_TIME),
        factors,
        () if any(_others(factor) for factor in factors) else tuple(map(_cells, factors)),
        _all([index for factor in factors for _, index in factor.places]),
        _all([factor.mark for factor in factors if factor.mark >= 0]),
        before,
        after,
        found.answer is not None,
    )


def _factors(names: list[str]) -> tuple[Factor, ...] | None:
    places: dict[str, dict[str, int]] = {}
    marks: dict[str, int] = {}
    for index, name in enumerate(names):
        code, suffix = split_name(name)
        if suffix == MARK:
            marks.setdefault(code, index)
        elif suffix and suffix not in TEXTS:
            place = PLACES.get(suffix, suffix)
            held = places.setdefault(code, {})
            held[suffix if place in held else place] = index
        elif name != _TIME:
            return None
    if names.count(_TIME) != 1 or not marks.keys() <= places.keys():
        return None
    codes = todays(places.keys())
    return tuple(
        Factor(codes[code], tuple(held.items()), marks.get(code, -1))
        for code, held in places.items()
    )


def _all(places: list[int]) -> Fields:
    """The texts at these places; of one place, twice."""
    if not places:
        return lambda texts: ()
    return itemgetter(*(places if len(places) > 1 else places * 2))


def _others(factor: Factor) -> bool:
    return any(place not in _OWN for place, _ in factor.places)


def _cells(factor: Factor) -> tuple[str, Fields]:
    """Where the fields of a value stand in the texts with ``NOTHING`` behind them."""
    places = dict(factor.places)
    cells = [places.get(name, NO_NUMBER) for name in _OWN]
    return factor.code, itemgetter(*cells, factor.mark if factor.mark >= 0 else NO_TEXT, NO_NUMBER)


def _values(shape: Shape, texts: list[str]) -> Mapping[str, Value | Sequence[Any]] | None:
    """By factor, the fields of its value; the numbers as texts where those are what the store
    would write."""
    all_texts = (*texts, *NOTHING)
    if shape.cells and _WRITTEN_ALIKE.fullmatch(";".join(shape.numbers(texts)) + ";"):
        if not shape.marks.issuperset(shape.marked(all_texts)):
            return None
        return {code: cells(all_texts) for code, cells in shape.cells}
    values = {}
    is_number = NUMBER.fullmatch
    for code, places, marked in shape.factors:
        mark = texts[marked] if marked >= 0 else ""
        if marked >= 0 and mark not in shape.marks:
            return None
        for _, index in places:
            text = texts[index]
            if len(text) > LONGEST_NUMBER or not is_number(text):
                return None
        if len(places) == 1 and places[0][0] == "value":
            values[code] = Value(Decimal(texts[places[0][1]]), mark=mark)
        else:
            told = {place: Decimal(texts[index]) for place, index in places}
            values[code] = value_of(told, mark)
    return values
