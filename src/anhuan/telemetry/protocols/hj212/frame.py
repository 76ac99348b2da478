"""One frame, checked: its length, its CRC, its ends (HJ 212-2017, 6.3 and appendix A)."""

from typing import Final, NamedTuple

from anhuan.telemetry.protocols.hj212.crc import crc
from anhuan.telemetry.protocols.hj212.deviations import Deviation, Fault
from anhuan.telemetry.protocols.hj212.framing import (
    CHECK,
    HEAD,
    SEGMENT_AT,
    TAIL,
    Kind,
    Piece,
    reread,
)

LONGEST_SEGMENT: Final = 1024
_SHORTEST: Final = SEGMENT_AT + CHECK


class Frame(NamedTuple):
    """A frame as it came and what is wrong with it. ``sound`` frames have a CRC that holds: only
    their content may be used or answered."""

    raw: bytes
    segment: bytes
    check: bytes
    computed: int
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether the CRC holds, in letters of either case."""
        return _number(self.check) == self.computed

    @property
    def strict(self) -> bool:
        """Whether nothing at all is wrong with the packet."""
        return not self.faults


def examined(piece: Piece) -> Frame:
    """The frame of a piece of a stream, checked. Pieces that are no frame give an unsound one."""
    if piece.kind is not Kind.FRAME:
        faults = piece.faults or (Fault(Deviation.NO_FRAME),)
        return Frame(piece.raw, b"", b"", crc(b""), faults)
    segment, check = piece.segment, piece.check
    computed = crc(segment)
    faults = (*piece.faults, *_check_faults(check, computed))
    if len(segment) > LONGEST_SEGMENT:
        faults = (*faults, Fault(Deviation.TOO_LONG, str(len(segment))))
    return Frame(piece.raw, segment, check, computed, _characters(piece, faults))


def inspected(raw: bytes, *, ended: bool = True) -> Frame:
    """Bytes that are said to be one frame, checked; without ``ended`` CR LF may be missing."""
    tail = 2 if raw.endswith(TAIL) else 1 if raw.endswith((b"\r", b"\n")) else 0
    if not raw.startswith(HEAD) or len(raw) - tail < _SHORTEST:
        return Frame(raw, b"", b"", crc(b""), (Fault(Deviation.NO_FRAME),))
    digits, size = raw[2:SEGMENT_AT], len(raw) - tail - _SHORTEST
    faults: list[Fault] = []
    if not digits.isdigit():
        line = reread(raw)
        if line.start != SEGMENT_AT:
            return examined(line)
        faults.append(Fault(Deviation.LENGTH_NOT_DECIMAL, digits.decode("latin-1")))
    elif int(digits) != size:
        faults.append(Fault(Deviation.LENGTH_MISMATCH, digits.decode("ascii")))
    if tail < 2 and ended:
        faults.append(Fault(Deviation.TERMINATOR, repr(raw[len(raw) - tail :])[2:-1]))
    return examined(Piece(raw, Kind.FRAME, SEGMENT_AT, tail, tuple(faults)))


def _check_faults(check: bytes, computed: int) -> tuple[Fault, ...]:
    told = _number(check)
    text = check.decode("latin-1")
    if told is None:
        return (Fault(Deviation.CRC_NOT_HEX, text), Fault(Deviation.CRC_MISMATCH, text))
    if told != computed:
        return (Fault(Deviation.CRC_MISMATCH, text),)
    return (Fault(Deviation.CRC_LOWER_CASE, text),) if text != text.upper() else ()


def _number(check: bytes) -> int | None:
    """Four hex digits as a number; ``int`` alone would also take signs, blanks and ``_``."""
    try:
        return int.from_bytes(bytes.fromhex(check.decode("ascii"))) if check.isalnum() else None
    except ValueError:
        return None


def _characters(piece: Piece, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The standard counts “ASCII characters” and leaves open what a Chinese one counts."""
    wrong = [fault for fault in faults if fault.what is Deviation.LENGTH_MISMATCH]
    if not wrong or not wrong[0].at.isdigit():
        return faults
    characters = len(piece.segment.decode("utf-8", "replace"))
    if characters != int(wrong[0].at):
        return faults
    counted = Fault(Deviation.LENGTH_IN_CHARACTERS, wrong[0].at)
    return tuple(counted if fault in wrong else fault for fault in faults)
