"""Reads of visits and of the cases opened on them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from anhuan.base.periods import holds
from anhuan.duty.bearings import things_of
from anhuan.duty.models import Charge, Finding, Visit
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.sponsoring import SPONSORS
from anhuan.territory.queries import holders

SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """One visit with the post it was made from and the cases opened on it."""

    id: UUID
    object: UUID
    on: date
    person: str
    post: str
    seen: str
    cases: tuple[UUID, ...]
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What the viewer sponsors and may enter a visit of."""

    id: UUID
    kind: str
    name: str


def visits_on(viewer: Viewer, thing: UUID) -> list[VisitLine]:
    """The visits of an object that the caller found visible, the latest first; three queries."""
    rows = list(
        Visit.objects.filter(object=thing)
        .select_related("person")
        .order_by("-on", "-recorded_at")[:SHOWN]
    )
    if not rows:
        return []
    posts = holders((row.post_id for row in rows), at=viewer.at)
    cases: dict[UUID, list[UUID]] = {}
    found = Finding.objects.filter(visit__in=[row.pk for row in rows]).order_by("recorded_at")
    for visit, case in found.values_list("visit", "case"):
        cases.setdefault(visit, []).append(case)
    return [
        VisitLine(
            id=row.id,
            object=row.object,
            on=row.on,
            person=row.person.name,
            post=" ".join(
                part for part in (posts[row.post_id].unit_name, posts[row.post_id].title) if part
            ),
            seen=row.seen,
            cases=tuple(cases.get(row.id, ())),
            own=row.person_id == viewer.person,
        )
        for row in rows
    ]


def sponsors(viewer: Viewer, things: Collection[UUID]) -> set[UUID]:
    """Of ``things`` those that one of the viewer's posts sponsors now."""
    rows = Charge.objects.filter(
        holds(viewer.at, viewer.at),
        object__in=list(things),
        post__in=viewer.posts,
        level__in=SPONSORS,
    )
    return set(rows.values_list("object", flat=True))


def visited(viewer: Viewer, thing: UUID) -> Visited:
    """What the viewer is about to enter a visit of. Refuses ``NOT_VISIBLE`` where the viewer
    does not sponsor it."""
    found = things_of([thing]).get(thing)
    if found is None or not found.live or not sponsors(viewer, [thing]):
        raise Refusal(Why.NOT_VISIBLE)
    return Visited(id=thing, kind=found.kind, name=found.name)


def own_visit(viewer: Viewer, visit: UUID) -> UUID | None:
    """The object of the viewer's own visit, ``None`` for any other."""
    rows = Visit.objects.filter(pk=visit, person=viewer.person)
    return rows.values_list("object", flat=True).first()
