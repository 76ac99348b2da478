"""Key objects with the visits that are owed on them: kept, due, overdue."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from anhuan.duty.coverage import Covered, KeyThing, coverage, covered
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.obligation import Outcome
from anhuan.kernel.sponsoring import SPONSORS, Sort, Sponsored
from anhuan.obligations.models import Obligation
from anhuan.rulebook.queries import duties_at

Key = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """Of the windows of this year: ``done``, ``missed``; ``due_on`` the last day of the earliest
    open one. ``overdue``: the last window that ended was missed and none was kept since."""

    done: int = 0
    missed: int = 0
    due_on: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A key object: who sponsors it, and how the visits stand."""

    covered: Covered
    visits: Visits

    @property
    def standing(self) -> Sponsored:
        return self.covered.standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Those asked for, the worst first; ``counts`` by standing of everything in reach."""

    lines: tuple[Watched, ...]
    counts: Mapping[Sponsored, int]
    total: int
    found: int


def sponsored(
    viewer: Viewer,
    *,
    path: str = "",
    sort: Sort | None = None,
    standing: Sponsored | None = None,
    level: str = "",
    most: int = 300,
) -> Overview:
    """The key objects under ``path`` with sponsor and visits, those in trouble where no
    ``standing`` is asked for; ``level``: of the sponsor's post. At most ``most`` are given,
    ``found`` says how many there are."""
    every = watched(viewer, coverage(viewer, path=path))
    if sort is not None:
        every = [one for one in every if one.covered.thing.sort is sort]
    if level:
        every = [one for one in every if one.covered.level in ("", level)]
    counts = Counter(one.standing for one in every)
    if standing is None:
        lines = [one for one in every if one.standing is not Sponsored.SOUND]
    else:
        lines = [one for one in every if one.standing is standing]
    order = list(Sponsored)
    lines.sort(key=lambda one: order.index(one.standing))
    return Overview(
        lines=tuple(lines[:most]), counts=dict(counts), total=len(every), found=len(lines)
    )


def sponsor_of(viewer: Viewer, thing: KeyThing) -> Watched:
    """One object that the caller found visible."""
    return watched(viewer, [covered(viewer, thing)])[0]


def watched(viewer: Viewer, found: Collection[Covered]) -> list[Watched]:
    """``found`` with their visits, in two queries; who is overdue does not count as sound."""
    posts = {one.post for one in found if one.post and one.standing is not Sponsored.ENDED}
    visits = _visits(viewer, posts) if posts else {}
    listed = []
    for one in found:
        mine = visits.get((one.post, one.thing.id), Visits()) if one.post else Visits()
        sound = one.standing in {Sponsored.SOUND, Sponsored.AWAY}
        if mine.overdue and sound:
            one = replace(one, standing=Sponsored.OVERDUE)
        listed.append(Watched(covered=one, visits=mine))
    return listed


def _visits(viewer: Viewer, posts: Collection[UUID]) -> dict[Key, Visits]:
    """The windows at ``posts``, by post and object. Of the last year's only the last counts, for
    who missed it stays overdue into the new one."""
    today, rules = day_of(viewer.at), duties_at(viewer.at)
    duties = [code for code, one in rules.items() if one.duty.bearer.capacity in SPONSORS]
    rows = Obligation.objects.filter(
        ~Q(outcome=Outcome.WITHDRAWN), duty__in=duties, post__in=list(posts)
    ).filter(Q(closed_at__isnull=True) | Q(due_on__gte=date(today.year - 1, 1, 1)))
    listed = rows.order_by("due_on", "nth").values_list("post", "object", "due_on", "outcome")
    found: dict[Key, Visits] = {}
    for post, thing, due_on, outcome in listed:
        if post and thing and due_on:
            now = found.get((post, thing), Visits())
            found[post, thing] = _with(now, due_on, outcome, today.year)
    return found


def _with(now: Visits, due_on: date, outcome: str, year: int) -> Visits:
    if not outcome:
        return replace(now, due_on=now.due_on or due_on)
    kept = outcome == Outcome.DISCHARGED
    counts = due_on.year >= year
    return replace(
        now,
        done=now.done + (kept and counts),
        missed=now.missed + (not kept and counts),
        overdue=not kept,
    )
