"""Reads of bonds: who stands beside the three lines of an object (包保, heads, deputies, the named
persons of a hazard source), and which of them nobody holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum, unique
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from anhuan.base.periods import holds
from anhuan.duty.bearings import Thing, things_of
from anhuan.duty.keytasks import seen_tasks
from anhuan.duty.models import Charge, Unfilled
from anhuan.kernel.access import Viewer
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.duty import BESIDE, Capacity
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import names_of
from anhuan.sites.queries import visible
from anhuan.territory.queries import holders, visible_areas
from anhuan.territory.types import Holder

MOST: Final = 300
KEY: Final = ("object", "subject", "line", "level", "side")
ORDER: Final = {capacity.value: place for place, capacity in enumerate(Capacity)}


@unique
class Standing(StrEnum):
    """How a bond stands: its post is held or vacant; it ended and a day is set by which somebody
    is named, or it ran out without a word."""

    HELD = "held"
    VACANT = "vacant"
    UNFILLED = "unfilled"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """One bond with its object; ``holder`` is whoever holds its post now, ``subject`` the name of
    a deputy's field or the number of a hazard source."""

    id: UUID
    object: UUID
    thing: str
    name: str
    path: str
    capacity: Capacity
    subject: str
    line: Line
    side: Side
    post: UUID
    holder: Holder | None
    since: datetime
    until: datetime | None
    clause: str
    standing: Standing
    because: str = ""
    fill_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonds:
    """The bonds in reach, those nobody holds first; ``total`` in force and ``broken`` of them and
    of those that ended are counted in full."""

    lines: tuple[Bond, ...]
    total: int
    broken: int


def bonds(viewer: Viewer, *, capacity: str = "", words: str = "", path: str = "") -> Bonds:
    """The bonds of sites, areas and key tasks in the viewer's reach, or under ``path`` of it, at
    most ``MOST``; the number of queries does not grow with them."""
    reach = _reach(viewer, capacity, words, path)
    standing = Charge.objects.filter(reach, holds(viewer.at, viewer.at))
    posts = {post for (post,) in standing.order_by().values_list("post").distinct()}
    held = holders(posts, at=viewer.at)
    vacant = [post for post in posts if post not in held or held[post].person is None]
    over = _over(viewer, reach)
    empty = standing.filter(post__in=vacant).order_by("object", "level", "id")
    rest = standing.exclude(post__in=vacant).order_by("object", "level", "id")
    first = list(empty[:MOST])
    rows = [*over.values(), *first, *rest[: max(0, MOST - len(over) - len(first))]]
    lines = _lines(viewer, rows, held, over.keys())
    empties = len(first) if len(first) < MOST else empty.count()
    return Bonds(lines=lines, total=standing.count(), broken=empties + len(over))


def bonds_on(viewer: Viewer, thing: UUID) -> list[Bond]:
    """The bonds of one object that the caller found visible, with those that nobody followed."""
    here = Q(object=thing, level__in=BESIDE)
    rows = list(Charge.objects.filter(here, holds(viewer.at, viewer.at)))
    over = _over(viewer, here)
    every = [*rows, *over.values()]
    held = holders((row.post_id for row in every), at=viewer.at)
    lines = _lines(viewer, every, held, over.keys())
    return sorted(lines, key=lambda one: (one.subject, ORDER[one.capacity.value]))


def bond(viewer: Viewer, charge: UUID) -> Bond:
    """One bond in force in the viewer's reach. Refuses ``NOT_VISIBLE``."""
    reach = _reach(viewer) & holds(viewer.at, viewer.at)
    row = Charge.objects.filter(reach, pk=charge).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    found = _lines(viewer, [row], holders([row.post_id], at=viewer.at), ())
    if not found:
        raise Refusal(Why.NOT_VISIBLE)
    return found[0]


def _reach(viewer: Viewer, capacity: str = "", words: str = "", path: str = "") -> Q:
    sites, areas, tasks = visible(viewer), visible_areas(viewer), seen_tasks(viewer)
    if path:
        sites, areas = sites.filter(area_path__under=path), areas.filter(path__under=path)
        tasks = tasks.filter(area_path__under=path)
    if words:
        sites = sites.filter(Q(name__icontains=words) | Q(short__icontains=words))
        areas = areas.filter(Q(name__icontains=words) | Q(short__icontains=words))
        tasks = tasks.filter(title__icontains=words)
    levels = BESIDE & {capacity} if capacity else BESIDE
    things = Q(object__in=sites.values("pk")) | Q(object__in=areas.order_by().values("pk"))
    things |= Q(object__in=tasks.values("pk"))
    return Q(level__in=sorted(levels)) & things


def _over(viewer: Viewer, reach: Q) -> dict[tuple[object, ...], Charge]:
    """What ended with nobody in its place, the last of each kind; nobody has to follow over what
    is no longer at work."""
    same = {name: OuterRef(name) for name in KEY}
    following = Charge.objects.filter(holds(viewer.at, viewer.at), **same)
    rows = Charge.objects.filter(
        reach,
        ~Exists(following),
        recorded_from__lte=viewer.at,
        recorded_to__isnull=True,
        valid_to__lte=viewer.at,
    )
    found: dict[tuple[object, ...], Charge] = {}
    for row in rows.order_by("-valid_to", "id")[:MOST]:
        found.setdefault(_key(row), row)
    live = things_of({row.object for row in found.values()}) if found else {}
    return {key: row for key, row in found.items() if row.object in live and live[row.object].live}


def _lines(
    viewer: Viewer,
    rows: Sequence[Charge],
    held: Mapping[UUID, Holder],
    over: Iterable[tuple[object, ...]],
) -> tuple[Bond, ...]:
    ended = set(over)
    things = things_of({row.object for row in rows})
    said = {row.charge_id: row for row in Unfilled.objects.filter(charge__in=[r.pk for r in rows])}
    # The number of a hazard source is no code of a field, so it stays as it is.
    deputies = any(row.level == Capacity.DEPUTY for row in rows)
    fields = names_of("deputy-field", viewer.at) if deputies else {}
    return tuple(
        replace(
            _line(row, things[row.object], held.get(row.post_id), _key(row) in ended, said),
            subject=fields.get(row.subject, row.subject),
        )
        for row in rows
        if row.object in things and things[row.object].live
    )


def _key(row: Charge) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in KEY)


def _line(
    row: Charge, thing: Thing, held: Holder | None, ended: bool, said: Mapping[UUID, Unfilled]
) -> Bond:
    word = said.get(row.id) if ended else None
    if ended:
        standing = Standing.UNFILLED if word else Standing.LAPSED
    else:
        standing = Standing.HELD if held and held.person else Standing.VACANT
    return Bond(
        id=row.id,
        object=row.object,
        thing=thing.kind,
        name=thing.name,
        path=thing.path,
        capacity=Capacity(row.level),
        subject=row.subject,
        line=Line(row.line),
        side=Side(row.side),
        post=row.post_id,
        holder=held,
        since=row.valid_from,
        until=row.valid_to,
        clause=row.clause,
        standing=standing,
        because=word.because if word else "",
        fill_by=word.fill_by if word else None,
    )
