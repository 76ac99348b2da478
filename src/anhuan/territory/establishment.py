"""Reads for those who keep the organisation: units, posts, who held them on a day, areas."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from anhuan.base.periods import holds
from anhuan.base.tree import under_any
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.queries import persons as names_of
from anhuan.territory.absence import Away, away_from, running
from anhuan.territory.accounts import PersonRow, people_near
from anhuan.territory.models import Appointment, Area, Post, Unit
from anhuan.territory.queries import is_node
from anhuan.territory.types import Level, UnitKind

MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    id: UUID
    version: int
    name: str
    short: str
    kind: UnitKind
    area: UUID
    area_name: str
    parent: UUID | None
    active: bool
    fields: tuple[str, ...] = ()
    phone: str = ""
    posts: int = 0
    vacant: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One appointment as known now; ``ended``: closed by a later record (a correction)."""

    id: UUID
    post: UUID
    person: UUID
    name: str
    acting: bool
    basis: str
    valid_from: datetime
    valid_to: datetime | None
    recorded_from: datetime
    recorded_to: datetime | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """A post with whoever holds it at the instant asked about, the holder first."""

    id: UUID
    version: int
    title: str
    role: Role
    unit: UUID | None
    unit_name: str
    area: UUID | None
    area_path: str
    superior: UUID | None
    superior_title: str
    rank: int
    active: bool
    held: tuple[Term, ...]
    away: Away | None = None

    @property
    def vacant(self) -> bool:
        """Nobody holds it; a holder on leave holds it still."""
        return self.away is None and not any(not term.acting for term in self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    id: UUID
    version: int
    code: str
    name: str
    short: str
    level: Level
    functional: bool
    path: str
    parent: UUID | None
    drawn: bool
    children: int = 0


def need_organisation(viewer: Viewer) -> None:
    if not viewer.may(Capability.KEEP_ORGANISATION):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ORGANISATION)


def _in(viewer: Viewer, field: str) -> Q:
    return Q() if is_node(viewer) else under_any(field, viewer.areas)


def units(viewer: Viewer, *, at: datetime) -> list[UnitRow]:
    """The active units in reach with how many posts they have, and how many were vacant at
    ``at``. Refuses ``WRONG_ROLE``."""
    need_organisation(viewer)
    rows = Unit.objects.filter(_in(viewer, "area__path"), active=True).select_related("area")
    mine = _posts(viewer).filter(active=True, unit__isnull=False)
    posts = dict(mine.values_list("unit").annotate(n=Count("id")))
    empty = dict(mine.exclude(_holding(at, viewer.at)).values_list("unit").annotate(n=Count("id")))
    ordered = rows.defer("area__geometry").order_by("area__path", "name", "id")
    return [_unit(row, posts.get(row.id, 0), empty.get(row.id, 0)) for row in ordered]


def unit_row(viewer: Viewer, unit: UUID) -> UnitRow:
    """Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``."""
    need_organisation(viewer)
    found = Unit.objects.filter(_in(viewer, "area__path"), pk=unit).select_related("area")
    row = found.defer("area__geometry").first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return _unit(row, 0, 0)


def _unit(row: Unit, posts: int, vacant: int) -> UnitRow:
    return UnitRow(
        id=row.id,
        version=row.version,
        name=row.name,
        short=row.short,
        kind=UnitKind(row.kind),
        area=row.area_id,
        area_name=row.area.short or row.area.name,
        parent=row.parent_id,
        active=row.active,
        fields=tuple(row.fields),
        phone=row.phone,
        posts=posts,
        vacant=vacant,
    )


def _posts(viewer: Viewer) -> QuerySet[Post]:
    """Posts of units; those of firms are kept with the firm."""
    return Post.objects.filter(_in(viewer, "area_path"), unit__isnull=False)


def _holding(at: datetime, known_at: datetime) -> Q:
    """The posts that somebody held at ``at``, as known later. Standing in does not count, unless
    for a holder who is on leave."""
    terms = Appointment.objects.filter(holds(at, known_at), acting=False)
    away = running(at).filter(recorded_at__lte=known_at)
    return Q(pk__in=terms.values("post")) | Q(pk__in=away.values("post"))


def posts(
    viewer: Viewer, *, at: datetime, unit: UUID | None = None, vacant: bool = False
) -> list[PostRow]:
    """Active posts in reach with their holders at ``at``, at most ``MOST``: of one unit, or only
    vacant ones. Refuses ``WRONG_ROLE``."""
    need_organisation(viewer)
    rows = _posts(viewer).filter(active=True)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if vacant:
        rows = rows.exclude(_holding(at, viewer.at))
    rows = rows.select_related("unit", "superior")
    return post_rows(
        list(rows.order_by("area_path", "unit__name", "rank", "id")[:MOST]), at, viewer.at
    )


def paths_of(posts: Iterable[UUID]) -> dict[UUID, str]:
    """The area path each post reaches."""
    return dict(Post.objects.filter(pk__in=list(posts)).values_list("id", "area_path"))


def vacancies(viewer: Viewer, *, at: datetime) -> tuple[int, int]:
    """How many active posts of units nobody held at ``at``, and of how many."""
    need_organisation(viewer)
    rows = _posts(viewer).filter(active=True)
    return rows.exclude(_holding(at, viewer.at)).count(), rows.count()


def post_row(viewer: Viewer, post: UUID, *, at: datetime) -> PostRow:
    """Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``; a firm's post is not visible here."""
    need_organisation(viewer)
    row = _posts(viewer).filter(pk=post).select_related("unit", "superior").first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return post_rows([row], at, viewer.at)[0]


