"""Acts on proceedings. Every act is the same six lines in one transaction: find, decide, advance,
record, move the ball, publish."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.accountability.projection import posts_able
from anhuan.base.db import next_number
from anhuan.base.ids import new_id
from anhuan.base.reactions import publish
from anhuan.base.rows import insert_object, swap_row
from anhuan.cases.queries import sees_case
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.procedure import (
    Procedure,
    Proceeding,
    ProceedingAct,
    ProceedingFact,
    evolve_proceeding,
)
from anhuan.kernel.procedure_dues import PROCEEDING_DISCHARGED
from anhuan.kernel.procedure_inputs import parse_proceeding, split_proceeding
from anhuan.kernel.procedure_steps import decide_proceeding
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from anhuan.ledger.services import record
from anhuan.obligations.services import settle
from anhuan.obligations.types import About
from anhuan.proceedings import models
from anhuan.proceedings.listing import site_names
from anhuan.proceedings.mapping import attributes, columns, fact_to_public, to_proceeding
from anhuan.proceedings.papers import issue_papers
from anhuan.proceedings.projection import actor_for, ball_columns, owed_by
from anhuan.proceedings.scope import find
from anhuan.proceedings.types import BY_HAND, ProceedingDone
from anhuan.rulebook.queries import names_of, rules_at
from anhuan.sites.queries import find as find_site
from anhuan.territory.queries import (
    area_of_unit,
    place_of_area,
    unit_exists,
    unit_names,
    units_around,
)

_CALL: Final = Capability.CALL_TO_ACCOUNT
KIND: Final = "proceeding"
TITLES: Final[Mapping[Procedure, str]] = {
    Procedure.INTERVIEW: "约谈",
    Procedure.VETO: "一票否决",
}


@transaction.atomic
def propose(*, given: Mapping[str, Any], by: Viewer, at: datetime) -> ProceedingDone:
    """A person of an office proposes an interview or a veto. Refuses what ``decide_proceeding``
    refuses, ``NOT_VISIBLE`` for a case or a firm out of sight, ``NO_SUCH_TARGET`` for a unit."""
    values = parse_proceeding(ProceedingAct.PROPOSE, given)
    rules = rules_at(at)
    able = [seat.unit for seat in by.seats if rules.allows(frozenset({seat.role}), _CALL)]
    office = next((unit for unit in able if unit is not None), None)
    if office is None:
        raise Refusal(Why.WRONG_ROLE, capability=_CALL)
    _reachable(values, by, office)
    before = Proceeding(id=new_id())
    actor = replace(actor_for(by, before), unit=office)
    trigger = values.get("origin", BY_HAND)
    return begin(before, office, trigger, values=values, actor=actor, at=at, rules=rules)


def _reachable(values: Mapping[str, Any], by: Viewer, office: UUID) -> None:
    """What a proposal names lies within the office's reach."""
    if "case" in values and not sees_case(by, values["case"]):
        raise Refusal(Why.NOT_VISIBLE)
    if "site" in values:
        find_site(by, values["site"])
    if "subject_unit" in values:
        around = units_around(place_of_area(area_of_unit(office)).path)
        if values["subject_unit"] not in {one.id for one in around}:
            raise Refusal(Why.NO_SUCH_TARGET, field="subject_unit")


def begin(
    before: Proceeding,
    office: UUID,
    trigger: str,
    *,
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    rules: Rules,
    key: str = "",
) -> ProceedingDone:
    """Let a proceeding in as a proposal to ``office``; inside the caller's transaction."""
    act = ProceedingAct.PROPOSE
    fact = decide_proceeding(before, act, by=actor, at=at, rules=rules, given=values)
    fact = replace(fact, data=dict(fact.data) | {"office": office, "trigger": trigger})
    after = evolve_proceeding(before, fact)
    row = models.Proceeding(
        number=f"P-{day_of(at).year}-{next_number('proceeding', day_of(at).year):06d}",
        **attributes(columns(after)),
        key=key,
        area_path=place_of_area(area_of_unit(office)).path,
    )
    return _write(row, before, after, fact, values, rules, at=at)


