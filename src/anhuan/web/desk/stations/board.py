"""The health board: which stations are silent since when, and how much of what the others send
counts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.kernel.access import Viewer
from anhuan.telemetry.queries import readings, stations
from anhuan.telemetry.types import Kind, Span, StationRow
from anhuan.web.desk.stations.words import KINDS
from anhuan.web.parts.formats import local, moment_text, share, span_text
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

AT_ONCE: Final = 50
MISSED: Final = 3
"""Sendings in a row that did not come: HJ 212 resends three times before it gives up."""
LEAST: Final = timedelta(minutes=10)
DAY: Final = timedelta(hours=24)
NEVER: Final = timedelta(days=1_000_000)
SILENT: Final = "silent"
RETIRED: Final = "retired"


@dataclass(frozen=True, slots=True)
class Health:
    """Of the last 24 hours: hours that came, values that count of those that came."""

    hours: int = 0
    valid: int = 0
    values: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    sentence: str
    bar: FilterBar
    table: Table


def silent_for(station: StationRow, at: datetime) -> timedelta | None:
    """How long nothing came, once that is longer than it may be; ``NEVER`` for never heard."""
    if station.heard_at is None:
        return NEVER
    past = at - station.heard_at
    allowed = max(LEAST, MISSED * timedelta(seconds=station.interval))
    return past if past > allowed else None


def board(viewer: Viewer, *, tab: str, text: str, start: int) -> Board:
    """Four reads whatever the number of stations; ``start``: how many rows were shown before."""
    standing = stations(viewer, text=text)
    shown = _of_tab(viewer, standing, tab, text)
    shown.sort(key=lambda one: _urgency(one, viewer.at))
    rows = shown[start : start + AT_ONCE]
    health = health_of(viewer, [one.id for one in rows])
    more = start + AT_ONCE < len(shown)
    return Board(
        sentence=sentence(standing, viewer.at),
        bar=_bar(standing, tab, text, viewer.at),
        table=Table(
            _columns(),
            tuple(_row(one, health.get(one.id, Health()), viewer.at) for one in rows),
            pgettext("station", "Stations"),
            pager=Pager(
                start + 1,
                start + len(rows),
                str(len(shown)),
                board_url(tab, text, start + AT_ONCE) if more else "",
            ),
            empty=EmptyState(
                _("No station under these conditions."),
                links=(Link(_("Who speaks and is no station yet"), reverse("desk:strangers")),),
            ),
        ),
    )


def board_url(tab: str, text: str = "", start: int = 0) -> str:
    query = {"tab": tab, "q": text, "from": str(start) if start else ""}
    return f"{reverse('desk:stations')}?{urlencode({k: v for k, v in query.items() if v})}"


def _of_tab(viewer: Viewer, standing: list[StationRow], tab: str, text: str) -> list[StationRow]:
    if tab == RETIRED:
        return [one for one in stations(viewer, text=text, retired=True) if one.retired]
    if tab == SILENT:
        return [one for one in standing if silent_for(one, viewer.at) is not None]
    return [one for one in standing if tab in ("", one.kind)]


def _urgency(station: StationRow, at: datetime) -> tuple[timedelta, str]:
    """The longest silent first, then by name."""
    silent = silent_for(station, at)
    return (-silent if silent is not None else timedelta()), station.name


def sentence(standing: Sequence[StationRow], at: datetime) -> str:
    """How many speak, and who has been silent for longest."""
    if not standing:
        return _("No station in your area yet")
    n = len(standing)
    total = ngettext("%(n)d station", "%(n)d stations", n) % {"n": n}
    silent = [(gap, one) for one in standing if (gap := silent_for(one, at)) is not None]
    if not silent:
        return _("%(total)s, all of them speak") % {"total": total}
    gap, longest = max(silent, key=lambda pair: (pair[0], pair[1].name))
    facts = {"total": total, "n": len(silent), "name": longest.name, "span": _span(gap)}
    if gap == NEVER:
        return _("%(total)s, %(n)d silent; nothing ever came from %(name)s") % facts
    return _("%(total)s, %(n)d silent, for longest %(name)s (%(span)s)") % facts


def _span(gap: timedelta) -> str:
    if gap == NEVER:
        return pgettext("station", "never heard")
    if gap >= 2 * DAY:
        return ngettext("%(n)d day", "%(n)d days", gap.days) % {"n": gap.days}
    return span_text(gap)


def health_of(viewer: Viewer, ids: Iterable[UUID]) -> Mapping[UUID, Health]:
    """Hourly values of the last 24 hours that are over."""
    wanted = list(ids)
    if not wanted:
        return {}
    end = viewer.at.replace(minute=0, second=0, microsecond=0)
    found = readings(viewer, stations=wanted, start=end - DAY, end=end, span=Span.HOUR)
    values = Counter(one.station for one in found)
    valid = Counter(one.station for one in found if one.value is not None)
    hours = Counter(station for station, _at in {(one.station, one.at) for one in found})
    return {one: Health(hours[one], valid[one], values[one]) for one in wanted}


def _bar(standing: Sequence[StationRow], tab: str, text: str, at: datetime) -> FilterBar:
    kinds = Counter(one.kind for one in standing)
    silent = sum(1 for one in standing if silent_for(one, at) is not None)
    tabs = [
        ("", pgettext("station", "All"), len(standing)),
        (SILENT, pgettext("station", "Silent"), silent),
        *((kind.value, str(word), kinds[kind]) for kind, word in KINDS.items() if kinds[kind]),
        (RETIRED, pgettext("station", "Retired"), 0),
    ]
    return FilterBar(
        tuple(
            ViewTab(word, board_url(code, text), str(n) if n else "", code == tab)
            for code, word, n in tabs
        )
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(pgettext("station", "Last heard")),
        Column(pgettext("station", "Station")),
        Column(pgettext("station", "Measures")),
        Column(pgettext("station", "Place"), cut="m"),
        Column(pgettext("station", "Hours of 24"), number=True),
        Column(pgettext("station", "Values that count"), number=True),
    )


def _row(station: StationRow, health: Health, at: datetime) -> Row:
    url = reverse("desk:station", args=[station.id])
    where = " ".join(filter(None, (station.area_name, station.site_name)))
    return Row(
        str(station.id),
        (
            heard_cell(station, at),
            Cell(Link(station.name, url), title=station.name),
            str(KINDS[station.kind]),
            Cell(where, title=where),
            str(health.hours) if health.values else "—",
            share(health.valid, health.values) if health.values else "—",
        ),
        url=url,
    )


def heard_cell(station: StationRow, at: datetime) -> Cell:
    """When it was last heard; a silent one says for how long."""
    silent = silent_for(station, at)
    if station.heard_at is None:
        return Cell(pgettext("station", "never heard"), mark="doubt")
    heard = moment_text(station.heard_at, year=local(at).year)
    if silent is None or station.retired:
        return Cell(heard)
    told = pgettext("station", "%(heard)s, silent for %(span)s")
    return Cell(told % {"heard": heard, "span": _span(silent)}, mark="doubt")


KIND_TABS: Final = frozenset({"", SILENT, RETIRED, *(kind.value for kind in Kind)})
