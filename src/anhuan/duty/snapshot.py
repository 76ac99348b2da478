"""The organisation of a scope at an instant, in a few queries, for the kernel to examine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from anhuan.base.periods import holds
from anhuan.base.tree import ancestors
from anhuan.duty.models import Charge
from anhuan.kernel.calendar import day_of
from anhuan.kernel.cover import Cover, cover
from anhuan.kernel.duty import BESIDE
from anhuan.kernel.gaps import AreaAt, Charged, Held, PostAt, Snapshot, UnitAt
from anhuan.kernel.geo import Area as Shape
from anhuan.kernel.permit import PermitAt
from anhuan.rulebook.queries import answering_at
from anhuan.rulebook.types import Duties
from anhuan.sites.past import SitesThen
from anhuan.sites.permits import standing_permits
from anhuan.territory.past import AreaThen, areas_then
from anhuan.territory.standing import (
    changed_after,
    climbed,
    departments_then,
    ended_then,
    held_then,
    highest,
    outlines_then,
    seats_then,
    units_then,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What is examined: everything under ``path``, or only ``sites`` and ``areas``.

    ``grounds``: of the areas named, those whose ground is looked at.
    """

    path: str = ""
    sites: frozenset[UUID] | None = None
    areas: frozenset[UUID] = frozenset()
    grounds: frozenset[UUID] = frozenset()

    @property
    def whole(self) -> bool:
        return self.sites is None


def load(extent: Extent, *, at: datetime, known_at: datetime) -> Snapshot:
    """The snapshot of ``extent`` as valid at ``at`` and recorded by ``known_at``."""
    return _Loading(extent, at, known_at).snapshot()


class _Loading:
    def __init__(self, extent: Extent, at: datetime, known_at: datetime) -> None:
        self.extent, self.at, self.known_at = extent, at, known_at
        # Areas, units and posts hold from when they were recorded: what was not known then, or
        # was not so yet, is as it was before.
        self.then = min(at, known_at)
        self.former = changed_after(self.then)
        self.top = highest()
        self.rules: Duties = answering_at(at, known_at=known_at)
        self.known = SitesThen(extent.path, ids=extent.sites, at=at, known_at=known_at)
        self.sites = self.known.standing()

    def snapshot(self) -> Snapshot:
        areas = self._areas()
        examined, grounded = self._examined(areas)
        charges = self._charges(examined)
        units = self._departments(areas)
        permits, issuers = self._permits()
        posts = self._posts(charges, [*issuers, *(unit.id for unit in units)])
        held = self._held(posts, charges)
        vacant = [key for key, post in posts.items() if post.active and key not in held]
        bare, shared = _covers(areas, grounded)
        return Snapshot(
            at=self.at,
            known_at=self.known_at,
            scope=self.extent.path,
            areas=areas,
            examined=examined,
            grounded=grounded,
            sites=self.sites,
            charges=charges,
            posts=posts,
            held=held,
            ended=ended_then(vacant, at=self.at, known_at=self.known_at) if vacant else {},
            units=units,
            rules=self.rules.departments,
            requirements=self.rules.requirements,
            limits=self.rules.limits,
            loads=self._loads(held),
            bare=bare,
            shared=shared,
            permits=permits,
            issuers=issuers,
        )

    def _permits(self) -> tuple[list[PermitAt], dict[UUID, bool]]:
        """The permits of the sites, and whether the units that issued them existed."""
        own = {site.id for site in self.sites}
        named = None if self.extent.whole else own
        rows = standing_permits(day_of(self.at), path=self.extent.path, sites=named)
        found = [one for one in rows if one.site in own]
        units = {one.unit for one in found if one.unit is not None}
        former = self.former["unit"]
        return found, units_then(units, at=self.at, former=former) if units else {}

    def _areas(self) -> dict[UUID, AreaAt]:
        """Those of the extent with all above; all zones; beside a ground its parts."""
        own = self.extent
        zones = Q(functional=True) | Q(pk__in=self.former["area"])
        if own.whole:
            condition = Q(path__under=own.path) | Q(path__in=ancestors(own.path)) | zones
            found = areas_then(self.then, condition=condition)
            shapes = outlines_then(None, path=own.path, at=self.then, former=self.former["area"])
            return _with_shapes(found, shapes)
        named = own.areas | {site.area for site in self.sites if site.area}
        near = Q(pk__in=named) | Q(parent__in=own.grounds) | Q(functional=True)
        found = areas_then(self.then, condition=near)
        over = {path for row in found.values() for path in ancestors(row.path)}
        found |= areas_then(self.then, condition=Q(path__in=over))
        drawn = {key for key, row in found.items() if key in named or row.functional}
        drawn |= {key for key, row in found.items() if row.parent in own.grounds} | own.grounds
        shapes = outlines_then(drawn, at=self.then, former=self.former["area"])
        return _with_shapes(found, shapes)

    def _examined(self, areas: Mapping[UUID, AreaAt]) -> tuple[frozenset[UUID], frozenset[UUID]]:
        if self.extent.whole:
            path = self.extent.path
            inside = frozenset(key for key, row in areas.items() if row.path.startswith(path))
            return inside, inside
        return self.extent.areas & areas.keys(), self.extent.grounds & areas.keys()

    def _objects(self, examined: Iterable[UUID]) -> Q:
        if self.extent.whole and not self.extent.path:
            return Q()
        if self.extent.whole:
            sites = Q(object__in=self.known.rows().values("pk"))
            return sites | Q(object__in=list(examined))
        return Q(object__in=[*examined, *(site.id for site in self.sites)])

    def _charges(self, examined: Iterable[UUID]) -> list[Charged]:
        # Who sponsors or heads stands beside the lines and never answers on one.
        self.charged = Charge.objects.filter(
            self._objects(examined), holds(self.at, self.known_at)
        ).exclude(level__in=BESIDE)
        rows = self.charged.values_list("object", "subject", "line", "level", "side", "post")
        return [Charged(*row) for row in rows]

    def _departments(self, areas: Mapping[UUID, AreaAt]) -> list[UnitAt]:
        if self.extent.whole and not self.extent.path:
            condition = Q()
        else:
            levels = [key for key, row in areas.items() if row.level == "county" or row.functional]
            condition = Q(area__in=levels)
        return departments_then(condition, at=self.then, former=self.former["unit"])

    def _posts(self, charges: Iterable[Charged], ours: list[UUID]) -> dict[UUID, PostAt]:
        if self.extent.whole:
            of_firms = Q(site__isnull=False, pk__in=self.charged.values("post"))
            condition = Q(unit__isnull=False) | of_firms
        else:
            condition = Q(pk__in={one.post for one in charges}) | Q(unit__in=ours)
        given: dict[str, Any] = {"at": self.then, "former": self.former["post"], "top": self.top}
        return climbed(seats_then(condition, **given), **given)

    def _held(
        self, posts: Mapping[UUID, PostAt], charges: Iterable[Charged]
    ) -> dict[UUID, list[Held]]:
        if self.extent.whole:
            firms = Q(post__site__isnull=False, post__in=self.charged.values("post"))
            condition = Q(post__unit__isnull=False) | firms
        else:
            condition = Q(post__in=list(posts))
        return held_then(condition, at=self.at, known_at=self.known_at)

    def _loads(self, held: Mapping[UUID, list[Held]]) -> dict[UUID, int]:
        """How much the persons of units answer for in all, where it is too much."""
        key = "post__appointments__person"
        prefix = "post__appointments__"
        rows = Charge.objects.filter(
            holds(self.at, self.known_at),
            holds(self.at, self.known_at, prefix),
            post__unit__isnull=False,
        ).exclude(level__in=BESIDE)
        if not self.extent.whole:
            persons = {one.person for each in held.values() for one in each}
            rows = rows.filter(**{f"{key}__in": persons})
        counted = rows.values(key).annotate(n=Count("object", distinct=True))
        most = self.rules.limits.most_objects
        return dict(counted.filter(n__gt=most).values_list(key, "n"))


