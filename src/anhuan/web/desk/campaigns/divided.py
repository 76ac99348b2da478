"""How the list of a campaign stands by street, industry, kind of place or risk."""

from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.inspections.divisions import Classes
from anhuan.inspections.types import ClassFigures, Division
from anhuan.inspections.words.campaigns import DIVISION_WORDS
from anhuan.kernel.access import Viewer
from anhuan.kernel.industries import DIVISIONS
from anhuan.kernel.risk import Level
from anhuan.rulebook.queries import names_of
from anhuan.sites.types import Subject
from anhuan.web.desk.campaigns.listed import visited
from anhuan.web.desk.site.words import RISKS, SUBJECTS
from anhuan.web.parts.formats import share
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.shapes import Column, EmptyState, FilterBar, Link, Row, Table, ViewTab

KNOWN: Final = {
    Division.INDUSTRY: frozenset(DIVISIONS),
    Division.SUBJECT: frozenset(one.value for one in Subject),
    Division.RISK: frozenset(one.value for one in Level),
}
NONE: Final = "none"
"""What an address calls the class of what is not known."""


def division_of(text: str) -> Division:
    return Division(text) if text in set(Division) else Division.STREET


def class_asked(by: Division, text: str) -> str | None:
    """The class that an address names, or ``None``: all of them."""
    if text == NONE:
        return ""
    if by is Division.STREET:
        key = read_id(text)
        return str(key) if key else None
    return text if text in KNOWN[by] else None


def division_bar(number: str, by: Division) -> FilterBar:
    url = reverse("desk:campaign-classes", args=[number])
    return FilterBar(
        tabs=tuple(
            ViewTab(str(word), f"{url}?by={one.value}", current=one is by)
            for one, word in DIVISION_WORDS.items()
        )
    )


def class_words(viewer: Viewer, found: Classes) -> dict[str, str]:
    """What the classes are called, in the order in which they are shown."""
    if found.by is Division.STREET:
        named = dict(sorted(found.names.items(), key=lambda pair: pair[1]))
    elif found.by is Division.INDUSTRY:
        sections = names_of("industry-department", viewer.at)
        named = {one: f"{one} {sections.get(one, '')}".strip() for one in DIVISIONS}
    elif found.by is Division.SUBJECT:
        named = {one.value: str(word) for one, word in SUBJECTS.items()}
    else:
        named = {one: str(word) for one, word in RISKS.items()}
    named[""] = pgettext("campaign division", "not known")
    return {key: word for key, word in named.items() if key in found.rows}


def class_table(viewer: Viewer, number: str, found: Classes) -> Table:
    """Every figure of the list opens its places; the remit stands beside it where it is seen."""
    named = class_words(viewer, found)
    rows = [_row(number, found, key, word) for key, word in named.items()]
    if len(rows) > 1:
        rows.append(_row(number, found, None, pgettext("campaign", "Together")))
    heads = (
        pgettext("campaign", "Places on the list / in the remit"),
        pgettext("campaign", "Visited of the list"),
        pgettext("campaign", "Not visited, with a reason"),
        pgettext("campaign", "Open"),
        pgettext("campaign", "Overdue"),
        pgettext("campaign", "Found"),
        pgettext("campaign", "Put right of found"),
        pgettext("campaign", "Handed over"),
    )
    return Table(
        columns=(
            Column(str(DIVISION_WORDS[found.by])),
            *(Column(head, number=True) for head in heads),
        ),
        rows=tuple(rows),
        caption=str(DIVISION_WORDS[found.by]),
        empty=EmptyState(_("The list is empty.")),
    )


def _row(number: str, found: Classes, key: str | None, word: str) -> Row:
    one = found.together if key is None else found.rows[key]
    asked = {} if key is None else {"by": found.by.value, "class": key or NONE}
    url = f"{reverse('desk:campaign-list', args=[number])}?{urlencode(asked)}"
    late = f"{url}&{urlencode({'state': 'planned'})}"
    progress, cases = one.progress, one.found
    return Row(
        key=key or ("all" if key is None else NONE),
        cells=(
            Link(word, url),
            _coverage(one),
            visited(progress) if progress.frozen else "—",
            progress.left + progress.missed,
            progress.open,
            Link(str(progress.overdue), late) if progress.overdue else 0,
            cases.all,
            share(cases.on_spot + cases.closed, cases.all),
            cases.transferred,
        ),
        url=url,
    )


def _coverage(one: ClassFigures) -> str:
    return str(one.places) if one.remit is None else f"{one.places} / {one.remit}"
