"""An interview or a veto as every audience shows it: what it is about, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.cases.words.inputs import APPEAL_END_CHOICES, IMPOSED_CHOICES, LABELS, OUTCOME_CHOICES
from anhuan.documents.queries import of_subject
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.procedure import Procedure, ProceedingAct, ProceedingState
from anhuan.kernel.rules import Rules
from anhuan.proceedings.types import ProceedingEntry, ProceedingFile, ProceedingSight
from anhuan.proceedings.words import (
    PROCEDURE_WORDS,
    PROCEEDING_PAST,
    PROCEEDING_STATES,
    TRIGGER_WORDS,
)
from anhuan.rulebook.queries import names_of, rules_at
from anhuan.web.parts import slips
from anhuan.web.parts.formats import day_text, moment_text
from anhuan.web.parts.papers import Paper, issued
from anhuan.web.parts.shapes import (
    Facts,
    Link,
    PersonPost,
    RecordMark,
    StateChip,
    Timeline,
    TimelineAct,
)

A = ProceedingAct
S = ProceedingState
CHIPS: Final[Mapping[ProceedingState, tuple[str, str]]] = {
    S.NEW: ("grey", "dot"),
    S.PROPOSED: ("amber", "question-circle"),
    S.SET_ASIDE: ("none", "slash-circle"),
    S.SUBMITTED: ("blue", "circle-half"),
    S.REFUSED: ("none", "slash-circle"),
    S.APPROVED: ("grey", "list-check"),
    S.INVITED: ("blue", "hourglass-split"),
    S.HELD: ("blue", "file-earmark-text"),
    S.SIGNED: ("amber", "hourglass-split"),
    S.PLANNED: ("blue", "circle-half"),
    S.REPORTED: ("teal", "send"),
    S.INEFFECTIVE: ("amber", "arrow-repeat"),
    S.CLOSED: ("green", "check-lg"),
    S.WITHDRAWN: ("none", "slash-circle"),
    S.NOTIFIED: ("blue", "hourglass-split"),
    S.HEARD: ("blue", "circle-half"),
    S.DECIDED: ("teal", "send"),
    S.IN_FORCE: ("amber", "patch-check"),
    S.APPEALED: ("amber", "arrow-repeat"),
    S.NOT_IMPOSED: ("green", "check-lg"),
    S.REVOKED: ("green", "check-lg"),
    S.EXPIRED: ("grey", "check-lg"),
}
SAID: Final = (
    "summary", "finding", "reason", "opinion", "agenda", "minutes", "remark", "plan", "report",
    "bulletin", "charge", "statement", "grounds", "served_how", "note",
)  # fmt: skip
INTERVIEW_WORDS: Final = (
    "venue", "participants", "agenda", "materials", "host", "attended", "minutes", "remark",
    "plan", "report", "bulletin",
)  # fmt: skip
VETO_WORDS: Final = ("charge", "statement", "grounds")


@dataclass(frozen=True, slots=True)
class ProceedingPart:
    number: str
    title: str
    version: int
    chip: StateChip
    about: Facts
    definition: str
    course: Facts
    days: Facts
    papers: tuple[Paper, ...]
    story: Timeline
    seal: RecordMark | None


def chip(state: str) -> StateChip:
    known = ProceedingState(state)
    tone, icon = CHIPS[known]
    return StateChip(state, str(PROCEEDING_STATES[known]), icon, tone)


def ground_text(procedure: str, ground: str, viewer: Viewer) -> str:
    return names_of(procedure, viewer.at).get(ground, ground)


def proceeding_part(viewer: Viewer, file: ProceedingFile, *, page: str) -> ProceedingPart:
    """``page``: the address of the slips of its acts."""
    marks = slips.marks(file.line.number, page, file.story)
    line, year = file.line, day_of(viewer.at).year
    word = PROCEDURE_WORDS[Procedure(line.procedure)]
    definition, effects = _rule(file, rules_at(viewer.at))
    return ProceedingPart(
        number=line.number,
        title=_("%(procedure)s: %(subject)s") % {"procedure": word, "subject": line.subject_name},
        version=line.version,
        chip=chip(line.state),
        about=_about(viewer, file, effects),
        definition=definition,
        course=_course(file),
        days=_days(file, year),
        papers=issued(of_subject(viewer, file.proceeding.id), year=year),
        story=_story(file.story, year, marks),
        seal=slips.record_mark(file.story, marks) if file.story else None,
    )


def _rule(file: ProceedingFile, rules: Rules) -> tuple[str, tuple[str, ...]]:
    veto = rules.vetoes.get(file.line.ground)
    if file.line.procedure == Procedure.VETO:
        return (veto.definition, veto.effects) if veto else ("", ())
    interview = rules.interviews.get(file.line.ground)
    return (interview.definition if interview else "", ())


def _pairs(pairs: Sequence[tuple[str, object]]) -> Facts:
    return Facts(tuple((name, value) for name, value in pairs if value))


def _about(viewer: Viewer, file: ProceedingFile, effects: Sequence[str]) -> Facts:
    line, kept = file.line, file.proceeding.kept
    subject = file.sight is ProceedingSight.SUBJECT
    trigger = str(TRIGGER_WORDS.get(line.trigger, line.trigger))
    return _pairs(
        (
            (pgettext("proceeding", "Ground"), ground_text(line.procedure, line.ground, viewer)),
            (pgettext("proceeding", "Case"), _case(file)),
            (pgettext("proceeding", "Proposed from"), "" if subject else trigger),
            (str(LABELS["occurred_on"]), _day(kept.get("occurred_on"), viewer.at.year)),
            (str(LABELS["place"]), str(kept.get("place", ""))),
            (pgettext("proceeding", "Proposal"), file.said("summary")),
            (pgettext("proceeding", "What follows"), "；".join(effects)),
            (pgettext("proceeding", "Prepared by"), line.unit_name),
            (pgettext("proceeding", "Approved or decided by"), file.body_name),
        )
    )


def _case(file: ProceedingFile) -> object:
    line = file.line
    if not line.case_number:
        return ""
    if not file.linked:
        return line.case_number
    url = reverse("desk:case", args=[line.case_number])
    return Link(f"{line.case_number} {line.case_title}", url)


def _day(day: date | None, year: int) -> str:
    return day_text(day, year=year) if day else ""


def _course(file: ProceedingFile) -> Facts:
    """What was said and asked for, as far as this reader may."""
    interview = file.line.procedure == Procedure.INTERVIEW
    names = INTERVIEW_WORDS if interview else VETO_WORDS
    if A.RECHECK in file.proceeding.done:
        names = (*names, "finding")
    return _pairs([(str(LABELS[name]), file.said(name)) for name in names])


def _days(file: ProceedingFile, year: int) -> Facts:
    one, kept = file.proceeding, file.proceeding.kept
    served = file.sight is not ProceedingSight.SUBJECT or A.SERVE in one.done
    imposed = IMPOSED_CHOICES.get(str(kept.get("imposed", "")), "") if served else ""
    held = " ".join(part for part in (_day(one.held_on, year), str(kept.get("clock", ""))) if part)
    circled = ngettext("%(n)d time", "%(n)d times", one.circulated) % {"n": one.circulated}
    return _pairs(
        (
            (str(LABELS["held_on"]), held),
            (pgettext("proceeding", "To be put right by"), _day(kept.get("fix_by"), year)),
            (
                str(LABELS["outcome"]),
                str(OUTCOME_CHOICES.get(str(kept.get("outcome", "")), "")),
            ),
            (pgettext("proceeding", "Circulated"), circled if one.circulated else ""),
            (str(LABELS["copy_to"]), str(kept.get("copy_to", ""))),
            (
                pgettext("proceeding", "Statement possible until"),
                _day(kept.get("statement_until"), year),
            ),
            (str(LABELS["imposed"]), str(imposed)),
            (
                pgettext("proceeding", "Decided on"),
                _day(one.decided_on, year) if served else "",
            ),
            (
                pgettext("proceeding", "Document number"),
                str(kept.get("document", "")) if served else "",
            ),
            (pgettext("proceeding", "Has effect until"), _day(one.effect_until, year)),
            (
                pgettext("proceeding", "Appeal possible until"),
                _day(kept.get("appeal_until"), year) if A.APPEAL not in one.done else "",
            ),
            (
                pgettext("proceeding", "Result of the appeal"),
                str(APPEAL_END_CHOICES.get(str(kept.get("appeal_end", "")), "")),
            ),
        )
    )


def _story(story: Sequence[ProceedingEntry], year: int, marks: slips.Marks) -> Timeline:
    total = len(story)
    aside = ngettext("%(n)d act", "%(n)d acts", total) % {"n": total}
    drawn = tuple(_entry(one, year, marks) for one in reversed(story))
    return Timeline(_("The procedure"), drawn, aside=aside)


def _entry(one: ProceedingEntry, year: int, marks: slips.Marks) -> TimelineAct:
    said = next((str(one.body[name]) for name in SAID if one.body.get(name)), "")
    if one.erased:
        said = _("the words were lawfully erased")
    who = (PersonPost(one.by_name or _("the system"), ""),)
    text = _("“%(text)s”") % {"text": said[:200]} if said else ""
    return TimelineAct(
        moment_text(one.at, year=year),
        str(PROCEEDING_PAST[one.act]),
        who,
        said=text,
        end=(marks.link(one),),
        anchor=f"act-{one.version}",
    )
