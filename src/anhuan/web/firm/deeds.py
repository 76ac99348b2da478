"""The story of a case in the firm's own words: what concerns the firm, nobody's inner notes."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anhuan.cases.types import TimelineEntry
from anhuan.cases.words.acts import PAST
from anhuan.kernel.case import Action
from anhuan.web.parts.formats import moment_text, short_day
from anhuan.web.parts.shapes import PersonPost, Timeline, TimelineAct
from anhuan.web.parts.slips import Marks

INNER: Final = frozenset(
    {
        Action.VERIFY,
        Action.FORWARD,
        Action.PROPOSE_DOWNGRADE,
        Action.REFUSE_DOWNGRADE,
        Action.REQUEST_VOID,
        Action.REFUSE_VOID,
        Action.REASSIGN,
        Action.HAND_OVER,
        Action.ACCEPT_HANDOVER,
        Action.DECLINE_HANDOVER,
        Action.SEND_BACK,
        Action.AMEND,
    }
)
"""Between the offices: the firm reads their outcome in the state, not their papers."""
DOORS: Final = frozenset({Action.REPORT, Action.REGISTER})
GRAVE: Final = frozenset({Action.RETURN, Action.RELAPSE})
SAID: Final = (
    "finding",
    "done",
    "requirement",
    "measure",
    "interim",
    "progress",
    "reason",
    "opinion",
    "note",
)
LONGEST: Final = 200


def timeline(
    entries: Sequence[TimelineEntry],
    *,
    own: Collection[UUID],
    year: int,
    marks: Marks | None = None,
) -> Timeline:
    """``own``: the people of the firm, whose notes are the firm's; others' notes are not."""
    lines = tuple(_line(one, year, marks) for one in reversed(told(entries, own)))
    return Timeline(_("What happened"), lines)


def without_finder(entries: Sequence[TimelineEntry], own: Collection[UUID]) -> list[TimelineEntry]:
    """Whoever brought a problem in may have reported it: the firm reads no name but its own."""
    return [
        one
        if one.action not in DOORS or one.by in own
        else replace(one, by=None, by_name="", post_title="")
        for one in entries
    ]


def told(entries: Sequence[TimelineEntry], own: Collection[UUID]) -> list[TimelineEntry]:
    """What the firm is told of."""
    return [one for one in entries if _told(one, own)]


def _told(entry: TimelineEntry, own: Collection[UUID]) -> bool:
    if entry.action is Action.NOTE:
        return entry.by in own
    return entry.action not in INNER


def _line(entry: TimelineEntry, year: int, marks: Marks | None) -> TimelineAct:
    word = str(PAST[entry.action]) if entry.action else _("Taken over from an old ledger")
    if entry.for_firm:
        word = _("%(act)s (entered for you by an officer)") % {"act": word}
    who = (PersonPost(entry.by_name, entry.post_title),) if entry.by_name else ()
    return TimelineAct(
        moment_text(entry.at, year=year),
        word,
        who,
        said=_said(entry, year),
        end=(*_files(entry), *([marks.link(entry)] if marks else [])),
        grave=entry.action in GRAVE,
        anchor=f"act-{entry.version}",
    )


def _said(entry: TimelineEntry, year: int) -> str:
    if entry.action in DOORS:
        return ""
    parts = []
    text = next((str(entry.body[name]) for name in SAID if entry.body.get(name)), "")
    if text:
        cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        parts.append(_("“%(text)s”") % {"text": cut})
    for name, words in _dated().items():
        if entry.data.get(name):
            day = short_day(date.fromisoformat(str(entry.data[name])), year=year)
            parts.append(words % {"day": day})
    return " · ".join(parts)


def _dated() -> dict[str, str]:
    return {
        "due_on": _("to be fixed by %(day)s"),
        "fix_by": _("again by %(day)s"),
        "until": _("until %(day)s"),
    }


def _files(entry: TimelineEntry) -> tuple[str, ...]:
    if not entry.exhibits:
        return ()
    return (ngettext("%(n)d file", "%(n)d files", entry.exhibits) % {"n": entry.exhibits},)


def last_return(entries: Sequence[TimelineEntry]) -> TimelineEntry | None:
    """The failed recheck that the firm has not answered yet."""
    for entry in reversed(entries):
        if entry.action is Action.SUBMIT:
            return None
        if entry.action is Action.RETURN:
            return entry
    return None
