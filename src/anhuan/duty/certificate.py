"""The certificate of responsibility of an area or a site, and what a change makes it say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.base.periods import valid_at
from anhuan.duty.models import Charge
from anhuan.duty.snapshot import Extent, load
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.certify import certify
from anhuan.kernel.gaps import Certificate, Gap, renew
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import answering_at
from anhuan.sites.past import path_then
from anhuan.sites.permits import sites_licensed_by
from anhuan.sites.queries import scope_of_site
from anhuan.sites.standing import sites_below
from anhuan.territory.bearers import units_of_posts
from anhuan.territory.members import persons_of_posts
from anhuan.territory.queries import in_areas, lineage, place_of_area
from anhuan.territory.standing import areas_of, posts_of_persons, posts_under, seats_of

READERS: Final = frozenset(
    {Capability.KEEP_ORGANISATION, Capability.KEEP_SITES, Capability.INSTRUCT}
)


def reads_certificate(viewer: Viewer) -> bool:
    """Whether the certificate is part of the viewer's work: whoever leads, keeps or mends."""
    return bool(viewer.areas) and bool(READERS & viewer.capabilities)


def certificate(
    viewer: Viewer, path: str, *, at: datetime, known_at: datetime | None = None
) -> Certificate:
    """Of everything under ``path`` ("" for all there is) as valid at ``at`` and recorded by
    ``known_at`` (the reader's instant). Refuses ``NOT_VISIBLE``."""
    if not in_areas(viewer, path):
        raise Refusal(Why.NOT_VISIBLE)
    return certify(load(Extent(path=path), at=at, known_at=known_at or viewer.at))


def certificate_of_site(
    viewer: Viewer, site: UUID, *, at: datetime, known_at: datetime | None = None
) -> Certificate:
    """Of one site with the areas it lies in. Refuses ``NOT_VISIBLE``."""
    known = known_at or viewer.at
    extent = extent_of_site(viewer, site, at=at, known_at=known)
    return certify(load(extent, at=at, known_at=known))


def extent_of_site(viewer: Viewer, site: UUID, *, at: datetime, known_at: datetime) -> Extent:
    """The site and the areas it lay in, seen by whoever reaches it now. Refuses
    ``NOT_VISIBLE``."""
    scope = scope_of_site(site)
    if scope is None or not (site in viewer.sites or in_areas(viewer, scope.place.path)):
        raise Refusal(Why.NOT_VISIBLE)
    path = path_then(site, at=at, known_at=known_at)
    areas = {line.id for line in lineage(path)} if path else set()
    return Extent(sites=frozenset({site}), areas=frozenset(areas))


def extent_of_area(viewer: Viewer, area: UUID) -> Extent:
    """An area with those above it. Refuses ``NOT_VISIBLE``."""
    place = place_of_area(area)
    if place.area is None or not in_areas(viewer, place.path):
        raise Refusal(Why.NOT_VISIBLE)
    return Extent(sites=frozenset(), areas=frozenset(line.id for line in lineage(place.path)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was changed since a certificate was made."""

    posts: frozenset[UUID] = frozenset()
    persons: frozenset[UUID] = frozenset()
    units: frozenset[UUID] = frozenset()
    areas: frozenset[UUID] = frozenset()
    sites: frozenset[UUID] = frozenset()
    industries: frozenset[str] = frozenset()


def rechecked(
    viewer: Viewer, before: Certificate, change: Change, *, at: datetime
) -> tuple[list[Gap], int]:
    """The gaps of ``before`` as they are after ``change``, and how many objects were looked at
    again: those the change touches, and no others. Refuses ``NOT_VISIBLE``."""
    if not in_areas(viewer, before.scope):
        raise Refusal(Why.NOT_VISIBLE)
    extent = touched(before.scope, change, at=at)
    part = certify(load(extent, at=at, known_at=viewer.at))
    if extent.whole:
        return list(part.gaps), part.sites + part.areas
    objects = frozenset(extent.areas | (extent.sites or frozenset()))
    persons = change.persons | part.persons | persons_of_posts(change.posts, at=at)
    return renew(before.gaps, part.gaps, objects | persons, extent.grounds), len(objects)


def touched(scope: str, change: Change, *, at: datetime) -> Extent:
    """What ``change`` may have made answer otherwise. An outline of a zone takes sites from the
    areas around it, so then it is the whole scope."""
    posts = change.posts | posts_of_persons(change.persons)
    posts |= posts_under(posts)
    charges = valid_at(Charge.objects.filter(post__in=posts), at, at)
    objects = set(charges.values_list("object", flat=True)) | change.sites
    changed = areas_of(change.areas)
    if any(row.functional for row in changed):
        return Extent(path=scope)
    sites, areas = set(objects), objects | change.areas
    areas |= {row.parent for row in changed if row.parent}
    grounds = change.areas | {row.parent for row in changed if row.parent}
    for row in changed:
        sites |= set(sites_below(row.path))
    for path, fields in seats_of(change.units, posts):
        sites |= set(sites_below(path, _industries(fields, at)))
    seats = {unit for unit in units_of_posts(posts).values() if unit is not None}
    if seats or change.units:
        sites |= sites_licensed_by(seats | change.units, scope)
    if change.industries:
        sites |= set(sites_below(scope, change.industries))
    return Extent(
        path=scope,
        sites=frozenset(sites),
        areas=frozenset(areas),
        grounds=frozenset(grounds),
    )


def _industries(fields: Iterable[str], at: datetime) -> set[str]:
    wanted, rules = set(fields), answering_at(at, known_at=at).departments
    return {code for (_, code), field in rules.items() if field in wanted}
