"""The list of interviews and vetoes: by what is due; units and firms, never persons."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.kernel.procedure import Procedure
from anhuan.proceedings.types import ProceedingLine, ProceedingPage, ProceedingTab
from anhuan.proceedings.words import PROCEDURE_WORDS, TAB_WORDS, TRIGGER_WORDS
from anhuan.rulebook.queries import names_of
from anhuan.web.desk.showing import Eye, deadline_on
from anhuan.web.parts.formats import day_text
from anhuan.web.parts.proceedings import chip
from anhuan.web.parts.shapes import (
    Ball,
    Cell,
    Column,
    EmptyState,
    FilterBar,
    Link,
    Pager,
    PersonPost,
    Row,
    Table,
    ViewTab,
)


def list_url(tab: ProceedingTab, **more: str) -> str:
    asked = ({} if tab is ProceedingTab.OPEN else {"tab": tab.value}) | more
    return reverse("desk:proceedings") + (f"?{urlencode(asked)}" if asked else "")


def bar(tab: ProceedingTab) -> FilterBar:
    tabs = tuple(
        ViewTab(str(word), list_url(each), current=each is tab) for each, word in TAB_WORDS.items()
    )
    return FilterBar(tabs=tabs, filters=())


def table(page: ProceedingPage, tab: ProceedingTab, eye: Eye, *, first: int) -> Table:
    last = first + len(page.rows) - 1
    more = {"after": page.after, "first": str(last + 1)}
    url = list_url(tab, **more) if page.after else ""
    grounds = {each: names_of(each.value, eye.at) for each in Procedure}
    return Table(
        columns=(
            Column(pgettext("proceeding", "Deadline (working days)")),
            Column(pgettext("proceeding", "Number")),
            Column(pgettext("proceeding", "Procedure")),
            Column(pgettext("proceeding", "Unit or firm"), cut="l"),
            Column(pgettext("proceeding", "Ground")),
            Column(pgettext("proceeding", "State")),
            Column(pgettext("proceeding", "With whom the ball is")),
            Column(pgettext("proceeding", "Proposed from")),
            Column(pgettext("proceeding", "Held or decided on")),
            Column(pgettext("proceeding", "Has effect until")),
        ),
        rows=tuple(_row(line, eye, grounds[Procedure(line.procedure)]) for line in page.rows),
        caption=_("Interviews and vetoes"),
        pager=Pager(first, last, f"{page.total}+" if page.capped else str(page.total), url),
        empty=EmptyState(_("No procedure here.")),
    )


def _row(line: ProceedingLine, eye: Eye, grounds: dict[str, str]) -> Row:
    url = reverse("desk:proceeding", args=[line.number])
    year = eye.today.year
    on = line.held_on or line.decided_on
    return Row(
        key=line.number,
        cells=(
            deadline_on(line.ball_due_on, eye) if line.is_open else "",
            Cell(Link(line.number, url), title=line.number),
            str(PROCEDURE_WORDS[Procedure(line.procedure)]),
            Cell(line.subject_name, title=line.subject_name),
            grounds.get(line.ground, line.ground),
            chip(line.state),
            ball(line, eye),
            str(TRIGGER_WORDS.get(line.trigger, line.trigger)),
            day_text(on, year=year) if on else "",
            day_text(line.effect_until, year=year) if line.effect_until else "",
        ),
        url=url,
    )


def ball(line: ProceedingLine, eye: Eye) -> Ball | str:
    """Whose turn it is; nobody's on a procedure that has ended."""
    if not line.is_open:
        return ""
    where = " ".join(part for part in (line.ball_unit, line.ball_title) if part)
    overdue = line.ball_due_on is not None and line.ball_due_on < eye.today
    mine = line.ball_post in eye.viewer.posts
    if not line.ball_name:
        return Ball(None, mine=mine, overdue=overdue, inherits=where)
    holder = PersonPost(line.ball_name, where, f"{line.ball_name} {where}")
    return Ball(holder, mine=mine, overdue=overdue)
