"""Vectors of days: working days, terms in working days and in calendar days."""

import json
from datetime import date
from functools import cache
from importlib.resources import files

from anhuan.kernel.calendar import Calendar, NotPublished, calendar_from_data
from anhuan.kernel.deadline import LastDay, Term, Unit, Unpublished, due, term_of_days
from anhuan.ops.vector_kinds.verdict import Case, Finding, Kind

NO_NOTICE = "error: no notice for that year yet"


@cache
def _calendar() -> Calendar:
    seed = files("anhuan.rulebook").joinpath("seed", "workdays.json")
    return calendar_from_data(json.loads(seed.read_text(encoding="utf-8")))


def _refused(case: Case, key: str) -> Finding:
    """The count was refused for want of a notice: met by an expectation that says error."""
    expected = case.get(key)
    says_error = isinstance(expected, str) and expected.startswith("error")
    return Finding({key: expected if says_error else NO_NOTICE})


def _workday(case: Case) -> Finding:
    day = date.fromisoformat(case["date"])
    try:
        return Finding({"expect_workday": _calendar().is_workday(day)})
    except NotPublished:
        key = "expect" if "expect" in case else "expect_workday"
        return _refused(case, key)


def _add_workdays(case: Case) -> Finding:
    start = date.fromisoformat(case["from"])
    try:
        reached = _calendar().add_workdays(start, int(case["workdays"]))
    except NotPublished:
        return _refused(case, "expect")
    return Finding({"expect": reached.isoformat()})


def _statutory_working_days(case: Case) -> Finding:
    start = date.fromisoformat(case["told_on"])
    term = term_of_days(int(case["days"]))
    try:
        deadline = due(term, start, _calendar(), unpublished=Unpublished.REFUSE)
    except NotPublished:
        return _refused(case, "expect_last_day")
    return Finding({"expect_last_day": deadline.due_on.isoformat()})


def _calendar_days_term(case: Case) -> Finding:
    start = date.fromisoformat(case["received_on"])
    days = int(case["days"])
    plain = due(Term(days, Unit.DAY), start, _calendar())
    moved = due(Term(days, Unit.DAY, LastDay.MOVED), start, _calendar())
    got = {
        "expect_last_day_plain": plain.due_on.isoformat(),
        "expect_last_day_moved": moved.due_on.isoformat(),
    }
    guess = " (estimate)" if moved.estimated else ""
    return Finding(got, note=f"ends {plain.due_on}, off days off {moved.due_on}{guess}")


KINDS = (
    Kind("workday", frozenset({"date"}), _workday),
    Kind("add_workdays", frozenset({"from", "workdays"}), _add_workdays),
    Kind("statutory_working_days", frozenset({"told_on", "days"}), _statutory_working_days),
    Kind("calendar_days_term", frozenset({"received_on", "days"}), _calendar_days_term),
)
