"""The ledger as a list: filters, the closed list of sorts, keyset pages."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.base.keyset import MOST, beyond, cursor, place
from anhuan.base.text_index import matching
from anhuan.base.tree import under_any
from anhuan.cases.models import ENDED, OPEN, UNDATED, Case
from anhuan.cases.scope import lies_with, seen_by
from anhuan.cases.types import BallSide, Filters, Sort
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import ONE_DAY, day_of, end_of_day
from anhuan.kernel.case import State
from anhuan.kernel.refusal import Refusal, Why
from anhuan.obligations.raised import raised_cases, raised_unwritten
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import scope_columns

SORTS: Final[Mapping[Sort, tuple[str, bool]]] = {
    Sort.DUE: ("sort_due", False),
    Sort.NEWEST: ("opened_at", True),
    Sort.FOUND: ("sort_found", True),
    Sort.NUMBER: ("number", False),
}
MOST_SOUGHT: Final = 200
"""Words may be found in very many cases, and each has to be looked at."""


def narrowed(
    viewer: Viewer, filters: Filters, *, within: QuerySet[Case] | None = None
) -> QuerySet[Case]:
    """The cases of ``filters`` that the viewer may see. Refuses ``NOT_VISIBLE`` for an area the
    viewer does not reach. ``within``: the rows of the area, when the caller has them already."""
    rows = scoped(viewer, filters.area) if within is None else within
    rows = rows.filter(_plain(filters))
    rows = rows.filter(_since(viewer, filters))
    for name, value in _dated(viewer, filters).items():
        rows = rows.filter(**{name: value})
    if filters.mine:
        rows = rows.filter(_with(viewer))
    if filters.waiting:
        own = Q(officer_post__in=viewer.posts) | Q(site__in=viewer.sites)
        rows = rows.filter(own, OPEN).exclude(_with(viewer))
    if filters.watched:
        rows = rows.filter(watches__person=viewer.person)
    return matching(rows, filters.query) if filters.query else rows


def _with(viewer: Viewer) -> Q:
    """The ball lies with a post or site of the viewer. Null columns are no match, so that the
    negation finds the cases whose ball lies with nobody by name."""
    post = Q(ball_post__isnull=False, ball_post__in=viewer.posts)
    return post | Q(ball_site__isnull=False, ball_site__in=viewer.sites)


def scoped(viewer: Viewer, area: UUID | None) -> QuerySet[Case]:
    """A viewer of whole areas lists by one equality column, which every list index begins with;
    what the viewer's units hold elsewhere is found in "my work" and by number."""
    if area is not None:
        columns = scope_columns(area)
        path = columns.pop("path", None)
        if path is None or not any(str(path).startswith(own) for own in viewer.areas):
            raise Refusal(Why.NOT_VISIBLE)
        return _unveiled(viewer, Case.objects.filter(**columns))
    if len(viewer.areas) == 1:
        columns = scope_columns(path=viewer.areas[0])
        columns.pop("path", None)
        if columns:
            return _unveiled(viewer, Case.objects.filter(**columns))
    if viewer.areas and not viewer.sites:
        rows = Case.objects.filter(under_any("area_path", viewer.areas))
        return _unveiled(viewer, rows)
    return Case.objects.filter(seen_by(viewer))


