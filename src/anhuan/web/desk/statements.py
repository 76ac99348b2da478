"""Statements from phones at the desk: the list, one with all that was sent, the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from anhuan.devices.queries import statements
from anhuan.devices.types import (
    StatementFile,
    StatementLine,
    StatementPart,
    StatementState,
)
from anhuan.evidence.queries import uses_of_many
from anhuan.evidence.types import UseView
from anhuan.kernel.access import Viewer
from anhuan.people.queries import persons
from anhuan.people.types import PersonLine
from anhuan.sites.queries import marks_of_sites
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.formats import moment_text
from anhuan.web.parts.shapes import (
    Column,
    EmptyState,
    Evidence,
    EvidenceCard,
    Facts,
    Link,
    Row,
    Table,
)

Text = str | Promise
WHAT: Final[Mapping[str, Text]] = {
    "visit.open": pgettext_lazy("phone act", "Began a visit"),
    "visit.join": pgettext_lazy("phone act", "Added whoever came along"),
    "visit.answer": pgettext_lazy("phone act", "Answered items"),
    "visit.find": pgettext_lazy("phone act", "Found a problem"),
    "visit.refuse_entry": pgettext_lazy("phone act", "Was not let in"),
    "visit.end": pgettext_lazy("phone act", "Ended the visit"),
    "visit.note": pgettext_lazy("phone act", "Wrote a note"),
    "visit.void": pgettext_lazy("phone act", "Voided the visit"),
    "case.act": pgettext_lazy("phone act", "Acted on a case"),
}
STATES: Final[Mapping[StatementState, Text]] = {
    StatementState.WAITING: pgettext_lazy("statement", "waits for a decision"),
    StatementState.ACCEPTED: pgettext_lazy("statement", "carried out"),
    StatementState.SET_ASIDE: pgettext_lazy("statement", "set aside"),
}
SHORT: Final = 16


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the phone sent: what, when by its own clock, what was said."""

    what: str
    when: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class StatementPage:
    id: UUID
    sentence: str
    facts: Facts
    said: tuple[Said, ...]
    photos: Evidence | None
    waits: bool
    carriable: bool
    decided: str


class ReasonForm(ActForm):
    reason = forms.CharField(
        label=pgettext_lazy("statement", "Why nothing comes of it"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
    )


def table(viewer: Viewer, *, open_only: bool, after: UUID | None) -> tuple[Table, str]:
    """The list and the address of its next page."""
    page = statements(viewer, open_only=open_only, after=after)
    people = persons([row.person for row in page.rows])
    sites = marks_of_sites([row.site for row in page.rows if row.site])
    columns = (
        Column(pgettext("statement", "Arrived")),
        Column(pgettext("statement", "What was said"), cut="xl"),
        Column(pgettext("statement", "Place"), cut="l"),
        Column(pgettext("statement", "From"), cut="s"),
        Column(pgettext("statement", "Stands")),
    )
    rows = tuple(
        Row(
            str(line.id),
            (
                moment_text(line.received_at, year=viewer.at.year),
                Link(_title(line), reverse("desk:statement", args=[line.id])),
                sites[line.site].name if line.site in sites else "—",
                _name(people, line.person),
                str(STATES[line.state]),
            ),
            url=reverse("desk:statement", args=[line.id]),
        )
        for line in page.rows
    )
    empty = EmptyState(_("No statement waits for your unit."))
    tab = "" if open_only else "all=1&"
    more = f"?{tab}after={page.after}" if page.after else ""
    return Table(columns, rows, _("Statements from phones"), empty=empty), more


def _title(line: StatementLine) -> str:
    return line.title or str(WHAT.get(line.what, line.what))


def _name(people: Mapping[UUID, PersonLine], person: UUID | None) -> str:
    return people[person].name if person is not None and person in people else "—"


def in_language(words: Mapping[str, str]) -> str:
    return words.get((get_language() or "").split("-")[0]) or words.get("zh", "")


def page_of(viewer: Viewer, file: StatementFile) -> StatementPage:
    line, year = file.line, viewer.at.year
    people = persons({one for one in (line.person, line.decided_by) if one})
    sites = marks_of_sites([line.site] if line.site else [])
    claimed = file.parts[0].claimed_at
    uses = uses_of_many(viewer, "statement", [one.id for one in file.parts])
    pairs: list[tuple[str, object]] = [
        (pgettext("statement", "From"), f"{_name(people, line.person)} · {line.device}"),
        (
            pgettext("statement", "Done, by the phone"),
            moment_text(claimed, year=year),
        ),
        (pgettext("statement", "Arrived"), moment_text(line.received_at, year=year)),
    ]
    if line.site in sites and line.site is not None:
        link = Link(sites[line.site].name, reverse("desk:site", args=[line.site]))
        pairs.append((pgettext("statement", "Place"), link))
    return StatementPage(
        id=line.id,
        sentence=_title(line),
        facts=Facts(tuple(pairs)),
        said=tuple(_said(one, year) for one in file.parts),
        photos=_photos([use for each in uses.values() for use in each], year),
        waits=line.state is StatementState.WAITING,
        carriable=file.carriable,
        decided=_decided(line, people, year),
    )


def _said(part: StatementPart, year: int) -> Said:
    inner: Any = part.given.get("given")
    said = [part.given, inner if isinstance(inner, Mapping) else {}]
    names = ("description", "part", "measure", "note", "summary", "reason")
    words = [str(one[name]) for one in said for name in names if one.get(name)]
    return Said(
        what=str(WHAT.get(part.what, part.what)),
        when=moment_text(part.claimed_at, year=year),
        words=" · ".join(words),
        why=in_language(part.words),
    )


def _photos(uses: Sequence[UseView], year: int) -> Evidence | None:
    cards = tuple(
        EvidenceCard(
            pgettext("statement", "Photo"),
            reverse("parts:thumb", args=[use.id]),
            moment_text(use.captured_at or use.at, year=year),
            full=reverse("parts:page", args=[use.id]),
            fingerprint=use.sha256[:SHORT],
        )
        for use in uses
        if use.is_photo
    )
    return Evidence(_("Photos"), cards) if cards else None


def _decided(line: StatementLine, people: Mapping[UUID, PersonLine], year: int) -> str:
    if line.decided_at is None:
        return ""
    who, when = _name(people, line.decided_by), moment_text(line.decided_at, year=year)
    text = " · ".join((str(STATES[line.state]), who, when))
    return f"{text} · {line.reason}" if line.reason else text
