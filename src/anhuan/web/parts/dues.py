"""The deadline of a day that is due, as seen at an instant."""

from datetime import date, datetime

from anhuan.kernel.calendar import Calendar, end_of_day
from anhuan.kernel.deadline import standing
from anhuan.web.parts.formats import deadline
from anhuan.web.parts.shapes import Deadline


def due_part(
    due_on: date | None, *, at: datetime, calendar: Calendar, estimated: bool = False
) -> Deadline:
    """A day is kept until its 24:00; the days left or past are working days."""
    if due_on is None:
        return deadline(None, at=at)
    found = standing(due_on, at, calendar)
    return deadline(
        end_of_day(due_on),
        at=at,
        working_days=found.workdays,
        estimated=estimated or found.estimated,
    )
