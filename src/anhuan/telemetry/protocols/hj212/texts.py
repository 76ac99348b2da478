"""Numbers and times out of many places of one buffer at once, each as reading it alone gives."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Places = NDArray[np.intp]
Floats = NDArray[np.float64]
Times = NDArray[np.datetime64]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]

PADDING: Final = 24
"""Zeros a buffer must have behind its last place."""
LONGEST: Final = 18
"""Digits, sign and point of a number read here; a longer one is read alone."""
NO_TIME: Final = np.datetime64("NaT", "ms")
_EXACT: Final = 2**53
_TENS: Final = np.power(10.0, np.arange(23))
_ZONE: Final = np.timedelta64(8, "h")
_POINT, _PLUS, _MINUS, _ZERO = b".+-0"
_WORD: Final = 8
_ONES: Final = np.uint64(0x0101010101010101)
_TOPS: Final = np.uint64(0x8080808080808080)
_ZEROS: Final = np.uint64(0x3030303030303030)
_POINTS: Final = np.uint64(0x2E2E2E2E2E2E2E2E)
_SIXES: Final = np.uint64(0x0606060606060606)
_NIBBLES: Final = np.uint64(0xF0F0F0F0F0F0F0F0)
_THREES: Final = np.uint64(0x3333333333333333)
_PAIR: Final = np.uint64(0x000000FF000000FF)


def numbers(buffer: Bytes, starts: Places, sizes: Places) -> Floats:
    """The numbers written at ``starts``, each ``sizes`` long; NaN where there is none. Correctly
    rounded: a whole number below 2**53 divided by a power of ten is, and the others are read by
    ``float``."""
    long = np.flatnonzero(sizes > _WORD)
    value = _short(buffer, starts, np.minimum(sizes, _WORD))
    if len(long):
        value[long] = _long(buffer, starts[long], sizes[long])
    return value


def words(buffer: Bytes) -> Words:
    """Eight bytes from any place of a buffer, the first of them lowest."""
    return np.ndarray((len(buffer) - 7,), np.dtype("<u8"), buffer, strides=(1,))


def _short(buffer: Bytes, starts: Places, sizes: Places) -> Floats:
    """Numbers of at most eight characters, each in one word: the last character is brought to the
    highest byte, the point taken out, and the digits summed in three multiplications."""
    word = words(buffer)[starts]
    first = word & 0xFF
    minus = first == _MINUS
    signed = minus | (first == _PLUS)
    word = np.where(signed, (word & ~np.uint64(0xFF)) | _ZERO, word)
    shift = ((_WORD - np.maximum(sizes, 1)) * 8).astype(np.uint64)
    word = (word << shift) | (_ZEROS & ((np.uint64(1) << shift) - 1))
    differs = word ^ _POINTS
    points = (differs - _ONES) & ~differs & _TOPS
    point = points & (~points + 1)
    after = ~((point << np.uint64(1)) - 1)
    before = word & ((point >> np.uint64(7)) - 1)
    word = np.where(points != 0, (word & after) | (before << np.uint64(8)) | _ZERO, word)
    decimals = np.where(points != 0, np.bitwise_count(after) >> 3, 0)
    sixes = ((word + _SIXES) & _NIBBLES) >> np.uint64(4)
    good = ((word & _NIBBLES) | sixes) == _THREES
    good &= (points == point) & (sizes - signed - (points != 0) > 0)
    word = word - _ZEROS
    word = word * 10 + (word >> np.uint64(8))
    even, odd = word & _PAIR, (word >> np.uint64(16)) & _PAIR
    whole = (even * 0x000F424000000064 + odd * 0x0000271000000001) >> np.uint64(32)
    value = whole / _TENS[decimals]
    value[minus] *= -1.0
    value[~good] = np.nan
    return value


def _long(buffer: Bytes, starts: Places, sizes: Places) -> Floats:
    """Numbers of any length, character by character."""
    whole = np.zeros(len(starts), np.int64)
    decimals = np.zeros(len(starts), np.int64)
    digits = np.zeros(len(starts), np.int64)
    pointed = np.zeros(len(starts), np.bool_)
    first = buffer[starts]
    good = np.ones(len(starts), np.bool_)
    signed = (first == _PLUS) | (first == _MINUS)
    for place in range(min(int(sizes.max(initial=0)), LONGEST)):
        inside = sizes > place
        byte = buffer[starts + place]
        digit = byte - np.uint8(_ZERO)
        is_digit = (digit < 10) & inside
        is_point = (byte == _POINT) & inside & ~pointed
        whole = np.where(is_digit, whole * 10 + digit, whole)
        digits += is_digit
        decimals += is_digit & pointed
        pointed |= is_point
        fits = is_digit | is_point | ~inside
        good &= fits | signed if place == 0 else fits
    good &= digits > 0
    value = whole / _TENS[decimals]
    value[first == _MINUS] *= -1.0
    value[~good] = np.nan
    for index in np.flatnonzero((good & (whole >= _EXACT)) | (sizes > LONGEST)):
        value[index] = _alone(buffer, int(starts[index]), int(sizes[index]))
    return value


def _alone(buffer: Bytes, start: int, size: int) -> float:
    text = buffer[start : start + size].tobytes()
    plain = text.lstrip(b"+-") if text[:1] in (b"+", b"-") else text
    bare = plain.replace(b".", b"", 1)
    sound = bare.isdigit() and len(text) - len(plain) < 2
    return float(text) if sound else float("nan")


def times(buffer: Bytes, starts: Places) -> Times:
    """The times of 14 digits written at ``starts``, of China, in UTC; NaT where there is none."""
    digits = buffer[starts[:, None] + np.arange(14)] - np.uint8(_ZERO)
    good = (digits < 10).all(axis=1)
    pairs = digits[:, 0::2].astype(np.int64) * 10 + digits[:, 1::2]
    year = pairs[:, 0] * 100 + pairs[:, 1]
    month, day, hour, minute, second = pairs[:, 2:].T
    good &= (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)
    good &= (hour < 24) & (minute < 60) & (second < 60)
    months = np.where(good, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    first = months.astype("datetime64[D]")
    good &= day <= ((months + 1).astype("datetime64[D]") - first).astype(np.int64)
    seconds = (day - 1) * 86400 + hour * 3600 + minute * 60 + second
    at = first.astype("datetime64[ms]") + (seconds * 1000).astype("timedelta64[ms]") - _ZONE
    return np.where(good, at, NO_TIME)
