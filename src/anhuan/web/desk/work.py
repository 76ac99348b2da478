"""My work: what is due, in four groups, the worst first; one solid button on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.accountability.words import MATTER_DUE
from anhuan.base.pages import Page
from anhuan.cases.asking import Asked
from anhuan.cases.types import Brief, Filters, Row
from anhuan.cases.words.inputs import SOURCE_CHOICES
from anhuan.inspections.words.campaigns import CHECK_DUE
from anhuan.obligations.types import Item
from anhuan.proceedings.words import PROCEEDING_DUE
from anhuan.tasks.words import TASK_DUE
from anhuan.web.desk.showing import (
    Eye,
    act_url,
    ball,
    case_url,
    deadline_on,
    is_over,
)
from anhuan.web.desk.words import DUE_ACTS, DUE_BUTTONS
from anhuan.web.parts.formats import day_text, deadline, local, short_day
from anhuan.web.parts.onduty import CALL_DUE, answer_button
from anhuan.web.parts.owed import due_words
from anhuan.web.parts.shapes import (
    ActButton,
    Ball,
    Deadline,
    EmptyState,
    Job,
    JobList,
    Link,
)
from anhuan.web.parts.states import grave_tag_word, round_text

SHOWN: Final = 10
DOT: Final = " · "


@dataclass(frozen=True, slots=True)
class Group:
    """One panel of the list; ``rest`` leads to what is not shown."""

    key: str
    head: str
    count: int
    grave: bool
    jobs: JobList
    rest: Link | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A case of mine that waits for somebody else."""

    ball: Ball | str
    act: str
    title: str
    url: str
    deadline: Deadline
    overdue: bool


def heads() -> Mapping[str, str]:
    return {
        "overdue": pgettext("work group", "Overdue"),
        "undated": pgettext("work group", "Without a deadline"),
        "today": pgettext("work group", "Today"),
        "soon": pgettext("work group", "This week and next"),
        "later": pgettext("work group", "Later"),
    }


def _key(item: Item, today: date, at: datetime) -> str:
    if item.due_on is None:
        return "undated"
    if item.due_at is not None and item.due_at < at:
        return "overdue"
    if item.due_on < today:
        return "overdue"
    if item.due_on == today:
        return "today"
    last = today + timedelta(days=13 - today.weekday())
    return "soon" if item.due_on <= last else "later"


def groups(
    items: Sequence[Item], briefs: Mapping[UUID, Brief], eye: Eye, *, of: str, only: str
) -> tuple[Group, ...]:
    """The non-empty groups in their order; ``only`` shows one of them whole."""
    found: dict[str, list[Item]] = {key: [] for key in heads()}
    for item in items:
        found[_key(item, eye.today, eye.at)].append(item)
    first = next((item.id for rows in found.values() for item in rows), None)
    return tuple(
        _group(key, rows, briefs, eye, first, of, whole=only == key)
        for key, rows in found.items()
        if rows and only in ("", key)
    )


def _group(
    key: str,
    items: Sequence[Item],
    briefs: Mapping[UUID, Brief],
    eye: Eye,
    first: UUID | None,
    of: str,
    *,
    whole: bool,
) -> Group:
    shown = items if whole else items[:SHOWN]
    left = len(items) - len(shown)
    where = (
        f"{reverse('desk:work')}?{urlencode({'of': of, 'group': key} if of else {'group': key})}"
    )
    return Group(
        key=key,
        head=heads()[key],
        count=len(items),
        grave=key in {"overdue", "undated"},
        jobs=JobList(tuple(_job(item, briefs, eye, solid=item.id == first) for item in shown)),
        rest=Link(ngettext("%(n)d more", "%(n)d more", left) % {"n": left}, where)
        if left
        else None,
    )


def _job(item: Item, briefs: Mapping[UUID, Brief], eye: Eye, *, solid: bool) -> Job:
    for name, job in _JOBS:
        if getattr(item, name):
            return job(item, eye, solid=solid)
    brief = briefs.get(item.case) if item.case else None
    act = str(DUE_ACTS.get(item.act, item.act))
    url = act_url(item.number, item.act)
    return Job(
        deadline=deadline_on(item.due_on, eye),
        act=act,
        thing=item.site_name or item.title,
        why=_why(item, brief),
        number=item.number,
        number_note=_note(item, brief, eye) if brief else "",
        url=case_url(item.number),
        button=ActButton(
            str(DUE_BUTTONS.get(item.act, act)), url, kind="primary" if solid else "plain"
        ),
    )


def _proceeding_job(item: Item, eye: Eye, *, solid: bool) -> Job:
    url = reverse("desk:proceeding", args=[item.number])
    why = pgettext("proceeding", "Interview or veto")
    return _plain_job(item, str(PROCEEDING_DUE[item.act]), url, why, eye, solid=solid)


def _call_job(item: Item, eye: Eye, *, solid: bool) -> Job:
    """Answered with one tap, from the list itself."""
    return Job(
        deadline=deadline(item.due_at, at=eye.at),
        act=str(CALL_DUE[item.act]),
        thing=item.title,
        why=pgettext("duty call", "Unanswered it climbs by the minute"),
        number="",
        url=reverse("desk:roster-calls"),
        button=answer_button(str(item.call), primary=solid),
    )


def _check_job(item: Item, eye: Eye, *, solid: bool) -> Job:
    """A check of a list: the button leads to the list, where it is told how it is made."""
    act = str(CHECK_DUE[item.act])
    url = reverse("desk:check", args=[item.planned])
    return Job(
        deadline=deadline_on(item.due_on, eye),
        act=act,
        thing=item.site_name,
        why=item.title,
        number=item.number,
        url=url,
        button=ActButton(
            pgettext("planned check", "See the check"), url, kind="primary" if solid else "plain"
        ),
    )


