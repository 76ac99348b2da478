"""Which of many frames are whole and sound in every character of the packet, at once."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from anhuan.telemetry.protocols.hj212.crc import crc_of_rows
from anhuan.telemetry.protocols.hj212.frame import LONGEST_SEGMENT
from anhuan.telemetry.protocols.hj212.texts import Bytes, Flags, Places

NUMBER: Final = 27
"""Where the fields behind ``QN=`` and 17 digits begin."""
_AROUND: Final = 12
_START: Final = 6
_STEP: Final = 256
_NOT_HEX: Final = 255
_HEX: Final = np.full(256, _NOT_HEX, np.uint8)
for _value, _letters in enumerate(zip(b"0123456789ABCDEF", b"0123456789abcdef", strict=True)):
    _HEX[list(_letters)] = _value


class Plain(NamedTuple):
    """Per frame: whether nothing is wrong with its packet, whether its segment begins with a QN
    of 17 digits, whether it ends with &&."""

    sound: Flags
    numbered: Flags
    closed: Flags


def plain_frames(frames: Sequence[bytes]) -> Plain:
    """Looks at head, length, CRC (in letters of either case) and CR LF of each frame. An empty
    segment is not sound here, nor is one longer than the standard allows."""
    sizes = np.fromiter(map(len, frames), np.intp, len(frames))
    sound = (sizes > _AROUND) & (sizes <= LONGEST_SEGMENT + _AROUND)
    found = Plain(sound, np.zeros_like(sound), np.zeros_like(sound))
    steps = np.where(sound, -(-sizes // _STEP), 0)
    for step in np.unique(steps[sound]):
        places = np.flatnonzero(steps == step)
        chosen = frames if len(places) == len(frames) else [frames[at] for at in places.tolist()]
        looked = _of_like_size(chosen, sizes[places], int(step) * _STEP)
        for whole, part in zip(found, looked, strict=True):
            whole[places] = part
    return found


def _of_like_size(frames: Sequence[bytes], sizes: Places, width: int) -> Plain:
    joined = bytearray().join([raw.rjust(width, b"\0") for raw in frames])
    rows = np.frombuffer(joined, np.uint8).reshape(len(frames), width)
    # a frame may be shorter than what is looked at: then the rest of its row is seen again
    at = np.minimum((width - sizes)[:, None] + np.arange(NUMBER), width - 1)
    start = rows[np.arange(len(frames))[:, None], at]
    end = rows[:, width - 8 :].copy()
    sound = _framed(start, end, sizes)
    closed = (end[:, 0] == ord("&")) & (end[:, 1] == ord("&"))
    numbered = (start[:, _START : _START + 3] == np.frombuffer(b"QN=", np.uint8)).all(axis=1)
    numbered &= (start[:, 9:26] - np.uint8(ord("0")) < 10).all(axis=1) & (start[:, 26] == ord(";"))
    rows[np.arange(len(frames))[:, None], at[:, :_START]] = 0
    rows[:, width - _START :] = 0
    sound &= _told(end) == crc_of_rows(rows, sizes - _AROUND, behind=_START)
    return Plain(sound, numbered, closed)


def _framed(start: Bytes, end: Bytes, sizes: Places) -> Flags:
    digits = start[:, 2:_START] - np.uint8(ord("0"))
    said = digits.astype(np.intp) @ np.array([1000, 100, 10, 1])
    good: Flags = (start[:, 0] == ord("#")) & (start[:, 1] == ord("#"))
    good &= (digits < 10).all(axis=1) & (said == sizes - _AROUND)
    good &= (end[:, 6] == ord("\r")) & (end[:, 7] == ord("\n"))
    return good


def _told(end: Bytes) -> Places:
    """The CRC as written, −1 where it is not four hex digits."""
    check = _HEX[end[:, 2:_START]]
    said = check.astype(np.intp) @ np.array([4096, 256, 16, 1])
    return np.where((check == _NOT_HEX).any(axis=1), -1, said)
