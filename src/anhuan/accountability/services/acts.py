"""Acts on matters. Every act is the same six lines in one transaction: find, decide, advance,
record, move the ball, publish."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.accountability import models
from anhuan.accountability.holding import candidates
from anhuan.accountability.mapping import attributes, columns, to_matter
from anhuan.accountability.papers import issue_papers
from anhuan.accountability.projection import actor_for, ball_columns, owed_by, posts_able
from anhuan.accountability.scope import find
from anhuan.accountability.types import BY_HAND, Done
from anhuan.base.db import next_number
from anhuan.base.ids import new_id
from anhuan.base.reactions import publish
from anhuan.base.rows import insert_object, swap_row
from anhuan.cases.queries import about_case, sees_case
from anhuan.cases.types import CaseAbout
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.accountability import Matter, MatterAct, MatterFact, evolve_matter
from anhuan.kernel.accountability_dues import MATTER_DISCHARGED
from anhuan.kernel.accountability_inputs import parse_matter, split_matter
from anhuan.kernel.accountability_steps import decide_matter
from anhuan.kernel.calendar import day_of
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from anhuan.ledger.facts import fact_to_public
from anhuan.ledger.queries import acts as recorded_acts
from anhuan.ledger.services import record
from anhuan.obligations.services import settle
from anhuan.obligations.types import About
from anhuan.rulebook.queries import rules_at
from anhuan.territory.past import superiors_then
from anhuan.territory.queries import area_of_unit, place_of_area, post_unit

TITLE = "责任追究事项"
"""What lists and notices call a matter: nothing that tells whom or what it is about."""


@transaction.atomic
def propose(*, given: Mapping[str, Any], by: Viewer, at: datetime) -> Done:
    """A person writes down a lead about a case. Refuses what ``decide_matter`` refuses,
    ``NOT_VISIBLE`` for a case out of sight."""
    values = parse_matter(MatterAct.PROPOSE, given)
    about = about_case(values["case"])
    if about is None or not sees_case(by, about.id):
        raise Refusal(Why.NOT_VISIBLE)
    rules = rules_at(at)
    able = [seat.unit for seat in by.seats if rules.allows(frozenset({seat.role}), _CALL)]
    office = next((unit for unit in able if unit is not None), None)
    if office is None:
        raise Refusal(Why.WRONG_ROLE, capability=_CALL)
    before = Matter(id=new_id())
    actor = replace(actor_for(by, before), unit=office)
    trigger = values.get("origin", BY_HAND)
    return begin(before, about, office, trigger, values=values, actor=actor, at=at, rules=rules)


KIND = "matter"
_CALL = Capability.CALL_TO_ACCOUNT


def begin(
    before: Matter,
    about: CaseAbout,
    office: UUID,
    trigger: str,
    *,
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    rules: Rules,
    facts: frozenset[UUID] = frozenset(),
    key: str = "",
) -> Done:
    """Let a matter in as a lead of ``office``; inside the caller's transaction."""
    fact = decide_matter(before, MatterAct.PROPOSE, by=actor, at=at, rules=rules, given=values)
    kept = {"case": about.id, "office": office, "trigger": trigger, "facts": facts}
    fact = replace(fact, data=dict(fact.data) | kept)
    after = evolve_matter(before, fact)
    row = models.Matter(
        number=f"A-{day_of(at).year}-{next_number('matter', day_of(at).year):06d}",
        **attributes(columns(after)),
        key=key,
        area_path=place_of_area(area_of_unit(office)).path,
    )
    return _write(row, before, after, fact, values, rules, at=at)


@transaction.atomic
def act(
    *,
    number: str,
    what: MatterAct,
    given: Mapping[str, Any],
    by: Viewer,
    at: datetime,
    seen_version: int | None = None,
) -> Done:
    """Do ``what`` on the matter ``number``; one function for every row of the table.

    ``seen_version``: the version the actor looked at; a later one refuses ``STALE``, and so does
    losing a race. Not visible is not found. Refuses what ``decide_matter`` refuses.
    """
    if what is MatterAct.PROPOSE:
        raise Refusal(Why.MATTER_STATE, act=what)
    row = find(by, number)
    before = to_matter(row)
    if seen_version is not None and seen_version != before.version:
        raise Refusal(Why.STALE, version=before.version)
    rules = rules_at(at)
    actor = actor_for(by, before)
    # Whoever may not act learns nothing from how a form is judged.
    decide_matter(before, what, by=actor, at=at, rules=rules)
    values = _completed(row, what, given)
    more = _checked(row, what, values, by=by, at=at, rules=rules)
    fact = decide_matter(before, what, by=actor, at=at, rules=rules, given=values)
    fact = replace(fact, data=dict(fact.data) | more)
    after = evolve_matter(before, fact)
    done = _write(row, before, after, fact, values, rules, at=at)
    issue_papers(row.pk, what, by=by, at=at)
    return done


