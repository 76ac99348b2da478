"""Who was responsible on a day, on every line, level and side, and the act that made it so."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anhuan.base.periods import holds
from anhuan.duty.certificate import extent_of_area, extent_of_site
from anhuan.duty.models import Charge
from anhuan.duty.snapshot import load
from anhuan.kernel.access import Viewer
from anhuan.kernel.answering import Answered, answering
from anhuan.kernel.gaps import Snapshot
from anhuan.kernel.holding import Holders
from anhuan.people.queries import persons
from anhuan.sites.standing import site_names
from anhuan.territory.queries import area_names, holders
from anhuan.territory.standing import Act, acts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Charging:
    """The act that charged a post: its clause, from when, when recorded and by whom."""

    clause: str
    since: datetime
    recorded_at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible:
    """One answer with the names it goes by; ``appointed`` is the act that put the person there,
    ``charged`` the one that charged the post, ``None`` where the table of departments decides."""

    answer: Answered
    object_name: str
    post: str
    person: str
    charged: Charging | None
    appointed: Act | None


def responsible(
    viewer: Viewer,
    *,
    site: UUID | None = None,
    area: UUID | None = None,
    at: datetime,
    known_at: datetime | None = None,
) -> list[Responsible]:
    """The answers for a site, or for an area and those above it, as of ``at``.

    ``known_at``: as recorded by then, the reader's instant if not given. Refuses
    ``NOT_VISIBLE``.
    """
    known = known_at or viewer.at
    if site:
        extent = extent_of_site(viewer, site, at=at, known_at=known)
    else:
        extent = extent_of_area(viewer, area or UUID(int=0))
    snapshot = load(extent, at=at, known_at=known)
    answers = answering(snapshot)
    return _named(answers, snapshot, known)


def _named(answers: list[Answered], snapshot: Snapshot, known_at: datetime) -> list[Responsible]:
    posts = {one.post for one in answers if one.post}
    things = {one.object for one in answers if one.object}
    held = holders(posts, at=snapshot.at)
    acts = acts_of(posts, at=snapshot.at, known_at=known_at)
    charged = _charges(things, posts, snapshot.at, known_at)
    names = area_names(things) | site_names(things)
    people = Holders(snapshot)
    found = []
    for one in answers:
        post = held.get(one.post) if one.post else None
        person = people.person(one.post) if one.post else None
        act = acts.get((one.post, person)) if one.post and person else None
        key = (one.object, one.post, one.column.line.value, one.column.side.value)
        found.append(
            Responsible(
                answer=one,
                object_name=names.get(one.object, "") if one.object else "",
                post=f"{post.unit_name} {post.title}".strip() if post else "",
                person=act.name if act else "",
                charged=charged.get(key) if one.named else None,
                appointed=act,
            )
        )
    return found


def _charges(
    things: set[UUID], posts: set[UUID], at: datetime, known_at: datetime
) -> dict[tuple[UUID | None, UUID | None, str, str], Charging]:
    rows = list(
        Charge.objects.filter(holds(at, known_at), object__in=things, post__in=posts).order_by(
            "valid_from", "id"
        )
    )
    actors = persons(row.by for row in rows if row.by)
    return {
        (row.object, row.post_id, row.line, row.side): Charging(
            clause=row.clause,
            since=row.valid_from,
            recorded_at=row.recorded_from,
            by=actors[row.by].name if row.by in actors else "",
        )
        for row in rows
    }
