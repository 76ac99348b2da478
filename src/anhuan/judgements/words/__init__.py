"""Words of daily sheets: states, parts, acts, and what the figures of a part say."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.judgement import JudgementAct, Section, Work

Text = str | Promise

STATE_WORDS: Final[Mapping[str, Text]] = {
    "draft": _("judgement", "Draft"),
    "issued": _("judgement", "Issued"),
}
ACT_PAST: Final[Mapping[JudgementAct, Text]] = {
    JudgementAct.DRAFT: _("judgement past", "drafted from data"),
    JudgementAct.REDRAW: _("judgement past", "took the figures anew"),
    JudgementAct.EDIT: _("judgement past", "edited"),
    JudgementAct.ISSUE: _("judgement past", "issued"),
    JudgementAct.CORRECT: _("judgement past", "began a correction"),
}
SECTION_WORDS: Final[Mapping[Section, Text]] = {
    Section.AIR: _("judgement", "Air quality"),
    Section.VISITS: _("judgement", "Inspections of the day"),
    Section.CASES: _("judgement", "Problems and supervision"),
    Section.ALARMS: _("judgement", "Alarms"),
    Section.SOURCES: _("judgement", "High values and likely sources"),
    Section.COORDINATE: _("judgement", "Matters to coordinate"),
    Section.HIGHLIGHTS: _("judgement", "Highlights"),
}
WORK_WORDS: Final[Mapping[Work, Text]] = {
    Work.TASK: _("judgement", "Task"),
    Work.CASE: _("judgement", "Case"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of figures; ``rows`` names the list that its figures count."""

    text: str
    rows: str = ""


def said(section: Section, drawn: Mapping[str, Any]) -> list[Said]:
    """What the figures of ``section`` say, in the reader's language; nothing without data."""
    figures, speak = drawn.get(section.value), _SAID.get(section)
    return list(speak(figures)) if figures is not None and speak is not None else []


def _visits(one: Mapping[str, Any]) -> Iterator[Said]:
    if not one["visits"]:
        yield Said(pgettext("judgement", "Nobody went out that day."), "visits")
        return
    told = pgettext("judgement", "%(units)s units made %(visits)s visits to %(places)s places")
    yield Said(told % one, "visits")
    if not one["all"]:
        yield Said(pgettext("judgement", "nothing was found"), "visits")
        return
    left = {"left": one["open"] + one["overdue"] + one["transferred"]}
    told = pgettext(
        "judgement",
        "%(all)s problems found: %(on_spot)s fixed on the spot, %(closed)s closed since, "
        "%(left)s not yet",
    )
    yield Said(told % {**one, **left}, "visits")


def _cases(one: Mapping[str, Any]) -> Iterator[Said]:
    yield Said(pgettext("judgement", "%(found)s found that day") % one, "found")
    yield Said(pgettext("judgement", "%(closed)s closed that day") % one, "closed")
    told = pgettext("judgement", "%(overdue)s overdue, %(supervised)s of them under supervision")
    yield Said(told % one, "overdue")


def _coordinate(one: Mapping[str, Any]) -> Iterator[Said]:
    yield Said(pgettext("judgement", "%(help)s tasks ask for coordination") % one, "help")
    yield Said(pgettext("judgement", "%(overdue)s tasks are overdue") % one, "late-tasks")


def _air(one: Mapping[str, Any]) -> Iterator[Said]:
    now, closed = one["now"], one["closed"]
    if now is not None and now["aqi"] is not None:
        told = pgettext("judgement", "at %(at)s:00 AQI %(aqi)s, %(level)s%(of)s")
        yield Said(told % _indexed(now), "air")
    if closed is not None:
        told = pgettext("judgement", "the whole day %(day)s AQI %(aqi)s, %(level)s%(of)s")
        yield Said(told % (_indexed(closed) | {"day": closed["day"][5:]}), "air-days")
    if one["rank"] is not None:
        told = pgettext("judgement", "rank %(place)s of %(of)s by yesterday's air")
        yield Said(told % one["rank"], "air")
    for each in one["gaps"]:
        over = pgettext("judgement", "%(name)s: %(gap)s %(unit)s beyond the target")
        under = pgettext("judgement", "%(name)s: %(gap)s %(unit)s within the target")
        kept = each["gap"].startswith("-")
        gap = {"gap": each["gap"].lstrip("-")}
        yield Said((under if kept else over) % {**each, **gap}, "air-targets")
    if now is None and closed is None:
        yield Said(pgettext("judgement", "The stations sent nothing that counts."), "air")


def _alarms(one: Mapping[str, Any]) -> Iterator[Said]:
    if not one["raised"]:
        yield Said(pgettext("judgement", "No alarm was raised that day."), "alarms")
        return
    told = pgettext("judgement", "%(raised)s alarms at %(stations)s stations")
    yield Said(told % one, "alarms")
    yield Said(pgettext("judgement", "in %(cases)s cases") % one, "alarms")
    yield Said(pgettext("judgement", "%(active)s still go on") % one, "alarms")


def _indexed(one: Mapping[str, Any]) -> dict[str, Any]:
    """With its primary pollutants, where the index names any."""
    named = "、".join(_pollutant(each) for each in one["primary"])
    of = pgettext("judgement", ", primary %(named)s") % {"named": named} if named else ""
    return {**one, "of": of}


def _pollutant(item: str) -> str:
    """The pollutant of an item of the index: its mean over hours or a day is not told here."""
    name = item.partition("_")[0]
    return POLLUTANTS.get(name, name)


def _sources(one: Mapping[str, Any]) -> Iterator[Said]:
    hours = [
        pgettext("judgement", "%(at)s:00 AQI %(aqi)s%(of)s") % _indexed(each)
        for each in one["high"]
    ]
    if hours:
        told = pgettext("judgement", "Highest hours: %(hours)s")
        yield Said(told % {"hours": "、".join(hours)}, "air")


POLLUTANTS: Final[Mapping[str, str]] = {
    "SO2": "SO₂",
    "NO2": "NO₂",
    "O3": "O₃",
    "PM25": "PM2.5",
}
_SAID: Final[Mapping[Section, Callable[[Mapping[str, Any]], Iterator[Said]]]] = {
    Section.AIR: _air,
    Section.ALARMS: _alarms,
    Section.SOURCES: _sources,
    Section.VISITS: _visits,
    Section.CASES: _cases,
    Section.COORDINATE: _coordinate,
}
