"""Documents that were issued, as every audience shows them: type, number, day, PDF, 作废."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from anhuan.documents.types import Line, Standing
from anhuan.kernel.calendar import day_of
from anhuan.web.parts.formats import short_day


@dataclass(frozen=True, slots=True)
class Paper:
    """One document with its number."""

    id: UUID
    title: str
    number: str
    day: str
    url: str
    spoilt: str
    """Why it is 作废; empty while it stands."""
    unit: UUID


def issued(lines: Sequence[Line], *, year: int) -> tuple[Paper, ...]:
    """The newest first."""
    return tuple(
        Paper(
            line.id,
            line.title,
            line.number,
            short_day(day_of(line.issued_at), year=year),
            reverse("parts:paper", args=[line.id]),
            line.spoilt_reason if line.standing is Standing.SPOILT else "",
            line.unit,
        )
        for line in reversed(lines)
    )
