"""What a firm has to do, what it waits for, and what ended well."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anhuan.cases import queries
from anhuan.cases.types import Row
from anhuan.cases.words.acts import TO_DO
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.kernel.rules import Rules
from anhuan.obligations.queries import due_from
from anhuan.obligations.types import Item
from anhuan.proceedings.words import PROCEEDING_DUE
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import holders
from anhuan.web.firm.orders import Order, order
from anhuan.web.firm.words import chip, when_done
from anhuan.web.parts.dues import due_part
from anhuan.web.parts.formats import day_text
from anhuan.web.parts.shapes import Ball, Deadline, EmptyState, Link, PersonPost, StateChip

MOST: Final = 200
GOOD_NEWS: Final = timedelta(days=30)
MOST_NEWS: Final = 3
ENDED_WELL: Final = frozenset({"closed", "verified"})


@dataclass(frozen=True, slots=True)
class Other:
    """An order below the nearest."""

    url: str
    title: str
    step: str
    due: Deadline


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case whose ball lies with somebody else."""

    url: str
    title: str
    chip: StateChip
    said: str
    ball: Ball
    until: str


@dataclass(frozen=True, slots=True)
class News:
    url: str
    title: str
    chip: StateChip
    day: str


@dataclass(frozen=True, slots=True)
class Todo:
    sentence: str
    nearest: Order | None
    others: tuple[Other, ...]
    waiting: tuple[Waiting, ...]
    news: tuple[News, ...]
    asked: tuple[Other, ...]
    """What interviews and vetoes ask of the firm."""
    empty: EmptyState | None


def todo(viewer: Viewer, site: UUID) -> Todo:
    rules = rules_at(viewer.at)
    due = [each for each in due_from(viewer) if each.site == site and each.number]
    items = [each for each in due if each.case is not None]
    rows = queries.of_site(viewer, site, limit=MOST)
    mine = {each.case for each in items}
    waits = [row for row in rows if row.is_open and row.id not in mine]
    return Todo(
        sentence=_sentence(len(due), len(waits)),
        nearest=_nearest(viewer, items[0], rules) if items else None,
        others=tuple(_other(viewer, each, rules) for each in items[1:]),
        waiting=tuple(_waiting(viewer, row) for row in waits),
        news=_news(viewer, rows),
        asked=tuple(_asked(viewer, each, rules) for each in due if each.proceeding is not None),
        empty=_empty(rows, bool(waits)) if not due else None,
    )


def _sentence(own: int, others: int) -> str:
    if not own and not others:
        return _("Nothing to do")
    mine = ngettext("%(n)d thing to do", "%(n)d things to do", own) % {"n": own}
    if not own:
        mine = _("Nothing to do now")
    if not others:
        return mine
    wait = ngettext("%(n)d waits for others", "%(n)d wait for others", others) % {"n": others}
    return _("%(mine)s, %(wait)s") % {"mine": mine, "wait": wait}


def _nearest(viewer: Viewer, item: Item, rules: Rules) -> Order:
    file = queries.case_file(viewer, item.number)
    choices = queries.choices_of(viewer, file.case)
    post = file.case.officer_post
    held = holders([post] if post else [], at=viewer.at)
    return order(viewer, file, item, choices, held.get(post) if post else None, rules)


def _other(viewer: Viewer, item: Item, rules: Rules) -> Other:
    return Other(
        url=reverse("firm:case", args=[item.number]),
        title=item.title,
        step=str(TO_DO[Action(item.act)]),
        due=due_part(item.due_on, at=viewer.at, calendar=rules.calendar, estimated=item.estimated),
    )


def _asked(viewer: Viewer, item: Item, rules: Rules) -> Other:
    return Other(
        url=reverse("account:proceeding", args=[item.number]),
        title=item.title,
        step=str(PROCEEDING_DUE[item.act]),
        due=due_part(item.due_on, at=viewer.at, calendar=rules.calendar, estimated=item.estimated),
    )


def _waiting(viewer: Viewer, row: Row) -> Waiting:
    today = day_of(viewer.at)
    overdue = row.ball_due_on is not None and row.ball_due_on < today
    known = bool(row.ball_name)
    post = " ".join(word for word in (row.ball_unit, row.ball_title) if word)
    holder = PersonPost(row.ball_name, row.ball_unit, full=post) if known else None
    until = ""
    if row.ball_due_on is not None:
        day = day_text(row.ball_due_on, year=today.year)
        until = _("was due %(day)s") if overdue else _("by %(day)s")
        until = until % {"day": day}
    return Waiting(
        url=reverse("firm:case", args=[row.number]),
        title=row.description,
        chip=chip(row),
        said=when_done(row, today),
        ball=Ball(holder, overdue=overdue, inherits=post),
        until=until,
    )


def _news(viewer: Viewer, rows: tuple[Row, ...]) -> tuple[News, ...]:
    since = viewer.at - GOOD_NEWS
    ended = [row for row in rows if row.state in ENDED_WELL and row.ended_at is not None]
    fresh = sorted(
        ((row.ended_at, row) for row in ended if row.ended_at and row.ended_at >= since),
        key=lambda each: each[0],
        reverse=True,
    )
    year = day_of(viewer.at).year
    return tuple(
        News(
            reverse("firm:case", args=[row.number]),
            row.description,
            chip(row),
            day_text(day_of(at), year=year),
        )
        for at, row in fresh[:MOST_NEWS]
    )


def _empty(rows: tuple[Row, ...], waits: bool) -> EmptyState:
    """Why there is nothing, and what would fill the page."""
    link = Link(_("Report what we found ourselves"), reverse("firm:check"), "search")
    if waits:
        return EmptyState(_("The ball is with others. You are told when it comes back."))
    if rows:
        return EmptyState(_("Every order has ended. New ones appear here."), links=(link,))
    return EmptyState(_("No order has come yet. New ones appear here."), links=(link,))
