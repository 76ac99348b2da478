"""The list of alarms, the last begun first."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.alarms.queries import alarms, counts
from anhuan.alarms.saying import number
from anhuan.alarms.types import AlarmLine
from anhuan.base.pages import Page
from anhuan.kernel.access import Viewer
from anhuan.web.desk.alarms.words import RULES
from anhuan.web.desk.stations.words import factor_name
from anhuan.web.parts.formats import local, moment_text
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    EmptyState,
    FilterBar,
    Link,
    Pager,
    Row,
    Table,
    ViewTab,
)

TABS = {"": True, "all": None}
"""Whether only those that go on are listed."""


def url_of(tab: str = "", after: str = "", first: int = 0) -> str:
    query = {"tab": tab, "after": after, "first": str(first) if after else ""}
    asked = urlencode({name: text for name, text in query.items() if text})
    return f"{reverse('desk:alarms')}?{asked}" if asked else reverse("desk:alarms")


def board(viewer: Viewer, *, tab: str, after: str, first: int) -> dict[str, object]:
    """What goes on, and with ``tab`` "all" also what is over."""
    page = alarms(viewer, active=TABS[tab], after=after)
    going, at_stations = counts(viewer)
    return {
        "sentence": _sentence(going, at_stations),
        "bar": FilterBar(
            (
                ViewTab(pgettext("alarm", "Going on"), url_of(), str(going), not tab),
                ViewTab(pgettext("alarm", "All"), url_of("all"), "", bool(tab)),
                ViewTab(pgettext("alarm", "Until somebody looks"), reverse("desk:alarm-pace")),
                ViewTab(pgettext("alarm", "Micro-stations"), reverse("desk:alarm-drift")),
            )
        ),
        "table": _table(page, viewer, tab, first=first),
    }


def _sentence(going: int, at_stations: int) -> str:
    if not going:
        return _("No alarm is going on")
    told = ngettext(
        "%(n)d alarm is going on, at %(stations)d stations",
        "%(n)d alarms are going on, at %(stations)d stations",
        going,
    )
    return told % {"n": going, "stations": at_stations}


def _table(page: Page[AlarmLine], viewer: Viewer, tab: str, *, first: int) -> Table:
    last = first + len(page.rows) - 1
    return Table(
        columns=(
            Column(pgettext("alarm", "Since")),
            Column(pgettext("alarm", "What"), cut="m"),
            Column(pgettext("alarm", "Station"), cut="m"),
            Column(pgettext("alarm", "Value and limit"), cut="m"),
            Column(pgettext("alarm", "Place"), cut="m"),
            Column(pgettext("alarm", "Until")),
            Column(pgettext("alarm", "Matter")),
        ),
        rows=tuple(_row(line, viewer) for line in page.rows),
        caption=pgettext("alarm", "Alarms"),
        pager=Pager(
            first,
            last,
            f"{page.total}+" if page.capped else str(page.total),
            url_of(tab, page.after, last + 1) if page.after else "",
        ),
        empty=EmptyState(_("No alarm under these conditions.")),
    )


def what(line: AlarmLine) -> str:
    """The rule in words, with what was measured where it is about a value."""
    word = str(RULES[line.rule])
    return f"{factor_name(line.factor)} {word}" if line.factor else word


def values(line: AlarmLine) -> str:
    if line.worst is None or line.limit is None:
        return number(line.worst, line.unit)
    return f"{number(line.worst, line.unit)} / {number(line.limit, line.unit)}"


def _row(line: AlarmLine, viewer: Viewer) -> Row:
    year, url = local(viewer.at).year, reverse("desk:alarm", args=[line.id])
    told, where = what(line), " ".join(filter(None, (line.area_name, line.site_name)))
    case = Link(line.case, reverse("desk:case", args=[line.case])) if line.case else "—"
    until = pgettext("alarm", "goes on")
    if line.ended_at is not None:
        until = moment_text(line.ended_at, year=year)
    return Row(
        str(line.id),
        (
            moment_text(line.began_at, year=year),
            Cell(Link(told, url), title=told),
            Cell(line.station_name, title=line.station_name),
            Cell(values(line), title=values(line)),
            Cell(where, title=where),
            until,
            case,
        ),
        url=url,
    )
