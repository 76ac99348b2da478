"""Reads of cases: the ledger, one case with its whole story, what is similar, what is worse."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final
from urllib.parse import parse_qsl
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from anhuan.base.outside import is_number
from anhuan.base.pages import Page
from anhuan.base.text_index import matching
from anhuan.cases import models
from anhuan.cases.actors import actor_for
from anhuan.cases.asking import asked_from
from anhuan.cases.listing import counted, narrowed, page_of, scoped
from anhuan.cases.mapping import to_case
from anhuan.cases.scope import find, seen_by, sees, visible
from anhuan.cases.types import (
    Brief,
    CaseAbout,
    CaseFile,
    Filters,
    Row,
    SavedQuery,
    Sort,
    TimelineEntry,
    Turn,
)
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Case, Grade
from anhuan.kernel.lifecycle import choices
from anhuan.kernel.refusal import Refusal
from anhuan.ledger.queries import acts_of
from anhuan.people.queries import persons
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import area_names, holders, is_node
from anhuan.territory.types import Holder

PAGE = 50
MOST_CHOSEN = 500
MOST_MARKED = 3000


def ledger(
    viewer: Viewer, filters: Filters, *, sort: Sort = Sort.DUE, after: str = "", size: int = PAGE
) -> Page[Row]:
    """A page of the ledger, narrowed to what the viewer may see."""
    rows = narrowed(viewer, filters)
    sought = bool(filters.query)
    found, following = page_of(rows, sort=sort, after=after, size=size, sought=sought)
    total, capped = len(found), False
    if after or following:
        total, capped = counted(rows, sought=sought)
    return Page(rows=rows_of(viewer, found), after=following, total=total, capped=capped)


def count(viewer: Viewer, filters: Filters) -> tuple[int, bool]:
    """How many cases the filters leave; beyond a thousand only that."""
    return counted(narrowed(viewer, filters), sought=bool(filters.query))


def tallies(viewer: Viewer, many: Sequence[Filters]) -> list[tuple[int, bool] | None]:
    """``count`` for each of ``many``; None for one that the viewer can no longer ask."""
    whole = scoped(viewer, None)
    return [_tally(viewer, filters, whole) for filters in many]


def _tally(
    viewer: Viewer, filters: Filters, whole: QuerySet[models.Case]
) -> tuple[int, bool] | None:
    try:
        within = whole if filters.area is None else None
        return counted(narrowed(viewer, filters, within=within), sought=bool(filters.query))
    except Refusal:
        return None


def rows_of(viewer: Viewer, found: Sequence[models.Case]) -> tuple[Row, ...]:
    """Lines with the names of whoever holds the ball today and of the streets."""
    held = holders((row.ball_post_id for row in found if row.ball_post_id), at=viewer.at)
    streets = area_names(row.street_id for row in found if row.street_id)
    grading = rules_at(viewer.at).kinds
    needing = {kind.value for kind, rule in grading.items() if rule.grading == "required"}
    return tuple(_row(row, held, streets, needing) for row in found)


def _row(
    row: models.Case,
    held: Mapping[UUID, Holder],
    streets: Mapping[UUID, str],
    needing: set[str],
) -> Row:
    ball = held.get(row.ball_post_id) if row.ball_post_id else None
    return Row(
        id=row.id,
        number=row.number,
        kind=row.kind,
        domain=row.domain,
        state=row.state,
        grade=row.grade,
        round=row.round,
        source=row.source,
        site=row.site_id,
        site_name=row.site_name,
        description=row.description,
        street_name=streets.get(row.street_id, "") if row.street_id else "",
        due_on=row.due_on,
        found_on=row.found_on,
        is_open=row.is_open,
        is_listed=row.is_listed,
        relapse=row.parent_id is not None,
        needs_grade=row.state == "registered" and row.kind in needing,
        ball_act=row.ball_act,
        ball_due_on=row.ball_due_on,
        ball_post=row.ball_post_id,
        ball_name=ball.name if ball else "",
        ball_title=ball.title if ball else "",
        ball_unit=_unit_name(row, ball),
        version=row.version,
        submitted_at=row.submitted_at,
        ended_at=row.ended_at,
    )


def _unit_name(row: models.Case, ball: Holder | None) -> str:
    if ball is None:
        return ""
    return row.site_name if ball.site else ball.unit_name


_COPIED = tuple(
    each.name
    for each in fields(CaseFile)
    if each.name not in {"case", "area", "street", "parent_number", "watched", "sealed"}
    and not each.name.startswith("ball_")
)


def case_file(viewer: Viewer, number: str) -> CaseFile:
    """One case whole. Refuses ``NOT_VISIBLE``."""
    row = find(viewer, number)
    beside = (
        models.Case.objects.filter(pk=row.pk)
        .annotate(
            watched=Exists(models.Watch.objects.filter(case=OuterRef("pk"), person=viewer.person)),
            sealed=Exists(models.Reporter.objects.filter(case=OuterRef("pk"))),
        )
        .values_list("watched", "sealed", "parent__number")
        .get()
    )
    watched, sealed, parent_number = beside
    return CaseFile(
        case=to_case(row),
        area=row.area_id,
        street=row.street_id,
        ball_act=row.ball_act,
        ball_due_on=row.ball_due_on,
        ball_post=row.ball_post_id,
        ball_unit=row.ball_unit_id,
        ball_site=row.ball_site,
        parent_number=parent_number or "",
        watched=watched,
        sealed=sealed,
        **{name: getattr(row, name) for name in _COPIED},
    )


def turn_after(viewer: Viewer, case: UUID) -> Turn:
    """Where the ball of a case lies that the viewer has just acted on; it may be out of sight."""
    row = models.Case.objects.get(pk=case)
    held = holders([row.ball_post_id], at=viewer.at) if row.ball_post_id else {}
    holder = next(iter(held.values()), None)
    return Turn(
        number=row.number,
        visible=sees(viewer, row),
        act=row.ball_act,
        due_on=row.ball_due_on,
        name=holder.name if holder else "",
        title=holder.title if holder else "",
    )


def choices_of(
    viewer: Viewer, case: Case, *, for_firm: bool = False
) -> dict[Action, Refusal | None]:
    """What the viewer may do with a case now, and why not what not; ``for_firm``: as the firm's
    own act, recorded by an officer (代录)."""
    actor = actor_for(viewer, case, at=viewer.at, for_firm=for_firm)
    return choices(case, by=actor, at=viewer.at, rules=rules_at(viewer.at))


def sees_case(viewer: Viewer, case: UUID) -> bool:
    return visible(viewer).filter(pk=case).exists()


def timeline(viewer: Viewer, case: UUID) -> list[TimelineEntry]:
    """The acts of a visible case, oldest first, each with who did it in which post."""
    acts = acts_of(case)
    names = persons(act.by for act in acts if act.by)
    in_posts = {act.id: _post(act.public) for act in acts}
    posts = holders((post for post in in_posts.values() if post), at=viewer.at)
    entries = []
    for act in acts:
        in_post = in_posts[act.id]
        post = posts.get(in_post) if in_post else None
        person = names.get(act.by) if act.by else None
        entries.append(
            TimelineEntry(
                version=act.version,
                action=Action(act.public["action"]) if "action" in act.public else None,
                at=act.at,
                by=act.by,
                by_name=person.name if person else "",
                post_title=" ".join(p for p in (post.unit_name, post.title) if p) if post else "",
                for_firm=bool(act.public.get("for_firm")),
                data=act.public.get("data", act.public.get("fields", {})),
                body=act.body or {},
                erased=act.body is None,
                exhibits=int(act.public.get("exhibits", 0)),
                state=act.public.get("state", act.public.get("imported", "")),
                fact_id=act.id,
                offline="field" in act.public,
            )
        )
    return entries


def _post(public: Mapping[str, Any]) -> UUID | None:
    raw = public.get("post")
    return UUID(raw) if raw else None


def similar(viewer: Viewer, *, site: UUID | None, text: str, limit: int = 5) -> tuple[Row, ...]:
    """Open cases that a new one may repeat: at the same site, else with the same words."""
    rows = visible(viewer).filter(models.OPEN)
    if site is not None:
        found = list(rows.filter(site=site).order_by("-opened_at")[:limit])
    else:
        found = list(matching(rows, text[:40]).order_by("-opened_at")[:limit]) if text else []
    return rows_of(viewer, found)


def of_site(viewer: Viewer, site: UUID, *, limit: int = PAGE) -> tuple[Row, ...]:
    """The cases of a site, open ones first, newest first."""
    rows = models.Case.objects.filter(seen_by(viewer), site=site)
    return rows_of(viewer, list(rows.order_by("-is_open", "-sort_found", "-id")[:limit]))


def found_by_side(viewer: Viewer, site: UUID) -> tuple[int, int]:
    """How many problems of a place it found itself, and how many others found; what was voided
    or dismissed is no problem, and what was handed down is nobody's finding."""
    rows = models.Case.objects.filter(seen_by(viewer), site=site, kind__in=FOUND)
    rows = rows.exclude(state__in=("voided", "dismissed"))
    counted = rows.aggregate(
        own=Count("pk", filter=Q(source=SELF_CHECK)),
        others=Count("pk", filter=~Q(source=SELF_CHECK)),
    )
    return counted["own"], counted["others"]


