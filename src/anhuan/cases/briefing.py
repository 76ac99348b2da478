"""Reads for whoever has a minute: what is most dangerous, what got worse, what lies overdue under
whom, what presses near a place; and who handles a firm's cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from anhuan.cases import models
from anhuan.cases.listing import counted, narrowed, scoped
from anhuan.cases.models import UNDATED
from anhuan.cases.queries import rows_of
from anhuan.cases.scope import visible
from anhuan.cases.types import Filters, Row
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Grade, State
from anhuan.territory.queries import unit_names

MAJOR: Final = Grade.MAJOR.value
MOST_UNITS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Worse:
    """One way in which things got worse: which rows, how many, and the first of them."""

    kind: str
    filters: Filters
    total: int
    capped: bool
    first: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderUnit:
    """The overdue open cases of one unit in charge; ``at_firms`` wait for a firm's act."""

    unit: UUID
    name: str
    total: int
    at_firms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressing:
    """What presses at one site: open majors, overdue ones, and one case's number."""

    site: UUID
    name: str
    majors: int
    overdue: int
    number: str


def most_dangerous(viewer: Viewer, *, limit: int = 3) -> tuple[Row, ...]:
    """Open majors, those due longest first; where they are fewer, what is overdue longest."""
    within = scoped(viewer, None)
    majors = narrowed(viewer, Filters(open=True, grade=MAJOR), within=within)
    found = list(majors.order_by("sort_due", "id")[:limit])
    overdue = narrowed(viewer, Filters(open=True, overdue=True), within=within)
    late = overdue.exclude(grade=MAJOR).order_by("sort_due", "id")[:limit]
    return rows_of(viewer, [*found, *late][:limit])


def worse_since(viewer: Viewer, since: date) -> list[Worse]:
    """What got worse on ``since`` or later; what did not happen is absent.

    The filters are those of the ledger, so that each figure opens exactly its rows.
    """
    ways = {
        "major": Filters(open=True, grade=MAJOR, found_from=since),
        "relapsed": Filters(open=True, relapsed=True, found_from=since),
        "returned": Filters(open=True, returned_since=since),
        "overdue": Filters(open=True, overdue_since=since),
    }
    return _counted(viewer, ways)


def contradicted_since(viewer: Viewer, since: date) -> list[Worse]:
    """Where a look on the spot contradicted what had been said on ``since`` or later: closed and
    found not put right, so that it came back as a new case, whatever became of that; reported
    done and returned by the recheck, and under way again. The filters are those of the ledger."""
    ways = {
        "relapsed": Filters(relapsed=True, found_from=since),
        "returned": Filters(open=True, returned_since=since),
    }
    return _counted(viewer, ways)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Of the cases found since a day: how many there are, how many were closed, and what a later
    look said of those: true, not true, or nobody looked yet."""

    found: int
    verified: int
    relapsed: int
    unverified: int

    @property
    def closed(self) -> int:
        return self.verified + self.relapsed + self.unverified


def checked_since(viewer: Viewer, since: date) -> Checked:
    """What stands verified of the cases found on ``since`` or later; two queries at most."""
    rows = narrowed(viewer, Filters(found_from=since)).order_by()
    n = dict(rows.values_list("state").annotate(n=Count("id")))
    return Checked(
        found=sum(n.values()),
        verified=n.get(State.VERIFIED.value, 0),
        relapsed=n.get(State.RELAPSED.value, 0),
        unverified=n.get(State.CLOSED.value, 0),
    )


def _counted(viewer: Viewer, ways: Mapping[str, Filters]) -> list[Worse]:
    """The ways that have rows, each with how many and the first."""
    within = scoped(viewer, None)
    narrow = {kind: narrowed(viewer, each, within=within) for kind, each in ways.items()}
    firsts = {kind: rows.order_by("sort_due", "id")[:1] for kind, rows in narrow.items()}
    found = {kind: row for kind, rows in firsts.items() for row in rows}
    drawn = dict(zip(found, rows_of(viewer, list(found.values())), strict=True))
    worse = []
    for kind, row in drawn.items():
        total, capped = counted(narrow[kind])
        worse.append(Worse(kind=kind, filters=ways[kind], total=total, capped=capped, first=row))
    return worse


def overdue_under(viewer: Viewer) -> tuple[UnderUnit, ...]:
    """Overdue open cases by the unit in charge, the most first."""
    rows = narrowed(viewer, Filters(open=True, overdue=True)).order_by().values("unit")
    tallied = list(
        rows.annotate(total=Count("unit"), at_firms=Count("ball_site")).order_by("-total", "unit")[
            :MOST_UNITS
        ]
    )
    names = unit_names(each["unit"] for each in tallied)
    return tuple(
        UnderUnit(
            unit=each["unit"],
            name=names.get(each["unit"], ""),
            total=each["total"],
            at_firms=each["at_firms"],
        )
        for each in tallied
    )


def pressing_at(viewer: Viewer, sites: Sequence[UUID]) -> list[Pressing]:
    """What presses at ``sites``, in their order; sites where nothing presses are absent."""
    found = {each.site: each for each in _pressing(viewer, Q(site__in=list(sites)))}
    return [found[site] for site in sites if site in found]


def pressing_in(viewer: Viewer, area: UUID, *, limit: int = 30) -> list[Pressing]:
    """What presses at the sites of an area, the most majors first. Refuses ``NOT_VISIBLE`` for
    an area out of the viewer's reach."""
    rows = scoped(viewer, area).filter(site__isnull=False)
    return sorted(_grouped(viewer, rows), key=lambda p: (-p.majors, -p.overdue, p.name))[:limit]


def _pressing(viewer: Viewer, condition: Q) -> Iterable[Pressing]:
    return _grouped(viewer, visible(viewer).filter(condition))


def _grouped(viewer: Viewer, rows: QuerySet[models.Case]) -> list[Pressing]:
    late = Q(sort_due__gt=UNDATED, sort_due__lt=day_of(viewer.at))
    pressing = rows.filter(Q(grade=MAJOR) | late, models.OPEN).order_by("sort_due", "id")
    lines = pressing.values_list("site", "site_name", "grade", "sort_due", "number")[:1000]
    found: dict[UUID, list[tuple[str, str, date, str]]] = {}
    for site, name, grade, due, number in lines:
        if site is not None:
            found.setdefault(site, []).append((name, grade, due, number))
    today = day_of(viewer.at)
    return [
        Pressing(
            site=site,
            name=cases[0][0],
            majors=sum(grade == MAJOR for _, grade, _, _ in cases),
            overdue=sum(UNDATED < due < today for _, _, due, _ in cases),
            number=cases[0][3],
        )
        for site, cases in found.items()
    ]


def officers_of_site(viewer: Viewer, site: UUID) -> frozenset[UUID]:
    """The posts in charge of the open cases of a site the viewer may see."""
    rows = visible(viewer).filter(models.OPEN, site=site, officer_post__isnull=False)
    return frozenset(rows.values_list("officer_post", flat=True))
