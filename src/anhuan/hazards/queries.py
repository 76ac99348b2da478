"""Reads of hazard sources: the units in reach, one unit with its calculation of today."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum, unique
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from anhuan.hazards import mapping
from anhuan.hazards.models import LAST, Assessment, HazardUnit
from anhuan.hazards.types import (
    Assessed,
    Chemical,
    HazardCounts,
    HazardPage,
    UnitLine,
    Working,
)
from anhuan.hazards.types import HazardUnit as Shown
from anhuan.hazards.working import changed, worked
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.hazard import UnitChange
from anhuan.kernel.hazard_table import HazardRule
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.standards import hazard_standard_at
from anhuan.rulebook.types import NamedRule
from anhuan.sites.queries import visible as sites_seen
from anhuan.territory.queries import in_areas

PAGE: Final = 50
MOST_UNITS: Final = 200
_CONTENT: Final = F("content")


@unique
class HazardTab(StrEnum):
    """Which units a list shows: major ones, those that need somebody, all that stand."""

    MAJOR = "major"
    TODO = "todo"
    ALL = "all"


def standard(at: datetime) -> NamedRule | None:
    """The edition in force on the day of ``at``, as known then."""
    return hazard_standard_at(at, known_at=at)


def hazards(
    viewer: Viewer,
    *,
    tab: HazardTab = HazardTab.ALL,
    level: int | None = None,
    area_path: str = "",
    text: str = "",
    after: str = "",
    size: int = PAGE,
) -> HazardPage:
    """The visible units that stand, the gravest level first. ``text`` is looked for in the names
    of sites, units and chemicals."""
    edition, today = _edition(viewer.at), day_of(viewer.at)
    rows = _visible(viewer).filter(ended_on__isnull=True)
    if tab is HazardTab.MAJOR:
        rows = rows.filter(level__isnull=False)
    if tab is HazardTab.TODO:
        rows = rows.filter(_todo(edition, today))
    if level is not None:
        rows = rows.filter(level=level)
    if area_path:
        rows = rows.filter(site__area_path__under=area_path)
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(names__icontains=text) | Q(site__name__icontains=text)
        )
    found = list(_after(rows, after).order_by("place", "id")[: size + 1])
    more = found[size - 1] if len(found) > size else None
    return HazardPage(
        lines=tuple(mapping.unit_line(row, edition, today) for row in found[:size]),
        after=f"{more.place}_{more.id.hex}" if more else "",
    )


def _after(rows: QuerySet[HazardUnit], after: str) -> QuerySet[HazardUnit]:
    if not after:
        return rows
    place, _, last = after.partition("_")
    try:
        mark = (int(place), UUID(last)) if place.isascii() and len(place) <= 3 else None
    except ValueError:
        mark = None
    if mark is None:
        raise Refusal(Why.MALFORMED, field="after", problem="cursor")
    return rows.filter(Q(place__gt=mark[0]) | Q(place=mark[0], pk__gt=mark[1]))


def counts(viewer: Viewer) -> HazardCounts:
    """How many units stand in reach, of which level, and how many need somebody; one query
    beside the edition's."""
    edition, today = _edition(viewer.at), day_of(viewer.at)
    rows = _visible(viewer).filter(ended_on__isnull=True).order_by()
    never, current = Q(assessed_content__isnull=True), ~_todo(edition, today)
    found = rows.values("level").annotate(
        units=Count("pk"),
        never=Count("pk", filter=never),
        todo=Count("pk", filter=~current),
        unfiled=Count("pk", filter=Q(filed_on__isnull=True, level__isnull=False)),
    )
    groups = list(found)
    return HazardCounts(
        units=sum(one["units"] for one in groups),
        levels={
            one["level"]: one["units"]
            for one in sorted(groups, key=lambda one: one["level"] or LAST)
            if one["level"] is not None
        },
        not_assessed=sum(one["never"] for one in groups),
        outdated=sum(one["todo"] - one["never"] for one in groups),
        not_filed=sum(one["unfiled"] for one in groups),
    )


def of_site(viewer: Viewer, site: UUID) -> tuple[UnitLine, ...]:
    """The units of a site the caller found visible, those that ended last."""
    edition, today = _edition(viewer.at), day_of(viewer.at)
    rows = _read(HazardUnit.objects.filter(site=site))
    found = rows.order_by("ended_on", "place", "id")[:MOST_UNITS]
    lines = [mapping.unit_line(row, edition, today) for row in found]
    return tuple(sorted(lines, key=lambda line: line.ended_on is not None))


def unit(viewer: Viewer, unit: UUID) -> Shown:
    """One unit with its calculation of today. Refuses ``NOT_VISIBLE``."""
    row = _visible(viewer).filter(pk=unit).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    named = standard(viewer.at)
    rule: HazardRule | None = named.rule if named else None
    made = [mapping.assessed(one) for one in _assessments(row.id)]
    held = mapping.chemicals(row.chemicals)
    return Shown(
        line=mapping.unit_line(row, rule.edition if rule else "", day_of(viewer.at)),
        boundary=row.boundary,
        persons=row.persons,
        persons_source=row.persons_source,
        persons_on=row.persons_on,
        end_reason=row.end_reason,
        chemicals=held,
        working=worked(rule, held, row.persons) if rule else None,
        assessed=tuple(made),
        change=_change(rule, made, held, row.persons),
        may_keep=row.ended_on is None and may_keep(viewer, row.site_id, row.site.area_path),
        may_file=row.ended_on is None
        and row.level is not None
        and keeps_files(viewer, row.site.area_path),
    )


def working_of(made: Assessed, at: datetime) -> Working | None:
    """The lines of an assessment by the edition it was made under; ``None`` where that edition
    is not the one in force at ``at``."""
    named = standard(at)
    if named is None or named.rule.edition != made.edition:
        return None
    return worked(named.rule, made.chemicals, made.persons)


def may_keep(viewer: Viewer, site: UUID, path: str) -> bool:
    """Whoever answers for the firm states its own units; so does whoever keeps its dossier."""
    own = site in viewer.sites and viewer.may(Capability.CARRY_OUT)
    return own or keeps_files(viewer, path)


def keeps_files(viewer: Viewer, path: str) -> bool:
    return viewer.may(Capability.KEEP_SITES) and in_areas(viewer, path)


def _assessments(unit: UUID) -> Iterable[Assessment]:
    return Assessment.objects.filter(unit=unit).order_by("-number")[:MOST_UNITS]


def _change(
    rule: HazardRule | None,
    made: list[Assessed],
    held: tuple[Chemical, ...],
    persons: int | None,
) -> UnitChange | None:
    if rule is None or not made:
        return None
    last = made[0]
    return changed(rule, (last.chemicals, last.persons), (held, persons))


def _edition(at: datetime) -> str:
    named = standard(at)
    return named.rule.edition if named else ""


def _todo(edition: str, today: date) -> Q:
    """Never assessed, or no longer: ``mapping.standing`` says the same of a row."""
    return (
        Q(assessed_content__isnull=True)
        | Q(assessed_content__lt=_CONTENT)
        | ~Q(edition=edition)
        | Q(valid_to__lt=today)
    )


def _visible(viewer: Viewer) -> QuerySet[HazardUnit]:
    sites = sites_seen(viewer).values("pk")
    return _read(HazardUnit.objects.filter(site__in=sites))


def _read(rows: QuerySet[HazardUnit]) -> QuerySet[HazardUnit]:
    return rows.select_related("site").defer("site__search")
