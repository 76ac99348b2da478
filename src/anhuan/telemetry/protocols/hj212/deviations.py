"""What a frame can do that the standard does not say, each with its clause."""

from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final, NamedTuple


@unique
class Deviation(StrEnum):
    """One way to depart from HJ 212. The values are never renamed: they are stored."""

    # the packet
    LENGTH_NOT_DECIMAL = "length-not-decimal"
    LENGTH_MISMATCH = "length-mismatch"
    LENGTH_IN_CHARACTERS = "length-in-characters"
    TOO_LONG = "too-long"
    CRC_NOT_HEX = "crc-not-hex"
    CRC_MISMATCH = "crc-mismatch"
    CRC_LOWER_CASE = "crc-lower-case"
    TERMINATOR = "terminator"
    CUT = "cut"
    NO_FRAME = "no-frame"
    # the data segment
    NOT_ASCII = "not-ascii"
    NOT_UTF8 = "not-utf8"
    NO_CP = "no-cp"
    CP_NOT_CLOSED = "cp-not-closed"
    AFTER_CP = "after-cp"
    CP_TOO_LONG = "cp-too-long"
    NO_SEMICOLON = "no-semicolon"
    EMPTY_PART = "empty-part"
    NOT_A_PAIR = "not-a-pair"
    BLANK = "blank"
    MISSING_FIELD = "missing-field"
    UNKNOWN_FIELD = "unknown-field"
    DUPLICATE_FIELD = "duplicate-field"
    FIELD_ORDER = "field-order"
    BAD_FIELD = "bad-field"
    NUMBERS_MISSING = "numbers-missing"
    NUMBERS_UNANNOUNCED = "numbers-unannounced"
    NUMBERS_WRONG = "numbers-wrong"
    VERSION_DOUBTFUL = "version-doubtful"
    UNKNOWN_SYSTEM = "unknown-system"
    UNKNOWN_COMMAND = "unknown-command"
    # the data area
    DUPLICATE_NAME = "duplicate-name"
    UNKNOWN_CODE = "unknown-code"
    UNKNOWN_SUFFIX = "unknown-suffix"
    UNKNOWN_MARK = "unknown-mark"
    MARK_APART = "mark-apart"
    NO_TIME = "no-time"
    BAD_TIME = "bad-time"
    BAD_VALUE = "bad-value"
    NO_VALUE = "no-value"
    OVERLONG_VALUE = "overlong-value"


class Fault(NamedTuple):
    """A deviation and where it is: the field, name or place, as far as there is one."""

    what: Deviation
    at: str = ""


_PACKET = "6.3 packet (##, four digits, segment 0–1024, CRC, CR LF)"
_SEGMENT = "6.3 data segment (QN ST CN PW MN Flag PNUM PNO CP)"
_AREA = "6.3 data area (= joins, comma parts one item, semicolon parts items)"
_CHECK = "appendix A (CRC)"
_FIELDS = "table 4 (fields)"
_FLAG = "6.3 Flag bits"

CLAUSES: Final = MappingProxyType(
    {
        Deviation.LENGTH_NOT_DECIMAL: _PACKET,
        Deviation.LENGTH_MISMATCH: _PACKET,
        Deviation.LENGTH_IN_CHARACTERS: _PACKET,
        Deviation.TOO_LONG: _PACKET,
        Deviation.CRC_NOT_HEX: _PACKET,
        Deviation.CRC_MISMATCH: _CHECK,
        Deviation.CRC_LOWER_CASE: _CHECK,
        Deviation.TERMINATOR: _PACKET,
        Deviation.CUT: _PACKET,
        Deviation.NO_FRAME: _PACKET,
        Deviation.NOT_ASCII: _PACKET,
        Deviation.NOT_UTF8: _PACKET,
        Deviation.NO_CP: _SEGMENT,
        Deviation.CP_NOT_CLOSED: _SEGMENT,
        Deviation.AFTER_CP: _SEGMENT,
        Deviation.CP_TOO_LONG: _SEGMENT,
        Deviation.NO_SEMICOLON: _SEGMENT,
        Deviation.EMPTY_PART: _AREA,
        Deviation.NOT_A_PAIR: _AREA,
        Deviation.BLANK: _AREA,
        Deviation.MISSING_FIELD: _SEGMENT,
        Deviation.UNKNOWN_FIELD: _SEGMENT,
        Deviation.DUPLICATE_FIELD: _SEGMENT,
        Deviation.FIELD_ORDER: _SEGMENT,
        Deviation.BAD_FIELD: _FIELDS,
        Deviation.NUMBERS_MISSING: _FLAG,
        Deviation.NUMBERS_UNANNOUNCED: _FLAG,
        Deviation.NUMBERS_WRONG: _FLAG,
        Deviation.VERSION_DOUBTFUL: _FLAG,
        Deviation.UNKNOWN_SYSTEM: "table 5 (system codes)",
        Deviation.UNKNOWN_COMMAND: "command codes",
        Deviation.DUPLICATE_NAME: _AREA,
        Deviation.UNKNOWN_CODE: "appendix B (factor codes)",
        Deviation.UNKNOWN_SUFFIX: _FIELDS,
        Deviation.UNKNOWN_MARK: "data flags",
        Deviation.MARK_APART: _AREA,
        Deviation.NO_TIME: _FIELDS,
        Deviation.BAD_TIME: _FIELDS,
        Deviation.BAD_VALUE: _FIELDS,
        Deviation.NO_VALUE: _FIELDS,
        Deviation.OVERLONG_VALUE: _FIELDS,
    }
)
"""The part of HJ 212-2017 each deviation departs from."""
