"""The lists: of campaigns, of the checks of one, of what is due."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.base.pages import Page
from anhuan.inspections.plans import CampaignTab
from anhuan.inspections.types import CampaignLine, CheckLine
from anhuan.inspections.words.campaigns import (
    KIND_WORDS,
    REMOVAL_WORDS,
    ROW_WORDS,
    STATE_WORDS,
    TAB_WORDS,
    UNVISITED_WORDS,
)
from anhuan.kernel.campaign import CampaignState, Progress, RowState
from anhuan.web.desk.showing import Eye, deadline_on
from anhuan.web.parts.formats import day_text, moment_text, share, short_day
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    EmptyState,
    FilterBar,
    Link,
    Pager,
    Row,
    StateChip,
    Table,
    Tag,
    ViewTab,
)

CHIPS: Final[Mapping[CampaignState, tuple[str, str]]] = {
    CampaignState.NEW: ("grey", "dot"),
    CampaignState.DRAFTED: ("grey", "dot"),
    CampaignState.APPROVED: ("grey", "list-check"),
    CampaignState.RUNNING: ("blue", "circle-half"),
    CampaignState.CLOSING: ("violet", "hourglass-split"),
    CampaignState.ARCHIVED: ("green", "check-lg"),
    CampaignState.WITHDRAWN: ("none", "slash-circle"),
}
ROW_CHIPS: Final[Mapping[RowState, tuple[str, str]]] = {
    RowState.PLANNED: ("grey", "dot"),
    RowState.DONE: ("green", "check-lg"),
    RowState.REMOVED: ("none", "dash-lg"),
    RowState.LEFT: ("none", "slash-circle"),
    RowState.MISSED: ("red", "slash-circle"),
}


def chip(state: CampaignState) -> StateChip:
    tone, icon = CHIPS[state]
    return StateChip(state.value, str(STATE_WORDS[state]), icon, tone)


def row_chip(state: RowState) -> StateChip:
    tone, icon = ROW_CHIPS[state]
    return StateChip(state.value, str(ROW_WORDS[state]), icon, tone)


def visited(progress: Progress) -> str:
    """“12/40” of the frozen list; what was added counts apart."""
    if not progress.frozen:
        return pgettext("campaign", "— (no list yet)")
    return share(progress.done, progress.frozen)


def list_url(tab: CampaignTab, **more: str) -> str:
    asked = ({} if tab is CampaignTab.OPEN else {"tab": tab.value}) | more
    return reverse("desk:campaigns") + (f"?{urlencode(asked)}" if asked else "")


def bar(tab: CampaignTab) -> FilterBar:
    return FilterBar(
        tabs=tuple(
            ViewTab(str(word), list_url(each), current=each is tab)
            for each, word in TAB_WORDS.items()
        )
    )


def table(page: Page[CampaignLine], tab: CampaignTab, eye: Eye, *, first: int) -> Table:
    last = first + len(page.rows) - 1
    more = list_url(tab, after=page.after, first=str(last + 1)) if page.after else ""
    total = f"{page.total}+" if page.capped else str(page.total)
    return Table(
        columns=(
            Column(pgettext("campaign", "Ends")),
            Column(pgettext("campaign", "Number")),
            Column(pgettext("campaign", "Campaign or plan"), cut="l"),
            Column(pgettext("campaign", "Kind")),
            Column(pgettext("campaign", "State")),
            Column(pgettext("campaign", "Run by")),
            Column(pgettext("campaign", "Visited of the list"), number=True),
            Column(pgettext("campaign", "Overdue"), number=True),
        ),
        rows=tuple(_row(line, eye) for line in page.rows),
        caption=_("Campaigns and plans"),
        pager=Pager(first, last, total, more),
        empty=EmptyState(_("None here. A campaign begins with a template.")),
    )


def _row(line: CampaignLine, eye: Eye) -> Row:
    url = reverse("desk:campaign", args=[line.number])
    return Row(
        key=line.number,
        cells=(
            day_text(line.to_on, year=eye.today.year),
            Cell(Link(line.number, url), title=line.number),
            Cell(line.title, title=line.title),
            str(KIND_WORDS[line.kind]),
            chip(line.state),
            line.unit_name,
            visited(line.progress),
            line.progress.overdue or "",
        ),
        url=url,
    )


def check_table(
    page: Page[CheckLine],
    eye: Eye,
    *,
    more: str,
    first: int,
    caption: str,
    campaign: bool = False,
) -> Table:
    """Checks of a list; ``campaign``: of several, each named."""
    last = first + len(page.rows) - 1
    total = f"{page.total}+" if page.capped else str(page.total)
    of_what = Column(pgettext("campaign", "Campaign or plan"), cut="m")
    return Table(
        columns=(
            Column(pgettext("campaign", "Deadline (working days)")),
            Column(pgettext("campaign", "Place"), cut="l"),
            of_what if campaign else Column(pgettext("campaign", "On the list")),
            Column(pgettext("campaign", "Unit")),
            Column(pgettext("campaign", "State")),
            Column(pgettext("campaign", "Reason or visit")),
        ),
        rows=tuple(_check_row(line, eye, campaign) for line in page.rows),
        caption=caption,
        pager=Pager(first, last, total, more if page.after else ""),
        empty=EmptyState(_("No check here.")),
    )


def _check_row(line: CheckLine, eye: Eye, campaign: bool) -> Row:
    url = reverse("desk:check", args=[line.id])
    listed = pgettext("campaign", "added later") if line.added else pgettext("campaign", "frozen")
    of_what = Cell(line.campaign_title, title=line.campaign_title)
    return Row(
        key=str(line.id),
        cells=(
            when(line, eye),
            Link(line.site_name, url),
            of_what if campaign else listed,
            line.unit_name,
            row_state(line),
            outcome(line),
        ),
        url=url,
    )


def row_state(line: CheckLine) -> object:
    """The chip of a check; one that several departments make together says so beside it."""
    shown = row_chip(line.state)
    return (shown, Tag(pgettext("campaign", "joint"))) if line.joint else shown


def when(line: CheckLine, eye: Eye) -> object:
    if line.state is RowState.PLANNED:
        return deadline_on(line.due_on, eye)
    return moment_text(line.ended_at, year=eye.today.year) if line.ended_at else ""


def outcome(line: CheckLine) -> str:
    """The visit that made it, or why it was not made."""
    if line.state is RowState.REMOVED:
        return str(REMOVAL_WORDS[line.code])
    if line.state is RowState.LEFT:
        return str(UNVISITED_WORDS[line.code])
    return line.visit_number


def span(line: CheckLine, eye: Eye) -> str:
    year = eye.today.year
    return f"{short_day(line.from_on, year=year)} ~ {short_day(line.due_on, year=year)}"
