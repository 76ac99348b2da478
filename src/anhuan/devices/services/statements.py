"""Statements (陈述): what the rules refuse waits for whoever holds the matter.

One decision covers all that the same phone sent about the same thing. What somebody saw may be
carried out by the holder as an act of the holder's own; a visit is never: nobody records another's
coming as one's own.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from anhuan.base.ids import derived_id
from anhuan.base.outside import words_in
from anhuan.cases import services as cases
from anhuan.cases.queries import about_case, number_of
from anhuan.cases.words.refusals import sentence
from anhuan.devices import models
from anhuan.devices.mapping import carriable, title_of
from anhuan.devices.reading import read_act
from anhuan.devices.scope import find_statement
from anhuan.devices.services.applying import (
    action_of,
    case_of,
    exhibits_of,
    found_given,
)
from anhuan.devices.types import Sent, StatementAct, StatementState
from anhuan.evidence.services import attach
from anhuan.evidence.types import Scope
from anhuan.inspections.queries import place_of_visit
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Party
from anhuan.kernel.claim import Claim, with_capture, with_claim
from anhuan.kernel.deadline import due
from anhuan.kernel.inputs import Input, Type, read
from anhuan.kernel.obligation import Due
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.obligations.services import settle
from anhuan.obligations.types import About
from anhuan.rulebook.queries import checklist_at, rules_at
from anhuan.sites.queries import scope_of_site
from anhuan.territory.queries import (
    holders,
    office_of,
    posts_of_unit,
    station_of,
    top_office,
)

DUE: Final = "decide_statement"
TERM: Final = "statement.decide"
REASON: Final = Input(name="reason", type=Type.TEXT)
LONGEST_WORDS: Final = 500
DISCHARGED_BY: Final = {DUE: frozenset(StatementAct)}
LANGUAGES: Final = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """Where a statement belongs."""

    unit: UUID | None = None
    post: UUID | None = None
    site: UUID | None = None
    case: UUID | None = None
    path: str = ""
    site_name: str = ""


def words_of(refusal: Refusal) -> dict[str, str]:
    """The sentence of a refusal in both languages: it is answered for good as it was."""
    found = {}
    for short, language in LANGUAGES.items():
        with translation.override(language):
            found[short] = words_in(sentence(refusal), most=LONGEST_WORDS)
    return found


def state(
    device: models.Device,
    kept: models.Submission,
    sent: Sent,
    claim: Claim,
    refusal: Refusal,
    *,
    at: datetime,
) -> None:
    """Make a statement of ``kept``, which the caller saves: it goes with what the same phone has
    stated of the same thing, or is owed a decision of its own."""
    held = _held(sent, device.person, at)
    kept.state, kept.version = StatementState.WAITING.value, 1
    kept.answer = {"why": refusal.why.value, "words": words_of(refusal)}
    kept.unit, kept.post, kept.site = held.unit, held.post, held.site
    kept.case, kept.area_path = held.case, held.path
    kept.leads = _leader(device, sent)
    exhibits = exhibits_of(sent, mark="statement:")
    scope = Scope(area_path=held.path, unit=held.unit, site=held.site)
    for each in exhibits:
        attach(
            each.file,
            owner_kind="statement",
            owner=kept.id,
            scope=scope,
            by=device.person,
            at=at,
            label="statement",
            capture=each.capture,
            use_id=each.use_id,
        )
    public = {"what": sent.what, "why": refusal.why.value, "device": str(device.id)}
    record(
        kind="statement.made",
        subject=kept.id,
        version=1,
        public=with_claim(public, claim),
        body=with_capture({}, claim),
        by=device.person,
        at=at,
        files={each.use_id: each.file.sha256 for each in exhibits},
    )
    if kept.leads is None and held.unit is not None:
        _oblige(kept, sent, held, at)


def _leader(device: models.Device, sent: Sent) -> models.Submission | None:
    """The statement of the same phone about the same visit or case that is still open."""
    rows = models.Submission.objects.filter(
        Q(about=sent.about) | Q(case=sent.about),
        device=device,
        state=StatementState.WAITING.value,
        leads=None,
    )
    return rows.order_by("seq").first()


def _held(sent: Sent, person: UUID, at: datetime) -> _Held:
    """Whoever holds the case, else whoever answers for the place, else the top."""
    about = about_case(sent.about) if sent.what == "case.act" else None
    if about is not None:
        post = _not_of(about.post, person, at)
        return _Held(
            unit=about.unit,
            post=post,
            site=about.site,
            case=about.id,
            path=about.area_path,
            site_name=about.site_name,
        )
    site = _site(sent)
    scope = scope_of_site(site) if site else None
    path = scope.place.path if scope else ""
    top = top_office()
    unit = (station_of(path) or office_of(path)) if path else None
    unit = unit or (top[0] if top else None)
    return _Held(
        unit=unit,
        post=_in_charge(unit, person, at) if unit else None,
        site=site if scope else None,
        case=_named_case(sent),
        path=path,
        site_name=scope.name if scope else "",
    )


def _site(sent: Sent) -> UUID | None:
    raw = sent.given.get("site") if sent.what == "visit.open" else None
    if raw is None:
        stated = models.Submission.objects.filter(about=sent.about, site__isnull=False)
        earlier = stated.values_list("site", flat=True).first()
        return earlier or place_of_visit(sent.about)
    try:
        return UUID(str(raw))
    except ValueError:
        return None


def _named_case(sent: Sent) -> UUID | None:
    try:
        return case_of(sent.given) if sent.what == "visit.find" else None
    except Refusal:
        return None


def _in_charge(unit: UUID, person: UUID, at: datetime) -> UUID | None:
    """The post of the unit that decides: its officer first, never the maker's own."""
    for role in (Role.OFFICER, Role.APPROVER, Role.OFFICE):
        for post in posts_of_unit(unit, role):
            if _not_of(post, person, at) is not None:
                return post
    return None