def _with_shapes(
    found: Mapping[UUID, AreaThen], shapes: Mapping[UUID, Shape]
) -> dict[UUID, AreaAt]:
    return {
        key: AreaAt(
            id=key,
            path=row.path,
            level=row.level,
            parent=row.parent,
            functional=row.functional,
            active=row.active,
            shape=shapes.get(key),
        )
        for key, row in found.items()
    }


def _covers(
    areas: Mapping[UUID, AreaAt], grounded: Iterable[UUID]
) -> tuple[dict[UUID, float], dict[tuple[UUID, UUID], float]]:
    """How the parts lie on each ground that is drawn with all its parts."""
    parts: dict[UUID, list[AreaAt]] = {}
    for area in areas.values():
        if area.active and area.parent is not None:
            parts.setdefault(area.parent, []).append(area)
    bare: dict[UUID, float] = {}
    shared: dict[tuple[UUID, UUID], float] = {}
    for key in grounded:
        whole, here = areas[key].shape, parts.get(key, [])
        shapes = tuple((part.id, part.shape) for part in here if part.shape is not None)
        if whole is None or not shapes:
            continue
        ordered = sorted(shapes, key=lambda one: one[0])
        found = _cover(_Same(whole), tuple((one, _Same(shape)) for one, shape in ordered))
        bare[key] = found.bare_m2
        shared |= found.shared
    return bare, shared


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """An outline that equals itself: comparing corners would take longer than the answer."""

    shape: Shape

    def __hash__(self) -> int:
        return id(self.shape)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.shape is self.shape


@lru_cache(maxsize=20_000)
def _cover(whole: _Same, parts: tuple[tuple[UUID, _Same], ...]) -> Cover:
    """Outlines change seldom, and how they lie on each other is the dearest thing to know."""
    return cover(whole.shape, {key: part.shape for key, part in parts})
