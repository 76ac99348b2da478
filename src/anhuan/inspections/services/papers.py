"""The papers of a visit: issued at the desk under the next number, or as a phone made them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import one_at_a_time
from anhuan.cases.findings import FoundCase, found_cases
from anhuan.cases.services import act as act_on_case
from anhuan.documents import services as documents
from anhuan.documents.queries import of_subject, subject_of, unit_of
from anhuan.documents.services.leasing import Made
from anhuan.documents.types import MAY, Kept
from anhuan.inspections.papers import (
    FORMS,
    TYPED,
    draft,
    paper_refusal,
    points_of,
)
from anhuan.inspections.reading import Whole, whole_of
from anhuan.inspections.scope import find_by_id
from anhuan.kernel import paper
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.case import Action, Grade, State
from anhuan.kernel.paper import PaperAct, Told
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.queries import certificate_at, persons
from anhuan.rulebook.queries import form_version
from anhuan.sites.queries import scope_of_site
from anhuan.territory.queries import unit_names

ORDERED: Final = frozenset({State.ASSIGNED, State.SIGNED, State.UNDERWAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """One finding to be put right by a day; ``grade``: of one that has none yet."""

    case: UUID
    due_on: date | None = None
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A paper as a phone made it; ``lease`` and ``serial``, or ``provisional``."""

    document: UUID
    device: UUID
    form: str
    visit: UUID
    cases: tuple[UUID, ...]
    content: Mapping[str, Any]
    digest: str
    lease: UUID | None = None
    serial: int = 0
    provisional: str = ""


