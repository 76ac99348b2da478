"""The checks of lists: frozen at the start, owed when their days begin, ended by a visit, by a
reason, or, where a cycle goes on without them, with their window."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import bulk_copy
from anhuan.base.ids import new_id
from anhuan.base.reactions import publish
from anhuan.inspections.listing import Entry
from anhuan.inspections.models import Campaign, PlannedCheck, Visit
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import ONE_DAY, day_of, end_of_day, start_of_day
from anhuan.kernel.campaign import (
    VISIT_OF,
    CampaignAct,
    CampaignFact,
    CampaignKind,
    CampaignState,
    Hands,
    RowState,
)
from anhuan.kernel.campaign import Campaign as Value
from anhuan.kernel.case import Party
from anhuan.kernel.obligation import Due, Outcome
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct, VisitKind
from anhuan.obligations.services import end_planned, open_planned
from anhuan.obligations.types import About
from anhuan.rulebook.queries import rules_at
from anhuan.sites.choosing import choose
from anhuan.territory.competent import leading_posts
from anhuan.territory.services.errands import Sent, call_back, send
from anhuan.territory.stations import stations_over

INSPECT: Final = "inspect"
"""What is owed of a planned check."""
FIELDS: Final = tuple(
    field.name for field in PlannedCheck._meta.concrete_fields if field.name != "ended_at"
)
AT_ONCE: Final = 1_000
ALIVE: Final = (CampaignState.RUNNING.value, CampaignState.CLOSING.value)
P = RowState.PLANNED.value


def freeze(row: Campaign, one: Value, made: Sequence[Entry], *, at: datetime) -> None:
    """Write the list as it is at the start, and open what is due of it already."""
    rows = [_planned(row.pk, one, entry) for entry in made]
    bulk_copy(PlannedCheck, FIELDS, ([getattr(r, _attribute(n)) for n in FIELDS] for r in rows))
    _owe(row, [each for each in rows if each.opens_at <= at], at=at)


def _attribute(name: str) -> str:
    return f"{name}_id" if name in {"campaign", "site", "unit"} else name


def _planned(campaign: UUID, one: Value, entry: Entry, *, added: bool = False) -> PlannedCheck:
    opens = start_of_day(entry.first)
    return PlannedCheck(
        id=new_id(),
        campaign_id=campaign,
        site_id=entry.site.id,
        site_name=entry.site.name,
        area_path=entry.site.path,
        street=entry.site.street,
        subject=entry.site.subject,
        industry=entry.site.industry,
        risk=entry.site.risk,
        unit_id=entry.unit,
        officers=list(entry.officers),
        rule=entry.rule,
        nth=entry.nth,
        from_on=entry.first,
        due_on=entry.last,
        opens_at=max(opens, one.sealed_until) if one.sealed_until else opens,
        added=added,
        state=P,
    )


def _owe(row: Campaign, checks: Sequence[PlannedCheck], *, at: datetime) -> int:
    """Each check is owed by its unit; the post that leads it watches, and gets what is late."""
    heads = leading_posts({each.unit_id for each in checks})
    owing = [(_about(row, each, heads), _due(each)) for each in checks]
    open_planned(owing, at=at, knowledge=rules_at(at).knowledge)
    if row.kind == CampaignKind.CROSS:
        send(_sent(each) for each in checks)
    keys = [each.pk for each in checks]
    for begin in range(0, len(keys), AT_ONCE):
        some = keys[begin : begin + AT_ONCE]
        PlannedCheck.objects.filter(pk__in=some).update(opened=True)
    return len(keys)


def _sent(each: PlannedCheck) -> Sent:
    """From its hour on a team reaches the place, and nothing that was found there before."""
    return Sent(unit=each.unit_id, site=each.site_id, cause=each.pk, since=each.opens_at)


def _about(row: Campaign, each: PlannedCheck, heads: dict[UUID, list[UUID]]) -> About:
    leading = heads.get(each.unit_id, [])
    return About(
        planned=each.pk,
        number=row.number,
        title=row.title,
        site_name=each.site_name,
        area_path=each.area_path,
        kind="",
        grade="",
        overseer=leading[0] if leading else None,
    )


def _due(each: PlannedCheck) -> Due:
    return Due(
        act=INSPECT,
        party=Party.OWNER,
        due_on=each.due_on,
        term="due",
        ball=True,
        unit=each.unit_id,
    )


def add_check(row: Campaign, one: Value, site: UUID, *, by: Viewer, at: datetime) -> None:
    """A place that the list lacked at the start: counted apart from it. Refuses ``NOT_VISIBLE``
    and ``REPEATED``."""
    found = choose(by, within=[site])
    if not found:
        raise Refusal(Why.NOT_VISIBLE)
    if PlannedCheck.objects.filter(campaign=row, site=site, rule="").exists():
        raise Refusal(Why.REPEATED)
    unit = row.unit_id
    if one.hands is Hands.LOCAL:
        unit = stations_over([found[0].path]).get(found[0].path, unit)
    first = max(row.from_on, min(day_of(at), row.to_on))
    entry = Entry(site=found[0], unit=unit, first=first, last=row.to_on)
    check = _planned(row.pk, one, entry, added=True)
    check.save(force_insert=True)
    if check.opens_at <= at:
        _owe(row, [check], at=at)


def change_check(
    row: Campaign, check: PlannedCheck, fact: CampaignFact, *, at: datetime, by: UUID
) -> None:
    """Take a check out, leave it with a reason, or give it to another unit. Refuses
    ``CAMPAIGN_STATE`` for one that has ended."""
    if fact.act is CampaignAct.GIVE:
        changes = {"unit": fact.data["to_unit"], "opened": False, "officers": []}
    else:
        removed = fact.act is CampaignAct.REMOVE
        changes = {
            "state": RowState.REMOVED.value if removed else RowState.LEFT.value,
            "code": fact.data["removal" if removed else "unvisited"],
            "ended_at": at,
        }
    if not PlannedCheck.objects.filter(pk=check.pk, state=P).update(**changes):
        raise Refusal(Why.CAMPAIGN_STATE, act=fact.act)
    end_planned([check.pk], Outcome.WITHDRAWN, at=at, by=by)
    call_back([check.pk], at=at)
    if fact.act is CampaignAct.GIVE and check.opens_at <= at:
        check.refresh_from_db()
        _owe(row, [check], at=at)


@transaction.atomic
def open_due(*, at: datetime) -> int:
    """Open what planned checks owe whose days, or whose hour, have begun; a batch at a time."""
    rows = PlannedCheck.objects.filter(
        state=P, opened=False, opens_at__lte=at, campaign__state__in=ALIVE
    )
    held = rows.select_related("campaign").select_for_update(of=("self",))
    batch = list(held.order_by("opens_at", "id")[:AT_ONCE])
    by_campaign: dict[UUID, list[PlannedCheck]] = {}
    for each in batch:
        by_campaign.setdefault(each.campaign_id, []).append(each)
    for key, checks in by_campaign.items():
        if checks[0].campaign.sealed_until is not None:
            publish("campaign.unsealed", campaign_id=key, at=at)
    return sum(_owe(checks[0].campaign, checks, at=at) for checks in by_campaign.values())


@transaction.atomic
def miss_due(*, at: datetime) -> int:
    """Close the grid's windows that ended without a visit, each at 24:00 of its last day."""
    rows = PlannedCheck.objects.filter(
        state=P, campaign__kind=CampaignKind.GRID.value, due_on__lt=day_of(at)
    ).select_for_update(of=("self",))
    batch = list(rows.order_by("due_on", "id")[:AT_ONCE])
    for day in sorted({each.due_on for each in batch}):
        keys = [each.pk for each in batch if each.due_on == day]
        PlannedCheck.objects.filter(pk__in=keys).update(
            state=RowState.MISSED.value, ended_at=end_of_day(day)
        )
        end_planned(keys, Outcome.MISSED, at=at, ended_at=end_of_day(day))
    return len(batch)


