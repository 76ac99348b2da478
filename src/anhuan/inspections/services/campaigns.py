"""Acts on campaigns. Every act is the same lines in one transaction: find, decide, advance,
record, move what is owed."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import next_number, one_at_a_time
from anhuan.base.ids import new_id
from anhuan.base.reactions import publish
from anhuan.base.rows import insert_object, swap_row
from anhuan.inspections import models
from anhuan.inspections.actors import actor_of
from anhuan.inspections.figures import figures_of, found_in_all, progress_of
from anhuan.inspections.listing import entries, population
from anhuan.inspections.mapping import FOREIGN, campaign_columns, to_campaign
from anhuan.inspections.plan_scope import find, find_check, stands_over
from anhuan.inspections.services.checks import add_check, change_check, freeze
from anhuan.inspections.types import CampaignDone
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import DAY_ZONE, day_of
from anhuan.kernel.campaign import (
    Campaign,
    CampaignAct,
    CampaignFact,
    evolve_campaign,
)
from anhuan.kernel.campaign_steps import (
    OF_ROWS,
    decide_campaign,
    read_campaign,
    split_campaign,
)
from anhuan.kernel.draw import list_hash, promise
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.facts import fact_to_public
from anhuan.ledger.services import record
from anhuan.rulebook.queries import checklist_at, rules_at
from anhuan.territory.members import unit_homes
from anhuan.territory.queries import unit_exists

A = CampaignAct
SEED: Final = 32
CLOCK: Final = "%H:%M"


@transaction.atomic
def draft(
    *, given: Mapping[str, Any], by: Viewer, at: datetime, campaign_id: UUID | None = None
) -> CampaignDone:
    """Write down a campaign or plan: its span, who checks, and by what its list is chosen.

    Refuses what ``decide_campaign`` refuses, ``EMPTY_LIST`` where no place meets the choice,
    ``NO_SUCH_RULE`` for a checklist that is not in force, ``REPEATED`` for an id in use.
    """
    if campaign_id is not None:
        one_at_a_time(f"campaign {campaign_id}")
        if models.Campaign.objects.filter(pk=campaign_id).exists():
            raise Refusal(Why.REPEATED)
    values = read_campaign(A.DRAFT, given)
    before = Campaign(id=campaign_id or new_id())
    actor, rules = actor_of(by), rules_at(at)
    if values.get("checklist") and checklist_at(values["checklist"], at) is None:
        raise Refusal(Why.NO_SUCH_RULE, field="checklist")
    fact = decide_campaign(before, A.DRAFT, by=actor, at=at, rules=rules, given=values)
    fact = _with(fact, **_sealed(values))
    after = evolve_campaign(before, fact)
    if after.unit is None:
        raise Refusal(Why.CAMPAIGN_TURN, act=A.DRAFT)
    if not population(after, by):
        raise Refusal(Why.EMPTY_LIST)
    year = day_of(at).year
    row = models.Campaign(
        number=f"S-{year}-{next_number('campaign', year):06d}",
        **{FOREIGN.get(name, name): value for name, value in campaign_columns(after).items()},
        area_path=unit_homes([after.unit])[after.unit].path,
    )
    insert_object(row)
    return _recorded(row, after, fact, values, by=by, at=at)


def _sealed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The hour up to which the list stays sealed, UTC+8."""
    day, clock = values.get("sealed_on"), values.get("sealed_clock") or "00:00"
    if day is None:
        return {}
    try:
        hour = datetime.strptime(clock, CLOCK).time()
    except ValueError:
        raise Refusal(Why.MALFORMED, field="sealed_clock", problem="value") from None
    return {"sealed_until": datetime.combine(day, time(hour.hour, hour.minute), DAY_ZONE)}


