"""Everything one case page shows, read in a fixed number of queries."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.cases import queries
from anhuan.cases.carrying import maybe_same
from anhuan.cases.types import CaseFile, TimelineEntry
from anhuan.cases.words.acts import PAST
from anhuan.cases.words.inputs import (
    DOMAIN_CHOICES,
    GRADE_CHOICES,
    KIND_CHOICES,
    SOURCE_CHOICES,
)
from anhuan.duty.queries import three_lines
from anhuan.evidence.queries import uses_of
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Kind, State
from anhuan.kernel.refusal import Refusal
from anhuan.rulebook.queries import names_of, rules_at
from anhuan.territory.queries import area_names, holders
from anhuan.web.desk.calling import about_case
from anhuan.web.desk.case import acts, deeds, orders, sides
from anhuan.web.desk.case.climbs import climbs
from anhuan.web.desk.case.stops import stops
from anhuan.web.parts import proofs, slips
from anhuan.web.parts.alarms import CaseAlarms, case_alarms
from anhuan.web.parts.formats import short_day
from anhuan.web.parts.shapes import (
    ActButton,
    ActsPanel,
    DutyLine,
    Evidence,
    Facts,
    Link,
    RecordMark,
    StateChip,
    StateLine,
    Tag,
    Timeline,
)
from anhuan.web.parts.states import state_chip

MONITOR = "monitor"
"""The source of what an instrument called for."""


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page, already worded."""

    number: str
    version: int
    title: str
    street: str
    chip: StateChip
    tags: tuple[Tag, ...]
    about: tuple[Link | str, ...]
    line: StateLine
    ended: str
    """How it ended and who saw to it; empty while it is open."""
    good: bool
    acts: ActsPanel
    more: tuple[ActButton, ...]
    for_firm: tuple[ActButton, ...]
    evidence: Evidence
    timeline: Timeline
    three: DutyLine
    five: Facts
    settled: bool
    service: Facts
    papers: orders.Papers
    words: Facts | None
    record: RecordMark
    watched: bool
    sealed: bool
    may_unseal: bool
    today: str
    alarms: CaseAlarms | None = None
    """Of the instruments that called for it."""
    same: tuple[Link, ...] = ()
    """Open cases that may be the same: both were found by somebody without a network."""


def case_page(viewer: Viewer, number: str, *, whole: bool) -> CasePage:
    """The case as the viewer sees it. Refuses ``NOT_VISIBLE``."""
    file = queries.case_file(viewer, number)
    case, today = file.case, day_of(viewer.at)
    entries = queries.timeline(viewer, case.id)
    marks = slips.marks(file.number, "desk:slip", entries)
    uses = uses_of(viewer, "case", case.id, granted=[case.id])
    rules = rules_at(viewer.at)
    held = holders([file.ball_post], at=viewer.at) if file.ball_post else {}
    lines = three_lines(case.site, area=file.area, subject=case.domain.value, at=viewer.at)
    found = acts.acts(
        viewer,
        file,
        next(iter(held.values()), None),
        queries.choices_of(viewer, case),
        _for_firm(viewer, file),
        rules,
    )
    papers = orders.papers(viewer, file)
    five, settled = sides.five(file, year=today.year)
    clock = climbs(viewer, case, rules, year=today.year)
    return CasePage(
        number=file.number,
        version=case.version,
        title=file.description,
        street=area_names([file.street]).get(file.street, "") if file.street else "",
        chip=_chip(file),
        tags=(*tags(file), *clock.tags),
        about=about(file, viewer.at),
        line=stops(file, entries, year=today.year),
        ended=ended(file, entries, year=today.year),
        good=case.state in {State.CLOSED, State.VERIFIED},
        acts=with_lapse(acts.with_refusal(found.panel, papers.refused), clock.lapse),
        more=(*found.more, *about_case(viewer, file.number)),
        for_firm=found.for_firm,
        evidence=proofs.evidence(uses, entries, year=today.year),
        timeline=deeds.timeline(
            file, entries, whole=whole, year=today.year, marks=marks, climbs=clock.acts
        ),
        three=sides.three(viewer, file, lines),
        five=five,
        settled=settled,
        service=sides.service(file, entries, proofs.papers(uses), year=today.year),
        papers=papers,
        words=_words(file),
        record=slips.record_mark(entries, marks),
        watched=file.watched,
        sealed=file.sealed,
        may_unseal=viewer.may(Capability.READ_REPORTER),
        today=f"{today:%m-%d}",
        alarms=case_alarms(viewer, file, _linked),
        same=_same(viewer, file, entries),
    )


def _linked(text: str, alarm: UUID) -> Link:
    return Link(text, reverse("desk:alarm", args=[alarm]))


