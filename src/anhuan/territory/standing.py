"""The organisation at an instant as the kernel examines it: posts, who holds them, departments."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import Min, Q
from django.db.models.functions import Length

from anhuan.base.periods import holds
from anhuan.kernel.gaps import Held, PostAt, UnitAt
from anhuan.kernel.geo import Area as Shape
from anhuan.kernel.geo import BadGeometry, read_area
from anhuan.territory.models import Appointment, Area, Former, Post, Unit
from anhuan.territory.past import AreaThen

MANY = 500
MOST_KEPT = 50_000
BOX = ("west", "south", "east", "north")
_drawn: dict[tuple[Any, ...], Shape | None] = {}
"""Outlines by area, version and box: a version that was rolled back may come again."""
_lock = Lock()


def changed_after(at: datetime) -> dict[str, dict[UUID, Any]]:
    """What areas, units and posts were at ``at`` where that differs from now, by kind."""
    found: dict[str, dict[UUID, Any]] = {"area": {}, "unit": {}, "post": {}}
    rows = Former.objects.filter(until__gt=at).order_by("-until")
    # The earliest that ended after ``at`` comes last and stays.
    for kind, subject, values in rows.values_list("kind", "subject", "values"):
        found[kind][subject] = values
    return found


def known(at: datetime) -> Q:
    return Q(since__isnull=True) | Q(since__lte=at)


def seats_then(
    condition: Q, *, at: datetime, former: dict[UUID, Any], top: int
) -> dict[UUID, PostAt]:
    """The posts of ``condition`` as they were; ``top``: the length of the highest area's path."""
    fields = ("id", "unit", "site", "superior", "active", "rank", "area_path")
    rows = Post.objects.filter(condition, known(at)).values_list(*fields)
    found: dict[UUID, PostAt] = {}
    for key, unit, site, superior, active, rank, path in rows:
        was = former.get(key)
        if was is not None:
            active, rank, path = was["active"], was["rank"], was["area_path"]
            superior = UUID(was["superior_id"]) if was["superior_id"] else None
        found[key] = PostAt(key, unit, site, superior, active, rank, len(path) <= top)
    return found


def climbed(
    posts: dict[UUID, PostAt], *, at: datetime, former: dict[UUID, Any], top: int
) -> dict[UUID, PostAt]:
    """``posts`` with all those above them, one query a level."""
    while True:
        over = {post.superior for post in posts.values() if post.superior} - posts.keys()
        more = seats_then(Q(pk__in=over), at=at, former=former, top=top) if over else {}
        if not more:
            return posts
        posts = posts | more


def highest() -> int:
    """The length of the path of the highest area that has a unit."""
    found = Unit.objects.filter(active=True).aggregate(n=Min(Length("area__path")))["n"]
    return int(found or 0)


def held_then(condition: Q, *, at: datetime, known_at: datetime) -> dict[UUID, list[Held]]:
    """Who holds each post, stand-ins too. ``condition`` is on appointments."""
    rows = Appointment.objects.filter(condition, holds(at, known_at))
    found: dict[UUID, list[Held]] = {}
    for post, person, acting in rows.values_list("post", "person", "acting"):
        found.setdefault(post, []).append(Held(person, acting))
    return found


def ended_then(
    posts: Collection[UUID], *, at: datetime, known_at: datetime
) -> dict[UUID, datetime]:
    """When the last appointment to each of ``posts`` ended."""
    recorded = Q(recorded_to__isnull=True) | Q(recorded_to__gt=known_at)
    rows = Appointment.objects.filter(recorded, recorded_from__lte=known_at, valid_to__lte=at)
    if len(posts) <= MANY:
        rows = rows.filter(post__in=posts)
    ordered = rows.order_by("valid_to").values_list("post", "valid_to")
    return {post: until for post, until in ordered if until is not None}


def departments_then(condition: Q, *, at: datetime, former: dict[UUID, Any]) -> list[UnitAt]:
    """The units that have been given a field, as they were."""
    rows = Unit.objects.filter(condition, known(at)).values_list("id", "area", "fields", "active")
    found = []
    for key, area, fields, active in rows:
        was = former.get(key)
        if was is not None:
            fields, active = was["fields"], was["active"]
        if fields:
            found.append(UnitAt(key, area, frozenset(fields), active))
    return found


