"""Plain words of a firm's pages for the same states and steps."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.cases.types import Row, Turn
from anhuan.cases.words.acts import PAST, TO_DO
from anhuan.kernel.case import Action
from anhuan.kernel.deadline import Term, Unit
from anhuan.territory.types import Holder
from anhuan.web.parts.formats import day_text, local
from anhuan.web.parts.shapes import PersonPost, StateChip
from anhuan.web.parts.states import state_chip

STATES: Final[Mapping[str, Promise]] = {
    "lead": pgettext_lazy("firm state", "Being looked into"),
    "registered": pgettext_lazy("firm state", "Waits to be assigned"),
    "graded": pgettext_lazy("firm state", "Waits to be assigned"),
    "assigned": pgettext_lazy("firm state", "To sign for"),
    "signed": pgettext_lazy("firm state", "To plan"),
    "underway": pgettext_lazy("firm state", "To fix"),
    "extension_pending": pgettext_lazy("firm state", "Waits for more time"),
    "handover_pending": pgettext_lazy("firm state", "Being handed over"),
    "submitted": pgettext_lazy("firm state", "Waits for recheck"),
    "passed": pgettext_lazy("firm state", "Passed, waits to be closed"),
    "fixed_on_spot": pgettext_lazy("firm state", "Fixed on the spot, waits to be closed"),
    "closed": pgettext_lazy("firm state", "Closed"),
    "verified": pgettext_lazy("firm state", "Closed, proved"),
    "relapsed": pgettext_lazy("firm state", "Came back"),
}
OWN_ACTS: Final = (
    Action.SIGN_FOR,
    Action.CONTROL,
    Action.PLAN,
    Action.SUBMIT,
    Action.REPORT_PROGRESS,
    Action.REQUEST_EXTENSION,
    Action.NOTE,
)
"""What a firm itself does to its case; everything else is somebody else's act."""


def chip(row: Row) -> StateChip:
    word = STATES.get(row.state)
    return state_chip(row.state, round_number=row.round, word=str(word) if word else "")


def term_text(term: Term) -> str:
    words = {
        Unit.MINUTE: pgettext("term", "%(n)d minutes"),
        Unit.HOUR: pgettext("term", "%(n)d hours"),
        Unit.DAY: pgettext("term", "%(n)d days"),
        Unit.WORKDAY: pgettext("term", "%(n)d working days"),
        Unit.MONTH: pgettext("term", "%(n)d months"),
    }
    return words[term.unit] % {"n": term.amount}


def holder_part(holder: Holder, *, firm: str = "") -> PersonPost:
    """Unit and post behind the name; at the firm itself the firm's name is its unit."""
    unit = firm if holder.site is not None else holder.unit_name
    post = " ".join(word for word in (unit, holder.title) if word)
    return PersonPost(holder.name, post, full=post)


def when_done(row: Row, today: date) -> str:
    """When the firm said it was done: today by the time, earlier by the day."""
    if row.submitted_at is None or row.state != "submitted":
        return ""
    here = local(row.submitted_at)
    when = f"{here:%H:%M}" if here.date() == today else day_text(here.date(), year=today.year)
    return _("You reported it done %(when)s.") % {"when": when}


def told(action: Action, turn: Turn, *, today: date) -> str:
    """What came of an act and whose turn it is now."""
    done = str(PAST[action])
    if not turn.act:
        return pgettext("firm toast", "%(done)s.") % {"done": done}
    due = day_text(turn.due_on, year=today.year) if turn.due_on else ""
    if Action(turn.act) in OWN_ACTS:
        text = pgettext("firm toast", "%(done)s. Your next step: %(step)s.")
        if due:
            text = pgettext("firm toast", "%(done)s. Your next step, by %(day)s: %(step)s.")
        return text % {"done": done, "step": TO_DO[Action(turn.act)], "day": due}
    who = " ".join(word for word in (turn.name, turn.title) if word) or _("the unit in charge")
    text = pgettext("firm toast", "%(done)s. The ball is with %(who)s.")
    if due:
        text = pgettext("firm toast", "%(done)s. The ball is with %(who)s, until %(day)s.")
    return text % {"done": done, "who": who, "day": due}