def _same(viewer: Viewer, file: CaseFile, entries: list[TimelineEntry]) -> tuple[Link, ...]:
    """Asked only of what came from a phone; nobody but a person says that two are one."""
    if not entries or not entries[0].offline:
        return ()
    return tuple(
        Link(f"{number} {text[:40]}", reverse("desk:case", args=[number]))
        for number, text in maybe_same(viewer, file.case)
    )


def ended(file: CaseFile, entries: list[TimelineEntry], *, year: int) -> str:
    """“销号 11-20 郑明；复查合格 11-18 陈立”: the act that ended it, and the recheck before it."""
    if file.case.is_open:
        return ""
    wanted = [entry for entry in entries if entry.action and entry.state == file.case.state.value]
    checks = [entry for entry in entries if entry.action in {Action.PASS, Action.CLOSE}]
    last = {entry.action: entry for entry in (*checks, *wanted[:1])}
    parts = [
        f"{PAST[action]} {short_day(day_of(entry.at), year=year)} {entry.by_name}"
        for action, entry in last.items()
        if action is not None
    ]
    return _("; ").join(reversed(parts))


def with_lapse(panel: ActsPanel, lapse: str) -> ActsPanel:
    """What follows if the act is not done stands beside its deadline."""
    if panel.granted is None or not lapse:
        return panel
    return replace(panel, granted=replace(panel.granted, lapse=lapse))


def _for_firm(viewer: Viewer, file: CaseFile) -> dict[Action, Refusal | None]:
    """Nothing to ask where no firm could be stood in for."""
    case = file.case
    stands_in = viewer.may(Capability.RECORD_FOR_FIRM) and case.unit in viewer.units
    if not stands_in or case.site is None or case.target_unit is not None or not case.is_open:
        return {}
    return queries.choices_of(viewer, case, for_firm=True)


def _chip(file: CaseFile) -> StateChip:
    case = file.case
    return state_chip(
        case.state.value,
        round_number=case.round,
        needs_grade=file.ball_act == Action.GRADE,
    )


def tags(file: CaseFile) -> tuple[Tag, ...]:
    case = file.case
    kind = str(KIND_CHOICES[case.kind.value])
    if case.kind is Kind.REPORT and file.source == MONITOR:
        # Nobody complained: an instrument called.
        kind = str(SOURCE_CHOICES[MONITOR])
    found = [Tag(kind)]
    if case.grade is not None and case.kind is Kind.HAZARD:
        graded = pgettext("tag", "%(grade)s %(kind)s") % {
            "grade": GRADE_CHOICES[case.grade.value],
            "kind": kind,
        }
        found = [Tag(graded, grave=case.is_major)]
    elif case.grade is not None:
        found.insert(0, Tag(str(GRADE_CHOICES[case.grade.value]), grave=case.is_major))
    found.append(Tag(str(DOMAIN_CHOICES[case.domain.value])))
    if case.listing is not None:
        found.append(Tag(_("Listed supervision")))
    return tuple(found)


def about(file: CaseFile, at: datetime) -> tuple[Link | str, ...]:
    """Site, spot, source, basis, parent, in this order; what is not known is left out."""
    found: list[Link | str] = []
    if file.case.site is not None:
        found.append(Link(file.site_name, reverse("desk:site", args=[file.case.site])))
    found += [word for word in (file.spot, file.category) if word]
    source = str(SOURCE_CHOICES.get(file.source, file.source))
    source = " ".join(word for word in (source, file.source_number) if word)
    found.append(pgettext("case", "source %(source)s") % {"source": source})
    if file.activity:
        found.append(names_of("activity", at).get(file.activity, file.activity))
    if file.basis:
        found.append(pgettext("case", "basis %(basis)s") % {"basis": file.basis})
    if file.parent_number:
        came = _("came back from %(number)s") % {"number": file.parent_number}
        found.append(Link(came, reverse("desk:case", args=[file.parent_number])))
    return tuple(found)


def _words(file: CaseFile) -> Facts | None:
    """What was said beyond the title: the wording from above, what is required, the reason of
    the grade, what the firm says it did."""
    pairs = (
        (_("Original wording"), file.original),
        (_("Required"), file.requirement),
        (_("Clause"), file.clause),
        (_("Criterion of the grade"), file.criterion),
        (_("Harm and consequence"), file.consequence),
        (_("Emergency plan"), file.emergency),
        (_("What was done"), file.done),
    )
    found: tuple[tuple[str, object], ...] = tuple((name, text) for name, text in pairs if text)
    return Facts(found) if found else None


def changes_since(entries: list[TimelineEntry], version: int, *, year: int) -> Timeline | None:
    """What others did after ``version``, for somebody who looked at that version."""
    fresh = [entry for entry in entries if entry.version > version]
    if not fresh:
        return None
    drawn = tuple(deeds.act_line(entry, year=year) for entry in reversed(fresh))
    return Timeline(_("Since you looked"), drawn)
