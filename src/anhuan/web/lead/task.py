"""A spoken instruction as a dated task: what, who, until when; shown for a yes first. And what the
leader watches: only what changed since the last look, or is overdue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.cases import queries as cases
from anhuan.cases.types import Filters, Row
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from anhuan.kernel.task import TaskAct, TaskKind
from anhuan.kernel.task_inputs import TASK_INPUTS, parse_task
from anhuan.rulebook.queries import rules_at
from anhuan.tasks import queries, services
from anhuan.tasks.actors import head_of
from anhuan.tasks.types import Done, Watched, WatchLine
from anhuan.territory.queries import holders
from anhuan.web.lead.instruct import Question
from anhuan.web.parts.asking import ActForm, Options, inputs_form
from anhuan.web.parts.dues import due_part
from anhuan.web.parts.formats import day_text
from anhuan.web.parts.shapes import Deadline

THREE: Final = ("title", "to_unit", "due_on")
MOST_CASES: Final = 200


@dataclass(frozen=True, slots=True)
class WatchedLine:
    title: str
    number: str
    url: str
    who: str
    due: Deadline
    marks: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class WatchedPage:
    sentence: str
    lines: tuple[WatchedLine, ...]
    seen: tuple[str, ...]


def task_form(options: Options, *, data: Mapping[str, Any] | None = None) -> ActForm:
    said = [each for each in TASK_INPUTS[TaskAct.DRAFT] if each.name == "title"]
    lead = [each for each in TASK_INPUTS[TaskAct.ASSIGN] if each.name in THREE]
    form = inputs_form([*said, *lead], data=data, options={"to_unit": options})
    form.fields["title"].label = pgettext("instruct", "What is to be done")
    form.fields["title"].widget.attrs["autofocus"] = True
    form.fields["to_unit"].widget = forms.Select(choices=[("", _("— choose —")), *options])
    form.fields["to_unit"].label = pgettext("instruct", "Who")
    form.fields["due_on"].label = pgettext("instruct", "Until when")
    return form


def question(viewer: Viewer, form: ActForm, options: Options) -> Question:
    """The task read back. Refuses what the kernel finds missing or wrong in it."""
    given, lead = _read(viewer, form, options)
    unit: UUID = lead["to_unit"]
    post = head_of(unit)
    held = holders([post], at=viewer.at).get(post) if post else None
    person = " ".join(word for word in (held.name, held.title) if word) if held else ""
    return Question(
        what=given["title"],
        unit=dict(options)[str(unit)],
        person=person or _("nobody holds its post yet"),
        day=day_text(lead["due_on"], year=day_of(viewer.at).year),
    )


def hand_out(viewer: Viewer, form: ActForm, options: Options) -> Done:
    """Do it. Refuses what ``give`` refuses, and a unit out of the leader's areas."""
    given, lead = _read(viewer, form, options)
    said = given | {"kind": TaskKind.INSTRUCTION.value}
    return services.give(given=said, lead=lead, by=viewer, at=viewer.at)


def _read(
    viewer: Viewer, form: ActForm, options: Options
) -> tuple[dict[str, Any], dict[str, Any]]:
    typed = form.given()
    missing = tuple(name for name in THREE if name not in typed)
    if missing:
        raise Refusal(Why.MISSING, fields=missing)
    given = parse_task(TaskAct.DRAFT, {"title": typed["title"]})
    lead = parse_task(TaskAct.ASSIGN, {name: typed[name] for name in THREE[1:]})
    if str(lead["to_unit"]) not in dict(options):
        raise Refusal(Why.NO_SUCH_TARGET)
    if lead["due_on"] < day_of(viewer.at):
        raise Refusal(Why.DUE_PAST, field="due_on", due_on=lead["due_on"])
    return given, lead


def watched_page(viewer: Viewer) -> WatchedPage:
    rules = rules_at(viewer.at)
    tasks = queries.watched(viewer)
    rows = _cases(viewer)
    seen = queries.seen_of_cases(viewer, (row.id for row in rows))
    today = day_of(viewer.at)
    lines = [_task(viewer, each, rules) for each in tasks]
    marks = [each.line for each in tasks]
    shown = []
    for row in rows:
        changed = row.version > seen.get(row.id, 0)
        overdue = row.is_open and row.ball_due_on is not None and row.ball_due_on < today
        if changed or overdue:
            lines.append(_case(viewer, row, rules, changed=changed, overdue=overdue))
            shown.append(row)
    return WatchedPage(
        sentence=_sentence(len(lines)),
        lines=tuple(lines),
        seen=(
            *(f"task:{line.number}:{line.version}" for line in marks),
            *(f"case:{row.number}:{row.version}" for row in shown),
        ),
    )


def _cases(viewer: Viewer) -> tuple[Row, ...]:
    return cases.ledger(viewer, Filters(watched=True), size=MOST_CASES).rows


def _sentence(count: int) -> str:
    if not count:
        return _("Nothing that you watch has changed or is overdue")
    text = ngettext(
        "%(n)d thing you watch has changed or is overdue",
        "%(n)d things you watch have changed or are overdue",
        count,
    )
    return text % {"n": count}


def _marks(*, changed: bool, overdue: bool) -> tuple[tuple[str, bool], ...]:
    found = ((changed, pgettext("watch", "changed"), False),)
    late = ((overdue, pgettext("watch", "overdue"), True),)
    return tuple((word, grave) for on, word, grave in (*found, *late) if on)


def _task(viewer: Viewer, each: WatchLine, rules: Rules) -> WatchedLine:
    line = each.line
    day = line.ball_due_on if line.is_open else None
    return WatchedLine(
        title=line.title,
        number=line.number,
        url=reverse("desk:task", args=[line.number]),
        who=" ".join(part for part in (line.ball_unit, line.ball_name) if part),
        due=due_part(day, at=viewer.at, calendar=rules.calendar),
        marks=_marks(changed=each.changed, overdue=each.overdue),
    )


def _case(viewer: Viewer, row: Row, rules: Rules, *, changed: bool, overdue: bool) -> WatchedLine:
    title = f"{row.site_name}：{row.description}" if row.site_name else row.description
    return WatchedLine(
        title=title,
        number=row.number,
        url=reverse("desk:case", args=[row.number]),
        who=" ".join(part for part in (row.ball_unit, row.ball_name) if part),
        due=due_part(row.ball_due_on, at=viewer.at, calendar=rules.calendar),
        marks=_marks(changed=changed, overdue=overdue),
    )


def note_seen(viewer: Viewer, texts: list[str]) -> None:
    """Everything that stood on the page, in the version that stood there; what else was sent is
    left out."""
    known = {line.number: line.id for line in (each.line for each in queries.watched(viewer))}
    rows = {row.number: row.id for row in _cases(viewer)}
    for kind, numbers in ((Watched.TASK, known), (Watched.CASE, rows)):
        versions = {}
        for text in texts[: 2 * MOST_CASES]:
            said, number, version = (*text.split(":"), "", "")[:3]
            plain = version.isascii() and version.isdecimal() and len(version) < 9
            if said == kind.value and number in numbers and plain:
                versions[numbers[number]] = int(version)
        services.looked(kind=kind, versions=versions, by=viewer, at=viewer.at)
