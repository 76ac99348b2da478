"""The leader's page: what waits for a decision, what is most dangerous, what got worse, what is
overdue under whom. Every figure opens its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from anhuan.cases.briefing import UnderUnit, Worse, most_dangerous, overdue_under, worse_since
from anhuan.cases.types import Filters, Row
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.accountability_dues import OF_BODY
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.kernel.lifecycle import LIFECYCLE
from anhuan.kernel.procedure_dues import OF_BODY as OF_PROCEEDING
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from anhuan.obligations.queries import due_from
from anhuan.obligations.types import Item
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import holders
from anhuan.territory.types import Holder
from anhuan.web.lead.figures import Figure, figure, ledger_url
from anhuan.web.lead.standing import Standing, standing
from anhuan.web.parts.dues import due_part
from anhuan.web.parts.formats import local, moment_text
from anhuan.web.parts.onduty import Asked, calls_for, state_line
from anhuan.web.parts.owed import due_words
from anhuan.web.parts.shapes import Ball, Deadline, PersonPost

DECISIONS: Final = frozenset(
    {
        Action.CLOSE,
        Action.CONSENT_VOID,
        Action.CONFIRM_DOWNGRADE,
        Action.GRANT_EXTENSION,
        Action.ACCEPT_HANDOVER,
    }
)
"""Acts that say yes or no to what somebody else did or asked for."""
TASK_DECISIONS: Final = frozenset({"task.help", "task.extension", "task.verify"})
MOST_DECISIONS: Final = 4
MOST_UNITS: Final = 5
NOON: Final = 12
WORSE: Final[Mapping[str, tuple[str, Promise]]] = {
    "major": ("exclamation-triangle-fill", pgettext_lazy("lead worse", "New major")),
    "relapsed": ("arrow-counterclockwise", pgettext_lazy("lead worse", "Came back")),
    "returned": ("x-circle-fill", pgettext_lazy("lead worse", "Recheck failed")),
    "overdue": ("clock-fill", pgettext_lazy("lead worse", "Newly overdue")),
}


@dataclass(frozen=True, slots=True)
class Decision:
    title: str
    what: str
    due: Deadline
    url: str


@dataclass(frozen=True, slots=True)
class Danger:
    url: str
    site: str
    title: str
    major: bool
    ball: Ball
    due: Deadline
    call: str
    name: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    name: str
    count: int
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Morning:
    sentence: str
    decisions: tuple[Decision, ...]
    decisions_in_all: int
    dangers: tuple[Danger, ...]
    worse: tuple[Figure, ...]
    units: tuple[UnitLine, ...]
    units_beyond: str
    overdue_url: str
    standing: Standing
    state: str
    calls: tuple[Asked, ...]
    cut_off: str


def check_leader(viewer: Viewer) -> None:
    """These pages are there for leaders, and for offices that may instruct. Refuses
    ``NOT_VISIBLE``."""
    if Role.LEADER not in viewer.roles and not viewer.may(Capability.INSTRUCT):
        raise Refusal(Why.NOT_VISIBLE)


def morning(viewer: Viewer) -> Morning:
    rules = rules_at(viewer.at)
    waiting = [each for each in due_from(viewer) if _decides(viewer, each)]
    rows = most_dangerous(viewer)
    held = holders((row.ball_post for row in rows if row.ball_post), at=viewer.at)
    since = day_of(viewer.at) - timedelta(days=1)
    units = overdue_under(viewer)
    return Morning(
        sentence=_sentence(viewer.at),
        decisions=tuple(_decision(viewer, each, rules) for each in waiting[:MOST_DECISIONS]),
        decisions_in_all=len(waiting),
        dangers=tuple(_danger(viewer, row, held, rules) for row in rows),
        worse=tuple(_worse(each) for each in worse_since(viewer, since)),
        units=tuple(_unit(each) for each in units[:MOST_UNITS]),
        units_beyond=_beyond(units[MOST_UNITS:]),
        overdue_url=ledger_url(Filters(open=True, overdue=True)),
        standing=standing(viewer),
        state=state_line(viewer),
        calls=calls_for(viewer, back="lead"),
        cut_off=moment_text(viewer.at),
    )


def _sentence(at: datetime) -> str:
    return _("What matters this morning") if local(at).hour < NOON else _("What matters now")


_CAPABILITY: Final = {action: step.by for (_state, action), step in LIFECYCLE.items()}


def _decides(viewer: Viewer, item: Item) -> bool:
    if item.matter is not None:
        return item.act in OF_BODY
    if item.proceeding is not None:
        return item.act in OF_PROCEEDING
    if item.case is None:
        return item.task is not None and item.act in TASK_DECISIONS
    act = Action(item.act)
    return act in DECISIONS and viewer.may(_CAPABILITY[act])


def _decision(viewer: Viewer, item: Item, rules: Rules) -> Decision:
    if item.case is None:
        due = due_part(item.due_on, at=viewer.at, calendar=rules.calendar)
        name = "task" if item.task else "matter" if item.matter else "proceeding"
        url = reverse(f"desk:{name}", args=[item.number])
        return Decision(title=item.title, what=due_words(item), due=due, url=url)
    return Decision(
        title=f"{item.site_name}：{item.title}" if item.site_name else item.title,
        what=due_words(item),
        due=due_part(item.due_on, at=viewer.at, calendar=rules.calendar, estimated=item.estimated),
        url=reverse("desk:case", args=[item.number]),
    )


def _danger(viewer: Viewer, row: Row, held: Mapping[UUID, Holder], rules: Rules) -> Danger:
    holder = held.get(row.ball_post) if row.ball_post else None
    overdue = row.ball_due_on is not None and row.ball_due_on < day_of(viewer.at)
    post = " ".join(word for word in (row.ball_unit, row.ball_title) if word)
    known = bool(row.ball_name)
    person = PersonPost(row.ball_name, post, full=post) if known else None
    mine = row.ball_post in viewer.posts
    reachable = holder is not None and bool(holder.phone_masked) and known and not mine
    return Danger(
        url=reverse("desk:case", args=[row.number]),
        site=row.site_name or row.street_name,
        title=row.description,
        major=row.grade == "major",
        ball=Ball(person, mine=mine, overdue=overdue, inherits=post),
        due=due_part(row.ball_due_on, at=viewer.at, calendar=rules.calendar),
        call=reverse("lead:call", args=[row.number]) if reachable else "",
        name=row.ball_name,
    )


def _worse(found: Worse) -> Figure:
    return figure(found, *WORSE[found.kind])


def _unit(found: UnderUnit) -> UnitLine:
    note = ""
    if found.at_firms:
        note = ngettext("%(n)d of them at a firm", "%(n)d of them at firms", found.at_firms)
        note = note % {"n": found.at_firms}
    url = ledger_url(Filters(open=True, overdue=True, unit=found.unit))
    return UnitLine(found.name, found.total, note, url)


def _beyond(units: tuple[UnderUnit, ...]) -> str:
    if not units:
        return ""
    return _("%(units)d more units, %(cases)d overdue") % {
        "units": len(units),
        "cases": sum(each.total for each in units),
    }
