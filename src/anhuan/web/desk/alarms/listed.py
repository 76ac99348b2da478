"""The list of alarms, the last begun first."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.alarms.queries import alarms, counts
from anhuan.alarms.types import AlarmLine
from anhuan.base.pages import Page
from anhuan.kernel.access import Viewer
from anhuan.kernel.alarm import AlarmRule
from anhuan.territory.choices import area_choices
from anhuan.territory.types import AreaChoices
from anhuan.web.desk.area_filter import area_filter
from anhuan.web.parts.alarms import RULES, values, what
from anhuan.web.parts.formats import local, moment_text
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    EmptyState,
    Filter,
    FilterBar,
    Link,
    Option,
    Pager,
    Row,
    Table,
    ViewTab,
)

TABS: Final = {"": True, "all": None}
"""Whether only those that go on are listed."""
NAMES: Final = ("tab", "rule", "area")
Asked = Mapping[str, str]
"""What stands in the address, by name; empty where nothing is asked."""


def asked_in(query: Mapping[str, str]) -> Asked:
    """A rule or a tab that is none asks for nothing."""
    asked = {name: query.get(name, "") for name in NAMES}
    if asked["tab"] not in TABS:
        asked["tab"] = ""
    if asked["rule"] not in set(AlarmRule):
        asked["rule"] = ""
    return asked


def url_of(asked: Asked, **changes: str) -> str:
    query = urlencode({name: text for name, text in {**asked, **changes}.items() if text})
    return reverse("desk:alarms") + (f"?{query}" if query else "")


def board(viewer: Viewer, asked: Asked, *, after: str, first: int) -> dict[str, object]:
    """What goes on, and with the tab "all" also what is over. Refuses ``NOT_VISIBLE`` for an area
    out of reach."""
    areas = area_choices(viewer, read_id(asked["area"]))
    page = alarms(
        viewer,
        rule=asked["rule"],
        area_path=areas.chosen.path if areas.chosen else "",
        active=TABS[asked["tab"]],
        after=after,
    )
    going, at_stations = counts(viewer)
    return {
        "sentence": _sentence(going, at_stations),
        "bar": _bar(asked, areas, going),
        "table": _table(page, viewer, asked, first=first),
    }


def _bar(asked: Asked, areas: AreaChoices, going: int) -> FilterBar:
    tab = asked["tab"]
    number = "" if asked["rule"] or asked["area"] else str(going)
    return FilterBar(
        tabs=(
            ViewTab(pgettext("alarm", "Going on"), url_of(asked, tab=""), number, not tab),
            ViewTab(pgettext("alarm", "All"), url_of(asked, tab="all"), "", bool(tab)),
            ViewTab(pgettext("alarm", "Until somebody looks"), reverse("desk:alarm-pace")),
            ViewTab(pgettext("alarm", "Micro-stations"), reverse("desk:alarm-drift")),
        ),
        filters=(
            area_filter(areas, lambda area: url_of(asked, area=str(area or ""))),
            _rules(asked),
        ),
    )


def _rules(asked: Asked) -> Filter:
    chosen, nothing = asked["rule"], url_of(asked, rule="")
    return Filter(
        pgettext("alarm", "Kind of alarm"),
        (
            Option(pgettext("alarm", "All"), nothing, not chosen),
            *(
                Option(str(word), url_of(asked, rule=rule.value), rule.value == chosen)
                for rule, word in RULES.items()
            ),
        ),
        value=str(RULES[AlarmRule(chosen)]) if chosen else "",
        clear_url=nothing if chosen else "",
    )


def _sentence(going: int, at_stations: int) -> str:
    if not going:
        return _("No alarm is going on")
    told = ngettext(
        "%(n)d alarm is going on, at %(stations)d stations",
        "%(n)d alarms are going on, at %(stations)d stations",
        going,
    )
    return told % {"n": going, "stations": at_stations}


def _table(page: Page[AlarmLine], viewer: Viewer, asked: Asked, *, first: int) -> Table:
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
            url_of(asked, after=page.after, first=str(last + 1)) if page.after else "",
        ),
        empty=EmptyState(_("No alarm under these conditions.")),
    )


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