@transaction.atomic
def act(
    *,
    number: str,
    what: ProceedingAct,
    given: Mapping[str, Any],
    by: Viewer,
    at: datetime,
    seen_version: int | None = None,
) -> ProceedingDone:
    """Do ``what`` on the proceeding ``number``; one function for every row of the tables.

    ``seen_version``: the version the actor looked at; a later one refuses ``STALE``, and so does
    losing a race. Not visible is not found. Refuses what ``decide_proceeding`` refuses.
    """
    row = find(by, number)
    before = to_proceeding(row)
    if what is ProceedingAct.PROPOSE:
        raise Refusal(Why.PROCEEDING_STATE, act=what)
    if seen_version is not None and seen_version != before.version:
        raise Refusal(Why.STALE, version=before.version)
    rules = rules_at(at)
    actor = actor_for(by, before)
    # Whoever may not act learns nothing from how a form is judged.
    decide_proceeding(before, what, by=actor, at=at, rules=rules)
    values = parse_proceeding(what, given)
    if "body" in values:
        _body(values["body"], before, rules)
    fact = decide_proceeding(before, what, by=actor, at=at, rules=rules, given=values)
    after = evolve_proceeding(before, fact)
    done = _write(row, before, after, fact, values, rules, at=at)
    issue_papers(row.pk, what, by=by, at=at)
    return done


def _body(body: UUID, one: Proceeding, rules: Rules) -> None:
    """A unit with a post that may decide, and not the one it is about."""
    own = body == one.subject_unit
    if own or not unit_exists(body) or not posts_able(body, Capability.JUDGE, rules):
        raise Refusal(Why.NO_SUCH_TARGET, field="body")


@transaction.atomic
def expire(*, proceeding: UUID, at: datetime) -> ProceedingDone | None:
    """Write down that a veto has expired, dated with its last day; once."""
    row = models.Proceeding.objects.select_related("case").get(pk=proceeding)
    before = to_proceeding(row)
    if before.effect_until is None or day_of(at) <= before.effect_until or not before.is_open:
        return None
    rules = rules_at(at)
    what = ProceedingAct.EXPIRE
    fact = decide_proceeding(before, what, by=Actor(person=None), at=at, rules=rules, given={})
    after = evolve_proceeding(before, fact)
    return _write(row, before, after, fact, {}, rules, at=at)


def _write(
    row: models.Proceeding,
    before: Proceeding,
    after: Proceeding,
    fact: ProceedingFact,
    values: Mapping[str, Any],
    rules: Rules,
    *,
    at: datetime,
) -> ProceedingDone:
    owed = owed_by(after, at=at, rules=rules)
    balls = ball_columns(owed)
    fresh = before.version == 0
    if fresh:
        for name, value in attributes(balls).items():
            setattr(row, name, value)
        insert_object(row)
    else:
        changes = columns(after, before) | balls
        changes.pop("version", None)
        stale = Refusal(Why.STALE, version=None)
        swap_row(models.Proceeding, row.pk, before.version, changes, otherwise=stale)
    entry = record(
        kind=f"proceeding.{fact.act.value}",
        subject=after.id,
        version=after.version,
        public=fact_to_public(fact),
        body=split_proceeding(fact.act, dict(values))[1],
        by=fact.by,
        at=at,
    )
    about = _about(row, after, at)
    moves = settle(
        about=about,
        owed=owed,
        action=fact.act,
        fresh=fresh,
        at=at,
        knowledge=rules.knowledge,
        discharged_by=PROCEEDING_DISCHARGED,
    )
    publish(
        "proceeding.acted",
        proceeding_id=after.id,
        number=row.number,
        version=after.version,
        act=fact.act.value,
        title=about.title,
        ball_act=balls["ball_act"] if moves.open else "",
        ball_post=balls["ball_post"],
        subject_unit=after.subject_unit,
        site=after.site,
        by=fact.by,
        at=at,
    )
    return ProceedingDone(proceeding=after, number=row.number, fact_id=entry.id)


def _about(row: models.Proceeding, one: Proceeding, at: datetime) -> About:
    """What lists say of it: which procedure, about whom, on which ground."""
    unit, site = one.subject_unit, one.site
    names = unit_names([unit]) if unit else site_names([site] if site else [])
    ground = names_of(str(one.procedure), at).get(one.ground, one.ground)
    title = TITLES[one.procedure or Procedure.INTERVIEW]
    subject = next(iter(names.values()), "")
    return About(
        proceeding=one.id,
        number=row.number,
        title=f"{title}：{subject}（{ground}）",
        site_name="",
        area_path=row.area_path,
        kind=KIND,
        grade="",
        overseer=None,
    )
