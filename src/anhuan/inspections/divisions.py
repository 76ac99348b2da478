"""How a list stands by street, industry, kind of place and risk, as far as the viewer sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db.models import Q

from anhuan.inspections.figures import class_of, classes_of
from anhuan.inspections.models import Campaign
from anhuan.inspections.plan_scope import checks_seen, find, is_sealed, sees_whole
from anhuan.inspections.types import ClassFigures, Division
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.industries import DIVISIONS
from anhuan.sites.choosing import counted_by
from anhuan.territory.queries import area_names

SITE_COLUMN: Final = {one: one.value for one in Division} | {Division.STREET: "street_id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """A list by one division. ``whole``: the viewer sees all of it, and so the remit too;
    ``names``: of streets."""

    title: str
    by: Division
    whole: bool
    rows: Mapping[str, ClassFigures]
    names: Mapping[str, str]

    @property
    def together(self) -> ClassFigures:
        """All classes; a place is of one class only."""
        total = ClassFigures(remit=0 if self.whole else None)
        for each in self.rows.values():
            total.progress = total.progress.plus(each.progress)
            total.found = total.found.plus(each.found)
            total.places += each.places
            if total.remit is not None:
                total.remit += each.remit or 0
        return total


def classes(viewer: Viewer, number: str, by: Division) -> Classes:
    """The list of a campaign by ``by``. Refuses ``NOT_VISIBLE``; a sealed list is empty."""
    row = find(viewer, number)
    whole = sees_whole(viewer, row)
    if is_sealed(viewer, row) or row.started_at is None:
        return Classes(title=row.title, by=by, whole=False, rows={}, names={})
    seen = Q(pk__in=checks_seen(viewer).values("pk"))
    rows = classes_of(row.pk, by, today=day_of(viewer.at), only=seen)
    if whole:
        rows = _with_remit(viewer, row, by, rows)
    return Classes(title=row.title, by=by, whole=whole, rows=rows, names=_names(by, rows))


def _with_remit(
    viewer: Viewer, row: Campaign, by: Division, rows: dict[str, ClassFigures]
) -> dict[str, ClassFigures]:
    """Beside each class how many places of it the unit has, also where none is on the list."""
    found = {key: replace(each, remit=0) for key, each in rows.items()}
    for key, n in counted_by(viewer, SITE_COLUMN[by], path=row.area_path).items():
        one = found.setdefault(class_of(by, key), ClassFigures(remit=0))
        one.remit = (one.remit or 0) + n
    return found


def _names(by: Division, rows: Mapping[str, ClassFigures]) -> dict[str, str]:
    if by is not Division.STREET:
        return {}
    return {str(key): name for key, name in area_names(UUID(key) for key in rows if key).items()}


def of_class(by: Division, key: str) -> Q:
    """The checks of one class, as ``classes`` counts it."""
    if by is Division.STREET:
        return Q(street=UUID(key)) if key else Q(street__isnull=True)
    if by is not Division.INDUSTRY or not key:
        return Q(**{by.value: key})
    first, last = DIVISIONS[key]
    chosen = Q(industry__startswith=key)
    for number in range(first, last + 1):
        chosen |= Q(industry__startswith=f"{number:02d}")
    return chosen
