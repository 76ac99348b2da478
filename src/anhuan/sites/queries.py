"""Reads of enterprises and places, narrowed to what the viewer may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import cos, radians
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from anhuan.base.outside import words_in
from anhuan.base.text_index import matching
from anhuan.base.tree import under_any
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of, start_of_day
from anhuan.kernel.codes import normalise_uscc
from anhuan.kernel.geo import distance_m
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import rules_at
from anhuan.sites.completeness import completeness
from anhuan.sites.mapping import identity, organisation_line, site_line, voucher_line
from anhuan.sites.models import Organisation, Site, Voucher
from anhuan.sites.naming import normal_name, tidy_address
from anhuan.sites.types import (
    Candidate,
    Dossier,
    Ground,
    Identity,
    KnownSite,
    Near,
    Operation,
    SiteLine,
    SiteMark,
    SitePage,
)
from anhuan.territory.queries import is_node
from anhuan.territory.types import Place

PAGE: Final = 30
MOST_MARKED: Final = 3000
MOST_PROPOSED: Final = 10
SAME_PLACE_M: Final = 50
AT_ONCE: Final = 300
METRES_PER_DEGREE: Final = 111_195.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteScope:
    """What others copy from a site when they begin. ``point``: longitude and latitude in
    degrees, where the site has one."""

    id: UUID
    name: str
    place: Place
    safety_department: UUID | None
    environment_department: UUID | None
    point: tuple[float, float] | None

    def department(self, domain: str) -> UUID | None:
        """The department in charge of the site for a domain (管行业必须管安全、管环保)."""
        if domain == "environment":
            return self.environment_department
        return self.safety_department


def site_name(site: UUID) -> str:
    """The full name of a site, for whoever holds a paper about it."""
    return Site.objects.filter(pk=site).values_list("name", flat=True).first() or ""


def scope_of_site(site: UUID) -> SiteScope | None:
    """Unnarrowed: the caller checks that the viewer reaches the place."""
    return scopes_of_sites([site]).get(site)


def scopes_of_sites(sites: Iterable[UUID]) -> dict[UUID, SiteScope]:
    """``scope_of_site`` for many, in one query."""
    rows = Site.objects.filter(pk__in=set(sites)).defer("search")
    return {row.id: _scope(row) for row in rows}


def marks_of_sites(sites: Iterable[UUID]) -> dict[UUID, SiteMark]:
    """Name, place and whether each site still works, for whoever has already found it."""
    rows = Site.objects.filter(pk__in=set(sites))
    listed = rows.values_list("id", "short", "name", "area_path", "operation")
    return {
        identity: SiteMark(
            id=identity,
            name=short or name,
            path=path,
            at_work=operation in {Operation.OPERATING, Operation.STOPPED},
        )
        for identity, short, name, path, operation in listed
    }


def known_as(viewer: Viewer, *, names: Iterable[str], codes: Iterable[str]) -> list[KnownSite]:
    """The visible sites with one of the normal names, short names or credit codes; all of the
    node's for the node itself."""
    rows = Site.objects.all() if is_node(viewer) else Site.objects.filter(of_remit(viewer))
    wanted, known = list(names), list(codes)
    found: dict[UUID, KnownSite] = {}
    for start in range(0, max(len(wanted), len(known)), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        condition = Q(normal_name__in=some) | Q(short__in=some)
        condition |= Q(code__in=known[start : start + AT_ONCE]) & ~Q(code="")
        named = rows.filter(condition).order_by("id")
        for values in named.values("id", "name", "short", "normal_name", "code", "address"):
            found[values["id"]] = KnownSite(**values)
    return list(found.values())


def _scope(row: Site) -> SiteScope:
    return SiteScope(
        id=row.id,
        name=row.short or row.name,
        place=Place(
            area=row.area_id,
            path=row.area_path,
            city=row.city_id,
            county=row.county_id,
            street=row.street_id,
            cell=row.cell_id,
        ),
        safety_department=row.safety_department_id,
        environment_department=row.environment_department_id,
        point=None if row.lon is None or row.lat is None else (row.lon, row.lat),
    )


def seen_by(viewer: Viewer) -> Q:
    """Sites of the viewer's remit, and those an own unit is sent to."""
    return of_remit(viewer) | Q(pk__in=viewer.errands) if viewer.errands else of_remit(viewer)


def of_remit(viewer: Viewer) -> Q:
    """Sites in the viewer's areas, and the viewer's own."""
    return under_any("area_path", viewer.areas) | Q(pk__in=viewer.sites)


def visible(viewer: Viewer) -> QuerySet[Site]:
    return Site.objects.filter(seen_by(viewer))


def find(viewer: Viewer, site: UUID) -> Identity:
    """The site, or ``NOT_VISIBLE``: what a viewer may not see is not there."""
    return identity(_row(viewer, site))


def _row(viewer: Viewer, site: UUID) -> Site:
    row = visible(viewer).filter(pk=site).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row


def sites(
    viewer: Viewer,
    *,
    text: str = "",
    area_path: str = "",
    operation: Operation | None = None,
    risk: str = "",
    after: tuple[str, UUID] | None = None,
    size: int = PAGE,
) -> SitePage:
    """The visible sites by name; ``text`` is looked for in names, code and address."""
    rows = matching(visible(viewer), words_in(text))
    if area_path:
        rows = rows.filter(area_path__under=area_path)
    if operation is not None:
        rows = rows.filter(operation=operation)
    if risk:
        rows = rows.filter(risk=risk)
    if after is not None:
        name, last = after
        rows = rows.filter(Q(normal_name__gt=name) | Q(normal_name=name, pk__gt=last))
    found = list(rows.defer("search").order_by("normal_name", "id")[: size + 1])
    more = found[size - 1] if len(found) > size else None
    return SitePage(
        lines=tuple(site_line(row) for row in found[:size]),
        after=(more.normal_name, more.id) if more else None,
    )


def lines(viewer: Viewer, ids: set[UUID]) -> dict[UUID, SiteLine]:
    """The visible ones of ``ids``."""
    rows = visible(viewer).filter(pk__in=ids).defer("search")
    return {row.id: site_line(row) for row in rows}


def similar(
    viewer: Viewer,
    *,
    name: str,
    address: str = "",
    code: str = "",
    phone: str = "",
    lon: float | None = None,
    lat: float | None = None,
    limit: int = MOST_PROPOSED,
) -> list[Candidate]:
    """Visible sites that may be the one described, the surest ground first; all sites when files
    are loaded at the node's console.

    A proposal for a person to judge: nothing is ever merged on it.
    """
    chosen: dict[UUID, Candidate] = {}
    for ground, rows in _grounds(viewer, name, address, code, phone):
        for row in rows[:limit]:
            chosen.setdefault(row.id, Candidate(site=site_line(row), ground=ground))
    if lon is not None and lat is not None:
        for near in nearest(viewer, lon, lat, within_m=SAME_PLACE_M, limit=limit):
            chosen.setdefault(near.site.id, Candidate(site=near.site, ground=Ground.POSITION))
    order = list(Ground)
    return sorted(chosen.values(), key=lambda each: order.index(each.ground))[:limit]


def _grounds(
    viewer: Viewer, name: str, address: str, code: str, phone: str
) -> list[tuple[Ground, QuerySet[Site]]]:
    known = Site.objects.all() if is_node(viewer) else visible(viewer)
    rows = known.defer("search").order_by("id")
    found = []
    if code:
        found.append((Ground.CODE, rows.filter(code=normalise_uscc(code))))
    named = rows.filter(normal_name=normal_name(name))
    if address:
        found.append((Ground.NAME_AND_ADDRESS, named.filter(address=tidy_address(address))))
    if phone:
        found.append((Ground.PHONE, rows.filter(duty_phone=phone.strip())))
    found.append((Ground.NAME, named))
    return found


def nearest(
    viewer: Viewer, lon: float, lat: float, *, within_m: float = 2_000, limit: int = 10
) -> list[Near]:
    """The visible sites at most ``within_m`` metres from a point (degrees, WGS 84), the nearest
    first."""
    north = within_m / METRES_PER_DEGREE
    east = north / max(cos(radians(min(abs(lat) + north, 89.0))), 0.01)
    rows = visible(viewer).filter(
        lon__range=(lon - east, lon + east), lat__range=(lat - north, lat + north)
    )
    found = []
    for row in rows.defer("search"):
        if row.lon is None or row.lat is None:
            continue
        metres = distance_m((lon, lat), (row.lon, row.lat))
        if metres <= within_m:
            found.append(Near(site=site_line(row), metres=metres))
    return sorted(found, key=lambda near: (near.metres, near.site.id))[:limit]


def same_address(viewer: Viewer, site: UUID) -> list[SiteLine]:
    """The other visible sites at the address of ``site``: 同址多企."""
    row = _row(viewer, site)
    return [site_line(other) for other in _at(viewer, row)]


def _at(viewer: Viewer, row: Site) -> QuerySet[Site]:
    others = visible(viewer).filter(address=row.address).exclude(pk=row.pk)
    return others.defer("search").order_by("normal_name", "id")


def dossier(viewer: Viewer, site: UUID, *, on: date | None = None) -> Dossier:
    """Everything about one site; ``on``: the day on which completeness is judged, by the rules
    of that day."""
    day = on or day_of(viewer.at)
    row = _row(viewer, site)
    about = identity(row)
    organisation = organisation_line(Organisation.objects.filter(pk=row.pk).first())
    vouched = Voucher.objects.filter(site=row).order_by("recorded_at", "id")
    vouchers = {each.field: voucher_line(each) for each in vouched}
    family = visible(viewer).defer("search").order_by("normal_name", "id")
    landlord = family.filter(pk=row.landlord_id).first() if row.landlord_id else None
    return Dossier(
        site=about,
        organisation=organisation,
        vouchers=vouchers,
        completeness=completeness(
            about, organisation, vouchers, rules=rules_at(start_of_day(day)).dossier, on=day
        ),
        landlord=site_line(landlord) if landlord else None,
        tenants=tuple(site_line(each) for each in family.filter(landlord=row)),
        same_address=tuple(site_line(each) for each in _at(viewer, row)),
    )


def by_area(viewer: Viewer) -> dict[str, int]:
    """How many sites lie at each area path within the viewer's reach, in one query."""
    rows = visible(viewer).order_by().values_list("area_path")
    return dict(rows.annotate(n=Count("pk")))


def within(
    viewer: Viewer, box: tuple[float, float, float, float], *, limit: int
) -> list[SiteLine]:
    """The visible sites in a box (west, south, east, north; degrees, WGS 84), for a map to choose
    from; one more than ``limit`` says that there are more."""
    west, south, east, north = box
    rows = visible(viewer).filter(lon__range=(west, east), lat__range=(south, north))
    return [site_line(row) for row in rows.defer("search").order_by("id")[: limit + 1]]


def marked(
    viewer: Viewer, ids: set[UUID], *, risky: bool, limit: int = MOST_MARKED
) -> list[SiteLine]:
    """The visible sites with a position that are among ``ids`` or, if ``risky``, have a level of
    risk; for a map."""
    wanted = Q(pk__in=ids) | ~Q(risk="") if risky else Q(pk__in=ids)
    rows = visible(viewer).filter(wanted, lon__isnull=False).defer("search")
    return [site_line(row) for row in rows.order_by("id")[:limit]]
