"""Areas, units and posts as they were: a past day is asked of that day's organisation."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from anhuan.kernel.chain import Holding, Span
from anhuan.kernel.climbing import Above, Chart
from anhuan.kernel.tenures import Tenure
from anhuan.territory.models import Appointment, Area, Former, Post, Unit

Lasting = Area | Unit | Post

KEPT: Final[Mapping[type[Lasting], tuple[str, ...]]] = {
    Area: ("geometry", "functional", "active"),
    Unit: ("fields", "active"),
    Post: ("title", "role", "area_id", "area_path", "superior_id", "rank", "active"),
}
MANY: Final = 500
STEPS: Final = 8
"""How high a chain is read at once: more levels than any government has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostThen:
    """A post as it was at an instant, as known then."""

    id: UUID
    title: str
    role: str
    unit: UUID | None
    site: UUID | None
    area: UUID | None
    area_path: str
    superior: UUID | None
    rank: int
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaThen:
    """An area as it was at an instant, as known then; ``geometry`` is GeoJSON or ``None``."""

    id: UUID
    path: str
    level: str
    parent: UUID | None
    functional: bool
    active: bool
    geometry: Any = None


def kind_of(model: type[Lasting]) -> str:
    return model.__name__.lower()


def posts_then(
    at: datetime,
    *,
    posts: Iterable[UUID] | None = None,
    sites: Iterable[UUID] | None = None,
    condition: Q | None = None,
) -> dict[UUID, PostThen]:
    """The posts as they were at ``at``: those of ``posts``, those of the firms ``sites``, or all
    that meet ``condition`` now; without any, every one. One not yet known at ``at`` is absent."""
    wanted = condition if condition is not None else Q()
    if posts is not None:
        wanted &= Q(pk__in=list(posts))
    if sites is not None:
        wanted &= Q(site__in=list(sites))
    fields = ("id", "unit_id", "site", *KEPT[Post])
    rows = list(Post.objects.filter(wanted, _known(at)).values(*fields))
    return {row["id"]: _post(row) for row in _as_of(Post, rows, at)}


def _post(row: Mapping[str, Any]) -> PostThen:
    return PostThen(
        id=row["id"],
        title=row["title"],
        role=row["role"],
        unit=row["unit_id"],
        site=row["site"],
        area=row["area_id"],
        area_path=row["area_path"],
        superior=row["superior_id"],
        rank=row["rank"],
        active=row["active"],
    )


def areas_then(
    at: datetime, *, condition: Q | None = None, shapes: bool = False
) -> dict[UUID, AreaThen]:
    """The areas as they were at ``at``: all, or those that meet ``condition``; with ``shapes``
    their outlines too."""
    fields = ["id", "path", "level", "parent_id", "functional", "active"]
    if shapes:
        fields.append("geometry")
    found = Area.objects.filter(condition if condition is not None else Q(), _known(at))
    rows = list(found.values(*fields))
    return {
        row["id"]: AreaThen(
            id=row["id"],
            path=row["path"],
            level=row["level"],
            parent=row["parent_id"],
            functional=row["functional"],
            active=row["active"],
            geometry=row.get("geometry") if shapes else None,
        )
        for row in _as_of(Area, rows, at)
    }


def _known(at: datetime) -> Q:
    return Q(since__isnull=True) | Q(since__lte=at)


def _as_of(
    model: type[Lasting], rows: list[dict[str, Any]], at: datetime
) -> Iterable[dict[str, Any]]:
    former = Former.objects.filter(kind=kind_of(model), until__gt=at).order_by("-until")
    if len(rows) <= MANY:
        former = former.filter(subject__in=[row["id"] for row in rows])
    # The earliest that ended after ``at`` is written last and stays.
    then = dict(former.values_list("subject", "values"))
    for row in rows:
        values = then.get(row["id"])
        if values:
            row |= {name: _read(name, value) for name, value in values.items() if name in row}
        yield row


def _read(name: str, value: Any) -> Any:
    return UUID(value) if name.endswith("_id") and value is not None else value