def units_then(
    units: Collection[UUID], *, at: datetime, former: dict[UUID, Any]
) -> dict[UUID, bool]:
    """Whether each of ``units`` existed."""
    rows = Unit.objects.filter(pk__in=units).filter(known(at)).values_list("id", "active")
    return {key: bool(former[key]["active"]) if key in former else active for key, active in rows}


def outlines_then(
    areas: Iterable[UUID] | None, *, path: str = "", at: datetime, former: dict[UUID, Any]
) -> dict[UUID, Shape]:
    """The outlines of ``areas``, or of all under ``path``; one that cannot be read is none."""
    rows = Area.objects.all()
    rows = rows.filter(path__under=path) if areas is None else rows.filter(pk__in=list(areas))
    states = {row[0]: row for row in rows.values_list("id", "version", *BOX)}
    found: dict[UUID, Shape | None] = {
        key: _shape(former[key]["geometry"]) for key in states if key in former
    }
    with _lock:
        known = {key: _drawn.get(states[key], ...) for key in states.keys() - found.keys()}
    fresh = [key for key, shape in known.items() if shape is ...]
    found |= {key: shape for key, shape in known.items() if shape is not ...}
    found |= _read(fresh, states)
    return {key: shape for key, shape in found.items() if shape is not None}


def _read(
    areas: Sequence[UUID], states: Mapping[UUID, tuple[Any, ...]]
) -> dict[UUID, Shape | None]:
    """Outlines not seen in this version before, kept for the next time."""
    found: dict[UUID, Shape | None] = {}
    for start in range(0, len(areas), MANY):
        rows = Area.objects.filter(pk__in=areas[start : start + MANY])
        found |= {key: _shape(geometry) for key, geometry in rows.values_list("id", "geometry")}
    with _lock:
        if len(_drawn) + len(found) > MOST_KEPT:
            _drawn.clear()
        _drawn.update({states[key]: shape for key, shape in found.items()})
    return found


def _shape(geometry: Any) -> Shape | None:
    if geometry is None:
        return None
    try:
        return read_area(geometry)
    except BadGeometry:
        return None


def areas_of(areas: Iterable[UUID]) -> list[AreaThen]:
    """Areas as they are now, without their outlines."""
    rows = Area.objects.filter(pk__in=list(areas))
    fields = ("id", "path", "level", "parent", "functional", "active")
    return [
        AreaThen(id=key, path=path, level=level, parent=over, functional=zone, active=active)
        for key, path, level, over, zone, active in rows.values_list(*fields)
    ]


def posts_of_persons(persons: Iterable[UUID]) -> frozenset[UUID]:
    """Every post one of ``persons`` holds or held."""
    rows = Appointment.objects.filter(person__in=list(persons))
    return frozenset(rows.values_list("post", flat=True))


def posts_under(posts: Iterable[UUID]) -> frozenset[UUID]:
    """The posts below ``posts``, one query a level."""
    found: set[UUID] = set()
    step = set(posts)
    while step:
        rows = Post.objects.filter(superior__in=step).values_list("id", flat=True)
        step = set(rows) - found
        found |= step
    return frozenset(found)


def seats_of(units: Iterable[UUID], posts: Iterable[UUID]) -> list[tuple[str, list[str]]]:
    """Where each department among ``units`` or of ``posts`` sits, and its fields."""
    wanted = Q(pk__in=list(units)) | Q(posts__in=list(posts))
    rows = Unit.objects.filter(wanted).exclude(fields=[]).distinct()
    return list(rows.values_list("area__path", "fields"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The appointment of a person to a post: by which document, from when, when recorded."""

    name: str
    acting: bool
    basis: str
    since: datetime
    recorded_at: datetime


def acts_of(
    posts: Iterable[UUID], *, at: datetime, known_at: datetime
) -> dict[tuple[UUID, UUID], Act]:
    """The appointments that held at ``at``, by post and person."""
    rows = Appointment.objects.filter(holds(at, known_at), post__in=list(posts))
    return {
        (row.post_id, row.person_id): Act(
            name=row.person.name,
            acting=row.acting,
            basis=row.basis,
            since=row.valid_from,
            recorded_at=row.recorded_from,
        )
        for row in rows.select_related("person").order_by("valid_from")
    }
