"""Which departments may come together (综合查一次)."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from anhuan.inspections import plans
from anhuan.kernel.access import Viewer
from anhuan.territory.queries import unit_names
from anhuan.web.desk.showing import Eye
from anhuan.web.parts.formats import short_day

MOST = 20


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place that several units have to check within the same days."""

    name: str
    url: str
    units: str
    days: str
    checks: tuple[str, ...]


def proposals(viewer: Viewer, *, until: date, eye: Eye) -> list[Proposal]:
    """The first of them; each is one button away from one visit."""
    found = plans.joint_proposals(viewer, until=until)[:MOST]
    if not found:
        return []
    names = plans.names_of_sites(each.site for each in found)
    units = unit_names({unit for each in found for unit in each.units})
    year = eye.today.year
    return [
        Proposal(
            name=names.get(each.site, ""),
            url=reverse("desk:site", args=[each.site]),
            units="、".join(sorted(units[unit] for unit in each.units)),
            days=f"{short_day(each.first, year=year)} ~ {short_day(each.last, year=year)}",
            checks=tuple(str(part.id) for part in each.parts),
        )
        for each in found
    ]