def _task_job(item: Item, eye: Eye, *, solid: bool) -> Job:
    act = str(TASK_DUE.get(item.act, item.act))
    url = reverse("desk:task", args=[item.number])
    return _plain_job(item, act, url, _("Task"), eye, solid=solid)


def _matter_job(item: Item, eye: Eye, *, solid: bool) -> Job:
    """A matter is sealed: the line says that something is due, not about whom."""
    url = reverse("desk:matter", args=[item.number])
    why = pgettext("matter", "Accountability")
    return _plain_job(item, str(MATTER_DUE[item.act]), url, why, eye, solid=solid)


def _statement_job(item: Item, eye: Eye, *, solid: bool) -> Job:
    url = reverse("desk:statement", args=[item.statement])
    act = due_words(item)
    return Job(
        deadline=deadline_on(item.due_on, eye),
        act=act,
        thing=item.site_name or item.title,
        why=DOT.join(
            part for part in (item.title if item.site_name else "", _("Sent from a phone")) if part
        ),
        number="",
        url=url,
        button=ActButton(act, url, kind="primary" if solid else "plain"),
    )


def _permit_job(item: Item, eye: Eye, *, solid: bool) -> Job:
    url = reverse("desk:permit", args=[item.permit])
    act = pgettext("permit", "Settle the permit")
    return Job(
        deadline=deadline_on(item.due_on, eye),
        act=act,
        thing=item.site_name,
        why=item.title,
        number="",
        url=url,
        button=ActButton(act, url, kind="primary" if solid else "plain"),
    )


def _plain_job(item: Item, act: str, url: str, why: str, eye: Eye, *, solid: bool) -> Job:
    return Job(
        deadline=deadline_on(item.due_on, eye),
        act=act,
        thing=item.title,
        why=why,
        number=item.number,
        url=url,
        button=ActButton(act, url, kind="primary" if solid else "plain"),
    )


def _duty(item: Item, eye: Eye, *, solid: bool) -> Job:
    """A cyclic duty: kept by the work itself, so the button leads to the list that says how."""
    url = reverse("desk:duties")
    return Job(
        deadline=deadline_on(item.due_on, eye),
        act=pgettext("duty", "Duty"),
        thing=item.site_name,
        why=item.title,
        number="",
        url=url,
        button=ActButton(
            pgettext("duty", "How it is kept"), url, kind="primary" if solid else "plain"
        ),
    )


class _OneJob(Protocol):
    def __call__(self, item: Item, eye: Eye, *, solid: bool) -> Job: ...


_JOBS: Final[tuple[tuple[str, _OneJob], ...]] = (
    ("task", _task_job),
    ("duty", _duty),
    ("call", _call_job),
    ("permit", _permit_job),
    ("matter", _matter_job),
    ("proceeding", _proceeding_job),
    ("statement", _statement_job),
    ("planned", _check_job),
)
"""How a line is drawn by what is owed of; all others are of cases."""


def _why(item: Item, brief: Brief | None) -> str:
    parts = [item.title] if item.site_name else []
    if brief is not None:
        parts = [grave_tag_word()] * brief.major + parts
        parts.append(str(SOURCE_CHOICES.get(brief.source, "")))
        parts.append(round_text(brief.round))
    return DOT.join(part for part in parts if part)


def _note(item: Item, brief: Brief, eye: Eye) -> str:
    if item.act == "pass" and brief.submitted_at:
        day = short_day(local(brief.submitted_at).date(), year=eye.today.year)
        return _("reported done %(day)s") % {"day": day}
    if item.act == "grant_extension" and brief.original_due_on:
        day = short_day(brief.original_due_on, year=eye.today.year)
        return _("first deadline %(day)s") % {"day": day}
    return ""


def sentence(items: Sequence[Item], eye: Eye) -> str:
    """The answer: how much is to be done today, and how much of it is late."""
    keys = [_key(item, eye.today, eye.at) for item in items]
    late = keys.count("overdue")
    now = late + keys.count("today") + keys.count("undated")
    if now == 0:
        return _("Nothing is due today.") + (_earliest(items, eye) if items else "")
    todo = ngettext("%(n)d thing to do today", "%(n)d things to do today", now) % {"n": now}
    if not late:
        return todo
    return _("%(todo)s, %(late)d of them overdue") % {"todo": todo, "late": late}


def _earliest(items: Sequence[Item], eye: Eye) -> str:
    nearest = min(item.due_on for item in items if item.due_on)
    return _(" The next is on %(day)s.") % {"day": day_text(nearest, year=eye.today.year)}


def nothing(*, station: bool) -> EmptyState:
    if station:
        return EmptyState(_("Nothing is due from your unit."))
    return EmptyState(
        _("Nothing is waiting for you."),
        _(" What others hand to you, or what you enter yourself, appears here."),
    )


def elsewhere(page: Page[Row], eye: Eye) -> tuple[Elsewhere, ...]:
    return tuple(_elsewhere(row, eye) for row in page.rows)


def all_elsewhere() -> Asked:
    return Asked(filters=Filters(waiting=True))


def _elsewhere(row: Row, eye: Eye) -> Elsewhere:
    act = str(DUE_ACTS.get(row.ball_act, ""))
    return Elsewhere(
        ball=ball(row, eye),
        act=act,
        title=" ".join(part for part in (row.site_name, row.description) if part),
        url=case_url(row.number),
        deadline=deadline_on(row.ball_due_on, eye),
        overdue=is_over(row, eye),
    )
