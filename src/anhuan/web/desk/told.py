"""What was told to the reader: answers to what one reported, and messages, each with its link."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.accountability.words import MATTER_DUE
from anhuan.cases.words.climbing import MEASURES
from anhuan.kernel.escalation import Measure
from anhuan.kernel.procedure import ProceedingAct
from anhuan.kernel.task import TaskAct
from anhuan.notices.types import NoticeView
from anhuan.proceedings.words import PROCEEDING_DUE, PROCEEDING_PAST
from anhuan.tasks.words import TASK_DUE, TASK_PAST
from anhuan.web.desk.showing import (
    Eye,
    case_url,
)
from anhuan.web.desk.words import ANSWERS, DUE_ACTS
from anhuan.web.parts.formats import local, moment_text, short_day

DOT: Final = " · "


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as one line; ``icon`` and ``tone`` for what came of a finding."""

    id: UUID
    text: str
    aside: str
    url: str
    icon: str = ""
    tone: str = ""
    fresh: bool = False


ICONS: Final = {
    "close": ("check-lg", "good"),
    "spot_check": ("patch-check", "good"),
    "dismiss": ("dash-lg", ""),
    "relapse": ("arrow-counterclockwise", "grave"),
}


def answer(notice: NoticeView, eye: Eye) -> Told:
    """What became of something the reader found."""
    action = str(notice.params.get("action", ""))
    icon, tone = ICONS.get(action, ("dot", ""))
    day = short_day(local(notice.at).date(), year=eye.today.year)
    said = str(ANSWERS.get(action, ""))
    return Told(
        id=notice.id,
        text=str(notice.params.get("title", "")),
        aside=" ".join(part for part in (day, said) if part),
        url=_subject_url(notice),
        icon=icon,
        tone=tone,
        fresh=notice.read_at is None,
    )


def told(notice: NoticeView, eye: Eye) -> Told:
    """A notice as a line: what came, about what, when."""
    say = _TOPICS.get(notice.topic)
    number = str(notice.params.get("number", ""))
    at = moment_text(notice.at, year=eye.today.year)
    return Told(
        id=notice.id,
        text=say(notice) if say else number,
        aside=DOT.join(part for part in (at, number) if part),
        url=_subject_url(notice),
    )


def _ball_came(notice: NoticeView) -> str:
    code = str(notice.params.get("act", ""))
    act = str(DUE_ACTS.get(code) or TASK_DUE.get(code, ""))
    return _("New: %(act)s %(title)s") % {"act": act, "title": notice.params.get("title", "")}


def _reminded(notice: NoticeView) -> str:
    return _("You are reminded: %(title)s") % {"title": notice.params.get("title", "")}


def _climbed(notice: NoticeView) -> str:
    """A reminder of what is one's own, a lateness of one's own, or of somebody below."""
    values = notice.params
    measure = Measure(str(values.get("measure", Measure.REMINDER.value)))
    text = _("Overdue under you, %(measure)s: %(title)s")
    if measure is Measure.REMINDER:
        text = _("Due %(day)s: %(title)s")
    elif values.get("act") == "duty":
        text = _("Missed by %(day)s, %(measure)s: %(title)s")
    elif values.get("own"):
        text = _("Overdue, %(measure)s: %(title)s")
    return text % {
        "day": values.get("due_on", ""),
        "measure": MEASURES[measure],
        "title": values.get("title", ""),
    }


def _imported(notice: NoticeView) -> str:
    said = pgettext("import", "Imported: {name}, {done} rows")
    return said.format(name=notice.params.get("name", ""), done=notice.params.get("done", ""))


def _exported(notice: NoticeView) -> str:
    said = pgettext("export", "The exported ledger is ready: {n} rows")
    return said.format(n=notice.params.get("done", ""))


