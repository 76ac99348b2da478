"""The page of one visit: what was looked at and what not, what was found, what was issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.cases.findings import FoundCase
from anhuan.cases.words.refusals import sentence
from anhuan.documents.queries import of_subject
from anhuan.inspections.choosing import choices_of
from anhuan.inspections.papers import FORMS
from anhuan.inspections.reading import Answered, Finding, VisitEntry, Whole
from anhuan.inspections.services import may_issue
from anhuan.inspections.words import (
    ANSWER_WORDS,
    KIND_WORDS,
    REFUSAL_WORDS,
    VISIT_PAST,
    VISIT_VERBS,
)
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.checklist import Answer
from anhuan.kernel.paper import PaperAct
from anhuan.kernel.refusal import Why
from anhuan.kernel.visit import VisitAct
from anhuan.sites.queries import lines as lines_of_sites
from anhuan.sites.standing import site_names
from anhuan.web.desk.visits.listed import chip, looked_text
from anhuan.web.parts import slips
from anhuan.web.parts.formats import clock_text, moment_text, short_day
from anhuan.web.parts.papers import Paper, issued
from anhuan.web.parts.shapes import (
    ActButton,
    Facts,
    Link,
    PersonPost,
    RecordMark,
    RefusedAct,
    StateChip,
    Timeline,
    TimelineAct,
)
from anhuan.web.parts.states import state_chip

A = VisitAct
BUTTONS: Final = (A.ANSWER, A.FIND, A.JOIN, A.END, A.REFUSE_ENTRY, A.NOTE, A.VOID)
TOLD: Final = frozenset({Why.MISSING, Why.VISIT_OFFICERS})
PAPERS: Final = (PaperAct.ORDER, PaperAct.RECORD, PaperAct.REFUSAL)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item of the list as it stood on the day, with its answer."""

    text: str
    basis: str
    verified: bool
    answer: StateChip
    reason: str
    found: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    lines: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A finding as the case it became; ``relapse`` names the case it came back from."""

    link: Link
    text: str
    chip: StateChip
    unit: str
    due: str
    relapse: str


@dataclass(frozen=True, slots=True)
class VisitPage:
    number: str
    version: int
    sentence: str
    site: Link
    chip: StateChip
    kind: str
    facts: Facts
    buttons: tuple[ActButton, ...]
    refused: tuple[RefusedAct, ...]
    topics: tuple[Topic, ...]
    findings: tuple[FoundLine, ...]
    elsewhere: str
    apart: bool
    former: tuple[FoundLine, ...]
    papers: tuple[Paper, ...]
    spoilable: frozenset[object]
    story: Timeline
    seal: RecordMark | None


def visit_page_of(viewer: Viewer, whole: Whole, *, former: Sequence[FoundCase] = ()) -> VisitPage:
    """``former``: the cases of the place that a revisit looks at."""
    year = day_of(viewer.at).year
    line = whole.line
    marks = slips.marks(line.number, "desk:visits-slip", whole.story)
    lines = [
        one for one in of_subject(viewer, line.id) if not whole.apart or one.unit in viewer.units
    ]
    standing = {one.form for one in lines if one.unit in viewer.units and not one.spoilt_reason}
    buttons, refused = _acts(viewer, whole, standing)
    may_spoil = viewer.may(Capability.RECHECK)
    name = site_names([line.site]).get(line.site, "")
    return VisitPage(
        number=line.number,
        version=whole.visit.version,
        sentence=_sentence(whole, name),
        site=Link(name, _site_url(viewer, line.site)),
        chip=chip(line.state),
        kind=str(KIND_WORDS[line.kind]),
        facts=_facts(whole, year),
        buttons=buttons,
        refused=refused,
        topics=_topics(whole),
        findings=tuple(_found(one, year) for one in whole.findings),
        elsewhere=_elsewhere(whole),
        apart=whole.partial,
        former=tuple(_former(one, year) for one in former),
        papers=issued(lines, year=year),
        spoilable=frozenset(
            one.id
            for one in lines
            if may_spoil and one.unit in viewer.units and not one.spoilt_reason
        ),
        story=_story(whole.story, year, marks),
        seal=slips.record_mark(whole.story, marks),
    )


def _site_url(viewer: Viewer, site: UUID) -> str:
    """Whoever was sent to a place and has handed in has no dossier of it any more."""
    return reverse("desk:site", args=[site]) if lines_of_sites(viewer, {site}) else ""


def _sentence(whole: Whole, name: str) -> str:
    n = len(whole.findings)
    facts = {"name": name, "looked": looked_text(whole.tally), "n": n}
    if whole.refusal:
        why = str(REFUSAL_WORDS.get(whole.refusal, ""))
        return _("%(name)s: not looked at, %(why)s") % {"name": name, "why": why}
    if not whole.items:
        text = ngettext("%(name)s: %(n)d finding", "%(name)s: %(n)d findings", n)
        return text % facts
    text = ngettext(
        "%(name)s: looked at %(looked)s items, %(n)d finding",
        "%(name)s: looked at %(looked)s items, %(n)d findings",
        n,
    )
    return text % facts


def _facts(whole: Whole, year: int) -> Facts:
    line, tally = whole.line, whole.tally
    ended = moment_text(line.ended_at, year=year) if line.ended_at else ""
    span = f"{clock_text(line.began_at)} – {ended}" if ended else clock_text(line.began_at)
    pairs: list[tuple[str, object]] = [
        (pgettext("visits", "When"), span),
        (pgettext("visits", "Who"), "、".join(one.name for one in whole.officers)),
    ]
    if whole.listed is not None:
        pairs += [
            (pgettext("visits", "Checklist"), whole.listed.name),
            (pgettext("visits", "Looked at"), looked_text(tally)),
            (pgettext("visits", "Not applicable"), str(tally.not_applicable)),
            (pgettext("visits", "Not looked at"), str(tally.not_checked + tally.open)),
        ]
    if whole.words.get("summary"):
        pairs.append((pgettext("visits", "In short"), whole.words["summary"]))
    if whole.refusal and whole.words.get("description"):
        pairs.append((pgettext("visits", "What happened"), whole.words["description"]))
    return Facts(tuple(pairs))


def _acts(
    viewer: Viewer, whole: Whole, standing: set[str]
) -> tuple[tuple[ActButton, ...], tuple[RefusedAct, ...]]:
    """``standing``: the forms of the own unit's papers that are not spoilt."""
    choices = choices_of(viewer, whole)
    left = whole.tally.open > 0
    found = []
    for act in BUTTONS:
        refusal = choices[act]
        # What is left unanswered gets its answer on the page that ends the visit.
        open_end = act is A.END and refusal is not None and refusal.why is Why.MISSING
        if refusal is None or open_end:
            primary = act is (A.ANSWER if left else A.END)
            found.append(_button(whole, act, primary=primary))
    found += [
        ActButton(word, reverse("desk:visits-paper", args=[whole.line.number, what.value]))
        for what, word in paper_words().items()
        if may_issue(viewer, whole, what) is None and _worth(viewer, whole, what, standing)
    ]
    refused = tuple(
        RefusedAct(str(VISIT_VERBS[act]), sentence(refusal))
        for act in (A.END,)
        if (refusal := choices[act]) is not None and refusal.why is Why.VISIT_OFFICERS
    )
    short = may_issue(viewer, whole, PaperAct.ORDER)
    own = _worth(viewer, whole, PaperAct.ORDER, standing)
    if short is not None and short.why is Why.CERTIFICATE_EXPIRED and own:
        refused = (*refused, RefusedAct(paper_words()[PaperAct.ORDER], sentence(short)))
    return tuple(found), refused


