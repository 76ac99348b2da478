"""Reads of areas, units, posts and who held them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, UUIDField
from django.db.models.functions import Length

from anhuan.base.compiled import Compiled, Slot
from anhuan.base.periods import holds
from anhuan.base.tree import ancestors, under_any
from anhuan.kernel.access import Capability, Role, Seat, Table, Viewer, granted
from anhuan.kernel.geo import contains, read_area
from anhuan.kernel.refusal import Refusal, Why
from anhuan.territory.errands import errands_at, sites_of_errands
from anhuan.territory.models import Appointment, Area, Post, Unit
from anhuan.territory.types import (
    AreaLine,
    AreaMark,
    AreaShape,
    Holder,
    Level,
    Place,
    UnitKind,
    UnitLine,
)

MOST_AREAS = 5000


def viewer_of(person: UUID, *, name: str, at: datetime, table: Table) -> Viewer:
    """The person with every post held at ``at`` as known now; built once per request."""
    rows = _SEATS.rows(at=at, person=person)
    seats = tuple(_seat(*row[:-1]) for row in rows)
    roles = frozenset(seat.role for seat in seats)
    capabilities = frozenset(c for c in Capability if granted(table, roles, c))
    away = {seat.unit for seat, row in zip(seats, rows, strict=True) if row[-1]}
    return Viewer(
        person=person,
        at=at,
        seats=seats,
        capabilities=capabilities,
        name=name,
        errands=sites_of_errands(away, at=at) if away else frozenset(),
    )


_NOW: Final = Slot("at", DateTimeField())
_OF_POST: Final = ("role", "unit", "site", "area_path", "title", "unit__kind")
_SEATS: Final = Compiled(
    lambda: (
        Appointment.objects.filter(
            holds(_NOW, _NOW), person=Slot("person", UUIDField()), post__active=True
        )
        .annotate(away=Exists(errands_at(_NOW).filter(unit=OuterRef("post__unit"))))
        .order_by("acting", "post__rank")
        .values_list("post", *(f"post__{name}" for name in _OF_POST), "away")
    )
)


def _seat(
    post: UUID,
    role: str,
    unit: UUID | None,
    site: UUID | None,
    area_path: str,
    title: str,
    kind: str | None,
) -> Seat:
    return Seat(
        post=post,
        role=Role(role),
        unit=unit,
        site=site,
        area_path=area_path,
        title=title,
        department=kind == UnitKind.DEPARTMENT.value,
    )


def holders(posts: Iterable[UUID], *, at: datetime) -> dict[UUID, Holder]:
    """Each post with whoever held it at ``at``; a holder goes before a stand-in."""
    wanted = {post for post in posts if post is not None}
    if not wanted:
        return {}
    rows = (
        Appointment.objects.filter(holds(at, at), post__in=wanted)
        .order_by("acting", "-valid_from")
        .values_list("post", "person", "person__name", "acting", "person__phone_masked")
    )
    held: dict[UUID, tuple[UUID, str, bool, str]] = {}
    for post, person, name, acting, phone in rows:
        held.setdefault(post, (person, name, acting, phone))
    found = {}
    for row in Post.objects.filter(pk__in=wanted).select_related("unit"):
        person_held = held.get(row.id)
        _, name, acting, phone = person_held or (None, "", False, "")
        found[row.id] = Holder(
            post=row.id,
            title=row.title,
            role=Role(row.role),
            unit=row.unit_id,
            unit_name=row.unit.short if row.unit else "",
            site=row.site,
            person=person_held[0] if person_held else None,
            name=name,
            acting=acting,
            phone_masked=phone,
        )
    return found


def posts_of_unit(unit: UUID, *roles: Role) -> list[UUID]:
    """The active posts of a unit, highest rank first, narrowed to ``roles`` if given."""
    wanted = {role.value for role in roles or Role}
    return [post for post, role in _POSTS_OF_UNIT.rows(unit=unit) if role in wanted]


_POSTS_OF_UNIT: Final = Compiled(
    lambda: (
        Post.objects.filter(unit=Slot("unit", UUIDField()), active=True)
        .order_by("rank", "id")
        .values_list("id", "role")
    )
)


def posts_of_site(site: UUID, *roles: Role) -> list[UUID]:
    """The active posts of a firm: in the order of ``roles`` if given, then highest rank first."""
    order = [role.value for role in roles]
    found = _POSTS_OF_SITE.rows(site=site)
    if order:
        found = [row for row in found if row[1] in order]
        found.sort(key=lambda row: order.index(row[1]))
    return [post for post, _ in found]


_POSTS_OF_SITE: Final = Compiled(
    lambda: (
        Post.objects.filter(site=Slot("site", UUIDField()), active=True)
        .order_by("rank", "id")
        .values_list("id", "role")
    )
)


def post_unit(post: UUID) -> UUID | None:
    return Post.objects.filter(pk=post).values_list("unit", flat=True).first()


def unit_exists(unit: UUID) -> bool:
    return Unit.objects.filter(pk=unit, active=True).exists()


def is_node(viewer: Viewer) -> bool:
    """Whether this is the node itself, at its set-up or when files are loaded at its console.

    A person without a post has no capability, so nobody who signs in is one.
    """
    return not viewer.seats and bool(viewer.capabilities)


def holds_all(viewer: Viewer) -> bool:
    """Whether the viewer's areas are all that this node holds: the node's own are."""
    tops = Area.objects.filter(parent=None).values_list("path", flat=True)
    return is_node(viewer) or all(in_areas(viewer, path) for path in tops)


NODE: Final = uuid5(NAMESPACE_OID, "anhuan console")
"""Stands where a person's id stands; no person ever has it."""


