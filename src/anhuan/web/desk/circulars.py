"""Letters to firms at the desk: the list, one letter with how far it got, the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.industries import DIVISIONS
from anhuan.notices.circulars import LISTED, circular, circulars, open_ones, reached
from anhuan.notices.types import AddresseeLine, CircularLine, Reached
from anhuan.rulebook.queries import names_of
from anhuan.territory.queries import area_lines, area_names, unit_names
from anhuan.territory.types import Level
from anhuan.web.desk.case.door import area_options
from anhuan.web.desk.showing import Eye
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.formats import moment_text
from anhuan.web.parts.shapes import Column, EmptyState, Facts, Link, Row, Table

CHOSEN: Final = (Level.CITY, Level.COUNTY, Level.STREET)
LABELS: Final = {
    "title": pgettext_lazy("circular", "Title"),
    "body": pgettext_lazy("circular", "What it says"),
    "area": pgettext_lazy("circular", "Firms in"),
    "industries": pgettext_lazy("circular", "Industries"),
    "to_sign": pgettext_lazy("circular", "The firm signs for it"),
    "unit": pgettext_lazy("circular", "Sent by"),
}


def share(part: int, whole: int) -> str:
    """“12/20”; nothing to count is no share."""
    return f"{part}/{whole}" if whole else "—"


def table(viewer: Viewer, after: UUID | None) -> tuple[Table, str]:
    """The list and the address of its next page."""
    rows = circulars(viewer, after=after)
    columns = (
        Column(pgettext("circular", "Sent")),
        Column(pgettext("circular", "Letter"), cut="xl"),
        Column(pgettext("circular", "Sent by"), cut="s"),
        *_heads(),
    )
    listed = tuple(
        Row(
            str(line.id),
            (
                moment_text(line.sent_at, year=viewer.at.year),
                Link(line.title, reverse("desk:circular", args=[line.id])),
                line.unit_name,
                *_cells(line, one),
            ),
            url=reverse("desk:circular", args=[line.id]),
        )
        for line, one in rows
    )
    empty = EmptyState(_("No letter has been sent to firms here."))
    more = f"?after={rows[-1][0].id}" if len(rows) == 30 else ""
    return Table(columns, listed, pgettext("circular", "Letters to firms"), empty=empty), more


def _heads() -> tuple[Column, ...]:
    return (
        Column(pgettext("circular", "Firms")),
        Column(pgettext("circular", "Read, of those who can sign in")),
        Column(pgettext("circular", "Signed")),
        Column(pgettext("circular", "Brought by hand, of those who cannot")),
    )


def _cells(line: CircularLine, one: Reached) -> tuple[str, ...]:
    signed = (
        share(one.signed, one.reachable) if line.to_sign else pgettext("circular", "not asked")
    )
    return (
        str(one.sent),
        share(one.read, one.reachable),
        signed,
        share(one.handed, one.by_hand),
    )


@dataclass(frozen=True, slots=True)
class ToBring:
    """A firm that has not read it; ``id`` where an officer brings it."""

    id: str
    name: str
    site: str
    street: str
    said: str


@dataclass(frozen=True, slots=True)
class CircularPage:
    line: CircularLine
    sentence: str
    facts: Facts
    streets: Table
    industries: Table
    open: tuple[ToBring, ...]
    more: bool
    may_list: bool
    may_bring: bool
    listed: str
    today: str


def page_of(viewer: Viewer, key: UUID, eye: Eye) -> CircularPage:
    """Refuses ``NOT_VISIBLE``."""
    line = circular(viewer, key)
    total, streets, industries = reached(viewer, key)
    sections = names_of("industry-department", viewer.at)
    left = open_ones(viewer, key)
    listed = moment_text(line.listed_at, year=viewer.at.year) if line.listed_at else ""
    return CircularPage(
        line=line,
        sentence=_sentence(line, total),
        facts=_facts(viewer, line, sections),
        streets=_shares(line, pgettext("circular", "By street"), [(o.key, o) for o in streets]),
        industries=_shares(
            line,
            pgettext("circular", "By industry"),
            [(f"{o.key} {sections.get(o.key, '')}".strip(), o) for o in industries],
        ),
        open=_to_bring(left),
        more=len(left) == LISTED,
        may_list=line.unit in viewer.units and viewer.may(Capability.EXPORT),
        may_bring=viewer.may(Capability.RECORD_FOR_FIRM),
        listed=listed,
        today=eye.today.isoformat(),
    )


def _sentence(line: CircularLine, total: Reached) -> str:
    facts = {
        "title": line.title,
        "read": share(total.read, total.reachable),
        "hand": share(total.handed, total.by_hand),
    }
    return _("%(title)s: read by %(read)s firms, brought to %(hand)s without account") % facts


def _facts(viewer: Viewer, line: CircularLine, sections: Mapping[str, str]) -> Facts:
    every = pgettext("circular", "every industry")
    chosen = "、".join(f"{code} {sections.get(code, '')}".strip() for code in line.industries)
    return Facts(
        (
            (str(LABELS["unit"]), line.unit_name),
            (
                pgettext("circular", "Sent"),
                moment_text(line.sent_at, year=viewer.at.year),
            ),
            (str(LABELS["area"]), line.area_name),
            (str(LABELS["industries"]), chosen or every),
        )
    )


def _shares(line: CircularLine, head: str, rows: Sequence[tuple[str, Reached]]) -> Table:
    listed = tuple(
        Row(str(n), (name or pgettext("circular", "not known"), *_cells(line, one)))
        for n, (name, one) in enumerate(rows)
    )
    return Table((Column(head), *_heads()), listed, head, empty=EmptyState("—"))


def _to_bring(left: Sequence[AddresseeLine]) -> tuple[ToBring, ...]:
    streets = area_names({one.street for one in left if one.street})
    unread = pgettext("circular", "not read yet")
    hand = pgettext("circular", "no account: to be brought by hand")
    return tuple(
        ToBring(
            id="" if one.reachable else str(one.id),
            name=one.name,
            site=reverse("desk:site", args=[one.site]),
            street=streets.get(one.street, "") if one.street else "",
            said=unread if one.reachable else hand,
        )
        for one in left
    )


def circular_form(viewer: Viewer, *, data: Any = None) -> ActForm:
    """Who writes, what, to whom; everything is shown once more before it is sent."""
    form = ActForm(data)
    lines = [line for line in area_lines(viewer) if line.level in CHOSEN]
    units = unit_names(viewer.units)
    sections = names_of("industry-department", viewer.at)
    form.fields["title"] = forms.CharField(widget=forms.TextInput(attrs={"maxlength": 100}))
    form.fields["body"] = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 10, "maxlength": 4000})
    )
    form.fields["area"] = _select(area_options(lines))
    form.fields["industries"] = forms.CharField(
        required=False,
        widget=forms.CheckboxSelectMultiple(
            choices=[(code, f"{code} {sections.get(code, '')}".strip()) for code in DIVISIONS]
        ),
        help_text=_("None ticked: every industry."),
    )
    form.fields["to_sign"] = forms.CharField(required=False, widget=forms.CheckboxInput())
    if len(units) > 1:
        form.fields["unit"] = _select([(str(key), name) for key, name in units.items()])
    for name, field in form.fields.items():
        field.label = str(LABELS[name])
    return form


def _select(options: Sequence[tuple[str, str]]) -> forms.Field:
    return forms.CharField(widget=forms.Select(choices=list(options)))
