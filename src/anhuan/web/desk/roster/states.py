"""Rows of states at the desk."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from anhuan.duty.types import StateLine
from anhuan.kernel.access import Capability, Viewer
from anhuan.web.parts.formats import day_text, due_day, moment_text
from anhuan.web.parts.onduty import OCCASIONS


@dataclass(frozen=True, slots=True)
class StateRow:
    name: str
    area: str
    unit: str
    why: str
    span: str
    ended: str
    end: str


def state_rows(viewer: Viewer, lines: Iterable[StateLine]) -> tuple[StateRow, ...]:
    return tuple(_row(viewer, line) for line in lines)


def _row(viewer: Viewer, line: StateLine) -> StateRow:
    year = viewer.at.year
    own = line.unit in viewer.units and viewer.may(Capability.DECLARE_STATE)
    open_ = line.ended_at is None and line.until > viewer.at
    day, clock = due_day(line.until)
    span = _("%(from)s to %(to)s") % {
        "from": moment_text(line.since, year=year),
        "to": " ".join((day_text(day, year=year), clock)),
    }
    ended = ""
    if line.ended_at is not None:
        ended = _("ended %(at)s: %(why)s") % {
            "at": moment_text(line.ended_at, year=year),
            "why": line.ended_because,
        }
    return StateRow(
        name=line.name,
        area=line.area_name,
        unit=line.unit_name,
        why=f"{OCCASIONS[line.occasion]}：{line.because}",
        span=span,
        ended=ended,
        end=reverse("desk:roster-state-end", args=[line.id]) if own and open_ else "",
    )
