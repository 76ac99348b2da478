"""The alarms behind a matter: what was measured, on the page of the matter itself."""

from dataclasses import dataclass

from django.urls import reverse

from anhuan.alarms.queries import of_case
from anhuan.cases.types import CaseFile
from anhuan.kernel.access import Viewer
from anhuan.web.desk.alarms.listed import values, what
from anhuan.web.desk.alarms.page import curve, state
from anhuan.web.parts.shapes import Curve, Link

MONITOR = "monitor"
"""The source of a matter that an instrument called for."""


@dataclass(frozen=True, slots=True)
class Row:
    link: Link
    state: str
    values: str


@dataclass(frozen=True, slots=True)
class CaseAlarms:
    """``curve``: of the first alarm that has one."""

    rows: tuple[Row, ...]
    curve: Curve | None


def case_alarms(viewer: Viewer, file: CaseFile) -> CaseAlarms | None:
    """None for a matter that no instrument called for; nothing is asked for then."""
    found = of_case(viewer, file.case.id) if file.source == MONITOR else ()
    if not found:
        return None
    rows = tuple(
        Row(
            Link(f"{one.station_name} {what(one)}", reverse("desk:alarm", args=[one.id])),
            state(one, viewer),
            values(one),
        )
        for one in found
    )
    drawn = (curve(viewer, one) for one in found if one.withdrawn_at is None)
    return CaseAlarms(rows, next((one for one in drawn if one is not None), None))
