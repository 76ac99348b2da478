"""Requests to erase as tables and facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.utils.translation import pgettext_lazy as __

from anhuan.erasure.queries import counted
from anhuan.erasure.types import ErasureLine, Hit, State
from anhuan.people.types import PersonLine
from anhuan.web.admin.words import moment
from anhuan.web.parts.formats import count
from anhuan.web.parts.shapes import Column, EmptyState, Facts, Link, PersonPost, Row, Table

Text = str | Promise

STATES: Final[Mapping[State, Text]] = {
    State.ASKED: __("erasure", "Waits for a second person"),
    State.CONFIRMED: __("erasure", "Confirmed, being carried out"),
    State.DONE: __("erasure", "Done"),
    State.WITHDRAWN: __("erasure", "Withdrawn"),
}
THINGS: Final[Mapping[str, Text]] = {
    "api": __("erasure", "Answer kept for a program"),
    "base": __("erasure", "Job of the worker"),
    "ledger": __("erasure", "Act of the record"),
    "rulebook": __("erasure", "Rule"),
    "people": __("erasure", "Accounts and suggestions"),
    "territory": __("erasure", "Unit or post"),
    "sites": __("erasure", "Dossier"),
    "duty": __("erasure", "Charge or handover"),
    "evidence": __("erasure", "Name of a file"),
    "notices": __("erasure", "Message"),
    "documents": __("erasure", "Document"),
    "obligations": __("erasure", "What is due"),
    "cases": __("erasure", "Case"),
    "tasks": __("erasure", "Task"),
    "inspections": __("erasure", "Visit"),
    "accountability": __("erasure", "Accountability matter"),
    "proceedings": __("erasure", "Proceeding"),
    "erasure": __("erasure", "This request"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A row that would change, with the words around each find; ``stays``: it was spared."""

    key: str
    thing: str
    excerpts: tuple[str, ...]
    stays: bool
    fixed: bool


def sentence(lines: Sequence[ErasureLine]) -> str:
    waiting = sum(one.state is State.ASKED for one in lines)
    if not waiting:
        return _("No erasure waits")
    text = ngettext(
        "%(n)d erasure waits for a second person",
        "%(n)d erasures wait for a second person",
        waiting,
    )
    return text % {"n": waiting}


def table(lines: Iterable[ErasureLine], grounds: Mapping[str, str]) -> Table:
    columns = (
        Column(pgettext("erasure", "Number")),
        Column(pgettext("erasure", "Asked")),
        Column(pgettext("erasure", "Legal ground"), cut="l"),
        Column(pgettext("erasure", "Stands")),
        Column(pgettext("erasure", "Rows"), number=True),
        Column(pgettext("erasure", "Acts"), number=True),
        Column(pgettext("erasure", "Files"), number=True),
    )
    rows = tuple(
        Row(
            str(one.id),
            (
                Link(one.number, reverse("admin:erasure", args=[one.id])),
                moment(one.asked_at),
                grounds.get(one.ground, one.ground),
                str(STATES[one.state]),
                count(one.rows),
                count(one.acts),
                count(one.files),
            ),
        )
        for one in lines
    )
    empty = EmptyState(_("Nobody has asked for an erasure yet."))
    return Table(columns, rows, _("Erasures"), empty=empty)


def facts(one: ErasureLine, ground: str, people: Mapping[UUID, PersonLine]) -> Facts:
    pairs: list[tuple[str, object]] = [
        (pgettext("erasure", "Stands"), str(STATES[one.state])),
        (pgettext("erasure", "Legal ground"), ground),
        (pgettext("erasure", "Reason"), one.reason),
        (pgettext("erasure", "Asked by"), _person(one.asked_by, people)),
        (pgettext("erasure", "Asked"), moment(one.asked_at)),
    ]
    if one.confirmed_by and one.confirmed_at:
        pairs += [
            (pgettext("erasure", "Confirmed by"), _person(one.confirmed_by, people)),
            (pgettext("erasure", "Confirmed"), moment(one.confirmed_at)),
        ]
    if one.done_at:
        pairs += [
            (pgettext("erasure", "Carried out"), moment(one.done_at)),
            (pgettext("erasure", "Rows changed"), count(one.rows)),
            (pgettext("erasure", "Acts whose body is gone"), count(one.acts)),
            (pgettext("erasure", "Files removed"), count(one.files)),
        ]
    return Facts(tuple(pairs))


def _person(key: UUID, people: Mapping[UUID, PersonLine]) -> PersonPost:
    return PersonPost(people[key].name if key in people else "—")


def places(found: Iterable[Hit], spared: Sequence[str]) -> list[Place]:
    """The places by row, in the order found."""
    rows: dict[str, list[Hit]] = {}
    for hit in found:
        rows.setdefault(hit.place, []).append(hit)
    return [_place(key, hits, key in spared) for key, hits in rows.items()]


def _place(key: str, hits: Sequence[Hit], stays: bool) -> Place:
    module = hits[0].label.partition(".")[0]
    thing = str(THINGS.get(module, hits[0].label))
    return Place(key, thing, tuple(one.excerpt for one in hits), stays, hits[0].fixed)


def found_sentence(found: Sequence[Hit], *, most: int) -> str:
    rows, acts = counted(found)
    text = _("Found in %(rows)s rows and %(acts)s acts of the record") % {
        "rows": count(rows),
        "acts": count(acts),
    }
    if len(found) >= most:
        text = _("%(text)s; only the first are shown, all of them go") % {"text": text}
    return text
