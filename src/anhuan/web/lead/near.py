"""我附近的: sites with open majors or overdue cases near a position, or in a street."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from anhuan.cases.briefing import Pressing, pressing_at, pressing_in
from anhuan.cases.types import Filters
from anhuan.kernel.access import Viewer
from anhuan.sites.queries import nearest
from anhuan.territory.queries import area_lines
from anhuan.territory.types import Level
from anhuan.web.lead.figures import ledger_url

WITHIN_M: Final = 3_000
MOST_SITES: Final = 300
MOST: Final = 30


@dataclass(frozen=True, slots=True)
class NearLine:
    name: str
    distance: str
    majors: int
    overdue: int
    url: str


def near_point(viewer: Viewer, lon: float, lat: float) -> tuple[NearLine, ...]:
    """The nearest first; a site where nothing presses is absent."""
    around = nearest(viewer, lon, lat, within_m=WITHIN_M, limit=MOST_SITES)
    metres = {each.site.id: each.metres for each in around}
    found = pressing_at(viewer, list(metres))[:MOST]
    return tuple(_line(each, _distance(metres[each.site])) for each in found)


def near_street(viewer: Viewer, street: UUID) -> tuple[NearLine, ...]:
    return tuple(_line(each, "") for each in pressing_in(viewer, street, limit=MOST))


def _line(found: Pressing, distance: str) -> NearLine:
    url = ledger_url(Filters(open=True, site=found.site))
    return NearLine(found.name, distance, found.majors, found.overdue, url)


def _distance(metres: float) -> str:
    if metres < 1000:
        return _("%(n)d m") % {"n": round(metres, -1)}
    return _("%(n)s km") % {"n": f"{metres / 1000:.1f}"}


def streets(viewer: Viewer) -> list[tuple[str, str]]:
    """The streets of the viewer's remit, to choose from."""
    found = [each for each in area_lines(viewer) if each.level is Level.STREET]
    return [(str(each.id), each.name) for each in found]


def read_position(lon: str, lat: str) -> tuple[float, float] | None:
    """Degrees as a browser sends them; ``None`` for anything that is no place on earth."""
    if not (_decimal(lon) and _decimal(lat)):
        return None
    east, north = float(lon), float(lat)
    return (east, north) if abs(east) <= 180 and abs(north) <= 90 else None


def _decimal(text: str) -> bool:
    whole, _dot, part = text.removeprefix("-").partition(".")
    digits = whole + part
    return 0 < len(digits) <= 20 and digits.isascii() and digits.isdigit() and whole != ""
