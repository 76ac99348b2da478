"""What is wrong with a row, what may be offered for it, and whether the row may go in."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from anhuan.cases.intake.cells import GRADES, STATUSES
from anhuan.cases.intake.types import Issue, Weight

NOTES: Final = frozenset(
    {"hidden_row", "merged_across", "site_inherited", "money_approx", "count_mismatch"}
)
SITE: Final = "site_proposed"
TWIN: Final = "possible_duplicate"
MOST_OFFERS: Final = 3
_NUMBERS: Final = re.compile(r"\d+")
_DATES: Final = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})")


def family_of(reason: str) -> str:
    """The kind of a finding under which people put several right at once."""
    return next((kind for start, kind in _FAMILIES if reason.startswith(start)), reason)


_FAMILIES: Final = (
    ("date_", "date"),
    ("two_dates", "date"),
    ("workdays", "date"),
    ("relative_", "date"),
    ("needs_", "date"),
    ("uscc_length", "code"),
    ("uscc_text", "code"),
    ("uscc_", "code_doubt"),
    ("number_precision", "digits"),
    ("phone_", "phone"),
    ("money_approx", "money_approx"),
    ("money_", "money"),
    ("grade_", "grade"),
    ("status_", "status"),
)


def weight_of(problem: Mapping[str, Any]) -> Weight:
    """A value that could not be read stops a row, one that is kept but doubtful is asked about."""
    if problem["reason"] in NOTES:
        return Weight.NOTE
    return Weight.ASK if problem["kept"] else Weight.STOP


def standing(problems: Iterable[Mapping[str, Any]]) -> tuple[bool, bool]:
    """Whether a row is ready, and whether something that could not be read stops it."""
    open_ = [weight_of(each) for each in problems if not each.get("done")]
    return all(w is Weight.NOTE for w in open_), Weight.STOP in open_


def settle(problems: Sequence[dict[str, Any]], fields: Iterable[str]) -> None:
    """Mark the findings in ``fields`` as settled: a person has filled in or accepted them."""
    settled = set(fields)
    for each in problems:
        if each["field"] in settled and each["reason"] not in NOTES:
            each["done"] = True


def issue_of(place: int, problem: Mapping[str, Any], values: Mapping[str, Any]) -> Issue:
    """A stored finding as it is shown."""
    of = problem.get("of")
    return Issue(
        place=place,
        field=problem["field"] or "",
        reason=problem["reason"],
        raw=problem["raw"],
        weight=weight_of(problem),
        settled=bool(problem.get("done")),
        offers=offers_for(problem, values),
        of=of["row"] if of else None,
        candidates=tuple(problem.get("candidates", ())),
    )


def offers_for(problem: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[str, ...]:
    """Values a person may take for a finding with one press; none is ever taken unasked."""
    field, reason, raw = problem["field"], problem["reason"], str(problem["raw"])
    if field == "grade":
        return GRADES
    if field == "status":
        return STATUSES
    make = _OFFERS.get(reason)
    found = make(raw, values, field) if make else []
    return tuple(dict.fromkeys(found))[:MOST_OFFERS]


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _year(raw: str, values: Mapping[str, Any]) -> int | None:
    stated = re.search(r"20\d{2}", raw)
    if stated:
        return int(stated[0])
    known = next((values[name] for name in ("found_on", "due_on") if values.get(name)), None)
    return int(known[:4]) if known else None


def _kept(days: Iterable[str | None]) -> list[str]:
    return [day for day in days if day is not None]


def _impossible(raw: str, values: Mapping[str, Any], field: str) -> list[str]:
    """Month and day changed over, a digit too many, or a day after the month's last."""
    year = _year(raw, values)
    numbers = [int(n) for n in _NUMBERS.findall(raw.replace(str(year), "", 1)) if len(n) <= 2]
    if year is None or len(numbers) < 2:
        return []
    month, day = numbers[:2]
    last = monthrange(year, month)[1] if 1 <= month <= 12 else 0
    swapped = _day(year, day, month)
    ten = _day(year, day, month - 10) if month > 10 else None
    if month > 12:
        return _kept([swapped, _day(year, 12, day)])
    return _kept([_day(year, month, last) if day > last else None, swapped, ten])


def _ambiguous(raw: str, values: Mapping[str, Any], field: str) -> list[str]:
    """The number 3.1 may be the 1st or the 10th of March."""
    year = _year("", values)
    numbers = _NUMBERS.findall(raw)
    if year is None or len(numbers) != 2 or len(numbers[1]) != 1:
        return []
    month, day = int(numbers[0]), int(numbers[1])
    return _kept([_day(year, month, day), _day(year, month, day * 10)])


def _incomplete(raw: str, values: Mapping[str, Any], field: str) -> list[str]:
    """A month alone is kept until its last day, as 月底前 is."""
    year = _year(raw, values)
    month = re.search(r"(?<!\d)(\d{1,2})月", raw)
    number = int(month[1]) if month else _found_month(raw, values)
    if year is None or number is None or not 1 <= number <= 12:
        return []
    last = monthrange(year, number)[1]
    middle = _day(year, number, 20) if "中旬" in raw else None
    return _kept([middle, _day(year, number, last)])


def _found_month(raw: str, values: Mapping[str, Any]) -> int | None:
    found = values.get("found_on")
    return int(found[5:7]) if found and raw.startswith(("月", "本月")) else None


def _several(raw: str, values: Mapping[str, Any], field: str) -> list[str]:
    return _kept(_day(int(y), int(m), int(d)) for y, m, d in _DATES.findall(raw))


def _order(raw: str, values: Mapping[str, Any], field: str) -> list[str]:
    """The same day of the month of the finding, of the next one, or a year later."""
    written, found = values.get(field), values.get("found_on")
    if not written or not found:
        return []
    day, start = date.fromisoformat(written), date.fromisoformat(found)
    after = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    near = [(start.year, start.month), (after.year, after.month), (day.year + 1, day.month)]
    days = _kept(_day(year, month, day.day) for year, month in near)
    return [each for each in days if each >= found]


def _doubtful_money(raw: str, values: Mapping[str, Any], field: str) -> list[str]:
    number = re.search(r"\d+(?:\.\d+)?", raw.replace(",", ""))
    return [number[0], f"{number[0]}万"] if number else []


_Offer = Callable[[str, Mapping[str, Any], str], list[str]]
_OFFERS: Final[Mapping[str, _Offer]] = {
    "date_impossible": _impossible,
    "date_implausible": _impossible,
    "date_ambiguous": _ambiguous,
    "date_incomplete": _incomplete,
    "date_text": _incomplete,
    "date_range": _several,
    "two_dates": _several,
    "due_before_found": _order,
    "done_before_found": _order,
    "closed_before_found": _order,
    "money_unit_doubtful": _doubtful_money,
}