def the_node(at: datetime) -> Viewer:
    """The node as an actor: whoever has the machine has everything on it, without a post."""
    return Viewer(person=NODE, at=at, capabilities=frozenset(Capability))


def top_office() -> tuple[UUID, UUID] | None:
    """The committee office nearest to the top of what this node holds, and its area."""
    rows = Unit.objects.filter(kind=UnitKind.COMMITTEE_OFFICE.value, active=True)
    found = rows.order_by(Length("area__path"), "area__path", "id")
    return found.values_list("id", "area_id").first()


def in_areas(viewer: Viewer, path: str) -> bool:
    """Whether a writer's areas hold ``path``; the node's hold every one."""
    return is_node(viewer) or any(path.startswith(top) for top in viewer.areas)


def station_of(path: str) -> UUID | None:
    """The station of the smallest area at or above ``path`` that has one."""
    return _unit_over(path, UnitKind.STATION)


def office_of(path: str) -> UUID | None:
    """The committee office of the smallest area at or above ``path`` that has one."""
    return _unit_over(path, UnitKind.COMMITTEE_OFFICE)


def _unit_over(path: str, kind: UnitKind) -> UUID | None:
    paths = [*ancestors(path), path]
    rows = Unit.objects.filter(kind=kind.value, active=True, area__path__in=paths)
    return rows.order_by("-area__path", "id").values_list("id", flat=True).first()


def place_of_area(area: UUID | None) -> Place:
    """The scope columns of an area: itself and the ones it lies in, in one query."""
    row = Area.objects.filter(pk=area).first() if area else None
    if row is None:
        return Place(area=None, path="")
    return _place(row)


def units_within(viewer: Viewer, *, limit: int = MOST_AREAS) -> list[UnitLine]:
    """The viewer's own units, then the others of the viewer's areas; all for the node itself."""
    rows = Unit.objects.filter(active=True)
    if not is_node(viewer):
        rows = rows.filter(under_any("area__path", viewer.areas) | Q(pk__in=viewer.units))
    lines = [unit_line(row) for row in _with_area(rows)[:limit]]
    return sorted(lines, key=lambda line: line.id not in viewer.units)


def unit_line(row: Unit) -> UnitLine:
    return UnitLine(
        id=row.id,
        name=row.short or row.name,
        kind=UnitKind(row.kind),
        area_name=row.area.short or row.area.name,
    )


def _with_area(rows: QuerySet[Unit]) -> QuerySet[Unit]:
    found = rows.select_related("area").defer("area__geometry")
    return found.order_by("area__path", "kind", "name")


def area_of_unit(unit: UUID) -> UUID | None:
    return Unit.objects.filter(pk=unit).values_list("area", flat=True).first()


def _place(row: Area) -> Place:
    over = Area.objects.filter(path__in=ancestors(row.path)).values_list("level", "id")
    known = {level: identity for level, identity in over} | {row.level: row.id}
    return Place(
        area=row.id,
        path=row.path,
        city=known.get(Level.CITY),
        county=known.get(Level.COUNTY),
        street=known.get(Level.STREET),
        cell=known.get(Level.CELL),
    )


def place_of_point(lon: float, lat: float) -> Place:
    """The smallest area whose polygon holds the point (degrees, WGS 84); a development zone goes
    before the county or street it was cut out of."""
    boxes = Area.objects.filter(
        west__lte=lon, east__gte=lon, south__lte=lat, north__gte=lat
    ).order_by(F("path").desc())
    point = (lon, lat)
    # A deeper area has a longer path; within one depth borders meet, the first in order wins.
    for row in sorted(boxes, key=lambda one: (-len(one.path), not one.functional, one.path)):
        if contains(read_area(row.geometry), point):
            return _place(row)
    return Place(area=None, path="")


