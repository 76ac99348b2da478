"""What the firm did not do in time and who above was told: the unit, never a person's name."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.cases.words.climbing import MEASURES, level_text
from anhuan.kernel.access import Viewer
from anhuan.kernel.escalation import Measure
from anhuan.obligations.queries import climbs_of_case
from anhuan.obligations.types import Climbed
from anhuan.territory.queries import holders
from anhuan.territory.types import Holder
from anhuan.web.parts.formats import moment_text, short_day


@dataclass(frozen=True, slots=True)
class Rise:
    at: str
    text: str


def rises(viewer: Viewer, case: UUID, own: Collection[UUID], *, year: int) -> tuple[Rise, ...]:
    """The rungs of what the firm itself owes (``own``, its obligations) that went beyond a
    reminder, in their order."""
    rows = [
        row
        for row in climbs_of_case(viewer, case)
        if row.obligation in own and row.measure != Measure.REMINDER.value
    ]
    held = holders((row.post for row in rows if row.post), at=viewer.at)
    return tuple(
        Rise(
            moment_text(row.became_at, year=year),
            _text(row, held.get(row.post) if row.post else None, year),
        )
        for row in rows
    )


def _text(row: Climbed, holder: Holder | None, year: int) -> str:
    """“应于 11-28，没有办。已告知：枫林安监站（提示函 · 督办 1 级）”."""
    said = [str(MEASURES[Measure(row.measure)])]
    if row.supervision:
        said.append(level_text(row.supervision))
    words = {
        "day": short_day(row.due_on, year=year) if row.due_on else "",
        "unit": _unit(holder),
        "measure": " · ".join(said),
    }
    return _("Due %(day)s and not done. Told: %(unit)s (%(measure)s)") % words


def _unit(holder: Holder | None) -> str:
    if holder is not None and holder.unit_name:
        return holder.unit_name
    return (
        pgettext("firm", "our own management") if holder else pgettext("firm", "the level above")
    )
