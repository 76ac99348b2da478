"""What the papers of a visit say: the record, the correction order, the note of refusal.

The desk and a phone make the same content of the same visit (``kernel.paper``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import override

from anhuan.cases.findings import FoundCase
from anhuan.documents.queries import printed, subject_of, unit_of
from anhuan.inspections import models
from anhuan.inspections.reading import Whole
from anhuan.inspections.scope import visible
from anhuan.inspections.sharing import narrowed
from anhuan.inspections.words import REFUSAL_WORDS
from anhuan.kernel import paper
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import DAY_ZONE, day_of
from anhuan.kernel.checklist import Answer
from anhuan.kernel.paper import About, PaperAct, Point, Told
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitKind, VisitState
from anhuan.people.queries import certificate_at, certified, persons
from anhuan.rulebook.queries import form_at
from anhuan.rulebook.types import FormVersion
from anhuan.sites.queries import find as find_site
from anhuan.territory.queries import colleagues, unit_names
from anhuan.territory.types import Holder

FORMS: Final[Mapping[PaperAct, str]] = {
    PaperAct.RECORD: "visit.record",
    PaperAct.ORDER: "visit.order",
    PaperAct.REFUSAL: "visit.refusal",
}
STATES: Final[Mapping[PaperAct, frozenset[VisitState]]] = {
    PaperAct.RECORD: frozenset({VisitState.ENDED}),
    PaperAct.ORDER: frozenset({VisitState.UNDERWAY, VisitState.ENDED}),
    PaperAct.REFUSAL: frozenset({VisitState.REFUSED}),
}
TYPED: Final = (About.PERSON, About.POST, About.PHONE, About.PLACE)
"""What the record asks of whoever was met; everything else is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A paper before it has its number."""

    form: str
    found: FormVersion
    unit: UUID
    told: Told

    @property
    def content(self) -> dict[str, Any]:
        assert self.found.paper is not None
        version, title = str(self.found.version), self.found.title
        return paper.said(self.form, version, title, self.found.paper, self.told)


def draft(
    viewer: Viewer,
    whole: Whole,
    what: PaperAct,
    *,
    second: UUID | None,
    points: Sequence[Point],
    typed: Mapping[str, str],
    at: datetime,
) -> Draft:
    """The paper as it would be issued. Refuses what would make it void: another's visit, a visit
    in a state without such a paper, one officer alone, a certificate that has run out."""
    refusal = paper_refusal(viewer, whole, what)
    if refusal is not None:
        raise refusal
    form = form_at(FORMS[what], at)
    if form is None or form.paper is None:
        raise Refusal(Why.NO_SUCH_RULE, field="form")
    seat = next(seat for seat in viewer.seats if seat.unit is not None)
    unit: Any = seat.unit
    officers = signed_by(viewer, second, whole.visit.officers, least=form.paper.officers, at=at)
    known = _known(viewer, whole) | {name: typed.get(name.value, "").strip() for name in TYPED}
    told = Told(
        visit=str(whole.visit.id),
        unit=unit_names([unit])[unit],
        facts={name: text for name, text in known.items() if name in form.paper.facts},
        officers=officers,
        issued=day_of(at),
        points=tuple(points),
    )
    return Draft(form=FORMS[what], found=form, unit=unit, told=told)


def paper_refusal(viewer: Viewer, whole: Whole, what: PaperAct) -> Refusal | None:
    """Why the viewer cannot issue that paper now; a second officer may still be missing."""
    if viewer.person not in whole.visit.officers or not viewer.units:
        return Refusal(Why.VISIT_OFFICER)
    if whole.visit.kind in {VisitKind.PATROL, VisitKind.SELF_CHECK, VisitKind.SUPERVISION}:
        return Refusal(Why.VISIT_STATE)
    if whole.visit.state not in STATES[what]:
        return Refusal(Why.VISIT_STATE)
    if certificate_at(viewer.person, viewer.at) is None:
        return Refusal(Why.CERTIFICATE_EXPIRED)
    return None


def signed_by(
    viewer: Viewer, second: UUID | None, officers: Iterable[UUID], *, least: int, at: datetime
) -> tuple[tuple[str, str], ...]:
    """Names and certificates of whoever signs: the viewer and a second officer of the visit."""
    wanted = [viewer.person] if least < 2 else [viewer.person, second]
    if None in wanted or wanted.count(viewer.person) > 1:
        raise Refusal(Why.MISSING, fields=("second_officer",))
    if second is not None and second not in set(officers):
        raise Refusal(Why.MALFORMED, field="second_officer", problem="reference")
    names = persons(one for one in wanted if one is not None)
    found = []
    for one in wanted:
        held = certificate_at(one, at) if one is not None else None
        if one is None or held is None:
            raise Refusal(Why.CERTIFICATE_EXPIRED)
        found.append((names[one].name, held.number))
    return tuple(found)


def second_officers(viewer: Viewer, whole: Whole) -> tuple[Holder, ...]:
    """Whoever of the visit may sign beside the viewer: of an own unit, certificate in force."""
    team = [one for unit in sorted(viewer.units) for one in colleagues(unit, at=viewer.at)]
    there = whole.visit.officers - {viewer.person}
    valid = certified(there, viewer.at)
    return tuple({one.person: one for one in team if one.person in valid}.values())


def points_of(cases: Iterable[FoundCase], *, dated: bool = False) -> tuple[Point, ...]:
    """Findings as the numbered points of a paper; ``dated``: with the day each is due."""
    return tuple(
        Point(
            text=one.title,
            part=one.spot,
            basis=one.basis,
            due=one.due_on if dated else None,
            case=str(one.id),
        )
        for one in cases
    )


def _known(viewer: Viewer, whole: Whole) -> dict[About, str]:
    visit = whole.visit
    assert visit.site is not None
    site = find_site(viewer, visit.site)
    with override("zh-hans"):
        refused = str(REFUSAL_WORDS.get(whole.refusal, ""))
    return {
        About.SITE: site.name,
        About.ADDRESS: site.address,
        About.BEGAN: _clock(visit.began_at),
        About.ENDED: _clock(visit.ended_at),
        About.LIST: whole.list_name,
        About.LOOKED: _looked(whole),
        About.REFUSED: refused,
        About.TOLD: whole.words.get("description", ""),
    }


def _clock(at: datetime | None) -> str:
    return f"{at.astimezone(DAY_ZONE):%Y-%m-%d %H:%M}" if at else ""


def _looked(whole: Whole) -> str:
    """What was looked at of how much, and what was not, with its reason."""
    found, total = whole.tally, len(whole.items)
    if not total:
        return ""
    text = f"{total} 项中查了 {found.checked} 项（不符合 {found.fails} 项）"
    text += f"，不适用 {found.not_applicable} 项，未查 {found.not_checked} 项"
    left = [
        f"{one.item.topic}：{whole.reasons.get(one.item.code, '')}"
        for one in whole.items
        if one.answer is Answer.NOT_CHECKED
    ]
    return f"{text}。未查：{'；'.join(left)}"[:2000] if left else text


def is_visit(subject: UUID) -> bool:
    """Whether a document is about a visit."""
    return models.Visit.objects.filter(pk=subject).exists()


def visit_paper(viewer: Viewer, document: UUID) -> tuple[str, bytes]:
    """Number and PDF of a paper of a visit that the viewer sees; of a joint one a department gets
    its own papers alone. Refuses ``NOT_VISIBLE``."""
    subject = subject_of(document)
    row = visible(viewer).filter(pk=subject).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    apart = narrowed(viewer, VisitKind(row.kind)) and unit_of(document) not in viewer.units
    return printed(viewer, document, granted=[] if apart else [subject])