@transaction.atomic
def issue_paper(
    *,
    number: str,
    what: PaperAct,
    second: UUID | None,
    by: Viewer,
    at: datetime,
    ordered: Sequence[Ordered] = (),
    typed: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> UUID:
    """Issue a paper of the visit under the next number of the own unit. An order grades and
    assigns what is not assigned yet, so that paper and cases say the same.

    ``seen``: how many papers of the visit the actor looked at; more of them refuses ``STALE``.
    Refuses what ``papers.draft`` and the acts on cases refuse, ``MISSING`` for an order of
    nothing, ``NOT_VISIBLE`` for a finding that is not the own unit's.
    """
    whole = whole_of(by, number)
    one_at_a_time(f"papers of {whole.visit.id}")
    if seen is not None and seen != len(of_subject(by, whole.visit.id)):
        raise Refusal(Why.STALE, version=None)
    refusal = may_issue(by, whole, what)
    if refusal is not None:
        raise refusal
    cases = _ordered(whole, ordered, by=by, at=at) if what is PaperAct.ORDER else None
    found = [one.case for one in whole.findings] if cases is None else cases
    points = () if what is PaperAct.REFUSAL else points_of(found, dated=cases is not None)
    given = {name.value: _typed(typed or {}, name.value) for name in TYPED}
    made = draft(by, whole, what, second=second, points=points, typed=given, at=at)
    content = made.content
    scope = scope_of_site(whole.line.site)
    return documents.issue(
        form=made.form,
        unit=made.unit,
        unit_word=made.told.unit,
        subject=whole.visit.id,
        site=whole.line.site,
        area_path=scope.place.path if scope else "",
        content=content,
        by=by,
        at=at,
        mentions=[one.id for one in cases or ()],
        digest=paper.digest(content),
    )


def _typed(typed: Mapping[str, str], name: str) -> str:
    text = typed.get(name, "").strip()
    if len(text) > paper.LINE or any(sign < " " for sign in text):
        raise Refusal(Why.MALFORMED, field=name, problem="text")
    return text


def may_issue(viewer: Viewer, whole: Whole, what: PaperAct) -> Refusal | None:
    """Why the viewer cannot issue that paper; ``None``: a second officer is all it takes."""
    if not viewer.may(MAY[what]):
        return Refusal(Why.WRONG_ROLE, capability=MAY[what])
    return paper_refusal(viewer, whole, what)


def _ordered(
    whole: Whole, ordered: Sequence[Ordered], *, by: Viewer, at: datetime
) -> list[FoundCase]:
    """The findings to be ordered, assigned with the day that the paper will print."""
    own = {one.case.id: one.case for one in whole.findings if one.case.unit in by.units}
    if not ordered:
        raise Refusal(Why.MISSING, fields=("cases",))
    for one in ordered:
        case = own.get(one.case)
        if case is None:
            raise Refusal(Why.NOT_VISIBLE)
        if case.state in ORDERED:
            continue
        if case.needs_grade:
            grade = {"grade": one.grade}
            act_on_case(number=case.number, action=Action.GRADE, given=grade, by=by, at=at)
        due = {"due_on": one.due_on}
        act_on_case(number=case.number, action=Action.ASSIGN, given=due, by=by, at=at)
    found = found_cases(by, [one.case for one in ordered])
    return [found[one.case] for one in ordered]


@transaction.atomic
def issue_sent(*, sent: Sent, by: Viewer, at: datetime) -> Kept:
    """Keep a paper as a phone made it, once it says what is true of the visit.

    Refuses ``MALFORMED`` for a content that the form does not make or that is not the visit's,
    what ``may_issue`` refuses, and what ``documents.issue_leased`` refuses.
    """
    row = find_by_id(by, sent.visit)
    whole = whole_of(by, row.number)
    told, what = _told(sent)
    refusal = may_issue(by, whole, what)
    if refusal is not None:
        raise refusal
    unit = next(seat.unit for seat in by.seats if seat.unit is not None)
    if told.visit != str(row.id) or told.unit != unit_names([unit])[unit]:
        raise Refusal(Why.MALFORMED, field="content", problem="reference")
    _signed(whole, told, by=by)
    _same_points(whole, sent, told, what, by=by, at=at)
    made = Made(
        form=sent.form,
        subject=row.id,
        site=row.site,
        area_path=row.area_path,
        content=sent.content,
        digest=sent.digest,
        mentions=sent.cases,
    )
    if sent.lease is None:
        return documents.issue_provisional(
            document_id=sent.document,
            provisional=sent.provisional,
            made=made,
            unit=unit,
            by=by,
            at=at,
        )
    return documents.issue_leased(
        document_id=sent.document,
        lease=sent.lease,
        serial=sent.serial,
        device=sent.device,
        made=made,
        by=by,
        at=at,
    )


def _told(sent: Sent) -> tuple[Told, PaperAct]:
    version = sent.content.get("version") if isinstance(sent.content, Mapping) else None
    form = form_version(_identity(version))
    what = next((act for act, code in FORMS.items() if code == sent.form), None)
    if form is None or form.paper is None or what is None or form.paper.act is not what:
        raise Refusal(Why.NO_SUCH_RULE, field="form")
    told = paper.read_content(sent.form, str(form.version), form.title, form.paper, sent.content)
    if len(told.officers) < form.paper.officers:
        raise Refusal(Why.MISSING, fields=("second_officer",))
    return told, what


def _identity(text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise Refusal(Why.MALFORMED, field="content", problem="reference") from None


def _signed(whole: Whole, told: Told, *, by: Viewer) -> None:
    """Whoever stands on the paper made the visit, with that certificate; the maker among them."""
    names = persons(whole.visit.officers)
    held = {one: certificate_at(one, by.at) for one in whole.visit.officers}
    known = {(names[one].name, line.number): one for one, line in held.items() if line is not None}
    signers = [known.get(each) for each in told.officers]
    if None in signers or len(set(signers)) != len(signers):
        raise Refusal(Why.CERTIFICATE_EXPIRED)
    if by.person not in signers:
        raise Refusal(Why.MALFORMED, field="content", problem="reference")


def _same_points(
    whole: Whole, sent: Sent, told: Told, what: PaperAct, *, by: Viewer, at: datetime
) -> None:
    """The points are the cases named, in their order; an order assigns those that are not
    assigned yet, each with its day, and graded as their items say."""
    if [one.case for one in told.points] != [str(case) for case in sent.cases]:
        raise Refusal(Why.MALFORMED, field="cases", problem="reference")
    if what is not PaperAct.ORDER:
        if set(sent.cases) - found_cases(by, sent.cases).keys():
            raise Refusal(Why.NOT_VISIBLE)
        return
    grades = _grades(whole)
    ordered = [
        Ordered(case=case, due_on=one.due, grade=grades.get(case, Grade.GENERAL).value)
        for one, case in zip(told.points, sent.cases, strict=True)
    ]
    for one, case in zip(told.points, _ordered(whole, ordered, by=by, at=at), strict=True):
        if one.due != case.due_on:
            raise Refusal(Why.NEEDS_DUE)


def _grades(whole: Whole) -> dict[UUID, Grade]:
    """How the items on which something was found grade it."""
    items = {one.item.code: one.item.grade for one in whole.items}
    return {one.case.id: items.get(one.item, Grade.GENERAL) for one in whole.findings}


@transaction.atomic
def spoil_paper(*, number: str, document: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """Mark a paper of the visit 作废, for whoever could issue it; its number stays. Refuses
    ``NOT_VISIBLE``, ``WRONG_ROLE``, ``MISSING`` and ``REPEATED``."""
    whole = whole_of(by, number)
    if subject_of(document) != whole.visit.id or unit_of(document) not in by.units:
        raise Refusal(Why.NOT_VISIBLE)
    if not by.may(Capability.RECHECK):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.RECHECK)
    documents.spoil(document_id=document, reason=reason, by=by, at=at)
