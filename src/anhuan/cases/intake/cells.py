"""What a person may write into a cell of a row, read as the reader reads the file itself."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from anhuan.base.sheets.xlsx import EPOCHS
from anhuan.cases.reading.codes import read_code
from anhuan.cases.reading.dates import later_day, read_date
from anhuan.cases.reading.grade import read_grade
from anhuan.cases.reading.money import read_money
from anhuan.cases.reading.persons import read_persons, read_phones
from anhuan.cases.reading.status import status_of
from anhuan.cases.reading.titles import squeezed_name
from anhuan.kernel.refusal import Refusal, Why

LONGEST: Final[Mapping[str, int]] = {
    "site_name": 200,
    "address": 300,
    "category": 200,
    "basis": 400,
    "responsible": 200,
    "phone": 100,
    "found_by": 200,
    "spot": 200,
    "source_number": 200,
    "finisher": 200,
    "acceptor": 200,
}
LONGEST_TEXT: Final = 4000
GRADES: Final = ("general", "major")
STATUSES: Final = ("open", "rectifying", "extended", "submitted", "closed")
TEXTS: Final = frozenset({"description", "measure", "category", "basis", "address"})
DATES: Final = frozenset({"found_on", "due_on", "done_on", "closed_on"})
EDITABLE: Final = (
    TEXTS
    | DATES
    | {
        "site_name",
        "uscc",
        "found_by",
        "responsible",
        "phone",
        "money_yuan",
        "grade",
        "status",
    }
)


def read_cell(field: str, text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row that ``text`` in ``field`` gives; an empty text leaves it empty.

    Refuses ``MALFORMED`` (field, problem) for an unknown field or a text that says no value.
    """
    if field not in EDITABLE:
        raise Refusal(Why.MALFORMED, field=field[:64], problem="unknown")
    text = clean(text)
    if not text:
        return _emptied(field)
    if len(text) > LONGEST.get(field, LONGEST_TEXT):
        raise Refusal(Why.MALFORMED, field=field, problem="too-long")
    if field in TEXTS:
        return {field: text}
    return _READERS[field](field, text, values)


def clean(text: str) -> str:
    """Without what no database keeps: control characters but line breaks, lone surrogates."""
    if text.isprintable():
        return text.strip()
    kept = (c for c in text if (c >= " " or c in "\n\t") and not "\ud800" <= c <= "\udfff")
    return "".join(kept).strip()


def _emptied(field: str) -> dict[str, Any]:
    also = {"due_on": {"due_kind": None}, "uscc": {"uscc_valid": None}}
    return {field: None, **also.get(field, {})}


def _bad(field: str, problem: str) -> Refusal:
    return Refusal(Why.MALFORMED, field=field, problem=problem)


def _day(field: str, text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    found = values.get("found_on") if field != "found_on" else None
    start = date.fromisoformat(found) if found else None
    day, problem = later_day(read_date(text, EPOCHS[1900]), start, None)
    if problem is not None or day is None:
        raise _bad(field, "date")
    kind = {"due_kind": "date"} if field == "due_on" else {}
    return {field: day.isoformat(), **kind}


def _grade(field: str, text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    found = text if text in GRADES else read_grade(text, False).text
    if found is None:
        raise _bad(field, "choice")
    return {field: found}


def _status(field: str, text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    found = text if text in STATUSES else status_of(text)
    if found not in STATUSES:
        raise _bad(field, "choice")
    return {field: found}


def _money(field: str, text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    money = read_money(text, "元")
    if money.yuan is None or money.yuan * 100 > 10**14:
        raise _bad(field, "money")
    return {field: money.yuan}


def _phone(field: str, text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    phones = read_phones(text)
    if phones.text is None:
        raise _bad(field, "phone")
    return {field: phones.text}


def _code(field: str, text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    code = read_code(text)
    if not code.valid:
        raise _bad(field, "code")
    return {field: code.text, "uscc_valid": True}


def _persons(field: str, text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {field: read_persons(text).names}


def _name(field: str, text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {field: squeezed_name(text)}


_Reader = Callable[[str, str, Mapping[str, Any]], dict[str, Any]]
_READERS: Final[Mapping[str, _Reader]] = {
    **dict.fromkeys(DATES, _day),
    "grade": _grade,
    "status": _status,
    "money_yuan": _money,
    "phone": _phone,
    "uscc": _code,
    "found_by": _persons,
    "responsible": _persons,
    "site_name": _name,
}
