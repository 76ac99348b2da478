"""Who is on duty, in words that every audience shares: states in one line, calls to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.duty.calls import to_answer
from anhuan.duty.states import standing, states_over
from anhuan.duty.types import CallLine, StateLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.roster import CallAct, Lack, Occasion, Place
from anhuan.web.parts.formats import day_text, deadline, due_day, moment_text
from anhuan.web.parts.shapes import ActButton, Deadline

PLACES: Final[Mapping[Place, Promise]] = {
    Place.LEAD: pgettext_lazy("roster", "Leads"),
    Place.DUTY: pgettext_lazy("roster", "On duty"),
}
OCCASIONS: Final[Mapping[Occasion, Promise]] = {
    Occasion.MEETING: pgettext_lazy("occasion", "Important meeting"),
    Occasion.HOLIDAY: pgettext_lazy("occasion", "Holiday"),
    Occasion.POLLUTION: pgettext_lazy("occasion", "Heavy pollution"),
    Occasion.WEATHER: pgettext_lazy("occasion", "Severe weather"),
    Occasion.ACCIDENT: pgettext_lazy("occasion", "Accident or emergency"),
    Occasion.OTHER: pgettext_lazy("occasion", "Other"),
}
LACKS: Final[Mapping[Lack, Promise]] = {
    Lack.EMPTY: pgettext_lazy("roster gap", "nobody is named"),
    Lack.ENDED: pgettext_lazy("roster gap", "no longer holds the post"),
    Lack.AWAY: pgettext_lazy("roster gap", "on leave"),
    Lack.LOW: pgettext_lazy("roster gap", "leads from lower than the state asks"),
}
CALL_DUE: Final[Mapping[str, Promise]] = {
    CallAct.ANSWER.value: pgettext_lazy("duty call", "Answer the duty call"),
}


def state_text(line: StateLine, *, year: int) -> str:
    """“加强值守：市两会期间，云溪区安委办 宣布，到 05-14 周四 24:00”."""
    day, clock = due_day(line.ended_at or line.until)
    return _("%(state)s: %(why)s, declared by %(unit)s, until %(until)s") % {
        "state": line.name,
        "why": line.because,
        "unit": line.unit_name,
        "until": f"{day_text(day, year=year)} {clock}",
    }


def state_line(viewer: Viewer) -> str:
    """The state that holds for the reader now, in one line; nothing in a normal one."""
    found = standing(states_over(viewer), viewer.at)
    return state_text(found, year=viewer.at.year) if found else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that the reader answers with one tap."""

    title: str
    said: str
    deadline: Deadline
    button: ActButton


def calls_for(viewer: Viewer, *, but_own: bool = False, back: str = "") -> tuple[Asked, ...]:
    """The calls that wait for the reader; ``but_own`` leaves out those that stand in the reader's
    own list of work."""
    waiting = to_answer(viewer)
    if but_own:
        waiting = [line for line in waiting if line.post not in viewer.posts]
    return tuple(asked(viewer, line, back=back) for line in waiting)


def asked(viewer: Viewer, line: CallLine, *, back: str = "") -> Asked:
    return Asked(
        title=f"{line.unit_name}：{line.about}" if line.about else line.unit_name,
        said=caller_text(line, year=viewer.at.year),
        deadline=deadline(line.due_at, at=viewer.at),
        button=answer_button(str(line.id), back=back),
    )


def caller_text(line: CallLine, *, year: int) -> str:
    at = moment_text(line.called_at, year=year)
    who = line.caller_name
    if line.by_rule:
        who = pgettext("duty call", "by the rule of the state")
    return _("called %(at)s, %(who)s") % {"at": at, "who": who}


def answer_button(call: str, *, primary: bool = True, back: str = "") -> ActButton:
    return ActButton(
        pgettext("duty call", "On duty, answer"),
        reverse("desk:call-answer", args=[call]),
        kind="primary" if primary else "plain",
        post=True,
        hidden=(("back", back),) if back else (),
    )
