"""Reads of areas, units, posts and who held them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from anhuan.base.periods import holds
from anhuan.base.tree import ancestors, parent, under_any
from anhuan.kernel.access import Capability, Role, Seat, Table, Viewer, granted
from anhuan.kernel.geo import contains, read_area
from anhuan.kernel.refusal import Refusal, Why
from anhuan.territory.models import Appointment, Area, Post, Unit
from anhuan.territory.types import AreaChoices, AreaLine, Holder, Level, Place, UnitKind


def viewer_of(person: UUID, *, name: str, at: datetime, table: Table) -> Viewer:
    """The person with every post held at ``at`` as known now; built once per request."""
    rows = (
        Appointment.objects.filter(holds(at, at), person=person, post__active=True)
        .select_related("post")
        .order_by("acting", "post__rank")
    )
    seats = tuple(_seat(row.post) for row in rows)
    roles = frozenset(seat.role for seat in seats)
    capabilities = frozenset(c for c in Capability if granted(table, roles, c))
    return Viewer(person=person, at=at, seats=seats, capabilities=capabilities, name=name)


def _seat(post: Post) -> Seat:
    return Seat(
        post=post.id,
        role=Role(post.role),
        unit=post.unit_id,
        site=post.site,
        area_path=post.area_path,
        title=post.title,
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
    rows = Post.objects.filter(unit=unit, active=True)
    if roles:
        rows = rows.filter(role__in=[role.value for role in roles])
    return list(rows.order_by("rank", "id").values_list("id", flat=True))


def posts_of_site(site: UUID, *roles: Role) -> list[UUID]:
    """The active posts of a firm: in the order of ``roles`` if given, then highest rank first."""
    order = [role.value for role in roles]
    rows = Post.objects.filter(site=site, active=True).order_by("rank", "id")
    found = list(rows.values_list("id", "role"))
    if order:
        found = [row for row in found if row[1] in order]
        found.sort(key=lambda row: order.index(row[1]))
    return [post for post, _ in found]


def post_unit(post: UUID) -> UUID | None:
    return Post.objects.filter(pk=post).values_list("unit", flat=True).first()


def unit_exists(unit: UUID) -> bool:
    return Unit.objects.filter(pk=unit, active=True).exists()


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
    """The smallest area whose polygon holds the point (degrees, WGS 84)."""
    boxes = Area.objects.filter(
        west__lte=lon, east__gte=lon, south__lte=lat, north__gte=lat
    ).order_by(F("path").desc())
    point = (lon, lat)
    # A deeper area has a longer path; within one depth borders meet, the first in order wins.
    for row in sorted(boxes, key=lambda area: (-len(area.path), area.path)):
        if contains(read_area(row.geometry), point):
            return _place(row)
    return Place(area=None, path="")


def visible_areas(viewer: Viewer) -> QuerySet[Area]:
    """The viewer's areas with all below them."""
    condition = Q(pk__in=[])
    for path in viewer.areas:
        condition |= Q(path__under=path)
    return Area.objects.filter(condition).order_by("path")


def area_by_code(code: str) -> Area | None:
    return Area.objects.filter(code=code).first()


def persons_of_posts(posts: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Everybody who holds one of ``posts`` at ``at``, stand-ins too."""
    rows = Appointment.objects.filter(holds(at, at), post__in=list(posts))
    return set(rows.values_list("person", flat=True))


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


LOWEST_CHOICE = frozenset({Level.STREET, Level.COMMUNITY, Level.CELL})


def area_choices(viewer: Viewer, chosen: UUID | None) -> AreaChoices:
    """The viewer's area tree around ``chosen``, in three queries at most.

    Refuses ``NOT_VISIBLE`` for an area out of the viewer's reach.
    """
    own = tuple(_line(row) for row in Area.objects.filter(path__in=viewer.areas).order_by("path"))
    if chosen is None:
        here = own[0] if len(own) == 1 else None
        below = _children(here.path) if here and here.level not in LOWEST_CHOICE else ()
        return AreaChoices(own=own, chosen=None, above=(), below=below)
    row = Area.objects.filter(pk=chosen).first()
    if row is None or not any(row.path.startswith(path) for path in viewer.areas):
        raise Refusal(Why.NOT_VISIBLE)
    here = _line(row)
    top = here.path if here.level not in LOWEST_CHOICE else parent(here.path)
    roots = {each.path for each in own}
    wanted = [path for path in (*ancestors(here.path), here.path) if path not in roots]
    reached = [path for path in wanted if any(path.startswith(root) for root in roots)]
    rows = Area.objects.filter(Q(path__in=reached) | Q(parent__path=top)).order_by("path")
    lines = [_line(each) for each in rows]
    return AreaChoices(
        own=own,
        chosen=here,
        above=tuple(line for line in lines if here.path.startswith(line.path)),
        below=tuple(
            line
            for line in lines
            if not here.path.startswith(line.path)
            and any(line.path.startswith(root) for root in roots)
        ),
    )


def _children(path: str) -> tuple[AreaLine, ...]:
    return tuple(_line(row) for row in Area.objects.filter(parent__path=path).order_by("path"))


def _line(row: Area) -> AreaLine:
    return AreaLine(id=row.id, name=row.short or row.name, level=Level(row.level), path=row.path)


def departments_over(viewer: Viewer) -> dict[UUID, str]:
    """The departments that may be in charge within the viewer's areas: theirs and those above."""
    paths = {path for own in viewer.areas for path in (*ancestors(own), own)}
    rows = Unit.objects.filter(
        Q(area__path__in=paths) | under_any("area__path", viewer.areas),
        kind=UnitKind.DEPARTMENT.value,
        active=True,
    )
    return dict(rows.order_by("area__path", "name").values_list("id", "short")[:MOST_CHOICES])


def unit_names(units: Iterable[UUID]) -> dict[UUID, str]:
    """Short names of units by id, in one query."""
    rows = Unit.objects.filter(pk__in=set(units)).values_list("id", "short", "name")
    return {identity: short or name for identity, short, name in rows}


def area_paths(areas: Iterable[str]) -> dict[str, str]:
    """Full names of areas by path, “云溪区/枫林街道/枫林07格”, in one query."""
    wanted = set(areas) - {""}
    paths = wanted | {above for path in wanted for above in ancestors(path)}
    names = dict(Area.objects.filter(path__in=paths).values_list("path", "name"))
    return {
        path: "/".join(names[each] for each in (*ancestors(path), path) if each in names)
        for path in wanted
    }


def area_codes(areas: Iterable[str]) -> dict[str, str]:
    """Codes of areas by path, in one query."""
    rows = Area.objects.filter(path__in=set(areas) - {""})
    return dict(rows.values_list("path", "code"))


MOST_CHOICES = 100