def _not_of(post: UUID | None, person: UUID, at: datetime) -> UUID | None:
    held = holders([post], at=at).get(post) if post else None
    return post if held is None or held.person != person else None


def _oblige(kept: models.Submission, sent: Sent, held: _Held, at: datetime) -> None:
    rules = rules_at(at)
    deadline = due(rules.term(TERM), at, rules.calendar)
    owed = Due(
        act=DUE,
        party=Party.OWNER,
        due_on=deadline.due_on,
        term=TERM,
        estimated=deadline.estimated,
        unit=held.unit,
        post=held.post,
    )
    settle(
        about=_about(kept, title=title_of(sent.given), site_name=held.site_name),
        owed=[owed],
        action=None,
        fresh=True,
        at=at,
        knowledge=rules.knowledge,
    )


def _about(kept: models.Submission, *, title: str = "", site_name: str = "") -> About:
    return About(
        statement=kept.id,
        number="",
        title=title,
        site_name=site_name,
        area_path=kept.area_path,
        kind="",
        grade="",
        overseer=None,
    )


@transaction.atomic
def accept(*, statement: UUID, by: Viewer, at: datetime) -> list[str]:
    """Carry out what was seen as acts of the holder's own; gives the numbers of the cases.

    All of it or nothing. Refuses ``NOT_VISIBLE``, ``STATEMENT_DECIDED``, ``SECOND_PERSON``,
    ``NOT_CARRIED_OUT`` where there is nothing to carry out, and what the packages below refuse.
    """
    parts = _to_decide(statement, by)
    wanted = [part for part in parts if carriable(part)]
    done = [_carry_out(part, parts, by=by, at=at) for part in wanted]
    if not done:
        raise Refusal(Why.NOT_CARRIED_OUT)
    facts = [str(each.fact_id) for each in done]
    _decided(parts, StatementAct.ACCEPT, {"facts": facts}, "", by=by, at=at)
    return [each.number for each in done]


@transaction.atomic
def set_aside(*, statement: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """Nothing comes of it, and why. Refuses as ``accept`` does, and ``MISSING`` (reason)."""
    parts = _to_decide(statement, by)
    said: str = read((REASON,), {"reason": reason})["reason"]
    _decided(parts, StatementAct.SET_ASIDE, {}, said, by=by, at=at)


def _to_decide(statement: UUID, by: Viewer) -> list[models.Submission]:
    """The statement and all that goes with it, locked."""
    found = find_statement(by, statement)
    device = models.Device.objects.select_for_update().get(pk=found.device_id)
    rows = models.Submission.objects.filter(Q(pk=found.pk) | Q(leads=found.pk))
    parts = list(rows.order_by("seq"))
    if any(part.state != StatementState.WAITING for part in parts):
        raise Refusal(Why.STATEMENT_DECIDED)
    if device.person == by.person:
        raise Refusal(Why.SECOND_PERSON)
    return parts


def _carry_out(
    part: models.Submission, parts: list[models.Submission], *, by: Viewer, at: datetime
) -> Any:
    sent = read_act(json.loads(part.content))
    exhibits = exhibits_of(sent, mark="accepted:")
    if sent.what == "case.act":
        action, given = action_of(sent.given)
        number = number_of(by, sent.about)
        if not number:
            raise Refusal(Why.NOT_VISIBLE)
        return cases.act(
            number=number, action=action, given=given, by=by, at=at, exhibits=exhibits
        )
    when = part.done_at or at
    given = {"kind": "hazard", "source": "grid", "found_on": day_of(when), "site": part.site}
    given |= _of_item(sent, parts, when) | found_given(sent.given)
    return cases.open_case(
        given=given,
        by=by,
        at=at,
        exhibits=exhibits,
        case_id=derived_id(part.id, "accepted"),
    )


def _of_item(sent: Sent, parts: list[models.Submission], when: datetime) -> dict[str, Any]:
    """What the item of the list says, where the visit that named the list is stated too."""
    code = next(
        (
            json.loads(part.content)["given"].get("checklist")
            for part in parts
            if part.what == "visit.open"
        ),
        "",
    )
    listed = checklist_at(code, when) if isinstance(code, str) and code else None
    item = listed.checklist.item(str(sent.given.get("item"))) if listed else None
    return {"domain": item.domain.value, "basis": item.basis} if item else {"domain": "safety"}


def _decided(
    parts: list[models.Submission],
    what: StatementAct,
    public: dict[str, Any],
    reason: str,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    ended = StatementState.ACCEPTED if what is StatementAct.ACCEPT else StatementState.SET_ASIDE
    for part in parts:
        models.Submission.objects.filter(pk=part.pk).update(
            state=ended.value,
            version=part.version + 1,
            decided_by=by.person,
            decided_at=at,
            reason=reason,
        )
        record(
            kind=f"statement.{ended.value}",
            subject=part.id,
            version=part.version + 1,
            public=public,
            body={"reason": reason} if reason else {},
            by=by.person,
            at=at,
        )
    settle(
        about=_about(parts[0]),
        owed=[],
        action=what,
        fresh=False,
        at=at,
        knowledge=rules_at(at).knowledge,
        discharged_by=DISCHARGED_BY,
    )
