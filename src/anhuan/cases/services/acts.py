"""Writes to cases. Every act is the same six lines in one transaction: find, decide, advance,
record, move the ball, publish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.base.db import next_number, one_at_a_time
from anhuan.base.ids import new_id
from anhuan.base.reactions import publish
from anhuan.base.rows import insert_object, swap_row, together
from anhuan.cases import models
from anhuan.cases.actors import actor_for
from anhuan.cases.deeds import deeds_of
from anhuan.cases.disputes import decide_route
from anhuan.cases.mapping import columns, fact_to_public, field_names, to_case
from anhuan.cases.placing import Charge, charge_of, charge_of_unit, post_in_charge
from anhuan.cases.projection import ball_columns, owed_by, search_text, text_columns
from anhuan.cases.scope import find
from anhuan.cases.services.exhibits import attach_all, ids_of
from anhuan.cases.types import Act, Exhibit
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Case, Fact, Kind
from anhuan.kernel.claim import Claim, with_capture, with_claim
from anhuan.kernel.evolve import evolve
from anhuan.kernel.inputs import parse, split
from anhuan.kernel.lifecycle import DOORS, Actor, decide
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from anhuan.ledger.services import record
from anhuan.obligations.services import settle
from anhuan.obligations.types import About
from anhuan.rulebook.queries import rules_at
from anhuan.sites.queries import SiteScope, scope_of_site
from anhuan.territory.queries import place_of_area, unit_exists
from anhuan.territory.types import Place


@transaction.atomic
def open_case(
    *,
    given: Mapping[str, Any],
    by: Viewer,
    at: datetime,
    exhibits: Sequence[Exhibit] = (),
    case_id: UUID | None = None,
    claim: Claim | None = None,
    unit: UUID | None = None,
    apart: bool = False,
) -> Act:
    """Let a case in through its door and give its ball to whoever answers for the place, or to
    ``unit`` where the caller knows whose it is. ``apart``: other departments do not see it.

    Refuses what ``decide`` refuses, ``NOT_VISIBLE`` for a site or area out of the viewer's reach,
    ``NO_SUCH_TARGET`` when no unit answers there, and ``REPEATED`` for a ``case_id`` in use.
    """
    before = Case(id=_unused(case_id))
    rules = rules_at(at)
    action = _door(given, rules)
    values = parse(action, given)
    site, place = _place(values, by)
    charge = (
        charge_of_unit(unit)
        if unit is not None
        else charge_of(
            by,
            site=site.id if site else None,
            area=place.area,
            path=place.path,
            domain=values["domain"],
            at=at,
            activity=values.get("activity", ""),
        )
    )
    actor = actor_for(by, before, at=at)
    entrance = Entrance(site=site, place=place, charge=charge, actor=actor, apart=apart)
    return enter(
        before, action, values, entrance, rules, by=by, at=at, exhibits=exhibits, claim=claim
    )


def _unused(case_id: UUID | None) -> UUID:
    """Refuses ``REPEATED``."""
    if case_id is None:
        return new_id()
    one_at_a_time(f"case {case_id}")
    if models.Case.objects.filter(pk=case_id).exists():
        raise Refusal(Why.REPEATED)
    return case_id


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where a case comes in, who gets it, and who lets it in; ``found``: a person found it."""

    site: SiteScope | None
    place: Place
    charge: Charge
    actor: Actor
    found: bool = True
    apart: bool = False


def enter(
    before: Case,
    action: Action,
    values: dict[str, Any],
    entrance: Entrance,
    rules: Rules,
    *,
    by: Viewer,
    at: datetime,
    exhibits: Sequence[Exhibit] = (),
    claim: Claim | None = None,
) -> Act:
    """Let a case in through a door that is known. The caller holds the transaction."""
    site, place, charge = entrance.site, entrance.place, entrance.charge
    reporter = {name: values.pop(f"reporter_{name}", "") for name in ("name", "contact")}
    fact = decide(
        before,
        action,
        by=entrance.actor,
        at=at,
        rules=rules,
        evidence=ids_of(exhibits),
        given=values,
    )
    kept = dict(fact.data) | {
        "unit": charge.unit,
        "officer_post": charge.post,
        "found_by": by.person if entrance.found else None,
        "area": place.area,
    }
    fact = replace(fact, data=kept)
    after = evolve(before, fact)
    number = f"C-{day_of(at).year}-{next_number('case', day_of(at).year):06d}"
    row = models.Case(
        number=number,
        **columns(after),
        **_scope(site, place, values["domain"]),
        **text_columns(action, values),
        apart=entrance.apart,
        source=values["source"],
        original=values.get("original", ""),
        source_number=values.get("source_number", ""),
    )
    done = _write(
        row, before, after, fact, values, rules, by=by, at=at, exhibits=exhibits, claim=claim
    )
    if any(reporter.values()):
        models.Reporter.objects.create(case_id=after.id, **reporter)
    return done


