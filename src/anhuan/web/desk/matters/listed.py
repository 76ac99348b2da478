"""The list of matters: by what is due; units, never persons."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.accountability.types import BY_HAND, Line, Tab
from anhuan.accountability.words import BY_HAND_WORD, RULINGS, TAB_WORDS
from anhuan.base.pages import Page
from anhuan.kernel.access import Viewer
from anhuan.kernel.accountability import Ruling
from anhuan.rulebook.queries import names_of
from anhuan.web.desk.showing import Eye, deadline_on
from anhuan.web.parts.matters import chip
from anhuan.web.parts.shapes import (
    Ball,
    Cell,
    Column,
    EmptyState,
    Filter,
    FilterBar,
    Link,
    Option,
    Pager,
    PersonPost,
    Row,
    Table,
    ViewTab,
)


def list_url(tab: Tab, behaviour: str = "", **more: str) -> str:
    asked = ({} if tab is Tab.OPEN else {"tab": tab.value}) | more
    asked |= {"behaviour": behaviour} if behaviour else {}
    query = urlencode(asked)
    return reverse("desk:matters") + (f"?{query}" if query else "")


def bar(viewer: Viewer, tab: Tab, behaviour: str) -> FilterBar:
    codes = names_of("behaviour", viewer.at)
    options = tuple(
        Option(name, list_url(tab, code), code == behaviour) for code, name in codes.items()
    )
    chosen = Filter(
        pgettext("matter", "Reason code"),
        options,
        value=codes.get(behaviour, ""),
        clear_url=list_url(tab) if behaviour else "",
    )
    tabs = tuple(
        ViewTab(str(word), list_url(each, behaviour), current=each is tab)
        for each, word in TAB_WORDS.items()
    )
    return FilterBar(tabs=tabs, filters=(chosen,))


def table(page: Page[Line], tab: Tab, behaviour: str, eye: Eye, *, first: int) -> Table:
    last = first + len(page.rows) - 1
    more = {"after": page.after, "first": str(last + 1)}
    url = list_url(tab, behaviour, **more) if page.after else ""
    codes = names_of("behaviour", eye.at)
    triggers = names_of("trigger", eye.at)
    return Table(
        columns=(
            Column(pgettext("matter", "Deadline (working days)")),
            Column(pgettext("matter", "Number")),
            Column(pgettext("matter", "Case"), cut="l"),
            Column(pgettext("matter", "State")),
            Column(pgettext("matter", "With whom the ball is")),
            Column(pgettext("matter", "Lead from")),
            Column(pgettext("matter", "Reason code")),
            Column(pgettext("matter", "Unit")),
            Column(pgettext("matter", "Decision")),
        ),
        rows=tuple(row(line, eye, codes, triggers) for line in page.rows),
        caption=_("Accountability"),
        pager=Pager(first, last, f"{page.total}+" if page.capped else str(page.total), url),
        empty=EmptyState(_("No matter here.")),
    )


def row(line: Line, eye: Eye, codes: dict[str, str], triggers: dict[str, str]) -> Row:
    url = reverse("desk:matter", args=[line.number])
    about = f"{line.case_number} {line.case_title}"
    return Row(
        key=line.number,
        cells=(
            deadline_on(line.ball_due_on, eye) if line.is_open else "",
            Cell(Link(line.number, url), title=line.number),
            Cell(about, title=about),
            chip(line.state),
            ball(line, eye),
            trigger_word(line.trigger, triggers),
            codes.get(line.behaviour, line.behaviour),
            line.subject_unit,
            str(RULINGS[Ruling(line.ruling)]) if line.ruling else "",
        ),
        url=url,
    )


def trigger_word(trigger: str, known: dict[str, str]) -> str:
    return str(BY_HAND_WORD) if trigger == BY_HAND else known.get(trigger, trigger)


def ball(line: Line, eye: Eye) -> Ball | str:
    """Whose turn it is; nobody's on a matter that has ended."""
    if not line.is_open:
        return ""
    where = " ".join(part for part in (line.ball_unit, line.ball_title) if part)
    overdue = line.ball_due_on is not None and line.ball_due_on < eye.today
    mine = line.ball_post in eye.viewer.posts
    if not line.ball_name:
        return Ball(None, mine=mine, overdue=overdue, inherits=where)
    holder = PersonPost(line.ball_name, where, f"{line.ball_name} {where}")
    return Ball(holder, mine=mine, overdue=overdue)
