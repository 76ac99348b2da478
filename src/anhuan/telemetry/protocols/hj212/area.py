"""Data areas of many frames at once: every pair split, named by number, its value read.

Only areas in plain order are read here: ASCII without blanks or remarks, pairs of a name and a
value, at most one time, at most one mark an item and that of its factor. The others are named
``odd`` and left to be read alone.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.telemetry.protocols.hj212.factors import is_new
from anhuan.telemetry.protocols.hj212.names import NONE, Names
from anhuan.telemetry.protocols.hj212.readings import MARK, TEXTS, split_name
from anhuan.telemetry.protocols.hj212.texts import (
    NO_TIME,
    PADDING,
    Bytes,
    Flags,
    Floats,
    Places,
    Times,
    numbers,
    times,
)

_EQUALS, _COMMA, _SEMICOLON, _SLASH = b"=,;/"
_STAMP: Final = 14
_OTHER, _VALUE, _MARK, _TIME = range(4)


class Values(NamedTuple):
    """The values of some areas, in their order: the place of the area, factor, statistic, value
    as sent, mark. Per area: its time, whether it has codes of 2017, whether it is odd."""

    area: NDArray[np.int32]
    factor: NDArray[np.int32]
    statistic: NDArray[np.int32]
    value: Floats
    mark: NDArray[np.uint8]
    at: Times
    new_codes: Flags
    odd: Flags


class _Pairs(NamedTuple):
    buffer: Bytes
    area: Places
    item: Places
    name_at: Places
    name_size: Places
    value_at: Places
    value_size: Places


class Area:
    """Reads data areas; keeps the numbers of names, factors and statistics."""

    def __init__(self, most_names: int = 16_384) -> None:
        self.names = Names(most_names)
        self.factors = Names(most_names)
        self.statistics = Names(most_names)
        self._kind = np.zeros(most_names + 1, np.int8)
        self._factor = np.full(most_names + 1, NONE, np.int32)
        self._statistic = np.full(most_names + 1, NONE, np.int32)
        self._new = np.zeros(most_names + 1, np.bool_)
        self._known = 0

    def read(self, areas: Sequence[bytes]) -> Values:
        """The values of these areas; none of them is empty."""
        odd = np.zeros(len(areas), np.bool_)
        buffer, ends = _joined(areas)
        _mark_odd_bytes(buffer, ends, odd)
        if odd.any():
            return self._without(areas, odd)
        pairs = _pairs(buffer, ends, odd)
        if pairs is None:
            return self._without(areas, odd)
        return self._values(pairs, len(areas), odd)

    def _without(self, areas: Sequence[bytes], odd: Flags) -> Values:
        """The values of the areas that are not odd."""
        kept = np.flatnonzero(~odd)
        at = np.full(len(areas), NO_TIME)
        new = np.zeros(len(areas), np.bool_)
        if not len(kept):
            none = np.zeros(0, np.int32)
            floats, marks = np.zeros(0), np.zeros(0, np.uint8)
            return Values(none, none, none, floats, marks, at, new, odd)
        read = self.read([areas[place] for place in kept.tolist()])
        at[kept], new[kept], odd[kept] = read.at, read.new_codes, read.odd
        area = kept[read.area].astype(np.int32)
        return read._replace(area=area, at=at, new_codes=new, odd=odd)

    def _values(self, pairs: _Pairs, count: int, odd: Flags) -> Values:
        names = self.names.numbers(pairs.buffer, pairs.name_at, pairs.name_size)
        self._learn()
        kind = self._kind[names]
        odd[pairs.area[names == NONE]] = True
        new_codes = np.zeros(count, np.bool_)
        new_codes[pairs.area[self._new[names]]] = True
        at = _times(pairs, np.flatnonzero(kind == _TIME), count, odd)
        valued = np.flatnonzero(kind == _VALUE)
        factor = self._factor[names]
        mark = _marks(pairs, factor, np.flatnonzero(kind == _MARK), valued, odd)
        kept = valued[~odd[pairs.area[valued]]]
        return Values(
            pairs.area[kept].astype(np.int32),
            factor[kept],
            self._statistic[names[kept]],
            numbers(pairs.buffer, pairs.value_at[kept], pairs.value_size[kept]),
            mark[kept],
            at,
            new_codes,
            odd,
        )

    def _learn(self) -> None:
        """What the names say that are new since the last time."""
        for number in range(self._known, len(self.names)):
            text = self.names.names[number].decode("latin-1")
            code, suffix = split_name(text)
            if text == "DataTime":
                self._kind[number] = _TIME
            elif suffix == MARK:
                self._kind[number] = _MARK
            elif suffix and suffix not in TEXTS:
                self._kind[number] = _VALUE
            if suffix:
                self._factor[number] = self.factors.number(code.encode("latin-1"))
                self._statistic[number] = self.statistics.number(suffix.encode("latin-1"))
                self._new[number] = is_new(code)
        self._known = len(self.names)


def _joined(areas: Sequence[bytes]) -> tuple[Bytes, Places]:
    """The areas in one buffer, each followed by a semicolon; where each ends."""
    text = b";".join(areas)
    buffer = np.frombuffer(b"%b;%b" % (text, bytes(PADDING)), np.uint8)
    sizes = np.fromiter(map(len, areas), np.intp, len(areas))
    return buffer, np.cumsum(sizes + 1) - 1


def _mark_odd_bytes(buffer: Bytes, ends: Places, odd: Flags) -> None:
    """Blanks, what is not ASCII, and the slashes of remarks make an area odd."""
    text = buffer[: len(buffer) - PADDING]
    strange = (text - np.uint8(0x21) > 0x5D) | (text == _SLASH)
    if strange.any():
        odd[np.searchsorted(ends, np.flatnonzero(strange))] = True


def _pairs(buffer: Bytes, ends: Places, odd: Flags) -> _Pairs | None:
    """Every pair of every area, None when an area is not made of pairs: it is then marked odd."""
    text = buffer[: len(buffer) - PADDING]
    places = np.flatnonzero((text == _EQUALS) | (text == _COMMA) | (text == _SEMICOLON))
    joins = text[places] == _EQUALS
    lasts = np.searchsorted(places, ends)
    wrong = joins == np.concatenate(([False], joins[:-1]))
    wrong[lasts] |= joins[lasts]
    if len(places) % 2 or wrong.any():
        odd[np.searchsorted(ends, places[wrong])] = True
        return None
    equals, stops = places[0::2], places[1::2]
    starts = np.concatenate(([0], stops[:-1] + 1))
    last_of_item = text[stops] == _SEMICOLON
    item = np.cumsum(last_of_item) - last_of_item
    area = np.searchsorted(ends, stops)
    return _Pairs(buffer, area, item, starts, equals - starts, equals + 1, stops - equals - 1)


def _times(pairs: _Pairs, stamps: Places, count: int, odd: Flags) -> Times:
    at = np.full(count, NO_TIME)
    areas = pairs.area[stamps]
    odd[areas[pairs.value_size[stamps] != _STAMP]] = True
    if len(areas) > 1:
        odd[areas[1:][areas[1:] == areas[:-1]]] = True
    good = stamps[~odd[areas]]
    at[pairs.area[good]] = times(pairs.buffer, pairs.value_at[good])
    return at


def _marks(
    pairs: _Pairs, factor: NDArray[np.int32], marks: Places, valued: Places, odd: Flags
) -> NDArray[np.uint8]:
    """The mark of each pair's item; odd where an item has several, or one of another factor, or
    one without a value."""
    items = int(pairs.item[-1]) + 1
    item_of_mark = pairs.item[marks]
    odd[pairs.area[marks[pairs.value_size[marks] != 1]]] = True
    if len(marks) > 1:
        odd[pairs.area[marks[1:][item_of_mark[1:] == item_of_mark[:-1]]]] = True
    sent = np.zeros(items, np.uint8)
    sent[item_of_mark] = pairs.buffer[pairs.value_at[marks]]
    of_factor = np.full(items, NONE - 1, np.int32)
    of_factor[item_of_mark] = factor[marks]
    has_value = np.zeros(items, np.bool_)
    has_value[pairs.item[valued]] = True
    odd[pairs.area[marks[~has_value[item_of_mark]]]] = True
    mine = pairs.item[valued]
    foreign = (of_factor[mine] != NONE - 1) & (of_factor[mine] != factor[valued])
    odd[pairs.area[valued[foreign]]] = True
    return sent[pairs.item]
