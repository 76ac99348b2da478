"""What was known of calendar and escalation from when on: the two things that decide when a rung
becomes true. Each stretch holds what was valid in it as recorded by then."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from anhuan.kernel.calendar import Calendar, calendar_from_data
from anhuan.kernel.escalation import Knowledge, Known
from anhuan.rulebook.checks import escalation
from anhuan.rulebook.models import Version

SUBJECTS = ("workdays", "escalation")


def recorded(known_at: datetime) -> list[Version]:
    """Every version of the two subjects that had been recorded by ``known_at``."""
    rows = Version.objects.filter(subject__in=SUBJECTS, recorded_from__lte=known_at)
    return list(rows.order_by("valid_from", "recorded_from", "id"))


def calendar_at(rows: Iterable[Version], at: datetime, known_at: datetime) -> Calendar:
    """The calendar as known at ``known_at``, for an act of ``at``."""
    known = [
        row
        for row in rows
        if row.subject == "workdays" and (row.recorded_to is None or row.recorded_to > known_at)
    ]
    return calendar_of(in_force(known, at))


def knowledge(rows: Sequence[Version]) -> Knowledge:
    """The stretches in the order of time; later ones may begin after the last recording, where a
    recorded version begins to hold later."""
    marks = {mark for row in rows for mark in _marks(row) if mark is not None}
    found: list[Known] = []
    calendars: dict[frozenset[UUID], Calendar] = {}
    last: frozenset[UUID] | None = None
    for mark in sorted(marks):
        chosen = _chosen(rows, mark)
        now = frozenset(row.pk for row in chosen)
        if now == last:
            continue
        last = now
        days = [row for row in chosen if row.subject == "workdays"]
        key = frozenset(row.pk for row in days)
        if key not in calendars:
            calendars[key] = calendar_of(days)
        ladders = {r.code: escalation(r.value) for r in chosen if r.subject == "escalation"}
        found.append(Known(since=mark, calendar=calendars[key], policies=ladders))
    return tuple(found)


def _marks(row: Version) -> Iterable[datetime | None]:
    return row.recorded_from, row.recorded_to, row.valid_from, row.valid_to


def _chosen(rows: Iterable[Version], at: datetime) -> list[Version]:
    known = [
        row
        for row in rows
        if row.recorded_from <= at and (row.recorded_to is None or at < row.recorded_to)
    ]
    ladders = [
        row
        for row in known
        if row.subject == "escalation"
        and row.valid_from <= at
        and (row.valid_to is None or at < row.valid_to)
    ]
    return [*in_force((row for row in known if row.subject == "workdays"), at), *ladders]


def in_force(rows: Iterable[Version], at: datetime) -> list[Version]:
    """Of each year of the calendar one version: of a year changed within itself the one in force
    at ``at``, of one to come the first. ``rows`` in the order of ``valid_from``. All years stay,
    since a term begun in one may end in the next."""
    found: dict[str, Version] = {}
    for row in rows:
        if row.code not in found or row.valid_from <= at:
            found[row.code] = row
    return list(found.values())


def calendar_of(rows: Iterable[Version]) -> Calendar:
    """The calendar of the chosen versions."""
    values = {row.code: row.value for row in rows}
    fixed = values.pop("every_year", {"days_off": []})
    return calendar_from_data({"years": values, "every_year": fixed})