def area_lines(viewer: Viewer, *, limit: int = MOST_AREAS) -> list[AreaLine]:
    """The viewer's areas with all below them, in the order of the tree."""
    rows = Area.objects.filter(under_any("path", viewer.areas)).order_by("path")
    return [line_of(row) for row in rows.defer("geometry")[:limit]]


def area_line(viewer: Viewer, area: UUID) -> AreaLine:
    """One area in the viewer's reach, or ``NOT_VISIBLE``."""
    row = Area.objects.filter(under_any("path", viewer.areas), pk=area).defer("geometry").first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return line_of(row)


def lineage(path: str) -> list[AreaLine]:
    """The areas from the top down to ``path``, itself included; names are no secret."""
    rows = Area.objects.filter(path__in=[*ancestors(path), path]).defer("geometry")
    return [line_of(row) for row in rows.order_by("path")]


def area_shapes(viewer: Viewer, *, limit: int = MOST_AREAS) -> list[AreaShape]:
    """The outlines of the viewer's areas, for a map."""
    rows = Area.objects.filter(under_any("path", viewer.areas), geometry__isnull=False)
    return [
        AreaShape(area=line_of(row), geometry=row.geometry)
        for row in rows.order_by("path")[:limit]
        if row.geometry is not None
    ]


def line_of(row: Area) -> AreaLine:
    known = row.label_lon is not None and row.label_lat is not None
    return AreaLine(
        id=row.id,
        name=row.short or row.name,
        full=row.name,
        level=Level(row.level),
        path=row.path,
        label=(row.label_lon, row.label_lat) if known else None,  # type: ignore[arg-type]
    )


def units_around(path: str, *, limit: int = MOST_AREAS) -> list[UnitLine]:
    """The units a case at ``path`` may go to: those of its county and below, and those above."""
    above = [*ancestors(path), path]
    county = (
        Area.objects.filter(path__in=above, level__in=[Level.COUNTY, Level.STREET])
        .order_by("path")
        .values_list("path", flat=True)
        .first()
    )
    here = Q(area__path__under=county) if county else Q(area__path__in=above)
    rows = Unit.objects.filter(here | Q(area__path__in=above), active=True)
    return [unit_line(row) for row in _with_area(rows)[:limit]]


def colleagues(unit: UUID, *, at: datetime) -> list[Holder]:
    """The posts of a unit that somebody holds at ``at``, highest rank first."""
    posts = posts_of_unit(unit)
    held = holders(posts, at=at)
    return [held[post] for post in posts if post in held and held[post].person is not None]


def unit_names(units: Iterable[UUID]) -> dict[UUID, str]:
    """Short names of units by id, in one query."""
    rows = Unit.objects.filter(pk__in=set(units)).values_list("id", "short", "name")
    return {identity: short or name for identity, short, name in rows}


def visible_areas(viewer: Viewer) -> QuerySet[Area]:
    """The viewer's areas with all below them."""
    condition = Q(pk__in=[])
    for path in viewer.areas:
        condition |= Q(path__under=path)
    return Area.objects.filter(condition).order_by("path")


def area_code_over(path: str) -> str:
    """The code of the smallest area on a path that has a code of a division; "" for none."""
    rows = Area.objects.filter(path__in=[*ancestors(path), path]).exclude(code="")
    found = max(rows.values_list("path", "code"), key=lambda row: len(row[0]), default=("", ""))
    return str(found[1])


def marks_of_areas(areas: Iterable[UUID]) -> dict[UUID, AreaMark]:
    """Name, path and level of the areas in being, for whoever has already found them."""
    rows = Area.objects.filter(pk__in=set(areas), active=True)
    listed = rows.values_list("id", "short", "name", "path", "level")
    return {
        identity: AreaMark(name=short or name, path=path, level=Level(level))
        for identity, short, name, path, level in listed
    }


def area_names(areas: Iterable[UUID]) -> dict[UUID, str]:
    """Short names of areas by id, in one query."""
    rows = Area.objects.filter(pk__in=set(areas)).values_list("id", "short", "name")
    return {identity: short or name for identity, short, name in rows}


_COLUMNS = {
    Level.CITY: "city_id",
    Level.COUNTY: "county_id",
    Level.STREET: "street_id",
    Level.CELL: "cell_id",
}


def scope_columns(area: UUID | None = None, *, path: str = "") -> dict[str, object]:
    """The equality filter that narrows rows to an area, and its ``path``; empty for none."""
    found = Area.objects.filter(pk=area) if area else Area.objects.filter(path=path)
    row = found.values_list("id", "level", "path").first()
    if row is None:
        return {}
    column = _COLUMNS.get(Level(row[1]))
    if column is None:
        return {"area_path__under": row[2], "path": row[2]}
    return {column: row[0], "path": row[2]}
