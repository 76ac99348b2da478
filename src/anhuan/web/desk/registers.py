"""The registers of documents: which numbers were given, which are spoilt and why."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.base.pages import Page
from anhuan.documents.types import Book, Entry, Standing
from anhuan.kernel.calendar import day_of
from anhuan.web.parts.formats import count, short_day
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


def year_bar(years: Sequence[int], year: int) -> FilterBar:
    options = tuple(
        Option(str(one), f"{reverse('desk:registers')}?year={one}", current=one == year)
        for one in years
    )
    return FilterBar(filters=(Filter(pgettext("register", "Year"), options, str(year)),))


def books_table(books: Sequence[Book], units: Mapping[UUID, str]) -> Table:
    return Table(
        columns=(
            Column(pgettext("register", "Document")),
            Column(pgettext("register", "Unit")),
            Column(pgettext("register", "Last number"), number=True),
            Column(pgettext("register", "Issued"), number=True),
            Column(pgettext("register", "Spoilt"), number=True),
            Column(pgettext("register", "With phones"), number=True),
        ),
        rows=tuple(_book(one, units) for one in books),
        caption=_("Registers"),
        empty=EmptyState(_("No number was given in this year so far.")),
    )


def _book(one: Book, units: Mapping[UUID, str]) -> Row:
    url = reverse("desk:registers-one", args=[one.form, one.unit, one.year])
    return Row(
        key=f"{one.form}-{one.unit}",
        cells=(
            Link(one.title, url),
            units.get(one.unit, ""),
            count(one.last),
            count(one.issued),
            count(one.spoilt),
            count(one.lent),
        ),
        url=url,
    )


def entries_table(
    page: Page[Entry],
    sites: Mapping[UUID, str],
    *,
    url: str,
    year: int,
    seen: frozenset[UUID],
) -> Table:
    """``seen``: the papers whose subject this reader sees; only those open."""
    more = f"{url}?before={page.after}" if page.after else ""
    first = page.total - page.rows[0].serial + 1 if page.rows else 0
    last = first + len(page.rows) - 1
    return Table(
        columns=(
            Column(pgettext("register", "Number")),
            Column(pgettext("register", "Firm or place"), cut="l"),
            Column(pgettext("register", "Day")),
            Column(pgettext("register", "State")),
            Column(pgettext("register", "Why spoilt"), cut="l"),
        ),
        rows=tuple(_entry(one, sites, year, seen) for one in page.rows),
        caption=_("Numbers of the register"),
        pager=Pager(first, last, str(page.total), more),
    )


def _entry(one: Entry, sites: Mapping[UUID, str], year: int, seen: frozenset[UUID]) -> Row:
    line = one.line
    if line is None:
        lent = short_day(day_of(one.lent_at), year=year) if one.lent_at else ""
        chip = StateChip("lent", pgettext("register", "With a phone"), "dot", "grey")
        return Row(key=str(one.serial), cells=(one.number, "", lent, chip, ""))
    spoilt = line.standing is Standing.SPOILT
    chip = (
        StateChip("spoilt", pgettext("register", "Spoilt"), "slash-circle", "none")
        if spoilt
        else StateChip("issued", pgettext("register", "Issued"), "check-lg", "green")
    )
    url = reverse("parts:paper", args=[line.id]) if line.id in seen else ""
    return Row(
        key=str(one.serial),
        cells=(
            Cell(Link(one.number, url) if url else one.number),
            sites.get(line.site, "") if line.site else "",
            short_day(day_of(line.issued_at), year=year),
            chip,
            line.spoilt_reason,
        ),
    )
