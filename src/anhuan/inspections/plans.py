"""Reads of campaigns and plans; all narrowed to what the viewer may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, unique
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.base.keyset import beyond, cursor, place
from anhuan.base.pages import Page
from anhuan.cases.figures import Found
from anhuan.inspections.actors import actor_of
from anhuan.inspections.figures import Progresses, found_of, progress_of, reasons_of
from anhuan.inspections.listing import exchange_of, population
from anhuan.inspections.mapping import to_campaign
from anhuan.inspections.models import Campaign, PlannedCheck, Visit
from anhuan.inspections.plan_scope import (
    checks_seen,
    find,
    find_check,
    is_sealed,
    sees_whole,
    stands_over,
    visible,
)
from anhuan.inspections.types import CampaignFile, CampaignLine, CheckLine, Draw
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.campaign import (
    CAMPAIGN_ENDED,
    CYCLIC,
    VISIT_OF,
    CampaignAct,
    CampaignKind,
    CampaignState,
    Progress,
    RowState,
)
from anhuan.kernel.campaign import Campaign as Value
from anhuan.kernel.campaign_steps import campaign_choices
from anhuan.kernel.derangement import mutual
from anhuan.kernel.draw import keeps
from anhuan.kernel.joint import Owing, Together, together
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitKind
from anhuan.rulebook.queries import rules_at
from anhuan.sites.choosing import Chosen
from anhuan.territory.queries import unit_names

PAGE: Final = 50
MOST: Final = 1_000
ENDED: Final = sorted(state.value for state in CAMPAIGN_ENDED)
PLANS: Final = sorted(kind.value for kind in CYCLIC)
P = RowState.PLANNED.value


@unique
class CampaignTab(StrEnum):
    """Which campaigns a list shows."""

    OPEN = "open"
    PLANS = "plans"
    ENDED = "ended"


_TABS: Final[Mapping[CampaignTab, Q]] = {
    CampaignTab.OPEN: ~Q(state__in=ENDED) & ~Q(kind__in=PLANS),
    CampaignTab.PLANS: ~Q(state__in=ENDED) & Q(kind__in=PLANS),
    CampaignTab.ENDED: Q(state__in=ENDED),
}


def campaigns(
    viewer: Viewer, *, tab: CampaignTab = CampaignTab.OPEN, after: str = "", size: int = PAGE
) -> Page[CampaignLine]:
    """A page of the campaigns in the viewer's reach, the newest first. Refuses ``MALFORMED``."""
    rows = visible(viewer).filter(_TABS[tab])
    counted = rows.order_by().values("pk")[: MOST + 1].count()
    if after:
        at, key = place(after, datetime.fromisoformat)
        rows = rows.filter(beyond("opened_at", at, key, backwards=True))
    found = list(rows.order_by("-opened_at", "-id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(
        rows=_lines(viewer, found[:size]),
        after=cursor(last.opened_at.isoformat(), last.id) if last else "",
        total=min(counted, MOST),
        capped=counted > MOST,
    )


def _lines(viewer: Viewer, rows: Sequence[Campaign]) -> tuple[CampaignLine, ...]:
    names = unit_names({row.unit_id for row in rows})
    progress = _progress(viewer, rows)
    return tuple(_line(row, names, progress.total(row.id)) for row in rows)


def _progress(viewer: Viewer, rows: Sequence[Campaign]) -> Progresses:
    """As far as the viewer sees the lists: the own unit's part, or the whole."""
    seen = Q(pk__in=checks_seen(viewer).values("pk"))
    return progress_of([row.id for row in rows], today=day_of(viewer.at), only=seen)


def _line(row: Campaign, names: Mapping[UUID, str], progress: Progress) -> CampaignLine:
    return CampaignLine(
        id=row.id,
        number=row.number,
        version=row.version,
        kind=CampaignKind(row.kind),
        state=CampaignState(row.state),
        title=row.title,
        unit=row.unit_id,
        unit_name=names.get(row.unit_id, ""),
        from_on=row.from_on,
        to_on=row.to_on,
        sealed_until=row.sealed_until,
        is_open=row.state not in ENDED,
        progress=progress,
    )


def campaign(viewer: Viewer, number: str) -> CampaignFile:
    """One campaign with how its list stands, unit by unit, as far as the viewer sees it. Refuses
    ``NOT_VISIBLE``."""
    row = find(viewer, number)
    today, one = day_of(viewer.at), to_campaign(row)
    only = Q(pk__in=checks_seen(viewer).values("pk"))
    progress = progress_of([row.id], today=today, only=only)
    found = found_of(row.id, today=today, only=only)
    units = progress.units(row.id)
    names = unit_names({row.unit_id, *units})
    total = Found()
    for each in found.values():
        total = total.plus(each)
    return CampaignFile(
        line=_line(row, names, progress.total(row.id)),
        campaign=one,
        whole=sees_whole(viewer, row),
        over=stands_over(viewer, row),
        sealed=is_sealed(viewer, row),
        units={
            unit: (names.get(unit, ""), units[unit], found.get(unit, Found())) for unit in units
        },
        reasons=reasons_of(row.id, only=only),
        found=total,
        draw=_draw(one, told=not is_sealed(viewer, row)),
        figures=row.figures,
    )


def _draw(one: Value, *, told: bool) -> Draw | None:
    """What proves the draw. A sealed list keeps its seed until its hour: whoever has it draws
    the list again."""
    if not one.promise:
        return None
    shown = told and bool(one.seed)
    return Draw(
        promise=one.promise,
        seed=one.seed if shown else "",
        lot=one.lot if shown else "",
        kept=shown and keeps(one.promise, bytes.fromhex(one.seed)),
        list_hash=one.list_hash if shown else "",
    )


def teams_of(viewer: Viewer, file: CampaignFile) -> list[tuple[str, str]]:
    """Which team inspects whose area, as anybody can draw it again from seed and lot."""
    one = file.campaign
    if one.kind is not CampaignKind.CROSS or not one.seed or file.sealed or not file.whole:
        return []
    units = sorted({str(unit) for unit in file.units})
    names = unit_names(map(UUID, units))
    drawn = exchange_of(units, bytes.fromhex(one.seed), one.lot)
    return sorted((names[UUID(team)], names[UUID(area)]) for area, team in drawn.items())


def pairs_of(viewer: Viewer, file: CampaignFile) -> int:
    """How many pairs of teams inspect each other because it could not be avoided."""
    return len(mutual(dict(teams_of(viewer, file))))


def choices_of(viewer: Viewer, file: CampaignFile) -> dict[CampaignAct, Refusal | None]:
    """What the viewer may do with the campaign now, and why not what not."""
    one = file.campaign
    return campaign_choices(
        one,
        by=actor_of(viewer, one.unit),
        at=viewer.at,
        rules=rules_at(viewer.at),
        progress=file.line.progress,
        unsettled=file.found.unsettled,
        over=file.over,
    )


def number_of(viewer: Viewer, key: UUID) -> str:
    """The number of a visible campaign, or ``""``: a form sent twice finds what it made."""
    return visible(viewer).filter(pk=key).values_list("number", flat=True).first() or ""


def would_be(viewer: Viewer, chosen: Mapping[str, object]) -> list[Chosen]:
    """The places that a choice means now. Refuses ``EMPTY_LIST``."""
    found = population(Value(id=viewer.person, kept=chosen), viewer)
    if not found:
        raise Refusal(Why.EMPTY_LIST)
    return found


def checks(
    viewer: Viewer,
    *,
    number: str = "",
    state: RowState | None = None,
    unit: UUID | None = None,
    added: bool | None = None,
    among: Q | None = None,
    after: str = "",
    size: int = PAGE,
) -> Page[CheckLine]:
    """A page of the checks of a list, what is due earliest first; ``among`` narrows it to a class
    (``divisions.of_class``). Refuses ``MALFORMED``."""
    rows = checks_seen(viewer).filter(among or Q())
    if number:
        rows = rows.filter(campaign=find(viewer, number))
    if state is not None:
        rows = rows.filter(state=state.value)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if added is not None:
        rows = rows.filter(added=added)
    return _check_page(viewer, rows, after, size)


def due_now(viewer: Viewer, *, until: date, after: str = "", size: int = PAGE) -> Page[CheckLine]:
    """The open checks that fall due by ``until``, what is overdue first."""
    rows = checks_seen(viewer).filter(state=P, opened=True, due_on__lte=until)
    return _check_page(viewer, rows, after, size)


def _check_page(
    viewer: Viewer, rows: QuerySet[PlannedCheck], after: str, size: int
) -> Page[CheckLine]:
    counted = rows.order_by().values("pk")[: MOST + 1].count()
    if after:
        rows = rows.filter(beyond("due_on", *place(after, date.fromisoformat)))
    found = list(rows.select_related("campaign").order_by("due_on", "id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(
        rows=_check_lines(viewer, found[:size]),
        after=cursor(last.due_on, last.id) if last else "",
        total=min(counted, MOST),
        capped=counted > MOST,
    )


def check(viewer: Viewer, key: UUID) -> CheckLine:
    """One check of a list. Refuses ``NOT_VISIBLE``."""
    return _check_lines(viewer, [find_check(viewer, key)])[0]


def _check_lines(viewer: Viewer, rows: Sequence[PlannedCheck]) -> tuple[CheckLine, ...]:
    names = unit_names({row.unit_id for row in rows})
    wanted = {row.visit for row in rows if row.visit is not None}
    numbers = dict(Visit.objects.filter(pk__in=wanted).values_list("id", "number"))
    today = day_of(viewer.at)
    return tuple(
        CheckLine(
            id=row.id,
            site=row.site_id,
            site_name=row.site_name,
            unit=row.unit_id,
            unit_name=names.get(row.unit_id, ""),
            rule=row.rule,
            from_on=row.from_on,
            due_on=row.due_on,
            added=row.added,
            state=RowState(row.state),
            code=row.code,
            overdue=row.state == P and row.due_on < today,
            joint=row.joint,
            visit=row.visit,
            visit_number=numbers.get(row.visit, "") if row.visit else "",
            ended_at=row.ended_at,
            campaign_number=row.campaign.number,
            campaign_title=row.campaign.title,
            visit_kind=JOINT if row.joint else VISIT_OF[CampaignKind(row.campaign.kind)],
            checklist=str(row.campaign.kept.get("checklist", "")),
            may_begin=row.state == P and row.opens_at <= viewer.at,
            officers=tuple(row.officers),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedCheck:
    """An open check as a telephone carries it; ``visit``: the kind of visit that makes it."""

    id: UUID
    due_on: date
    title: str
    visit: VisitKind


def carried_checks(viewer: Viewer, keys: Sequence[UUID]) -> dict[UUID, CarriedCheck]:
    """The visible open ones of ``keys`` by site, of several at one site the one due first."""
    rows = checks_seen(viewer).filter(pk__in=keys, state=P).order_by("due_on", "id")
    found: dict[UUID, CarriedCheck] = {}
    fields = ("id", "site", "due_on", "joint", "campaign__kind", "campaign__title")
    for key, site, due_on, joint, kind, title in rows.values_list(*fields):
        visit = JOINT if joint else VISIT_OF[CampaignKind(kind)]
        found.setdefault(site, CarriedCheck(id=key, due_on=due_on, title=title, visit=visit))
    return found


def of_site(viewer: Viewer, site: UUID, *, limit: int = PAGE) -> tuple[CheckLine, ...]:
    """The open checks of a site that the viewer may see; nothing for the firm itself."""
    rows = checks_seen(viewer).filter(site=site, state=P).select_related("campaign")
    return _check_lines(viewer, list(rows.order_by("due_on", "id")[:limit]))


def joint_proposals(viewer: Viewer, *, until: date) -> list[Together]:
    """Places at which several units have a check to make within the same days: one visit of all
    of them would do (综合查一次). What is joint already is left out."""
    rows = checks_seen(viewer).filter(state=P, opened=True, joint__isnull=True, due_on__lte=until)
    owing = [
        Owing(id=row.id, site=row.site_id, unit=row.unit_id, first=row.from_on, last=row.due_on)
        for row in rows.exclude(campaign__kind__in=NOT_JOINT)[:MOST]
    ]
    return [each for each in together(owing) if each.is_joint]


NOT_JOINT: Final = (CampaignKind.GRID.value, CampaignKind.NIGHT.value, CampaignKind.CROSS.value)
"""A patrol is no inspection, and who comes unannounced or from elsewhere comes alone."""
JOINT: Final = VisitKind.JOINT


def names_of_sites(rows: Iterable[UUID]) -> dict[UUID, str]:
    """The names of sites as lists froze them."""
    found = PlannedCheck.objects.filter(site__in=set(rows)).values_list("site", "site_name")
    return dict(found)


def checks_to_open(at: datetime) -> bool:
    """Whether the days or the hour of some check have begun without its being owed."""
    rows = PlannedCheck.objects.filter(state=P, opened=False, opens_at__lte=at)
    return rows.filter(campaign__state__in=("running", "closing")).exists()


def checks_to_miss(at: datetime) -> bool:
    """Whether the window of some check of the grid has ended without a visit."""
    rows = PlannedCheck.objects.filter(state=P, campaign__kind=CampaignKind.GRID.value)
    return rows.filter(due_on__lt=day_of(at)).exists()
