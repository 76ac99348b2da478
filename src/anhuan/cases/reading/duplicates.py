"""Rows that repeat an earlier row of the file."""

from typing import Final

from anhuan.cases.reading.rows import RowReading
from anhuan.cases.reading.text import squeezed
from anhuan.cases.reading.types import ROW_FIELDS, HazardRow, IgnoredRow, Problem

NOT_COMPARED: Final = frozenset(
    {"source_sheet", "source_row", "group", "comments", "row_colour", "extra"}
)
COMPARED: Final = tuple(name for name in ROW_FIELDS if name not in NOT_COMPARED)

Place = tuple[str | None, int]


class Duplicates:
    """Remembers the rows seen so far, by their whole content and by what they speak of."""

    def __init__(self) -> None:
        self._whole: dict[object, Place] = {}
        self._subject: dict[object, Place] = {}

    def check(self, reading: RowReading) -> IgnoredRow | None:
        """Return the row as a duplicate, or note it as possible duplicate and remember it."""
        first = reading.hazards[0]
        place = (first.source_sheet, first.source_row)
        whole = _whole(reading)
        if whole in self._whole:
            return IgnoredRow(place[0], place[1], "duplicate", self._whole[whole])
        self._whole[whole] = place
        subject = _subject(reading)
        if subject is None:
            return None
        if subject in self._subject:
            reading.problems.append(_possible(place, self._subject[subject]))
        else:
            self._subject[subject] = place
        return None


def _possible(place: Place, of: Place) -> Problem:
    return Problem(place[0], place[1], "description", "possible_duplicate", "", True, of)


def _whole(reading: RowReading) -> object:
    # Two cells that could not be read are the same only if they were written the same.
    unread = frozenset(
        (problem.field, squeezed(problem.raw)) for problem in reading.problems if not problem.kept
    )
    return tuple(_content(hazard) for hazard in reading.hazards), unread


def _content(hazard: HazardRow) -> object:
    values = tuple(
        squeezed(value) if isinstance(value, str) else value
        for value in (getattr(hazard, name) for name in COMPARED)
    )
    extra = frozenset((name, squeezed(text)) for name, text in hazard.extra.items())
    return values, extra


def _subject(reading: RowReading) -> object:
    first = reading.hazards[0]
    descriptions = tuple(squeezed(hazard.description or "") for hazard in reading.hazards)
    if first.site_name is None or first.found_on is None or not all(descriptions):
        return None
    return squeezed(first.site_name), first.found_on, descriptions