def _door(given: Mapping[str, Any], rules: Rules) -> Action:
    """A kind that starts as a lead is reported, any other registered; parsing judges the rest."""
    kind = given.get("kind")
    known = isinstance(kind, str) and kind in set(Kind)
    lead = known and rules.kind(Kind(str(kind))).starts_as_lead
    return Action.REPORT if lead else Action.REGISTER


def _place(values: Mapping[str, Any], by: Viewer) -> tuple[SiteScope | None, Place]:
    if "site" in values:
        site = scope_of_site(values["site"])
        if site is None or not _may_enter(by, site):
            raise Refusal(Why.NOT_VISIBLE)
        return site, site.place
    place = place_of_area(values.get("area"))
    if place.area is None or not by.reaches(place.path, unit=None, site=None):
        raise Refusal(Why.NOT_VISIBLE)
    return None, place


def _may_enter(by: Viewer, site: SiteScope) -> bool:
    """Whoever is sent to a place enters what is found there, wherever it lies."""
    return site.id in by.errands or by.reaches(site.place.path, unit=None, site=site.id)


def _scope(site: SiteScope | None, place: Place, domain: str) -> dict[str, Any]:
    return {
        "site_name": site.name if site else "",
        "department_id": site.department(domain) if site else None,
        "area_id": place.area,
        "area_path": place.path,
        "city_id": place.city,
        "county_id": place.county,
        "street_id": place.street,
        "cell_id": place.cell,
    }


@transaction.atomic
def act(
    *,
    number: str,
    action: Action,
    given: Mapping[str, Any],
    by: Viewer,
    at: datetime,
    seen_version: int | None = None,
    exhibits: Sequence[Exhibit] = (),
    for_firm: bool = False,
    claim: Claim | None = None,
) -> Act:
    """Do ``action`` on the case ``number``; one function for every row of the lifecycle.

    ``seen_version``: the version the actor looked at; a later one refuses ``STALE``, and so does
    losing a race. Not visible is not found. Refuses what ``decide`` refuses.
    """
    if action in DOORS:
        raise Refusal(Why.WRONG_STATE, action=action)
    row = find(by, number)
    before = to_case(row)
    if seen_version is not None and seen_version != before.version:
        raise Refusal(Why.STALE, version=before.version)
    rules = rules_at(at)
    actor = actor_for(by, before, at=claim.done_at if claim else at, for_firm=for_firm)
    values = parse(action, given)
    fact = decide(
        before, action, by=actor, at=at, rules=rules, evidence=ids_of(exhibits), given=values
    )
    fact = _routed(fact, before)
    decide_route(row, before, fact, by=by, at=at)
    after = evolve(before, fact)
    done = _write(
        row, before, after, fact, values, rules, by=by, at=at, exhibits=exhibits, claim=claim
    )
    if action is Action.RELAPSE:
        return _reopen(row, after, values, by=by, at=at)
    return done


@transaction.atomic
def instruct(
    *, given: Mapping[str, Any], to_unit: UUID, due_on: date, by: Viewer, at: datetime
) -> Act:
    """A leader's spoken instruction as a dated task of a unit, entered and assigned in one.

    The unit in charge of the place owns it and checks it. Refuses what ``open_case`` and
    ``act`` refuse.
    """
    said = {"kind": Kind.INSTRUCTION.value, "source": "leader", "found_on": day_of(at)}
    opened = open_case(given={**given, **said}, by=by, at=at)
    return act(
        number=opened.number,
        action=Action.ASSIGN,
        given={"to_unit": to_unit, "due_on": due_on},
        by=by,
        at=at,
        seen_version=opened.case.version,
    )


