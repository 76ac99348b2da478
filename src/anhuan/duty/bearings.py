"""On whom a duty falls at an instant: by what a post is charged with, or by what it is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from anhuan.base.periods import holds
from anhuan.duty.models import Charge, KeyTask
from anhuan.duty.types import Bearing
from anhuan.kernel.access import Role
from anhuan.kernel.calendar import day_of
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.duty import BESIDE, Bearer, Capacity
from anhuan.kernel.sponsoring import LED
from anhuan.rulebook.types import DutyRule
from anhuan.sites.queries import marks_of_sites
from anhuan.sites.types import SiteMark
from anhuan.territory.bearers import BearerPost, bearer_posts, units_of_posts
from anhuan.territory.queries import marks_of_areas


def bearings(rule: DutyRule, *, at: datetime) -> list[Bearing]:
    """Every post on which ``rule`` falls at ``at``, with its object.

    What is over bears nothing: a closed post, a closed or moved firm, an area no longer kept.
    """
    bearer = rule.duty.bearer
    if bearer.capacity is not None:
        return _by_charge(rule, _charges(_capacity(bearer.capacity), at))
    rows = bearer_posts(roles=bearer.roles, kinds=bearer.kinds, levels=bearer.levels)
    return _by_role(rule, _posts(rows))


def bearings_of(
    rules: Iterable[DutyRule], posts: Collection[UUID], *, at: datetime
) -> list[Bearing]:
    """What falls on ``posts``, in the order of ``rules``; six queries however many they are."""
    held = _posts(bearer_posts(roles=list(Role), posts=posts))
    charged = _charges(Q(post__in=list(posts)), at)
    return [
        each
        for rule in rules
        for each in (
            _by_role(rule, held)
            if rule.duty.bearer.capacity is None
            else _by_charge(rule, charged)
        )
    ]


def _capacity(capacity: Capacity) -> Q:
    if capacity is Capacity.ANSWERS:
        return ~Q(level__in=BESIDE)
    if capacity is Capacity.HEAD:
        return Q(level=capacity.value) | HEADED
    return Q(level=capacity.value)


HEADED: Final = Q(line=Line.TERRITORY, level__in=LED, side__in=[Side.PARTY, Side.GOVERNMENT])
"""Who answers for a city, district or street on the line of territory heads it."""


@dataclass(frozen=True, slots=True)
class _Posts:
    rows: tuple[BearerPost, ...]
    firms: Mapping[UUID, SiteMark]


@dataclass(frozen=True, slots=True)
class _Charges:
    rows: tuple[Charge, ...]
    units: Mapping[UUID, UUID | None]
    things: Mapping[UUID, "Thing"]


def _posts(rows: Iterable[BearerPost]) -> _Posts:
    listed = tuple(rows)
    return _Posts(listed, marks_of_sites(row.site for row in listed if row.site is not None))


def _charges(condition: Q, at: datetime) -> _Charges:
    rows = Charge.objects.filter(holds(at, at) & condition)
    listed = tuple(rows.order_by("post", "object", "subject", "id"))
    return _Charges(
        listed,
        units_of_posts({row.post_id for row in listed}),
        things_of({row.object for row in listed}),
    )


def _by_role(rule: DutyRule, posts: _Posts) -> list[Bearing]:
    bearer = rule.duty.bearer
    found = []
    for row in posts.rows:
        if not _is(row, bearer):
            continue
        if row.site is None:
            found += [_of_area(rule, row)] if row.area is not None else []
        elif row.site in posts.firms and posts.firms[row.site].at_work:
            found.append(_of_firm(rule, row, posts.firms[row.site]))
    return found


def _is(row: BearerPost, bearer: Bearer) -> bool:
    kind = not bearer.kinds or row.kind in bearer.kinds
    level = not bearer.levels or row.level in bearer.levels
    return row.role in bearer.roles and kind and level


def _of_firm(rule: DutyRule, row: BearerPost, firm: SiteMark) -> Bearing:
    return Bearing(
        code=rule.code,
        post=row.post,
        unit=None,
        object=firm.id,
        thing="site",
        name=firm.name,
        path=firm.path,
        since=max(row.since, rule.since),
    )


def _of_area(rule: DutyRule, row: BearerPost) -> Bearing:
    assert row.area is not None
    return Bearing(
        code=rule.code,
        post=row.post,
        unit=row.unit,
        object=row.area,
        thing="area",
        name=row.area_name,
        path=row.path,
        since=max(row.since, rule.since),
    )


def _by_charge(rule: DutyRule, charges: _Charges) -> list[Bearing]:
    bearer = rule.duty.bearer
    found: dict[tuple[UUID, UUID], Bearing] = {}
    for row in charges.rows:
        thing = charges.things.get(row.object)
        if row.post_id not in charges.units or thing is None:
            continue
        if not (_as(row, bearer) and _owed_on(thing, bearer)):
            continue
        each = Bearing(
            code=rule.code,
            post=row.post_id,
            unit=charges.units[row.post_id],
            object=row.object,
            thing=thing.kind,
            name=thing.name,
            path=thing.path,
            since=max(day_of(row.valid_from), rule.since),
            field=row.subject,
        )
        known = found.get((row.post_id, row.object))
        found[row.post_id, row.object] = _joined(known, each) if known else each
    return list(found.values())


def _as(row: Charge, bearer: Bearer) -> bool:
    level = row.level if row.level in BESIDE else ""
    if bearer.capacity is Capacity.HEAD and row.level in LED and row.line == Line.TERRITORY:
        level = Capacity.HEAD.value
    side = bearer.side is None or row.side == bearer.side
    return level == bearer.capacity and side and bearer.field in ("", row.subject)


def _owed_on(thing: "Thing", bearer: Bearer) -> bool:
    narrowed = bool(bearer.levels) and thing.kind == "area"
    return thing.live and (not narrowed or thing.level in bearer.levels)


def _joined(one: Bearing, two: Bearing) -> Bearing:
    """Two fields over one object are one duty on it, borne since the earlier."""
    fields = "、".join(part for part in (one.field, two.field) if part)
    return Bearing(
        code=one.code,
        post=one.post,
        unit=one.unit,
        object=one.object,
        thing=one.thing,
        name=one.name,
        path=one.path,
        since=min(one.since, two.since),
        field=fields,
    )


@dataclass(frozen=True, slots=True)
class Thing:
    """What a post is charged with: kind (site, area, task), name, path; whether anything is owed
    on it still."""

    kind: str
    name: str
    path: str
    level: str
    live: bool


def things_of(objects: Collection[UUID]) -> dict[UUID, Thing]:
    """The areas, sites and key tasks of ``objects``, a query for each sort that is asked."""
    found = {
        identity: Thing("area", mark.name, mark.path, mark.level, True)
        for identity, mark in marks_of_areas(objects).items()
    }
    rest = set(objects) - found.keys()
    sites = marks_of_sites(rest) if rest else {}
    found |= {
        identity: Thing("site", mark.name, mark.path, "", mark.at_work)
        for identity, mark in sites.items()
    }
    rest -= sites.keys()
    rows = KeyTask.objects.filter(pk__in=rest) if rest else ()
    return found | {
        row.id: Thing("task", row.title, row.area_path, "", row.ended_at is None) for row in rows
    }