def on_visit(
    *, visit_id: UUID, number: str, act: str, site: UUID, by: UUID, at: datetime, **_: object
) -> None:
    """A visit that ended makes the checks it was made for, in its transaction."""
    if act != VisitAct.END.value:
        return
    visit = Visit.objects.get(pk=visit_id)
    if visit.kind in {VisitKind.SUPERVISION.value, VisitKind.SELF_CHECK.value}:
        return
    # What was done without a network counts for the day on which it was done.
    day = day_of(visit.ended_at or at)
    rows = PlannedCheck.objects.filter(
        site=site, state=P, opens_at__lte=at, from_on__lte=day, campaign__state__in=ALIVE
    ).select_related("campaign")
    standing = [row for row in rows.order_by("due_on", "nth", "id") if _in_time(row, day)]
    made = _once(_made_by(visit, standing), at)
    keys = [each.pk for each in made]
    done = {"state": RowState.DONE.value, "visit": visit_id, "ended_at": at}
    PlannedCheck.objects.filter(pk__in=keys, state=P).update(**done)
    if visit.kind == VisitKind.CROSS.value:
        call_back(keys, at=at)
    end_planned(
        keys, Outcome.DISCHARGED, at=at, by=by, deed={"deed": "visit", "deed_number": number}
    )


def _in_time(row: PlannedCheck, day: date) -> bool:
    """A round of the grid is made within its window, any other check also late."""
    return row.campaign.kind != CampaignKind.GRID.value or row.due_on >= day


def _made_by(visit: Visit, standing: Iterable[PlannedCheck]) -> list[PlannedCheck]:
    """The check it names with all of one joint visit, and those of its unit that ask for such a
    visit."""
    standing = list(standing)
    named = next((each for each in standing if each.pk == visit.plan), None)
    joint = named.joint if named is not None and visit.kind == VisitKind.JOINT.value else None
    found = []
    for each in standing:
        fits = VISIT_OF[CampaignKind(each.campaign.kind)].value == visit.kind
        whole = joint is not None and each.joint == joint
        own = each.unit_id == visit.unit_id or each.pk == visit.plan
        if whole or (fits and own):
            found.append(each)
    return found


def _once(made: Iterable[PlannedCheck], at: datetime) -> list[PlannedCheck]:
    """One visit keeps each rule of a list once, and a day counts once however often one comes."""
    kept: dict[tuple[UUID, str], PlannedCheck] = {}
    for each in made:
        kept.setdefault((each.campaign_id, each.rule), each)
    return [each for each in kept.values() if not each.nth or not _that_day(each, at)]


def _that_day(each: PlannedCheck, at: datetime) -> bool:
    today = day_of(at)
    return PlannedCheck.objects.filter(
        campaign=each.campaign_id,
        site=each.site_id,
        rule=each.rule,
        from_on=each.from_on,
        state=RowState.DONE.value,
        ended_at__gte=end_of_day(today - ONE_DAY),
    ).exists()
