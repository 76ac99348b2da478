"""The list of visits with what narrows it, and the last visits to one site."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.base.pages import Page
from anhuan.inspections.visit_list import NamedVisit, VisitFilters, visit_page
from anhuan.inspections.words import KIND_WORDS, STATE_WORDS
from anhuan.kernel.access import Viewer
from anhuan.kernel.checklist import Tally
from anhuan.kernel.visit import VisitKind, VisitState
from anhuan.web.desk.showing import Eye, eye_of
from anhuan.web.parts.formats import moment_text
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
    StateChip,
    Table,
)

S = VisitState
CHIPS: Final = {
    S.NEW: ("grey", "dot"),
    S.UNDERWAY: ("blue", "circle-half"),
    S.ENDED: ("green", "check-lg"),
    S.REFUSED: ("amber", "slash-circle"),
    S.VOIDED: ("none", "slash-circle"),
}
PERIODS: Final = {
    "week": pgettext_lazy("visits", "The last 7 days"),
    "month": pgettext_lazy("visits", "The last 30 days"),
    "year": pgettext_lazy("visits", "This year"),
}
DAYS: Final = {"week": 6, "month": 29}
LAST: Final = 5


def chip(state: VisitState) -> StateChip:
    tone, icon = CHIPS[state]
    return StateChip(state.value, str(STATE_WORDS[state]), icon, tone)


def looked_text(tally: Tally) -> str:
    """“9/12”: looked at, of the items that apply; “—” for a walk without a list."""
    total = tally.checked + tally.not_checked + tally.open
    return f"{tally.checked}/{total}" if total or tally.not_applicable else "—"


def asked(query: QueryDict, today: date) -> VisitFilters:
    """The filters of an address; what is none of them asks for everything."""
    kind, state = query.get("kind", ""), query.get("state", "")
    return VisitFilters(
        kind=VisitKind(kind) if kind in set(VisitKind) else None,
        state=VisitState(state) if state in set(VisitState) else None,
        unit=read_id(query.get("unit", "")),
        site=read_id(query.get("site", "")),
        since=_since(query.get("period", ""), today),
    )


def _since(period: str, today: date) -> date | None:
    if period == "year":
        return today.replace(month=1, day=1)
    return today - timedelta(days=DAYS[period]) if period in DAYS else None


def list_url(given: dict[str, str], **changes: str) -> str:
    pairs = {name: text for name, text in {**given, **changes}.items() if text}
    return reverse("desk:visits") + (f"?{urlencode(pairs)}" if pairs else "")


def given_of(query: QueryDict) -> dict[str, str]:
    return {name: query.get(name, "") for name in ("kind", "state", "unit", "site", "period")}


def bar(given: dict[str, str], units: dict[UUID, str]) -> FilterBar:
    kinds = {kind.value: str(word) for kind, word in KIND_WORDS.items()}
    states = {state.value: str(word) for state, word in STATE_WORDS.items() if state is not S.NEW}
    named = {str(unit): name for unit, name in units.items()}
    return FilterBar(
        filters=(
            _filter(pgettext("visits", "Period"), "period", _words(PERIODS), given),
            _filter(pgettext("visits", "Kind"), "kind", kinds, given),
            _filter(pgettext("visits", "State"), "state", states, given),
            _filter(pgettext("visits", "Unit"), "unit", named, given),
        )
    )


def _words(table: Mapping[str, object]) -> dict[str, str]:
    return {code: str(word) for code, word in table.items()}


def _filter(label: str, name: str, words: dict[str, str], given: dict[str, str]) -> Filter:
    """Without anything to choose the filter says so once opened."""
    options = tuple(
        Option(word, list_url(given, **{name: code}), current=given[name] == code)
        for code, word in words.items()
    )
    everything = Option(pgettext("visits", "all"), list_url(given, **{name: ""}))
    value = words.get(given[name], "")
    clear = list_url(given, **{name: ""}) if value else ""
    return Filter(label, (everything, *options), value, clear)


def site_visits(viewer: Viewer, site: UUID) -> Table:
    """The last visits to a site, the newest first."""
    page = visit_page(viewer, VisitFilters(site=site), size=LAST)
    return table(page, eye_of(viewer), {}, first=1, of_site=True)


def table(
    page: Page[NamedVisit], eye: Eye, given: dict[str, str], *, first: int, of_site: bool = False
) -> Table:
    last = first + len(page.rows) - 1
    more = {"after": page.after, "first": str(last + 1)}
    url = list_url(given, **more) if page.after else ""
    total = f"{page.total}+" if page.capped else str(page.total)
    empty = (
        EmptyState(_("Nobody has entered a visit here so far."))
        if not any(given.values()) or of_site
        else EmptyState(_("No visit under these conditions."))
    )
    columns = (
        Column(pgettext("visits", "Number")),
        Column(pgettext("visits", "Began")),
        *(() if of_site else (Column(pgettext("visits", "Place"), cut="l"),)),
        Column(pgettext("visits", "Kind")),
        Column(pgettext("visits", "Unit"), cut="m"),
        Column(pgettext("visits", "State")),
        Column(pgettext("visits", "Looked at"), number=True),
        Column(pgettext("visits", "Fails"), number=True),
        Column(pgettext("visits", "Not applicable"), number=True),
        Column(pgettext("visits", "Not looked at"), number=True),
        Column(pgettext("visits", "Findings"), number=True),
    )
    return Table(
        columns=columns,
        rows=tuple(_row(one, eye, of_site) for one in page.rows),
        caption=_("Visits"),
        pager=None if of_site else Pager(first, last, total, url),
        empty=empty,
    )


def _row(one: NamedVisit, eye: Eye, of_site: bool) -> Row:
    line, tally = one.line, one.line.tally
    url = reverse("desk:visits-one", args=[line.number])
    whole = bool(line.checklist)
    place = () if of_site else (Cell(one.site_name, title=one.site_name),)
    return Row(
        key=line.number,
        cells=(
            Cell(Link(line.number, url), title=line.number),
            moment_text(line.began_at, year=eye.today.year),
            *place,
            str(KIND_WORDS[line.kind]),
            one.unit_name,
            chip(line.state),
            looked_text(tally),
            str(tally.fails) if whole else "—",
            str(tally.not_applicable) if whole else "—",
            str(tally.not_checked + tally.open) if whole else "—",
            str(one.findings),
        ),
        url=url,
    )
