"""The list of tasks: tabs by what is asked of whom, what is due earliest first."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.base.pages import Page
from anhuan.tasks.types import Line, Tab
from anhuan.tasks.words import TAB_WORDS
from anhuan.web.desk.showing import Eye, deadline_on
from anhuan.web.desk.tasks.words import amount, ball, chip, lead, task_url
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    EmptyState,
    FilterBar,
    Link,
    Pager,
    Row,
    Table,
    Tag,
    ViewTab,
)


def bar(tab: Tab) -> FilterBar:
    return FilterBar(
        tabs=tuple(
            ViewTab(str(word), list_url(each), current=each is tab)
            for each, word in TAB_WORDS.items()
        )
    )


def list_url(tab: Tab, **more: str) -> str:
    asked = ({} if tab is Tab.OPEN else {"tab": tab.value}) | more
    query = urlencode(asked)
    return reverse("desk:tasks") + (f"?{query}" if query else "")


def table(page: Page[Line], tab: Tab, eye: Eye, *, first: int) -> Table:
    last = first + len(page.rows) - 1
    more = list_url(tab, after=page.after, first=str(last + 1)) if page.after else ""
    total = f"{page.total}+" if page.capped else str(page.total)
    return Table(
        columns=columns(),
        rows=tuple(row(line, eye) for line in page.rows),
        caption=_("Tasks"),
        pager=Pager(first, last, total, more),
        empty=EmptyState(_("No task here. What is given to you or by you appears here.")),
    )


def columns() -> tuple[Column, ...]:
    return (
        Column(pgettext("task column", "Deadline (working days)")),
        Column(pgettext("task column", "Number")),
        Column(pgettext("task column", "What is to be done"), cut="l"),
        Column(pgettext("task column", "State")),
        Column(pgettext("task column", "With whom the ball is")),
        Column(pgettext("task column", "Lead")),
        Column(pgettext("task column", "Asked by")),
        Column(pgettext("task column", "Quantity"), number=True),
    )


def row(line: Line, eye: Eye) -> Row:
    title: tuple[object, ...] = (line.title,)
    if line.needs_help:
        title = (Tag(pgettext("task", "Needs coordination")), line.title)
    return Row(
        key=line.number,
        cells=(
            deadline_on(line.ball_due_on, eye) if line.is_open else "",
            Cell(Link(line.number, task_url(line.number)), title=line.number),
            Cell(title, title=line.title),
            chip(line),
            ball(line, eye),
            lead(line),
            line.asker_name,
            amount(line.quantity, line.measure_unit),
        ),
        url=task_url(line.number),
    )