def _unveiled(viewer: Viewer, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Without what others found at a place that an own unit is sent to, and without the parts of
    joint visits that went to other departments."""
    if viewer.errands:
        return rows.filter(seen_by(viewer))
    return rows.filter(Q(apart=False) | lies_with(viewer.units)) if viewer.departmental else rows


_SETS: Final = {
    "states": "state__in",
    "kinds": "kind__in",
    "domains": "domain__in",
    "sources": "source__in",
}
_SINGLE: Final = {
    "grade": "grade",
    "site": "site",
    "unit": "unit",
    "department": "department",
    "ball_post": "ball_post",
}
_FLAGS: Final = {"listed": Q(is_listed=True), "relapsed": Q(parent__isnull=False)}


def _plain(filters: Filters) -> Q:
    condition = Q()
    for name, column in _SETS.items():
        if chosen := getattr(filters, name):
            condition &= Q(**{column: sorted(chosen)})
    for name, column in _SINGLE.items():
        if value := getattr(filters, name):
            condition &= Q(**{column: value})
    for name, flag in _FLAGS.items():
        if getattr(filters, name):
            condition &= flag
    return condition & _standing(filters)


def _standing(filters: Filters) -> Q:
    condition = Q()
    if filters.open is not None:
        condition = OPEN if filters.open else Q(sort_due=ENDED)
    if filters.ball_side:
        condition &= OPEN & Q(ball_site__isnull=filters.ball_side != BallSide.FIRM)
    return condition


def _since(viewer: Viewer, filters: Filters) -> Q:
    condition = Q()
    if filters.overdue_since:
        last = day_of(viewer.at) - timedelta(days=1)
        condition &= Q(sort_due__range=(filters.overdue_since, last))
    if filters.returned_since:
        after = end_of_day(filters.returned_since) - ONE_DAY
        condition &= Q(state=State.UNDERWAY.value, round__gte=2, rechecked_at__gte=after)
    if filters.supervision_from:
        level = filters.supervision_from
        waiting = raised_unwritten(viewer, level, rules_at(viewer.at).knowledge)
        condition &= OPEN & (Q(pk__in=raised_cases(level)) | Q(pk__in=waiting))
    return condition


def _dated(viewer: Viewer, filters: Filters) -> dict[str, Any]:
    today = day_of(viewer.at)
    found: dict[str, Any] = {}
    if filters.overdue:
        found |= {"sort_due__gt": UNDATED, "sort_due__lt": today}
    if filters.due_within is not None:
        last = today + timedelta(days=filters.due_within)
        found |= {"sort_due__range": (today, last)}
    if filters.found_from:
        found["sort_found__gte"] = filters.found_from
    if filters.found_to:
        found["sort_found__lte"] = filters.found_to
    if filters.round_from:
        found["round__gte"] = filters.round_from
    return found


def page_of(
    rows: QuerySet[Case], *, sort: Sort, after: str, size: int, sought: bool = False
) -> tuple[list[Case], str]:
    """One page by keyset and the cursor of the next; "" when there is none. ``sought``: the rows
    are narrowed by words."""
    key, backwards = SORTS[sort]
    if after:
        rows = rows.filter(beyond(key, *place(after, _READ[key]), backwards=backwards))
    order = ("-" if backwards else "") + key
    tie = "-id" if backwards else "id"
    ordered = rows.defer("search").order_by(order, tie)
    by_deadline = sought and sort is Sort.DUE
    found = _open_first(ordered, size + 1) if by_deadline else list(ordered[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    return found[:size], cursor(getattr(last, key), last.id)


def _open_first(rows: QuerySet[Case], size: int) -> list[Case]:
    """By deadline the open ones stand first, and the words of those have an index of their own:
    what has ended is looked through only when they do not fill the page."""
    found = list(rows.filter(OPEN)[:size])
    if len(found) < size:
        found += rows.filter(sort_due=ENDED)[: size - len(found)]
    return found


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "sort_due": date.fromisoformat,
    "sort_found": date.fromisoformat,
    "opened_at": datetime.fromisoformat,
    "number": str,
}


def counted(rows: QuerySet[Case], *, sought: bool = False) -> tuple[int, bool]:
    """How many rows, counting no further than a thousand, or two hundred that were sought.

    In order, since PostgreSQL would otherwise read the table from its start and hope to meet a
    thousand soon; in order it reads what the page beside the count reads, and some more of it.
    """
    most = MOST_SOUGHT if sought else MOST
    ordered = rows.order_by("sort_due", "id").values("pk")
    n = _most(ordered.filter(OPEN), most + 1) if sought else _most(ordered, most + 1)
    if sought and n <= most:
        # Unordered: an index of words gives no order, and all it finds would have to be sorted.
        n += _most(rows.order_by().values("pk").filter(sort_due=ENDED), most + 1 - n)
    return min(n, most), n > most


def _most(rows: QuerySet[Case, Any], most: int) -> int:
    return rows[:most].count()
