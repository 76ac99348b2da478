"""One key object: who sponsors it, the duties of that, the visits with what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.cases.findings import FoundCase, found_cases
from anhuan.duty.coverage import KeyThing, thing_in_reach
from anhuan.duty.visits import VisitLine, sponsors, visits_on
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of, end_of_day
from anhuan.kernel.inputs import written_day
from anhuan.kernel.sponsoring import KEY_INPUTS, SPONSORS, VISIT_INPUTS, Sort, Sponsored
from anhuan.obligations.sponsored import Watched, sponsor_of
from anhuan.rulebook.queries import duties_at
from anhuan.web.desk.showing import case_url
from anhuan.web.desk.sponsored.listed import (
    GRAVE,
    act,
    mark,
    sponsor_text,
    visits_text,
)
from anhuan.web.parts.asking import ActForm, inputs_form
from anhuan.web.parts.duties import CAPACITIES, cycle_text
from anhuan.web.parts.formats import day_text, short_day
from anhuan.web.parts.shapes import Facts, Link, StateChip
from anhuan.web.parts.states import state_chip

EARLIEST: Final = date(1949, 1, 1)


@dataclass(frozen=True, slots=True)
class FindingLine:
    link: Link
    chip: StateChip
    due: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit; ``hidden``: cases of it that the reader may not see."""

    id: UUID
    day: str
    who: str
    seen: str
    findings: tuple[FindingLine, ...]
    hidden: str
    new_url: str


@dataclass(frozen=True, slots=True)
class Sponsoring:
    """The sponsor of one object with the visits."""

    sentence: str
    grave: bool
    facts: Facts
    duties: tuple[str, ...]
    fix: Link | None
    visit_url: str
    visits: tuple[VisitRow, ...]


@dataclass(frozen=True, slots=True)
class ThingPage:
    id: UUID
    name: str
    where: Link | None
    today: date
    sponsoring: Sponsoring


def thing_page(viewer: Viewer, thing: UUID) -> ThingPage:
    """A site or an area in reach with its sponsor. Refuses ``NOT_VISIBLE``."""
    found = thing_in_reach(viewer, thing)
    where = None
    if found.sort in {Sort.SITE, Sort.PROJECT}:
        where = Link(found.name, reverse("desk:site", args=[thing]))
    if found.sort is Sort.TASK:
        where = Link(found.number, reverse("desk:task", args=[found.number]))
    return ThingPage(
        id=thing,
        name=found.name,
        where=where,
        today=day_of(viewer.at),
        sponsoring=sponsoring(viewer, found),
    )


def sponsoring(viewer: Viewer, thing: KeyThing) -> Sponsoring:
    """Of an object that the caller found visible."""
    one, today = sponsor_of(viewer, thing), day_of(viewer.at)
    lines = visits_on(viewer, thing.id)
    cases = found_cases(viewer, (case for line in lines for case in line.cases))
    own = bool(sponsors(viewer, [thing.id]))
    facts: list[tuple[str, object]] = [
        (pgettext("sponsored", "How it stands"), mark(one.standing)),
        (pgettext("sponsored", "Sponsor"), sponsor_text(one.covered, today)),
        (pgettext("sponsored", "Visits"), visits_text(one.visits, today)),
    ]
    if thing.grounds:
        facts.insert(0, (pgettext("sponsored", "Why it is key"), "、".join(thing.grounds)))
    visit_url = reverse("desk:visit-new", args=[thing.id])
    return Sponsoring(
        sentence=_sentence(one, lines, cases),
        grave=one.standing in GRAVE,
        facts=Facts(tuple(facts)),
        duties=_duties(viewer),
        fix=act(one.covered) if viewer.may(Capability.KEEP_SITES) else None,
        visit_url=visit_url if own else "",
        visits=tuple(_visit(viewer, line, cases, _door(thing) if own else "") for line in lines),
    )


def _sentence(one: Watched, lines: list[VisitLine], cases: Mapping[UUID, FoundCase]) -> str:
    """“走访 2 次，发现 3 件，1 件没结”, or that nobody sponsors it."""
    if one.standing is Sponsored.NOBODY:
        return _("No leader is named for it")
    if not lines:
        return _("No visit is on record yet")
    text = ngettext("%(n)d visit", "%(n)d visits", len(lines)) % {"n": len(lines)}
    if cases:
        waiting = sum(case.is_open for case in cases.values())
        text += _(", %(found)s found, %(open)s still open") % {
            "found": len(cases),
            "open": waiting,
        }
    return text


def _duties(viewer: Viewer) -> tuple[str, ...]:
    return tuple(
        f"{CAPACITIES[rule.duty.bearer.capacity]}（{cycle_text(rule.duty.cycle)}）：{rule.duty.text}"
        for rule in duties_at(viewer.at).values()
        if rule.duty.bearer.capacity in SPONSORS
    )


def _door(thing: KeyThing) -> str:
    """Where a problem found on a visit is entered; the visit comes last."""
    site = f"site={thing.id}&" if thing.sort in {Sort.SITE, Sort.PROJECT} else ""
    return f"{reverse('desk:new')}?{site}visit="


def _visit(
    viewer: Viewer, line: VisitLine, cases: Mapping[UUID, FoundCase], door: str
) -> VisitRow:
    year = day_of(viewer.at).year
    seen = [cases[case] for case in line.cases if case in cases]
    hidden = len(line.cases) - len(seen)
    text = ngettext("%(n)d more of another unit", "%(n)d more of other units", hidden)
    return VisitRow(
        id=line.id,
        day=day_text(line.on, year=year),
        who=f"{line.person} {line.post}".strip(),
        seen=line.seen,
        findings=tuple(_finding(case, year) for case in seen),
        hidden=text % {"n": hidden} if hidden else "",
        new_url=f"{door}{line.id}" if door and line.own else "",
    )


def _finding(case: FoundCase, year: int) -> FindingLine:
    return FindingLine(
        Link(f"{case.number} {case.title}"[:80], case_url(case.number)),
        state_chip(case.state, round_number=case.round),
        short_day(case.due_on, year=year) if case.due_on and case.is_open else "",
    )


def visit_form(viewer: Viewer, *, data: Mapping[str, str] | None = None) -> ActForm:
    today = day_of(viewer.at).isoformat()
    form = inputs_form(VISIT_INPUTS, data=data, initial={"visited_on": today})
    form.fields["seen"].help_text = _(
        "What you saw, what you settled on the spot, what you asked for. A problem is entered "
        "after this, as a case of its own."
    )
    return form


def key_form(*, data: Mapping[str, str] | None = None) -> ActForm:
    return inputs_form(KEY_INPUTS, data=data)


def instant_of(text: str, at: datetime) -> datetime:
    """The end of a past day, and now for today, for a day to come and for no day."""
    day = written_day(text)
    if day is None or not EARLIEST <= day < day_of(at):
        return at
    return end_of_day(day) - timedelta(seconds=1)
