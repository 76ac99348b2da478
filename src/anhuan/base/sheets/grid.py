import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

MAX_FILE_BYTES: Final = 32 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 200 * 1024 * 1024
MAX_SHEETS: Final = 100
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 512
MAX_CELLS: Final = 4_000_000
MAX_PARTS: Final = 5_000
MAX_MERGES: Final = 50_000


class SheetError(Exception):
    """A file that is not read. `code` is stable, `facts` say what was found.

    Codes: file_missing, empty_file, file_too_large, unpacked_too_large, encrypted, corrupt,
    unknown_format, unsupported_format, xml_declaration_refused, encoding_unknown,
    too_many_sheets, too_many_rows, too_many_columns, too_many_cells, too_many_parts,
    too_many_merges.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class CellError(str):
    """The stored result of a formula that failed, such as `#N/A`."""

    __slots__ = ()


class CellKind(enum.Enum):
    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    ERROR = "error"


Value = str | int | float | bool | datetime | CellError | None
Row = tuple[Value, ...]


def kind_of(value: Value) -> CellKind:
    """Return the kind of a value taken from a grid."""
    if value is None:
        return CellKind.EMPTY
    if isinstance(value, CellError):
        return CellKind.ERROR
    if isinstance(value, str):
        return CellKind.TEXT
    if isinstance(value, bool):
        return CellKind.BOOL
    if isinstance(value, datetime):
        return CellKind.DATE
    return CellKind.NUMBER


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area; all four bounds are 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[0]` is row 1; a row ends at its last cell with content.

    `comments` and `merges` are 1-based, columns too. `fills` gives per row the RGB of its
    filled cells by column; a cell without a fill, or filled white, is absent.
    """

    name: str | None
    hidden: bool
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    fills: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file. `kind` is xlsx, xls or csv; a csv has an encoding and no date system."""

    kind: str
    encoding: str | None
    date_system: int | None
    sheets: tuple[Sheet, ...]


def column_letter(number: int) -> str:
    """Return the letters of a 1-based column number: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def trimmed(rows: list[Row]) -> tuple[Row, ...]:
    """Drop the empty rows at the end."""
    end = len(rows)
    while end and not rows[end - 1]:
        end -= 1
    return tuple(rows[:end])


def tight(values: list[Value]) -> Row:
    """Drop the empty cells at the end of a row; white space alone is no content there."""
    end = len(values)
    while end and (values[end - 1] is None or _is_space(values[end - 1])):
        end -= 1
    return tuple(values[:end])


def _is_space(value: Value) -> bool:
    return isinstance(value, str) and not value.strip()