def _routed(fact: Fact, case: Case) -> Fact:
    """A case that goes to another unit falls to the post in charge there."""
    unit = fact.data.get("to_unit")
    for named in (unit, fact.data.get("close_unit")):
        if named is not None and not unit_exists(named):
            raise Refusal(Why.NO_SUCH_TARGET, action=fact.action)
    if fact.action is Action.FORWARD and unit is not None:
        return replace(fact, data=dict(fact.data) | {"officer_post": post_in_charge(unit)})
    return fact


def _reopen(row: models.Case, parent: Case, values: Mapping[str, Any], **who: Any) -> Act:
    """反弹: a new case with its parent, so that earlier periods stay as they were counted."""
    at: datetime = who["at"]
    description = values.get("finding") or row.description
    given = {
        "kind": Kind.HAZARD.value if parent.kind is Kind.REPORT else parent.kind.value,
        "domain": parent.domain.value,
        "source": row.source,
        "found_on": day_of(at),
        "description": description,
        "spot": row.spot,
        "category": row.category,
        "activity": row.activity or None,
        "basis": row.basis[:200],
        "original": row.original or None,
        "parent": row.id,
    }
    where = {"site": row.site_id} if row.site_id else {"area": row.area_id}
    return open_case(given=given | where, by=who["by"], at=at, apart=row.apart)


def _write(
    row: models.Case,
    before: Case,
    after: Case,
    fact: Fact,
    values: Mapping[str, Any],
    rules: Rules,
    *,
    by: Viewer,
    at: datetime,
    exhibits: Sequence[Exhibit],
    claim: Claim | None = None,
) -> Act:
    owed = owed_by(after, at=at, rules=rules)
    fresh = before.version == 0
    balls = ball_columns(owed, row)
    texts = {} if fresh else text_columns(fact.action, values)
    if fresh:
        for name, value in balls.items():
            setattr(row, name, value)
        row.sort_found = row.found_on or models.UNDATED
        row.search = search_text(row)
    else:
        changes = columns(after, before) | balls | texts
        changes.pop("version", None)
        if texts:
            for name, value in texts.items():
                setattr(row, name, value)
            changes["search"] = search_text(row)
        stale = Refusal(Why.STALE, version=None)
        swap_row(models.Case, row.pk, before.version, field_names(changes), otherwise=stale)
    attach_all(row, fact, exhibits, by=by, at=at)
    # From here on the case is held, and what follows does not read what it writes.
    with together():
        if fresh:
            insert_object(row)
        entry = record(
            kind=f"case.{fact.action.value}",
            subject=after.id,
            version=after.version,
            public=with_claim(fact_to_public(fact, after.state), claim),
            body=with_capture(split(fact.action, dict(values))[1], claim),
            by=by.person,
            at=at,
            files={each.use_id: each.file.sha256 for each in exhibits},
        )
        settle(
            about=_about(row, after),
            owed=owed,
            action=fact.action,
            fresh=fresh,
            at=at,
            knowledge=rules.knowledge,
        )
    _publish(row, after, fact, balls, by=by, at=at)
    return Act(case=after, number=row.number, fact_id=entry.id)


def _about(row: models.Case, after: Case) -> About:
    return About(
        case=row.id,
        number=row.number,
        title=row.description,
        site_name=row.site_name,
        area_path=row.area_path,
        kind=after.kind.value,
        grade=after.grade.value if after.grade else "",
        overseer=after.officer_post,
    )


def _publish(
    row: models.Case,
    after: Case,
    fact: Fact,
    balls: Mapping[str, Any],
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """The ball counts as moved when its columns changed; a reminder reaches where it lies."""
    moved = balls if balls or fact.action is not Action.REMIND else vars(row)
    due_on = moved.get("ball_due_on")
    publish(
        "case.acted",
        case_id=after.id,
        number=row.number,
        version=after.version,
        action=fact.action.value,
        title=row.description,
        ball_act=moved.get("ball_act", ""),
        ball_post=moved.get("ball_post_id"),
        due_on=due_on.isoformat() if due_on else "",
        found_by=after.found_by,
        by=by.person,
        at=at,
    )
    publish(
        "work.done",
        deeds=deeds_of(fact.action, kind=after.kind, source=row.source),
        number=row.number,
        site=row.site_id,
        area_path=row.area_path,
        posts=by.posts,
        person=by.person,
        at=at,
    )
