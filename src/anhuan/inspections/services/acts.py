"""Acts on visits. Every act is the same lines in one transaction: find, decide, advance, record,
publish."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import next_number, one_at_a_time
from anhuan.base.ids import new_id
from anhuan.base.reactions import publish
from anhuan.base.rows import insert_object, swap_row
from anhuan.cases.services import act as act_on_case
from anhuan.cases.services import open_case
from anhuan.cases.types import Exhibit
from anhuan.inspections import models
from anhuan.inspections.mapping import columns, counts, to_visit
from anhuan.inspections.plan_scope import find_check
from anhuan.inspections.scope import find
from anhuan.inspections.sharing import competent, recurred
from anhuan.inspections.types import Finding, VisitDone
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Grade
from anhuan.kernel.checklist import Checklist, Item
from anhuan.kernel.claim import Claim, with_capture, with_claim
from anhuan.kernel.duty import SELF_CHECK, VISIT
from anhuan.kernel.inputs import LONGEST, Type
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import NEXT, Visit, VisitAct, VisitFact, VisitKind, evolve
from anhuan.kernel.visit_steps import Known, decide_visit, read_visit, split_visit
from anhuan.ledger.facts import fact_to_public
from anhuan.ledger.services import record
from anhuan.rulebook.queries import checklist_at, least_officers_at, rules_at
from anhuan.sites.queries import scope_of_site
from anhuan.sites.queries import visible as visible_sites
from anhuan.territory.members import persons_of_sites, units_of

SOURCES: Final[Mapping[VisitKind, str]] = {
    VisitKind.PATROL: "grid",
    VisitKind.SELF_CHECK: "self-check",
    VisitKind.DEPARTMENT: "enforcement",
    VisitKind.CAMPAIGN: "campaign",
    VisitKind.CROSS: "cross-check",
    VisitKind.REVISIT: "enforcement",
    VisitKind.JOINT: "enforcement",
    VisitKind.SUPERVISION: "superior",
}
"""The source that a case names, by the visit that found it."""


@transaction.atomic
def open_visit(
    *,
    given: Mapping[str, Any],
    by: Viewer,
    at: datetime,
    visit_id: UUID | None = None,
    claim: Claim | None = None,
) -> VisitDone:
    """Begin a visit at a place in the viewer's reach. ``claim``: of one that was begun without a
    network; it is judged by the rules of its own instant.

    Refuses what ``decide_visit`` refuses, ``NOT_VISIBLE`` for a site out of reach, and
    ``REPEATED`` for a ``visit_id`` in use.
    """
    if visit_id is not None:
        one_at_a_time(f"visit {visit_id}")
        if models.Visit.objects.filter(pk=visit_id).exists():
            raise Refusal(Why.REPEATED)
    values = read_visit(VisitAct.OPEN, given)
    site = values["site"]
    scope = scope_of_site(site) if visible_sites(by).filter(pk=site).exists() else None
    if scope is None:
        raise Refusal(Why.NOT_VISIBLE)
    _planned(values.get("plan"), site, by)
    before = Visit(id=visit_id or new_id())
    when = claim.done_at if claim else at
    known = _known(values.get("checklist") or "", at=when, since=when)
    fact = decide_visit(
        before, VisitAct.OPEN, by=_actor(by, site), at=at, known=known, given=values
    )
    fact = _dated(fact, claim)
    after = evolve(before, fact)
    row = models.Visit(
        number=f"V-{day_of(at).year}-{next_number('visit', day_of(at).year):06d}",
        **{FOREIGN.get(name, name): value for name, value in columns(after).items()},
        **counts(after, known.checklist),
        area_path=scope.place.path,
    )
    insert_object(row)
    return _recorded(row, after, fact, values, by=by, at=at, claim=claim)


FOREIGN: Final = {"unit": "unit_id"}


def _planned(plan: UUID | None, site: UUID, by: Viewer) -> None:
    """The check that a visit is to make is one of that place which the viewer may see: a sealed
    list is not there before its hour."""
    if plan is None:
        return
    check = find_check(by, plan)
    if check.site_id != site or check.opens_at > by.at:
        raise Refusal(Why.NOT_VISIBLE)


@transaction.atomic
def act(
    *,
    number: str,
    what: VisitAct,
    given: Mapping[str, Any],
    by: Viewer,
    at: datetime,
    seen_version: int | None = None,
    claim: Claim | None = None,
) -> VisitDone:
    """Do ``what`` on the visit ``number``. Not visible is not found; a later version than the
    one seen, or a lost race, refuses ``STALE``. Refuses what ``decide_visit`` refuses."""
    if what in {VisitAct.OPEN, VisitAct.FIND, VisitAct.IMPORT}:
        raise Refusal(Why.VISIT_STATE, act=what)
    row = find(by, number)
    values = read_visit(what, given)
    return _done(row, what, values, by=by, at=at, seen_version=seen_version, claim=claim)


@transaction.atomic
def find_on_visit(
    *,
    number: str,
    given: Mapping[str, Any],
    item: str = "",
    by: Viewer,
    at: datetime,
    exhibits: Sequence[Exhibit] = (),
    case_id: UUID | None = None,
    claim: Claim | None = None,
) -> VisitDone:
    """Open a case from what the visit found: at its place, with the source that belongs to its
    kind, and the basis of ``item`` of its list. ``given``: the inputs of the door. On a joint
    visit it goes to the department that is competent; what was found there on the same item and
    closed within the term of recurrence is its parent.

    Refuses what ``open_case`` and ``decide_visit`` refuse.
    """
    row = find(by, number)
    visit = to_visit(row)
    case = case_id or new_id()
    when = claim.done_at if claim else at
    known = _known_of(visit, when)
    listed = known.checklist.item(item) if known.checklist and item else None
    known_here = {"kind": "hazard", "source": SOURCES[visit.kind], "found_on": day_of(when)}
    filled = known_here | dict(given)
    if listed is not None:
        filled = _of_item(listed) | filled
    values = {"case": case, "item": item} if item else {"case": case}
    decide_visit(visit, VisitAct.FIND, by=_actor(by, visit.site), at=at, known=known, given=values)
    former = recurred(visit, item, at=at)
    if former is not None:
        filled = {"parent": former} | filled
    opened = open_case(
        given=filled | {"site": visit.site},
        by=by,
        at=at,
        exhibits=exhibits,
        case_id=case,
        claim=claim,
        unit=competent(visit, listed, filled.get("domain"), row.area_path),
        apart=visit.kind is VisitKind.JOINT,
    )
    if listed is not None and listed.major:
        _grade(opened.number, listed.major, by=by, at=at, claim=claim)
    return _done(row, VisitAct.FIND, values, by=by, at=at, case=opened.number, claim=claim)


def _of_item(item: Item) -> dict[str, Any]:
    """What a case takes from the item that failed; a criterion of a major hazard is proposed with
    it, whoever found it."""
    found = {"domain": item.domain.value, "basis": item.basis[: LONGEST[Type.LINE]]}
    if item.major:
        found["category"] = f"{PROPOSED}{item.major}"[: LONGEST[Type.LINE]]
    return found


PROPOSED: Final = "拟判重大隐患："
"""What stands before the criterion in a case that somebody competent has still to grade."""


def _grade(number: str, criterion: str, *, by: Viewer, at: datetime, claim: Claim | None) -> None:
    """Grade it as major at once where the finder may; else the proposal stands in the case."""
    given = {"grade": Grade.MAJOR.value, "criterion": criterion[: LONGEST[Type.LINE]]}
    with suppress(Refusal):
        act_on_case(number=number, action=Action.GRADE, given=given, by=by, at=at, claim=claim)


@transaction.atomic
def walk(
    *,
    number: str,
    answers: Sequence[Mapping[str, Any]],
    findings: Mapping[str, Finding],
    by: Viewer,
    at: datetime,
    seen_version: int | None = None,
) -> VisitDone | None:
    """Answers to some items at once, and a case from each of ``findings``, by the item: all or
    nothing. Without any of both nothing happens.

    Refuses what ``act`` and ``find_on_visit`` refuse.
    """
    done: VisitDone | None = None
    if answers:
        done = act(
            number=number,
            what=VisitAct.ANSWER,
            given={"answers": list(answers)},
            by=by,
            at=at,
            seen_version=seen_version,
        )
    for item, found in findings.items():
        done = find_on_visit(
            number=number,
            given={"description": found.description},
            item=item,
            by=by,
            at=at,
            exhibits=found.exhibits,
        )
    return done


def _done(
    row: models.Visit,
    what: VisitAct,
    values: Mapping[str, Any],
    *,
    by: Viewer,
    at: datetime,
    seen_version: int | None = None,
    case: str = "",
    claim: Claim | None = None,
) -> VisitDone:
    before = to_visit(row)
    if seen_version is not None and seen_version != before.version:
        raise Refusal(Why.STALE, version=before.version)
    _known_officer(values.get("officer"), by, at=at)
    known = _known_of(before, claim.done_at if claim else at)
    actor = _actor(by, before.site)
    fact = decide_visit(before, what, by=actor, at=at, known=known, given=values)
    fact = _dated(fact, claim)
    after = evolve(before, fact)
    changes = columns(after, before) | counts(after, known.checklist)
    changes.pop("version")
    stale = Refusal(Why.STALE, version=None)
    swap_row(models.Visit, row.pk, before.version, changes, otherwise=stale)
    return _recorded(row, after, fact, values, by=by, at=at, case=case, claim=claim)


DATED: Final = frozenset({VisitAct.OPEN, *NEXT} - {VisitAct.VOID})
"""Acts whose instant is one of the visit's own."""


