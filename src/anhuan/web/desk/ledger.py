"""The ledger as a table: chosen columns, acts on ticked rows, what to say when it is empty."""

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.base.pages import Page
from anhuan.cases.asking import Asked, pairs_of
from anhuan.cases.listing import SORTS
from anhuan.cases.types import Filters, Row, Sort
from anhuan.kernel.access import Capability, Viewer
from anhuan.web.desk.showing import (
    Eye,
    ball,
    case_url,
    chip,
    day_or_blank,
    deadline_on,
    level,
    problem,
    word,
)
from anhuan.web.desk.sieve import ledger_url, total_text
from anhuan.web.desk.words import COLUMN_HEADS, COLUMN_PLACES
from anhuan.web.parts.formats import case_tail
from anhuan.web.parts.shapes import (
    ActButton,
    Batch,
    Cell,
    CellPlace,
    Column,
    EmptyState,
    Link,
    Pager,
    Table,
)
from anhuan.web.parts.shapes import Row as TableRow
from anhuan.web.parts.templatetags.parts import icon

SORT_OF: Final = {"due": Sort.DUE, "number": Sort.NUMBER, "found_on": Sort.FOUND}
WATCHING: Final = "watching"
"""The id of the form that the eye buttons of all rows belong to."""

Less = tuple[str, Filters, int, bool]
"""A filter in words, the question without it, and how many rows that has."""
Draw = Callable[[Row, Eye], object]


def _number(row: Row, eye: Eye) -> object:
    return Cell(Link(row.number, case_url(row.number)), title=row.number)


DRAW: Final[Mapping[str, Draw]] = {
    "due": lambda row, eye: deadline_on(row.ball_due_on, eye) if row.is_open else "",
    "number": _number,
    "site_name": lambda row, eye: Cell(row.site_name, title=row.site_name),
    "description": lambda row, eye: Cell(problem(row), title=row.description),
    "state": lambda row, eye: chip(row),
    "ball": ball,
    "street": lambda row, eye: row.street_name,
    "source": lambda row, eye: word("source", row.source),
    "kind": lambda row, eye: word("kind", row.kind),
    "domain": lambda row, eye: word("domain", row.domain),
    "grade": lambda row, eye: word("grade", row.grade),
    "found_on": lambda row, eye: day_or_blank(row.found_on, eye),
    "due_on": lambda row, eye: day_or_blank(row.due_on, eye),
    "round": lambda row, eye: row.round or "",
    "listed": lambda row, eye: _("listed") if row.is_listed else "",
    "supervision": level,
}


def table(
    page: Page[Row], asked: Asked, eye: Eye, watched: frozenset[UUID], *, empty: EmptyState
) -> Table:
    prefix = _common_prefix(page.rows)
    columns = [_column(name, asked, prefix) for name in asked.columns]
    rows = tuple(
        TableRow(
            key=row.number,
            cells=(*_cells(row, asked, eye, prefix), _watch(row, row.id in watched)),
            url=case_url(row.number),
        )
        for row in page.rows
    )
    return Table(
        columns=(*columns, Column(pgettext("column", "Watch"), place="watch")),
        rows=rows,
        caption=_("Ledger"),
        batch=batch(asked, eye.viewer),
        pager=pager(page, asked),
        empty=empty,
    )


def paper(rows: tuple[Row, ...], asked: Asked, eye: Eye) -> Table:
    """The same columns without anything to tick or press."""
    columns = tuple(Column(str(COLUMN_HEADS[name]), place=_place(name)) for name in asked.columns)
    drawn = tuple(TableRow(key=row.number, cells=_cells(row, asked, eye, "")) for row in rows)
    return Table(columns, drawn, _("Ledger"), empty=EmptyState(_("Nothing to print.")))


def _cells(row: Row, asked: Asked, eye: Eye, prefix: str) -> tuple[object, ...]:
    drawn = [DRAW[name](row, eye) for name in asked.columns]
    if prefix:
        tail = Link(case_tail(row.number), case_url(row.number))
        drawn[asked.columns.index("number")] = Cell(tail, title=row.number)
    return tuple(drawn)


def _common_prefix(rows: tuple[Row, ...]) -> str:
    """“C-2026-” when every number of the page begins with it: the head says it once."""
    prefixes = {row.number.removesuffix(case_tail(row.number)) for row in rows}
    return prefixes.pop() if len(prefixes) == 1 else ""


def _place(name: str) -> CellPlace:
    return COLUMN_PLACES.get(name, "more")


def _column(name: str, asked: Asked, prefix: str) -> Column:
    head = str(COLUMN_HEADS[name])
    if name == "number" and prefix:
        head = f"{head} {prefix}"
    sort = SORT_OF.get(name)
    if sort is None:
        return Column(head, place=_place(name))
    backwards = SORTS[sort][1]
    here = ("down" if backwards else "up") if asked.sort is sort else ""
    url = ledger_url(Asked(filters=asked.filters, columns=asked.columns, sort=sort))
    return Column(head, sort_url=url, sorted=here, place=_place(name))  # type: ignore[arg-type]


def _watch(row: Row, on: bool) -> SafeString:
    text = (_("No longer watch %(number)s") if on else _("Watch %(number)s")) % {
        "number": row.number
    }
    return format_html(
        '<button class="watch{}" type="submit" form="{}" name="{}" value="{}" title="{}" '
        'aria-label="{}" aria-pressed="{}">{}</button>',
        " watch-on" if on else "",
        WATCHING,
        "off" if on else "on",
        row.number,
        text,
        text,
        "true" if on else "false",
        icon("bookmark"),
    )


def batch(asked: Asked, viewer: Viewer) -> Batch:
    """What may be done with many at once, for a reader who may do it with one."""
    query = urlencode(pairs_of(asked))
    known = (
        (Capability.REMIND, _("Remind"), "desk:remind"),
        (Capability.ASSIGN, _("Assign with one date"), "desk:assign"),
        (Capability.EXPORT, _("Export these"), "desk:export"),
        (None, _("Print these"), "desk:ledger-print"),
    )
    acts = tuple(
        ActButton(text, f"{reverse(name)}?{query}", post=True)
        for capability, text, name in known
        if capability is None or viewer.may(capability)
    )
    note = _("Closing and moving a date are not done in bulk: look at each one's evidence.")
    return Batch(acts, note)


def pager(page: Page[Row], asked: Asked) -> Pager:
    last = asked.first + len(page.rows) - 1
    following = Asked(
        filters=asked.filters,
        sort=asked.sort,
        columns=asked.columns,
        view=asked.view,
        after=page.after,
        first=last + 1,
    )
    total = total_text((page.total, page.capped))
    return Pager(asked.first, last, total, ledger_url(following) if page.after else "")


def empty_state(asked: Asked, less: list[Less]) -> EmptyState:
    """“Without ‘Grade’ there are 41”: the ways out of filters that leave nothing."""
    if not less and asked.filters == Filters():
        return EmptyState(_("The ledger is empty. What is entered or imported appears here."))
    links = tuple(
        Link(
            ngettext(
                "Without “%(filter)s” there is %(n)s.",
                "Without “%(filter)s” there are %(n)s.",
                n,
            )
            % {"filter": name, "n": total_text((n, capped))},
            ledger_url(Asked(filters=filters, sort=asked.sort, columns=asked.columns)),
        )
        for name, filters, n, capped in less
        if n
    )
    return EmptyState(_("Nothing under these filters."), links=links)
