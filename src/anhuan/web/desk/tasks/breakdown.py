"""A document from above: what is asked for it, and what became of each clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.evidence.queries import uses_of
from anhuan.kernel.access import Viewer
from anhuan.kernel.inputs import Input, Type
from anhuan.kernel.refusal import Refusal, Why
from anhuan.tasks import queries, services
from anhuan.tasks.reading import words_of
from anhuan.tasks.types import Attached, ClauseLine, DocumentFile
from anhuan.web.desk.showing import Eye
from anhuan.web.desk.tasks.words import chip, lead, task_url
from anhuan.web.parts.asking import ActForm, inputs_form
from anhuan.web.parts.formats import day_text
from anhuan.web.parts.proofs import papers
from anhuan.web.parts.shapes import Link, StateChip
from anhuan.web.parts.uploads import Uploads

FIELDS: Final = (
    Input(name="title", type=Type.LINE),
    Input(name="number", type=Type.LINE, required=False),
    Input(name="issuer", type=Type.LINE),
    Input(name="issued_on", type=Type.DATE, required=False),
    Input(name="text", type=Type.TEXT, required=False),
)
REASON: Final = (Input(name="reason", type=Type.TEXT),)


@dataclass(frozen=True, slots=True)
class Entered:
    id: UUID
    clauses: int


@dataclass(frozen=True, slots=True)
class TaskOfClause:
    link: Link
    chip: StateChip
    lead: str
    day: str


@dataclass(frozen=True, slots=True)
class ClauseRow:
    id: UUID
    line: ClauseLine
    changed: bool
    tasks: tuple[TaskOfClause, ...]


@dataclass(frozen=True, slots=True)
class BreakdownPage:
    id: UUID
    title: str
    about: str
    sentence: str
    removed: str
    files: tuple[Link, ...]
    clauses: tuple[ClauseRow, ...]
    waiting: int
    only_waiting: bool
    mine: bool


def document_form(*, data: Mapping[str, Any] | None = None) -> ActForm:
    form = inputs_form(FIELDS, data=data, exhibits=0)
    form.fields["title"].label = pgettext("document form", "Title")
    form.fields["number"].label = pgettext("document form", "Document number")
    form.fields["text"].widget.attrs |= {"rows": 14, "maxlength": 200_000}
    form.fields["text"].help_text = _(
        "Paste the text, or leave it empty and add the Word file. Nothing is converted; pinyin "
        "that a machine put in brackets is left out of the clauses and counted."
    )
    form.fields["files"].label = pgettext("document form", "The file")
    return form


def reason_form(*, data: Mapping[str, Any] | None = None) -> ActForm:
    form = inputs_form(REASON, data=data)
    form.fields["reason"].label = pgettext("document form", "Why it does not concern us")
    return form


def entered(viewer: Viewer, form: ActForm, files: Uploads) -> Entered:
    """Take the document in. Refuses what ``enter_document`` and ``words_of`` refuse."""
    given = form.given()
    if len(files.exhibits) > 1:
        raise Refusal(Why.TOO_MANY, most=1)
    file = files.exhibits[0] if files.exhibits else None
    text = str(given.get("text", ""))
    if not text.strip() and file is not None:
        text = words_of(file.file)
    identity = services.enter_document(
        title=str(given.get("title", "")),
        number=str(given.get("number", "")),
        issuer=str(given.get("issuer", "")),
        issued_on=given.get("issued_on"),
        text=text,
        file=Attached(file.file, file.use_id) if file else None,
        by=viewer,
        at=viewer.at,
    )
    return Entered(identity, queries.document(viewer, identity).line.clauses)


def breakdown_page(
    viewer: Viewer, document: UUID, eye: Eye, *, only_waiting: bool
) -> BreakdownPage:
    """What became of each clause. Refuses ``NOT_VISIBLE``."""
    file = queries.document(viewer, document)
    line = file.line
    rows = [each for each in file.clauses if each.waits or not only_waiting]
    uses = uses_of(viewer, "upper-document", document, granted=[document])
    return BreakdownPage(
        id=document,
        title=line.title,
        about=_about(file, eye),
        sentence=_sentence(line.waiting, line.clauses),
        removed=_removed(file.removed),
        files=papers(uses),
        clauses=tuple(_row(each, eye) for each in rows),
        waiting=line.waiting,
        only_waiting=only_waiting,
        mine=file.may_break_down,
    )


def _about(file: DocumentFile, eye: Eye) -> str:
    line = file.line
    day = day_text(line.issued_on, year=eye.today.year) if line.issued_on else ""
    return " · ".join(word for word in (line.issuer, line.number, day, line.unit_name) if word)


def _sentence(waiting: int, clauses: int) -> str:
    if waiting:
        text = ngettext(
            "%(n)d of %(all)d clauses has neither a task nor a reason",
            "%(n)d of %(all)d clauses have neither a task nor a reason",
            waiting,
        )
        return text % {"n": waiting, "all": clauses}
    return _("Each of %(all)d clauses has its task or its reason") % {"all": clauses}


def _removed(count: int) -> str:
    if not count:
        return ""
    text = ngettext(
        "%(n)d mark of machine pinyin was left out; the original wording is kept.",
        "%(n)d marks of machine pinyin were left out; the original wording is kept.",
        count,
    )
    return text % {"n": count}


def _row(each: ClauseLine, eye: Eye) -> ClauseRow:
    tasks = tuple(
        TaskOfClause(
            Link(f"{task.number} {task.title}"[:80], task_url(task.number)),
            chip(task),
            lead(task),
            day_text(task.due_on, year=eye.today.year) if task.due_on else "",
        )
        for task in each.tasks
    )
    return ClauseRow(each.id, each, each.text != each.original, tasks)