def paper_words() -> dict[PaperAct, str]:
    return {
        PaperAct.ORDER: _("Issue correction order"),
        PaperAct.RECORD: _("Issue the inspection record"),
        PaperAct.REFUSAL: _("Issue the note of refusal"),
    }


def _worth(viewer: Viewer, whole: Whole, what: PaperAct, standing: set[str]) -> bool:
    """An order of nothing is none; what was issued and stands is not issued again."""
    issued_once = FORMS[what] in standing
    if what is not PaperAct.ORDER:
        return not issued_once
    own = [one.case for one in whole.findings if one.case.unit in viewer.units]
    return any(one.is_open and (not issued_once or one.due_on is None) for one in own)


def _button(whole: Whole, act: VisitAct, *, primary: bool) -> ActButton:
    names = {A.ANSWER: "desk:visits-answer", A.FIND: "desk:visits-find"}
    number = whole.line.number
    if act in names:
        url = reverse(names[act], args=[number])
    else:
        url = reverse("desk:visits-act", args=[number, act.value])
    word = _("Answer the items") if act is A.ANSWER else str(VISIT_VERBS[act])
    return ActButton(word, url, kind="primary" if primary else "plain")


ANSWER_CHIPS: Final = {
    Answer.CONFORMS: ("green", "check-lg"),
    Answer.FAILS: ("red", "x-lg"),
    Answer.NOT_APPLICABLE: ("none", "dash-lg"),
    Answer.NOT_CHECKED: ("grey", "eye"),
}