def superiors_then(at: datetime, posts: Iterable[UUID]) -> dict[UUID, UUID]:
    """The posts above ``posts`` as they were at ``at``, up to the top: post to superior.

    A closed post still leads on to the one above it. Two queries a level; a circle ends where
    it closes.
    """
    over: dict[UUID, UUID] = {}
    ask = set(posts)
    seen: set[UUID] = set()
    while ask:
        seen |= ask
        found = posts_then(at, posts=ask)
        step = {post.id: post.superior for post in found.values() if post.superior}
        over |= step
        ask = set(step.values()) - seen
    return over


def chart_since(since: datetime, posts: Iterable[UUID]) -> Chart:
    """Who stood above ``posts``, up to the top, and who held all these posts, at every instant
    from ``since`` on as known at it. Two queries a level and one for the holders."""
    above: dict[UUID, list[Above]] = {}
    ask = set(posts)
    while ask:
        step = _above(since, ask)
        above |= step
        ask = {each.superior for spans in step.values() for each in spans if each.superior}
        ask -= above.keys()
    return Chart(above=above, holdings=_holdings(since, above))


def chart_now(posts: Iterable[UUID], *, at: datetime) -> Chart:
    """The same for ``at`` alone, as things stand in the tables: two queries, ``STEPS`` levels."""
    names = ["superior" + "__superior" * n for n in range(STEPS)]
    above: dict[UUID, list[Above]] = {}
    for chain in Post.objects.filter(pk__in=list(posts)).values_list("id", *names):
        for post, superior in itertools.pairwise((*chain, None)):
            if post is not None:
                above[post] = [Above(since=None, until=None, superior=superior)]
    return Chart(above=above, holdings=_holdings(at, above))


def _above(since: datetime, posts: Iterable[UUID]) -> dict[UUID, list[Above]]:
    ids = list(posts)
    former = Former.objects.filter(kind=kind_of(Post), subject__in=ids, until__gt=since)
    turns: dict[UUID, list[tuple[datetime, UUID | None]]] = {}
    for subject, values, until in former.order_by("until").values_list(
        "subject", "values", "until"
    ):
        turns.setdefault(subject, []).append((until, _read("superior_id", values["superior_id"])))
    found: dict[UUID, list[Above]] = {}
    for post, begun, superior in Post.objects.filter(pk__in=ids).values_list(
        "id", "since", "superior_id"
    ):
        spans = found.setdefault(post, [])
        for until, former_superior in turns.get(post, ()):
            spans.append(Above(since=begun, until=until, superior=former_superior))
            begun = until
        spans.append(Above(since=begun, until=None, superior=superior))
    return found


def holdings_since(since: datetime, posts: Iterable[UUID]) -> dict[UUID, list[Holding]]:
    """Who held ``posts`` at any instant from ``since`` on, as recorded at any since, by post."""
    return _holdings(since, posts)


def _holdings(since: datetime, posts: Iterable[UUID]) -> dict[UUID, list[Holding]]:
    rows = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=since),
        Q(recorded_to__isnull=True) | Q(recorded_to__gt=since),
        post__in=list(posts),
    )
    found: dict[UUID, list[Holding]] = {}
    for row in rows:
        span = Span(
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            recorded_from=row.recorded_from,
            recorded_to=row.recorded_to,
        )
        held = Holding(post=row.post_id, person=row.person_id, span=span, acting=row.acting)
        found.setdefault(row.post_id, []).append(held)
    return found


def tenures(posts: Iterable[UUID]) -> list[Tenure]:
    """Who held ``posts`` and when, as known now, stand-ins too; the earliest first."""
    rows = Appointment.objects.filter(post__in=list(posts), recorded_to__isnull=True)
    fields = ("post", "person", "valid_from", "valid_to", "acting")
    return [
        Tenure(post=post, person=person, since=since, until=until, acting=acting)
        for post, person, since, until, acting in rows.order_by("valid_from", "id").values_list(
            *fields
        )
    ]
