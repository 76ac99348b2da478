"""What checks say of a place: who found what, what comes again, what is shown item by item."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.cases.queries import found_by_side
from anhuan.inspections import queries
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.checklist import Answer, proposed
from anhuan.rulebook.queries import checklists_at
from anhuan.rulebook.types import ChecklistVersion
from anhuan.sites.types import Identity
from anhuan.web.parts.shapes import Column, Row, Table, Tag
from anhuan.web.parts.visits import ANSWERS, repeated_lines

Answered = Mapping[str, tuple[Answer, datetime, str]]


@dataclass(frozen=True, slots=True)
class ChecksPart:
    """``apart``: one table for each list with items that stand by themselves."""

    sides: str
    repeated: tuple[str, ...]
    apart: tuple[Table, ...]


def checks_part(viewer: Viewer, about: Identity) -> ChecksPart:
    lists = checklists_at(viewer.at)
    own, others = found_by_side(viewer, about.id)
    text = _("Found by the firm itself: %(own)d; found by inspectors and others: %(others)d")
    return ChecksPart(
        sides=text % {"own": own, "others": others},
        repeated=repeated_lines(queries.repeated(viewer, about.id), lists),
        apart=tuple(_apart(viewer, about, lists)),
    )


def _apart(viewer: Viewer, about: Identity, lists: Mapping[str, ChecklistVersion]) -> list[Table]:
    """Of the lists with such items those made for the industry, and those asked here before."""
    fits = set(proposed({code: one.checklist for code, one in lists.items()}, about.industry))
    found = []
    for code, listed in lists.items():
        if not any(item.apart for item in listed.checklist.items):
            continue
        answers = queries.last_answers(viewer, about.id, code)
        if answers or (code in fits and listed.checklist.industries):
            found.append(_table(listed, answers))
    return found


def _table(listed: ChecklistVersion, answers: Answered) -> Table:
    columns = (
        Column(pgettext("site checks", "Item"), cut="wrap"),
        Column(pgettext("site checks", "Last found")),
        Column(pgettext("site checks", "On")),
        Column(pgettext("site checks", "Visit")),
    )
    rows = []
    for item in listed.checklist.items:
        if not item.apart:
            continue
        answer, at, number = answers.get(item.code, (None, None, "—"))
        day = day_of(at).isoformat() if at else "—"
        rows.append(Row(item.code, (item.text, _mark(answer), day, number)))
    return Table(columns, tuple(rows), listed.name)


def _mark(answer: Answer | None) -> object:
    if answer is None:
        return Tag(pgettext("site checks", "never looked at"))
    word = str(ANSWERS[answer])
    return Tag(word, grave=True) if answer is Answer.FAILS else word