def _task_answered(notice: NoticeView) -> str:
    code = str(notice.params.get("act", ""))
    act = str(TASK_PAST[TaskAct(code)]) if code in set(TaskAct) else ""
    return pgettext("notice", "%(title)s: %(act)s") % {
        "title": notice.params.get("title", ""),
        "act": act,
    }


def _matter_due(notice: NoticeView) -> str:
    act = str(MATTER_DUE.get(str(notice.params.get("act", "")), ""))
    return _("New: %(act)s %(title)s") % {"act": act, "title": notice.params.get("title", "")}


def _matter_served(notice: NoticeView) -> str:
    return _("A document of a procedure was served on you. Read it and say what you have to say.")


def _letter(notice: NoticeView) -> str:
    said = pgettext("circular", "A letter to your firm: %(title)s")
    return said % {"title": notice.params.get("title", "")}


def _proceeding_due(notice: NoticeView) -> str:
    act = str(PROCEEDING_DUE.get(str(notice.params.get("act", "")), ""))
    return _("New: %(act)s %(title)s") % {"act": act, "title": notice.params.get("title", "")}


def _proceeding_served(notice: NoticeView) -> str:
    act = str(PROCEEDING_PAST[ProceedingAct(str(notice.params["act"]))])
    return f"{notice.params.get('title', '')} {act}"


def _refused(notice: NoticeView) -> str:
    said = pgettext("notice", "Inspection refused: %(title)s")
    return said % {"title": notice.params.get("title", "")}


def _campaign_began(notice: NoticeView) -> str:
    """What the unit has to check, not where: the places stand on its list."""
    values = notice.params
    text = ngettext(
        "New: %(n)d place to check by %(day)s, %(title)s",
        "New: %(n)d places to check by %(day)s, %(title)s",
        int(values.get("n", 0)),
    )
    day = short_day(date.fromisoformat(str(values["to_on"])))
    return text % {"n": values.get("n", 0), "day": day, "title": values.get("title", "")}


def _called(notice: NoticeView) -> str:
    said = pgettext("notice", "Duty call: %(title)s")
    return said % {"title": notice.params.get("title", "")}


_TOPICS: Final[Mapping[str, Callable[[NoticeView], str]]] = {
    "matter.due": _matter_due,
    "matter.served": _matter_served,
    "proceeding.due": _proceeding_due,
    "proceeding.served": _proceeding_served,
    "case.ball": _ball_came,
    "case.reminder": _reminded,
    "import.done": _imported,
    "export.done": _exported,
    "task.due": _ball_came,
    "task.reminder": _reminded,
    "task.answer": _task_answered,
    "obligation.climbed": _climbed,
    "circular.sent": _letter,
    "duty.called": _called,
    "visit.refused": _refused,
    "campaign.began": _campaign_began,
}


PAGES: Final[Mapping[str, str]] = {
    "batch": "desk:import-progress",
    "export": "desk:export-progress",
    "circular": "firm:letter",
    "permit": "desk:permit",
    "statement": "desk:statement",
    "planned": "desk:check",
}
"""The pages of subjects that have no number."""


CASES: Final = "C-"
"""How the number of a case begins; that of anything else is no address of one."""


def _subject_url(notice: NoticeView) -> str:
    if notice.subject_kind in PAGES:
        return reverse(PAGES[notice.subject_kind], args=[notice.subject])
    if notice.subject_kind == "call":
        return reverse("desk:roster-calls")
    number = str(notice.params.get("number", ""))
    if notice.subject_kind == "visit":
        return reverse("desk:visits-one", args=[number])
    if notice.subject_kind == "task":
        return reverse("desk:task", args=[number])
    if notice.subject_kind == "proceeding":
        return reverse("desk:proceeding", args=[number])
    if notice.subject_kind == "matter":
        served = notice.topic == "matter.served"
        return reverse("account:matter" if served else "desk:matter", args=[number])
    if notice.subject_kind == "campaign":
        return reverse("desk:campaign", args=[number])
    return case_url(number) if number.startswith(CASES) else ""