def answer_chip(answer: Answer | None) -> StateChip:
    if answer is None:
        return StateChip("open", pgettext("answer", "No answer yet"), "dot", "grey")
    tone, icon = ANSWER_CHIPS[answer]
    return StateChip(answer.value, str(ANSWER_WORDS[answer]), icon, tone)


def _topics(whole: Whole) -> tuple[Topic, ...]:
    """The items in the order of the list, under the topics they stand under there."""
    found: dict[str, list[ItemLine]] = {}
    for one in whole.items:
        found.setdefault(one.item.topic, []).append(_item(whole, one))
    return tuple(Topic(name, tuple(lines)) for name, lines in found.items())


def _item(whole: Whole, one: Answered) -> ItemLine:
    code = one.item.code
    return ItemLine(
        text=one.item.text,
        basis=one.item.basis,
        verified=one.item.verified,
        answer=answer_chip(one.answer),
        reason=whole.reasons.get(code, "") if one.answer is not None else "",
        found=tuple(_case_link(each.case) for each in whole.findings if each.item == code),
    )


def _case_link(case: FoundCase) -> Link:
    """What a team found elsewhere it reads here; the case itself is the other unit's."""
    url = reverse("desk:case", args=[case.number]) if case.visible else ""
    return Link(case.number, url)


def _found(one: Finding, year: int) -> FoundLine:
    return _line(one.case, one.unit_name, year)


def _former(case: FoundCase, year: int) -> FoundLine:
    return _line(case, "", year)


def _line(case: FoundCase, unit: str, year: int) -> FoundLine:
    due = short_day(case.due_on, year=year) if case.due_on else ""
    return FoundLine(
        link=_case_link(case),
        text=case.title,
        chip=state_chip(case.state.value, round_number=case.round, needs_grade=case.needs_grade),
        unit=unit,
        due=_("to be put right by %(day)s") % {"day": due} if due and case.is_open else "",
        relapse=case.parent,
    )


def _elsewhere(whole: Whole) -> str:
    if not whole.elsewhere:
        return ""
    named = "、".join(f"{unit} {count}" for unit, count in whole.elsewhere)
    return _("Further findings lie with: %(named)s") % {"named": named}


def _story(story: Sequence[VisitEntry], year: int, marks: slips.Marks) -> Timeline:
    total = len(story)
    aside = ngettext("%(n)d act", "%(n)d acts", total) % {"n": total}
    drawn = tuple(_entry(one, year, marks) for one in reversed(story))
    return Timeline(_("The visit"), drawn, aside=aside)


def _entry(one: VisitEntry, year: int, marks: slips.Marks) -> TimelineAct:
    said = _("the words were lawfully erased") if one.erased else one.said[:200]
    text = _("“%(text)s”") % {"text": said} if said else ""
    clocks = moment_text(one.at, year=year)
    if one.done_at is not None:
        facts = {"phone": moment_text(one.done_at, year=year), "came": clocks}
        clocks = _("by the phone %(phone)s, received %(came)s") % facts
    return TimelineAct(
        clocks,
        str(VISIT_PAST[one.act]),
        (PersonPost(one.by_name or _("the system"), one.post_title),),
        said=text,
        end=(marks.link(one),),
        anchor=f"act-{one.version}",
    )
