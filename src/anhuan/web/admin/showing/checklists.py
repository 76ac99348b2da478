"""Checklists in words: lists of them, their items, what a draft would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.cases.words.inputs import DOMAIN_CHOICES
from anhuan.kernel.industries import Field
from anhuan.rulebook.history import Entry
from anhuan.web.admin.checklists.drafts import Changes, whole
from anhuan.web.admin.dutywords import FIELDS
from anhuan.web.admin.showing.rules import first_day
from anhuan.web.parts.shapes import Cell, Column, EmptyState, Link, Row, Table, Tag


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item for readers; ``aside`` says whose it is, when, how and how often."""

    code: str
    text: str
    basis: str
    mark: object
    aside: str
    major: str
    fix: str
    common: str
    photo: bool


@dataclass(frozen=True, slots=True)
class TopicLines:
    topic: str
    items: tuple[ItemLine, ...]


def topics(value: Mapping[str, Any]) -> tuple[TopicLines, ...]:
    """The items in their order, neighbours of one topic together."""
    found: list[tuple[str, list[ItemLine]]] = []
    for item in map(whole, value["items"]):
        if not found or found[-1][0] != item["topic"]:
            found.append((item["topic"], []))
        found[-1][1].append(_item(item))
    return tuple(TopicLines(topic, tuple(lines)) for topic, lines in found)


def _item(item: Mapping[str, Any]) -> ItemLine:
    parts = (
        str(DOMAIN_CHOICES[item["domain"]]),
        str(FIELDS[Field(item["field"])]),
        item["when"],
        item["method"],
        item["cycle"],
        item["duty"],
    )
    basis = item["basis"]
    if basis and item["basis_from"]:
        basis = pgettext("checklist", "%(basis)s (in force from %(day)s)") % {
            "basis": basis,
            "day": item["basis_from"],
        }
    return ItemLine(
        code=item["code"],
        text=item["text"],
        basis=basis,
        mark=read_mark(item["verified"]),
        aside=" · ".join(part for part in parts if part),
        major=item["major"],
        fix=item["fix"],
        common="、".join(item["common"]),
        photo=item["photo"],
    )


def read_mark(verified: bool) -> object:
    return pgettext("admin", "read") if verified else Tag(pgettext("admin", "unverified"))


def sentence(entries: Sequence[Entry]) -> str:
    items = [item for entry in entries for item in entry.value["items"]]
    unread = sum(not item.get("verified") for item in items)
    text = _("%(lists)d lists with %(items)d items, %(unread)d of them unverified")
    return text % {"lists": len(entries), "items": len(items), "unread": unread}


def table(entries: Sequence[Entry], later: Sequence[Entry], own: frozenset[str]) -> Table:
    columns = (
        Column(pgettext("checklist", "List")),
        Column(pgettext("checklist", "For"), cut="m"),
        Column(pgettext("checklist", "Items"), number=True),
        Column(pgettext("checklist", "Major criteria"), number=True),
        Column(pgettext("checklist", "Read at the source"), number=True),
        Column(pgettext("admin", "From")),
        Column(pgettext("admin", "To come")),
    )
    coming = {one.code: one for one in reversed(later)}
    rows = []
    for one in entries:
        url = reverse("admin:checklist", args=[one.code])
        items = one.value["items"]
        next_ = coming.get(one.code)
        said = next_.from_on.isoformat() if next_ and next_ != one else "—"
        if one.code in own:
            said = pgettext("checklist", "your draft") if said == "—" else said
        cells = (
            Link(one.name, url),
            one.value["object"],
            str(len(items)),
            str(sum(bool(item.get("major")) for item in items)),
            f"{sum(bool(item.get('verified')) for item in items)} / {len(items)}",
            first_day(one),
            said,
        )
        rows.append(Row(one.code, cells, url))
    empty = EmptyState(_("No checklist is entered yet."))
    return Table(columns, tuple(rows), pgettext("checklist", "Checklists"), empty=empty)


def versions(entries: Sequence[Entry], shown: Entry, today: date) -> Table:
    columns = (
        Column(pgettext("admin", "From")),
        Column(pgettext("admin", "Until")),
        Column(pgettext("checklist", "Items"), number=True),
        Column(pgettext("admin", "Source"), cut="l"),
        Column(""),
    )
    return Table(
        columns,
        tuple(_version(one, shown, today) for one in entries),
        pgettext("admin", "Every version"),
    )


def _version(one: Entry, shown: Entry, today: date) -> Row:
    url = f"{reverse('admin:checklist', args=[one.code])}?version={one.id}"
    state = ""
    if one.replaced_at is not None:
        state = pgettext("checklist", "corrected since")
    elif one.holds(today):
        state = pgettext("admin", "in force")
    elif one.from_on > today:
        state = pgettext("admin", "to come")
    source = f"{one.source} — {one.note}" if one.note else one.source
    cells = (
        Link(first_day(one), url),
        one.to_on.isoformat() if one.to_on else "—",
        str(len(one.value["items"])),
        Cell(source, title=source),
        state,
    )
    return Row(str(one.id), cells, url, at=one.id == shown.id)


def change_lines(found: Changes) -> tuple[str, ...]:
    """What entering the draft would change, in sentences."""
    said = []
    for codes, text in (
        (found.added, _("New: %(codes)s")),
        (found.removed, _("No longer asked: %(codes)s")),
        (found.changed, _("Changed: %(codes)s")),
    ):
        if codes:
            said.append(text % {"codes": "、".join(codes)})
    if found.moved:
        said.append(_("The order of the items changes."))
    if found.head:
        said.append(_("What it is for, or its industries, change."))
    return tuple(said)


def draft_sentence(name: str, found: Changes) -> str:
    n = len(found.added) + len(found.removed) + len(found.changed) + found.moved + found.head
    text = ngettext("%(name)s: draft with %(n)d change", "%(name)s: draft with %(n)d changes", n)
    return text % {"name": name, "n": n}