@transaction.atomic
def act_on_campaign(
    *,
    number: str,
    what: CampaignAct,
    given: Mapping[str, Any],
    by: Viewer,
    at: datetime,
    seen_version: int | None = None,
) -> CampaignDone:
    """Do ``what`` on the campaign ``number``; one function for every row of the table.

    Not visible is not found; a later version than the one seen, or a lost race, refuses
    ``STALE``. Refuses what ``decide_campaign`` refuses.
    """
    if what is A.DRAFT:
        raise Refusal(Why.CAMPAIGN_STATE, act=what)
    row = find(by, number)
    before = to_campaign(row)
    if seen_version is not None and seen_version != before.version:
        raise Refusal(Why.STALE, version=before.version)
    values = read_campaign(what, given)
    check = _check(by, row, values) if what in OF_ROWS else None
    _known_unit(values)
    fact = decide_campaign(
        before,
        what,
        by=actor_of(by, before.unit, check.unit_id if check else None),
        at=at,
        rules=rules_at(at),
        given=values,
        progress=progress_of([row.pk], today=day_of(at)).total(row.pk),
        unsettled=found_in_all(row.pk, today=day_of(at)).unsettled if what is A.ARCHIVE else 0,
        holder=check.unit_id if check else None,
        over=stands_over(by, row),
    )
    return _carried(row, before, fact, values, check, by=by, at=at)


def _check(by: Viewer, row: models.Campaign, values: Mapping[str, Any]) -> models.PlannedCheck:
    found = find_check(by, values["row"])
    if found.campaign_id != row.pk:
        raise Refusal(Why.NOT_VISIBLE)
    return found


def _known_unit(values: Mapping[str, Any]) -> None:
    if "to_unit" in values and not unit_exists(values["to_unit"]):
        raise Refusal(Why.NO_SUCH_TARGET, field="to_unit", problem="reference")


def _carried(
    row: models.Campaign,
    before: Campaign,
    fact: CampaignFact,
    values: Mapping[str, Any],
    check: models.PlannedCheck | None,
    *,
    by: Viewer,
    at: datetime,
) -> CampaignDone:
    """The act with what follows from it: the seed, the list, a row of it, what was counted."""
    more: dict[str, Any] = {}
    if fact.act is A.APPROVE and before.draws:
        more["secret"] = secrets.token_hex(SEED)
        fact = _with(fact, promise=promise(bytes.fromhex(more["secret"])))
    if fact.act is A.START:
        fact = _started(row, before, fact, by=by, at=at)
        more["secret"] = ""
    if fact.act is A.ARCHIVE:
        more["figures"] = figures_of(row.pk, today=day_of(at))
        fact = _with(fact, figures=more["figures"])
    after = evolve_campaign(before, fact)
    changes = campaign_columns(after, before) | more
    changes.pop("version")
    stale = Refusal(Why.STALE, version=None)
    swap_row(models.Campaign, row.pk, before.version, changes, otherwise=stale)
    if fact.act is A.ADD:
        add_check(row, after, values["site"], by=by, at=at)
    if check is not None:
        change_check(row, check, fact, at=at, by=by.person)
    return _recorded(row, after, fact, values, by=by, at=at)


def _started(
    row: models.Campaign, before: Campaign, fact: CampaignFact, *, by: Viewer, at: datetime
) -> CampaignFact:
    """Freeze the list, with the seed revealed where the lot decides."""
    seed, lot = row.secret, str(fact.data.get("lot", ""))
    made, known = entries(before, by, at=at, seed=bytes.fromhex(seed), lot=lot)
    freeze(row, before, made, at=at)
    shown = {"seed": seed, "population": list_hash(known)} if before.draws else {}
    hashed = list_hash(entry.key for entry in made)
    return _with(fact, frozen=len(made), list_hash=hashed, **shown)


def _with(fact: CampaignFact, **more: Any) -> CampaignFact:
    return replace(fact, data={**fact.data, **more})


def _recorded(
    row: models.Campaign,
    after: Campaign,
    fact: CampaignFact,
    values: Mapping[str, Any],
    *,
    by: Viewer,
    at: datetime,
) -> CampaignDone:
    entry = record(
        kind=f"campaign.{fact.act.value}",
        subject=after.id,
        version=after.version,
        public=fact_to_public(fact, after.state),
        body=split_campaign(fact.act, values)[1],
        by=by.person,
        at=at,
    )
    publish(
        "campaign.acted",
        campaign_id=after.id,
        number=row.number,
        version=after.version,
        act=fact.act.value,
        unit=fact.data.get("to_unit"),
        by=by.person,
        at=at,
    )
    return CampaignDone(campaign=after, number=row.number, fact_id=entry.id)