def _completed(row: models.Matter, what: MatterAct, given: Mapping[str, Any]) -> dict[str, Any]:
    """With a person goes the post in which he held the ball."""
    values = dict(given)
    person = values.get("person")
    if what is MatterAct.OPEN and isinstance(person, UUID) and not values.get("post"):
        known = {one.person: one.post for one in reversed(candidates(row.case_id))}
        values["post"] = known.get(person, person)
    return parse_matter(what, values)


def _checked(
    row: models.Matter,
    what: MatterAct,
    values: Mapping[str, Any],
    *,
    by: Viewer,
    at: datetime,
    rules: Rules,
) -> dict[str, Any]:
    """References that must hold, and what follows from the organisation."""
    if what is MatterAct.CITE:
        _citable(values["fact"], by)
    if what is MatterAct.NOTIFY and not posts_able(values["body"], Capability.JUDGE, rules):
        raise Refusal(Why.NO_SUCH_TARGET, field="body")
    if what is not MatterAct.OPEN:
        return {}
    found = candidates(row.case_id)
    if not any((one.person, one.post) == (values["person"], values["post"]) for one in found):
        raise Refusal(Why.NO_SUCH_TARGET, field="person")
    above = superiors_then(at, [values["post"]]).get(values["post"])
    over = {one.person for one in found if one.post == above} - {values["person"]}
    return {"superiors": frozenset(over)}


def _citable(fact: UUID, by: Viewer) -> None:
    """An act on a case that the actor may see; anything else is not in the record for him."""
    found = recorded_acts([fact] if isinstance(fact, UUID) else [])
    if not found or not found[0].kind.startswith("case.") or not sees_case(by, found[0].subject):
        raise Refusal(Why.NO_SUCH_TARGET, field="fact")


def _write(
    row: models.Matter,
    before: Matter,
    after: Matter,
    fact: MatterFact,
    values: Mapping[str, Any],
    rules: Rules,
    *,
    at: datetime,
) -> Done:
    owed = owed_by(after, at=at, rules=rules)
    balls = ball_columns(after, owed)
    fresh = before.version == 0
    if fresh:
        for name, value in attributes(balls).items():
            setattr(row, name, value)
        insert_object(row)
    else:
        changes = columns(after, before) | balls | _placed(fact, at)
        changes.pop("version", None)
        stale = Refusal(Why.STALE, version=None)
        swap_row(models.Matter, row.pk, before.version, changes, otherwise=stale)
    entry = record(
        kind=f"matter.{fact.act.value}",
        subject=after.id,
        version=after.version,
        public=fact_to_public(fact, after.state),
        body=split_matter(fact.act, dict(values))[1],
        by=fact.by,
        at=at,
    )
    moves = settle(
        about=_about(row),
        owed=owed,
        action=fact.act,
        fresh=fresh,
        at=at,
        knowledge=rules.knowledge,
        discharged_by=MATTER_DISCHARGED,
    )
    _publish(row, after, fact, balls, moved=bool(moves.open), at=at)
    return Done(matter=after, number=row.number, fact_id=entry.id)


def _about(row: models.Matter) -> About:
    return About(
        matter=row.id,
        number=row.number,
        title=TITLE,
        site_name="",
        area_path=row.area_path,
        kind=KIND,
        grade="",
        overseer=None,
    )


def _publish(
    row: models.Matter,
    after: Matter,
    fact: MatterFact,
    balls: Mapping[str, Any],
    *,
    moved: bool,
    at: datetime,
) -> None:
    publish(
        "matter.acted",
        matter_id=after.id,
        number=row.number,
        version=after.version,
        act=fact.act.value,
        title=TITLE,
        ball_act=balls["ball_act"] if moved else "",
        ball_post=balls["ball_post"],
        person=after.person,
        by=fact.by,
        at=at,
    )


def _placed(fact: MatterFact, at: datetime) -> dict[str, Any]:
    """With the person the row gets the unit it counts for, and the post above that may read."""
    if fact.act is not MatterAct.OPEN:
        return {}
    post = fact.data["post"]
    above = superiors_then(at, [post]).get(post)
    return {"subject_unit": post_unit(post), "superior_post": above}