def _dated(fact: VisitFact, claim: Claim | None) -> VisitFact:
    """What was done without a network was done then, and not when it arrived."""
    if claim is None or fact.act not in DATED:
        return fact
    return replace(fact, data={**fact.data, "done_at": claim.done_at})


def _known_officer(person: UUID | None, by: Viewer, *, at: datetime) -> None:
    """Whoever joins works in some unit, or in the firm that checks itself."""
    if person is None or units_of([person], at=at):
        return
    if not any(person in found for found in persons_of_sites(by.sites, at=at).values()):
        raise Refusal(Why.NO_SUCH_TARGET, field="officer", problem="reference")


def _recorded(
    row: models.Visit,
    after: Visit,
    fact: VisitFact,
    values: Mapping[str, Any],
    *,
    by: Viewer,
    at: datetime,
    case: str = "",
    claim: Claim | None = None,
) -> VisitDone:
    entry = record(
        kind=f"visit.{fact.act.value}",
        subject=after.id,
        version=after.version,
        public=with_claim(fact_to_public(fact, after.state), claim),
        body=with_capture(split_visit(fact.act, values)[1], claim),
        by=by.person,
        at=at,
    )
    publish(
        "visit.acted",
        visit_id=after.id,
        number=row.number,
        version=after.version,
        act=fact.act.value,
        refusal=str(fact.data.get("refusal", "")),
        site=after.site,
        by=by.person,
        at=at,
    )
    if fact.act is VisitAct.END:
        publish(
            "work.done",
            deeds=frozenset({SELF_CHECK if after.kind is VisitKind.SELF_CHECK else VISIT}),
            number=row.number,
            site=after.site,
            area_path=row.area_path,
            posts=by.posts,
            person=by.person,
            at=at,
        )
    return VisitDone(visit=after, number=row.number, fact_id=entry.id, case=case)


def _known_of(visit: Visit, at: datetime) -> Known:
    return _known(visit.checklist, at=at, since=visit.began_at or at)


def _known(code: str, *, at: datetime, since: datetime) -> Known:
    """The rules of the act's day; the list in the version of the day the visit began."""
    listed = checklist_at(code, since) if code else None
    checklist: Checklist | None = listed.checklist if listed else None
    return Known(rules=rules_at(at), checklist=checklist, least=least_officers_at(at))


def _actor(viewer: Viewer, site: UUID | None) -> Actor:
    """The viewer as the kernel judges an act: in the firm's post at the own firm, else in the
    first seat of a unit."""
    own = [seat for seat in viewer.seats if seat.site is not None and seat.site == site]
    seats = own or [seat for seat in viewer.seats if seat.unit is not None]
    seat = seats[0] if seats else None
    return Actor(
        person=viewer.person,
        post=seat.post if seat else None,
        unit=seat.unit if seat else None,
        roles=viewer.roles,
        units=viewer.units,
        sites=viewer.sites,
    )
