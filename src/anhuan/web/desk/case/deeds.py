"""The timeline of a case: acts that moved it first, every act on request."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anhuan.cases.types import CaseFile, TimelineEntry
from anhuan.cases.words.acts import PAST
from anhuan.cases.words.inputs import GRADE_CHOICES
from anhuan.kernel.case import Action
from anhuan.web.parts.formats import moment_text, short_day
from anhuan.web.parts.shapes import Link, PersonPost, Timeline, TimelineAct
from anhuan.web.parts.slips import Marks

GRAVE: Final = frozenset({Action.RETURN, Action.RELAPSE})
SAID: Final = (
    "finding",
    "done",
    "measure",
    "note",
    "progress",
    "reason",
    "opinion",
    "requirement",
    "interim",
    "criterion",
)
LONGEST: Final = 120


def timeline(
    file: CaseFile,
    entries: Sequence[TimelineEntry],
    *,
    whole: bool,
    year: int,
    marks: Marks,
    climbs: Sequence[tuple[datetime, TimelineAct]] = (),
) -> Timeline:
    """The acts, newest first, and between them what became of it by the clock."""
    moved = [entry for entry, before in _pairs(entries) if entry.state != before]
    shown = entries if whole else moved
    total = len(entries)
    rest, aside = None, ngettext("%(n)d act", "%(n)d acts", total) % {"n": total}
    if not whole and len(moved) < total:
        aside = _("%(total)d acts; first the %(n)d that moved it") % {
            "total": total, "n": len(moved),
        }  # fmt: skip
        url = reverse("desk:case", args=[file.number]) + "?all=1#acts"
        rest = Link(_("All %(total)d acts") % {"total": total}, url)
    acts = [(entry.at, act_line(entry, year=year, marks=marks)) for entry in shown]
    told = sorted([*acts, *climbs], key=lambda each: each[0], reverse=True)
    drawn = tuple(line for _at, line in told)
    return Timeline(_("What happened"), drawn, aside=aside, rest=rest)


def _pairs(entries: Sequence[TimelineEntry]) -> list[tuple[TimelineEntry, str]]:
    states = ["", *(entry.state for entry in entries)]
    return list(zip(entries, states, strict=False))


def act_line(entry: TimelineEntry, *, year: int, marks: Marks | None = None) -> TimelineAct:
    word = str(PAST[entry.action]) if entry.action else _("Taken over from an old ledger")
    if entry.for_firm:
        word = _("%(act)s (entered for the firm)") % {"act": word}
    who = (PersonPost(entry.by_name, entry.post_title),) if entry.by_name else ()
    return TimelineAct(
        moment_text(entry.at, year=year),
        word,
        who,
        said=said(entry, year=year),
        end=(*_end(entry), *([marks.link(entry)] if marks else [])),
        grave=entry.action in GRAVE,
        anchor=f"act-{entry.version}",
    )


def said(entry: TimelineEntry, *, year: int) -> str:
    """What the act said, in a few words; what was lawfully erased says so."""
    parts = list(_dates(entry.data, year))
    if entry.data.get("grade") in GRADE_CHOICES:
        parts.insert(0, str(GRADE_CHOICES[entry.data["grade"]]))
    if entry.action is Action.SUBMIT:
        told = entry.data.get("workers_told")
        parts.append(_("workers were told") if told else _("workers were not told"))
    if entry.erased:
        return " · ".join([*parts, _("the words were lawfully erased")])
    text = next((str(entry.body[name]) for name in SAID if entry.body.get(name)), "")
    if text:
        cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        parts.insert(0, _("“%(text)s”") % {"text": cut})
    return " · ".join(parts)


def _dates(data: Mapping[str, object], year: int) -> list[str]:
    words = {
        "due_on": _("due %(day)s"),
        "fix_by": _("new term %(day)s"),
        "until": _("until %(day)s"),
    }
    return [
        words[name] % {"day": short_day(date.fromisoformat(str(data[name])), year=year)}
        for name in words
        if data.get(name)
    ]


def _end(entry: TimelineEntry) -> tuple[Link | str, ...]:
    if not entry.exhibits:
        return ()
    n = entry.exhibits
    return (ngettext("%(n)d file", "%(n)d files", n) % {"n": n},)