def history(viewer: Viewer, post: UUID) -> list[Term]:
    """Everything ever recorded about who holds the post: the latest start first, under each the
    latest record first. Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``."""
    need_organisation(viewer)
    if not _posts(viewer).filter(pk=post).exists():
        raise Refusal(Why.NOT_VISIBLE)
    rows = Appointment.objects.filter(post=post).select_related("person")
    return _terms(rows.order_by("-valid_from", "-recorded_from", "id")[:MOST])


def term(viewer: Viewer, appointment: UUID) -> Term:
    """One appointment to a post in reach. Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``."""
    need_organisation(viewer)
    mine = _in(viewer, "post__area_path") & Q(post__unit__isnull=False, pk=appointment)
    found = _terms(Appointment.objects.filter(mine).select_related("person"))
    if not found:
        raise Refusal(Why.NOT_VISIBLE)
    return found[0]


def post_rows(rows: list[Post], at: datetime, known_at: datetime) -> list[PostRow]:
    current = Appointment.objects.filter(holds(at, known_at), post__in=[row.id for row in rows])
    held: dict[UUID, list[Term]] = {}
    for each in _terms(current.select_related("person").order_by("acting", "-valid_from")):
        held.setdefault(each.post, []).append(each)
    stood_in = [post for post, terms in held.items() if all(one.acting for one in terms)]
    away = away_from(stood_in, at=at) if stood_in else {}
    return [
        PostRow(
            id=row.id,
            version=row.version,
            title=row.title,
            role=Role(row.role),
            unit=row.unit_id,
            unit_name=row.unit.short if row.unit else "",
            area=row.area_id,
            area_path=row.area_path,
            superior=row.superior_id,
            superior_title=row.superior.title if row.superior else "",
            rank=row.rank,
            active=row.active,
            held=tuple(held.get(row.id, ())),
            away=away.get(row.id),
        )
        for row in rows
    ]


def _terms(rows: Iterable[Appointment]) -> list[Term]:
    listed = list(rows)
    actors = names_of(row.by for row in listed if row.by is not None)
    return [
        Term(
            id=row.id,
            post=row.post_id,
            person=row.person_id,
            name=row.person.name,
            acting=row.acting,
            basis=row.basis,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            recorded_from=row.recorded_from,
            recorded_to=row.recorded_to,
            by=actors[row.by].name if row.by in actors else "",
        )
        for row in listed
    ]


def candidates(viewer: Viewer, words: str, *, limit: int) -> list[PersonRow]:
    """People whom the viewer might appoint, by name or by identifier: those who hold or held a
    post in reach or hold none at all. Refuses ``WRONG_ROLE``."""
    need_organisation(viewer)
    return people_near(viewer, words=words, limit=limit)


def tops(viewer: Viewer) -> list[AreaRow]:
    """The areas a viewer's reach begins with. Refuses ``WRONG_ROLE``."""
    need_organisation(viewer)
    here = Q(parent__isnull=True) if is_node(viewer) else Q(path__in=viewer.areas)
    return _areas(Area.objects.filter(here))


def tree(viewer: Viewer, *, around: AreaRow) -> list[AreaRow]:
    """The lines of the tree when ``around`` is open: every area above it in reach, with its
    children, and its own."""
    need_organisation(viewer)
    above = [around.path[:end] for end in range(4, len(around.path) + 1, 4)]
    here = _in(viewer, "path") & (Q(path__in=above) | Q(parent__path__in=above))
    return _areas(Area.objects.filter(here))


def area_row(viewer: Viewer, area: UUID) -> AreaRow:
    """Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``."""
    need_organisation(viewer)
    found = _areas(Area.objects.filter(_in(viewer, "path"), pk=area))
    if not found:
        raise Refusal(Why.NOT_VISIBLE)
    return found[0]


def areas_below(viewer: Viewer, path: str = "") -> list[AreaRow]:
    """The areas in reach at and below ``path``, the cells left out: what units answer for."""
    need_organisation(viewer)
    rows = Area.objects.filter(_in(viewer, "path"), path__under=path)
    return _areas(rows.exclude(level=Level.CELL.value))


def areas_within(viewer: Viewer, path: str) -> list[AreaRow]:
    """The areas in reach at and below ``path``, cells too, at most ``MOST``."""
    need_organisation(viewer)
    found = Area.objects.filter(_in(viewer, "path"), path__under=path).order_by("path")
    return _areas(Area.objects.filter(pk__in=list(found.values_list("pk", flat=True)[:MOST])))


def reached(viewer: Viewer, path: str) -> list[AreaRow]:
    """The areas in reach from the top down to ``path``."""
    need_organisation(viewer)
    over = [path[:end] for end in range(4, len(path) + 1, 4)]
    return _areas(Area.objects.filter(_in(viewer, "path"), path__in=over))


def _areas(rows: QuerySet[Area]) -> list[AreaRow]:
    listed = rows.annotate(below=Count("children")).order_by("path")
    return [
        AreaRow(
            id=row.id,
            version=row.version,
            code=row.code,
            name=row.name,
            short=row.short,
            level=Level(row.level),
            functional=row.functional,
            path=row.path,
            parent=row.parent_id,
            drawn=row.west is not None,
            children=row.below,
        )
        for row in listed.defer("geometry")
    ]


def unit_name(unit: UUID) -> str:
    """The full name of a unit, as documents print it."""
    return Unit.objects.filter(pk=unit).values_list("name", flat=True).first() or ""
