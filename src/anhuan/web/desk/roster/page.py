"""A week of a unit's roster: seven days from today on, each with its shifts, every gap drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.duty.calls import calls
from anhuan.duty.rosters import Home, former_of, roster
from anhuan.duty.types import Replaced, ShiftLine, StintLine
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import ONE_DAY, day_of
from anhuan.kernel.roster import NORMAL, Lack, Place
from anhuan.web.desk.roster.calls import CallRow, call_row
from anhuan.web.parts.formats import day_text, local, moment_text, short_day
from anhuan.web.parts.onduty import LACKS, PLACES, state_line

WEEK: Final = 7
FEW: Final = 5


@dataclass(frozen=True, slots=True)
class PlaceCell:
    """Who is named for what; ``gap`` says why it is one."""

    as_: str
    name: str
    title: str
    gap: str
    note: str
    change: str


@dataclass(frozen=True, slots=True)
class ShiftCell:
    time: str
    runs: bool
    places: tuple[PlaceCell, ...]
    missing: str


@dataclass(frozen=True, slots=True)
class DayCell:
    head: str
    today: bool
    past: bool
    state: str
    shifts: tuple[ShiftCell, ...]


@dataclass(frozen=True, slots=True)
class WeekPage:
    unit: UUID
    name: str
    sentence: str
    aside: str
    state: str
    days: tuple[DayCell, ...]
    before: str
    after: str
    this: str
    make: str
    enter: str
    calls: tuple[CallRow, ...]
    replaced: tuple[str, ...]


def week_url(unit: UUID, first: date) -> str:
    return f"{reverse('desk:roster')}?{urlencode({'unit': unit, 'week': first.isoformat()})}"


def week_page(viewer: Viewer, home: Home, first: date) -> WeekPage:
    today, last = day_of(viewer.at), first + (WEEK - 1) * ONE_DAY
    # The shift that runs now may have begun the day before the week.
    lines = roster(viewer, home.id, first=min(first, today - ONE_DAY), last=max(last, today))
    keeps = home.own and viewer.may(Capability.KEEP_ROSTER)
    shown = [line for line in lines if first <= line.shift.day <= last]
    return WeekPage(
        unit=home.id,
        name=home.name,
        sentence=_sentence(home, lines, viewer),
        aside=_gaps(shown),
        state=state_line(viewer),
        days=tuple(
            _day(first + n * ONE_DAY, shown, today, keeps=keeps, viewer=viewer)
            for n in range(WEEK)
        ),
        before=week_url(home.id, first - WEEK * ONE_DAY),
        after=week_url(home.id, first + WEEK * ONE_DAY),
        this="" if first == today else week_url(home.id, today),
        make=reverse("desk:roster-make") if keeps else "",
        enter=reverse("desk:roster-enter") if keeps else "",
        calls=tuple(call_row(viewer, one) for one in calls(viewer, unit=home.id, limit=FEW)),
        replaced=tuple(
            _former(one, viewer)
            for one in former_of(viewer, home.id, first=first, last=last)[:FEW]
        ),
    )


def _sentence(home: Home, lines: Sequence[ShiftLine], viewer: Viewer) -> str:
    """Who is there now, in one line a person could say."""
    now = next((line for line in lines if line.runs), None)
    if now is None:
        return _("%(unit)s has no roster for now") % {"unit": home.name}
    lead, duty = (
        "、".join(one.name for one in now.places if one.place is place and one.lack in OK)
        for place in (Place.LEAD, Place.DUTY)
    )
    until = moment_text(now.shift.ends_at, year=viewer.at.year)
    facts = {"unit": home.name, "lead": lead, "duty": duty, "until": until}
    if not duty:
        return _("%(unit)s: nobody is on duty now, until %(until)s") % facts
    if not lead:
        return _("%(unit)s: %(duty)s on duty, nobody leads, until %(until)s") % facts
    return _("%(unit)s: %(lead)s leads, %(duty)s on duty, until %(until)s") % facts


OK: Final = (None, Lack.LOW)


def _gaps(lines: Sequence[ShiftLine]) -> str:
    gaps = sum(line.gaps for line in lines)
    if not gaps:
        return ""
    return ngettext("%(n)d gap in these days", "%(n)d gaps in these days", gaps) % {"n": gaps}


def _day(
    day: date, lines: Sequence[ShiftLine], today: date, *, keeps: bool, viewer: Viewer
) -> DayCell:
    own = [line for line in lines if line.shift.day == day]
    raised = [line.state_name for line in own if line.state != NORMAL]
    return DayCell(
        head=day_text(day, year=today.year),
        today=day == today,
        past=day < today,
        state=raised[0] if raised else "",
        shifts=tuple(_shift(line, keeps=keeps, viewer=viewer) for line in own),
    )


def _shift(line: ShiftLine, *, keeps: bool, viewer: Viewer) -> ShiftCell:
    start, end = local(line.shift.starts_at), local(line.shift.ends_at)
    words = {"from": f"{start:%H:%M}", "to": f"{end:%H:%M}"}
    next_day = end.date() > start.date()
    time = _("%(from)s to %(to)s next day") if next_day else _("%(from)s to %(to)s")
    open_ = keeps and line.shift.ends_at > viewer.at
    missing = line.missing
    return ShiftCell(
        time=time % words,
        runs=line.runs,
        places=tuple(_place(one, change=open_) for one in line.places),
        missing=ngettext("%(n)d more is asked for", "%(n)d more are asked for", missing)
        % {"n": missing}
        if missing
        else "",
    )


def _place(one: StintLine, *, change: bool) -> PlaceCell:
    gap = str(LACKS[one.lack]) if one.lack else ""
    if one.instead and gap:
        gap = pgettext("roster gap", "%(gap)s; %(name)s holds the post") % {
            "gap": gap,
            "name": one.instead,
        }
    return PlaceCell(
        as_=str(PLACES[one.place]),
        name=one.name,
        title=one.title,
        gap=gap,
        note=one.because if one.by_hand else "",
        change=reverse("desk:roster-change", args=[one.id]) if change else "",
    )


def _former(one: Replaced, viewer: Viewer) -> str:
    return _("%(day)s %(place)s %(name)s, replaced %(at)s") % {
        "day": short_day(one.day, year=viewer.at.year),
        "place": PLACES[one.place],
        "name": one.name or "—",
        "at": moment_text(one.replaced_at, year=viewer.at.year),
    }
