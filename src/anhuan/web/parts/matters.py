"""A matter of accountability as every audience shows it: the charge, and beside it with equal
weight what the record says for the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.accountability.types import CitedFact, DutyRecord, MatterEntry, MatterFile, Sight
from anhuan.accountability.words import MATTER_PAST, MATTER_STATES, RESULTS, RULINGS
from anhuan.cases.words.acts import PAST
from anhuan.documents.queries import of_subject
from anhuan.kernel.access import Viewer
from anhuan.kernel.accountability import AppealResult, Matter, MatterState, Ruling
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.rulebook.queries import names_of, rules_at
from anhuan.web.parts import slips
from anhuan.web.parts.formats import day_text, moment_text
from anhuan.web.parts.papers import Paper, issued
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    Facts,
    Link,
    PersonPost,
    RecordMark,
    Row,
    StateChip,
    Table,
    Timeline,
    TimelineAct,
)

S = MatterState
CHIPS: Final[Mapping[MatterState, tuple[str, str]]] = {
    S.NEW: ("grey", "dot"),
    S.LEAD: ("amber", "question-circle"),
    S.SET_ASIDE: ("none", "slash-circle"),
    S.VERIFIED: ("grey", "list-check"),
    S.NOT_OPENED: ("none", "slash-circle"),
    S.OPENED: ("grey", "file-earmark-text"),
    S.NOTIFIED: ("blue", "hourglass-split"),
    S.HEARD: ("blue", "circle-half"),
    S.DECIDED: ("teal", "send"),
    S.IN_FORCE: ("teal", "patch-check"),
    S.FED_BACK: ("teal", "check-lg"),
    S.APPEALED: ("amber", "arrow-repeat"),
    S.ARCHIVED: ("green", "check-lg"),
}
SAID: Final = (
    "summary", "finding", "reason", "charge", "statement", "grounds", "served_how", "feedback",
    "note", "why_cited",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordPart:
    """What the record says of the person: in one sentence, by stretches, by deeds."""

    sentence: str
    held: Table
    deeds: Table
    vacancies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatterPart:
    number: str
    title: str
    version: int
    chip: StateChip
    charge: Facts
    definition: str
    cited: Timeline | None
    record: RecordPart | None
    hearing: Facts | None
    decision: Facts | None
    free: bool
    papers: tuple[Paper, ...]
    story: Timeline
    seal: RecordMark | None


def chip(state: str) -> StateChip:
    known = MatterState(state)
    tone, icon = CHIPS[known]
    return StateChip(state, str(MATTER_STATES[known]), icon, tone)


def matter_part(
    viewer: Viewer, file: MatterFile, record: DutyRecord | None, *, page: str
) -> MatterPart:
    """``page``: the address of the slips of its acts."""
    marks = slips.marks(file.line.number, page, file.story)
    year = day_of(viewer.at).year
    matter = file.matter
    rules = rules_at(viewer.at)
    behaviours = names_of("behaviour", viewer.at)
    known = behaviours.get(matter.behaviour, matter.behaviour)
    return MatterPart(
        number=file.line.number,
        title=known or _("A lead about %(case)s") % {"case": file.line.case_number},
        version=file.line.version,
        chip=chip(file.line.state),
        charge=_charge(viewer, file, known, year),
        definition=rules.behaviours.get(matter.behaviour, ""),
        cited=_facts_cited(file.cited, year),
        record=_record(record, year) if record else None,
        hearing=_hearing(file, year),
        decision=_decision(viewer, file, year),
        free=matter.ruling is not None and not matter.is_measure,
        papers=_papers(viewer, file, year),
        story=_story(file.story, year, marks),
        seal=slips.record_mark(file.story, marks) if file.story else None,
    )


def _papers(viewer: Viewer, file: MatterFile, year: int) -> tuple[Paper, ...]:
    """The superior reads the decision; the notice with its charge is not his."""
    found = of_subject(viewer, file.matter.id)
    if file.sight is Sight.SUPERIOR:
        found = [one for one in found if one.form == "matter.decision"]
    return issued(found, year=year)


def _day(day: date | None, year: int) -> str:
    return day_text(day, year=year) if day else ""


def _charge(viewer: Viewer, file: MatterFile, behaviour: str, year: int) -> Facts:
    line, matter = file.line, file.matter
    case: object = f"{line.case_number} {line.case_title}"
    if any(one.linked for one in file.cited):
        case = Link(str(case), reverse("desk:case", args=[line.case_number]))
    pairs: tuple[tuple[str, object], ...] = (
        (pgettext("matter", "Case"), case),
        (pgettext("matter", "What the lead is"), file.said("summary")),
        (pgettext("matter", "About"), f"{file.person_name} {file.post_title}".strip()),
        (pgettext("matter", "Reason code"), behaviour),
        (pgettext("matter", "What is held against the person"), file.said("charge")),
        (pgettext("matter", "Basis"), file.said("basis")),
        (
            pgettext("matter", "Intended measure"),
            str(RULINGS[matter.intended]) if matter.intended else "",
        ),
        (pgettext("matter", "Decided by"), file.body_name),
    )
    return Facts(tuple((name, value) for name, value in pairs if value))


def _facts_cited(cited: Sequence[CitedFact], year: int) -> Timeline | None:
    if not cited:
        return None
    return Timeline(_("Acts cited"), tuple(_cited(one, year) for one in cited))


def _cited(one: CitedFact, year: int) -> TimelineAct:
    who = (PersonPost(one.by_name, ""),) if one.by_name else ()
    url = reverse("desk:case", args=[one.case_number]) if one.linked else ""
    end = (Link(one.case_number, f"{url}#act-{one.version}"),) if url else (one.case_number,)
    return TimelineAct(moment_text(one.at, year=year), _done(one.action), who, end=end)


def _done(action: str) -> str:
    return str(PAST[Action(action)]) if action in set(Action) else action


def _hours(hours: float) -> str:
    days = hours / 24
    return _("%(n).1f days") % {"n": days} if days >= 2 else _("%(n).1f hours") % {"n": hours}


def _record(found: DutyRecord, year: int) -> RecordPart:
    sentence = _(
        "The ball was with this person %(own)s and elsewhere %(other)s; acts %(acts)d, of these "
        "reminders %(reminders)d, requests for more time %(extensions)d."
    ) % {
        "own": _hours(found.hours_with),
        "other": _hours(found.hours_elsewhere),
        "acts": len(found.deeds),
        "reminders": found.reminders,
        "extensions": found.extensions,
    }
    return RecordPart(
        sentence=sentence,
        held=_held(found, year),
        deeds=_deeds(found, year),
        vacancies=tuple(
            _("%(title)s stood empty from %(since)s to %(until)s")
            % {
                "title": one.title,
                "since": moment_text(one.since, year=year),
                "until": _until(one.until, year),
            }
            for one in found.vacancies
        ),
    )


def _until(at: datetime | None, year: int) -> str:
    return moment_text(at, year=year) if at else _("now")


def _held(found: DutyRecord, year: int) -> Table:
    rows = []
    for n, one in enumerate(found.held):
        where = " ".join(part for part in (one.unit_name, one.title) if part) or _("a firm")
        who = one.name or (_("nobody") if one.stretch.span.post else "")
        cells = (
            moment_text(one.stretch.since, year=year),
            _until(one.stretch.until, year),
            pgettext("ball", "this person") if one.own else pgettext("ball", "elsewhere"),
            Cell(f"{where} {who}".strip()),
        )
        rows.append(Row(str(n), cells, at=one.own))
    columns = (
        Column(pgettext("matter", "From")),
        Column(pgettext("matter", "Until")),
        Column(pgettext("matter", "Ball")),
        Column(pgettext("matter", "With whom")),
    )
    return Table(columns, tuple(rows), _("With whom the ball was"))


def _deeds(found: DutyRecord, year: int) -> Table:
    columns = (
        Column(pgettext("matter", "When")),
        Column(pgettext("matter", "What the person did")),
        Column(pgettext("matter", "Ball then")),
    )
    rows = tuple(
        Row(
            str(one.version),
            (
                moment_text(one.at, year=year),
                _done(one.action),
                pgettext("ball", "this person") if one.own_ball else pgettext("ball", "elsewhere"),
            ),
        )
        for one in found.deeds
    )
    return Table(columns, rows, _("What the person did"))


def _hearing(file: MatterFile, year: int) -> Facts | None:
    matter = file.matter
    if matter.statement_until is None or file.sight is Sight.SUPERIOR:
        return None
    said = [str(one.body["statement"]) for one in file.story if one.body.get("statement")]
    pairs: list[tuple[str, object]] = [
        (pgettext("matter", "Statement possible until"), _day(matter.statement_until, year))
    ]
    pairs += [(pgettext("matter", "Statement"), text) for text in said]
    if not said:
        pairs.append((pgettext("matter", "Statement"), _("none so far")))
    return Facts(tuple(pairs))


def _decision(viewer: Viewer, file: MatterFile, year: int) -> Facts | None:
    """Before it is served, the person does not read it from a page."""
    matter = file.matter
    unserved = file.sight is Sight.SUBJECT and matter.served_at is None
    if matter.ruling is None or unserved:
        return None
    grounds = names_of("exemption", viewer.at)
    meaning = rules_at(viewer.at).exemptions.get(matter.ground, "")
    named = grounds.get(matter.ground, matter.ground)
    pairs: tuple[tuple[str, object], ...] = (
        (pgettext("matter", "Decision"), str(RULINGS[Ruling(matter.ruling)])),
        (
            pgettext("matter", "Ground of exemption"),
            "：".join(part for part in (named, meaning) if part),
        ),
        (pgettext("matter", "Reasons"), file.said("grounds")),
        (pgettext("matter", "Decided by"), file.body_name),
        (pgettext("matter", "Decided on"), _day(matter.decided_on, year)),
        (pgettext("matter", "Document number"), matter.document),
        (pgettext("matter", "Members present"), str(matter.present)),
        *_after(matter, year),
    )
    return Facts(tuple((name, value) for name, value in pairs if value))


def _after(matter: Matter, year: int) -> tuple[tuple[str, object], ...]:
    appealable = matter.is_measure and matter.appeal is None
    result = RESULTS[AppealResult(matter.appeal)] if matter.appeal else ""
    return (
        (pgettext("matter", "Has effect until"), _day(matter.effect_until, year)),
        (
            pgettext("matter", "Appeal possible until"),
            _day(matter.appeal_until, year) if appealable else "",
        ),
        (pgettext("matter", "Result of the appeal"), str(result)),
    )


def _story(story: Sequence[MatterEntry], year: int, marks: slips.Marks) -> Timeline:
    total = len(story)
    aside = ngettext("%(n)d act", "%(n)d acts", total) % {"n": total}
    drawn = tuple(_entry(one, year, marks) for one in reversed(story))
    return Timeline(_("The procedure"), drawn, aside=aside)


def _entry(one: MatterEntry, year: int, marks: slips.Marks) -> TimelineAct:
    said = next((str(one.body[name]) for name in SAID if one.body.get(name)), "")
    if one.erased:
        said = _("the words were lawfully erased")
    who = (PersonPost(one.by_name, ""),) if one.by_name else ()
    text = _("“%(text)s”") % {"text": said[:200]} if said else ""
    return TimelineAct(
        moment_text(one.at, year=year),
        str(MATTER_PAST[one.act]),
        who,
        said=text,
        end=(marks.link(one),),
        anchor=f"act-{one.version}",
    )
