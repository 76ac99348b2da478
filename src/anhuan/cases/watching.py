"""Eyes kept on cases."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from anhuan.cases.scope import visible
from anhuan.kernel.access import Viewer

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """An open case on which somebody keeps an eye."""

    number: str
    site_name: str
    description: str
    due_on: date | None


def watched_by(viewer: Viewer, person: UUID) -> list[Watched]:
    """The open cases that ``person`` watches, those of them that the viewer sees."""
    rows = visible(viewer).filter(is_open=True, watches__person=person).order_by("sort_due", "id")
    listed = rows.values_list("number", "site_name", "description", "ball_due_on")
    return [
        Watched(number=number, site_name=site, description=text, due_on=due_on)
        for number, site, text, due_on in listed[:MOST]
    ]