FOUND: Final = ("hazard", "pollution")
SELF_CHECK: Final = "self-check"


def numbers(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Numbers of cases the caller already knows to be visible."""
    return dict(models.Case.objects.filter(pk__in=list(ids)).values_list("id", "number"))


def visible_of(viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]:
    """Those of ``ids`` that the viewer sees; all of them at the node's console."""
    wanted = list(ids)
    if not wanted or is_node(viewer):
        return set(wanted)
    return set(visible(viewer).filter(pk__in=wanted).values_list("id", flat=True))


def about_case(case: UUID) -> CaseAbout | None:
    """What a case is, whoever asks: for what the system proposes about it."""
    row = models.Case.objects.filter(pk=case).first()
    if row is None:
        return None
    return CaseAbout(
        id=row.id,
        number=row.number,
        title=row.description,
        area_path=row.area_path,
        is_open=row.is_open,
        unit=row.unit_id,
        post=row.officer_post_id,
        site=row.site_id,
        site_name=row.site_name,
    )


def open_by_area(viewer: Viewer) -> dict[str, int]:
    """How many open cases lie at each area path within the viewer's areas, in one query; an
    area's own count is the sum over the paths that begin with its path."""
    rows = visible(viewer).filter(models.OPEN).order_by().values_list("area_path")
    return dict(rows.annotate(n=Count("pk")))


def open_at_sites(viewer: Viewer, *, limit: int = MOST_MARKED) -> dict[UUID, tuple[int, bool]]:
    """How many open cases each site has, and whether one of them is overdue; for a map."""
    late = Count("pk", filter=Q(ball_due_on__lt=day_of(viewer.at)))
    rows = visible(viewer).filter(models.OPEN, site__isnull=False).order_by()
    counted_ = rows.values_list("site").annotate(n=Count("pk"), late=late)
    return {site: (n, late > 0) for site, n, late in counted_[:limit]}


def in_area(viewer: Viewer, area: UUID, *, limit: int = 6) -> tuple[Row, ...]:
    """The most urgent open cases of an area. Refuses ``NOT_VISIBLE``."""
    rows = narrowed(viewer, Filters(area=area, open=True))
    return rows_of(viewer, list(rows.order_by("sort_due", "id")[:limit]))


def number_of(viewer: Viewer, case: UUID) -> str:
    """The number of a visible case, or ``""``: a form sent twice finds what it made."""
    return visible(viewer).filter(pk=case).values_list("number", flat=True).first() or ""


def briefs(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, Brief]:
    """What a work list says of the cases of the viewer's own obligations."""
    rows = models.Case.objects.filter(pk__in=set(ids)).values_list(
        "id", "round", "grade", "source", "submitted_at", "original_due_on"
    )
    return {
        case: Brief(
            round=round_,
            major=grade == Grade.MAJOR,
            source=source,
            submitted_at=submitted_at,
            original_due_on=original,
        )
        for case, round_, grade, source, submitted_at, original in rows
    }


def chosen(viewer: Viewer, numbers: Iterable[str]) -> tuple[Row, ...]:
    """The visible ones of a selection, by deadline; what the viewer does not see is not there."""
    wanted = [each for each in dict.fromkeys(numbers) if is_number(each)][:MOST_CHOSEN]
    rows = visible(viewer).filter(number__in=wanted).defer("search")
    return rows_of(viewer, list(rows.order_by("sort_due", "id")))


def watched_of(viewer: Viewer, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of ``ids`` the viewer keeps an eye on."""
    rows = models.Watch.objects.filter(person=viewer.person, case__in=list(ids))
    return frozenset(rows.values_list("case", flat=True))


def saved_views(viewer: Viewer) -> tuple[SavedQuery, ...]:
    """The viewer's own tabs, in the order they were made; one whose words are no longer known
    keeps its name, so that it can be deleted."""
    rows = models.SavedView.objects.filter(person=viewer.person).order_by("position", "id")
    return tuple(
        SavedQuery(id=row.id, name=row.name, query=row.query, filters=_filters(row.query))
        for row in rows
    )


def _filters(query: str) -> Filters | None:
    try:
        return asked_from(parse_qsl(query)).filters
    except Refusal:
        return None


def number_meant(viewer: Viewer, text: str) -> str:
    """The visible case whose number somebody typed: whole, or its last digits for a case of this
    year; "" when there is none."""
    typed = unicodedata.normalize("NFKC", text).strip().upper()
    found = _NUMBER.fullmatch(typed)
    if found is None:
        return ""
    year, count_ = (found[1], found[2]) if found[1] else (day_of(viewer.at).year, found[3])
    number = f"C-{year}-{int(count_):06d}"
    row = models.Case.objects.filter(number=number).first()
    return number if row is not None and sees(viewer, row) else ""


_NUMBER = re.compile(r"C-([0-9]{4})-([0-9]{1,9})|([0-9]{6})")
