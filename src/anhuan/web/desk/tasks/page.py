"""The page of one task: where it comes from, what it consists of, what may be done, what was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.cases.words.refusals import sentence
from anhuan.duty.coverage import task_thing
from anhuan.evidence.queries import uses_of
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.task import TaskAct, TaskKind, TaskState
from anhuan.kernel.task_dues import ACT_OF
from anhuan.kernel.task_inputs import TASK_INPUTS
from anhuan.tasks import queries
from anhuan.tasks.types import Line, TaskEntry, TaskFile
from anhuan.tasks.words import TASK_DUE, TASK_KIND_WORDS, TASK_PAST, TASK_VERBS
from anhuan.web.desk.showing import Eye, deadline_on
from anhuan.web.desk.sponsored.page import Sponsoring, sponsoring
from anhuan.web.desk.tasks.listed import columns, row
from anhuan.web.desk.tasks.words import amount, ball, chip, lead, task_url
from anhuan.web.parts import slips
from anhuan.web.parts.formats import day_text, moment_text, short_day
from anhuan.web.parts.proofs import papers
from anhuan.web.parts.shapes import (
    ActButton,
    ActsPanel,
    Ball,
    Facts,
    GrantedAct,
    Link,
    PersonPost,
    RecordMark,
    RefusedAct,
    StateChip,
    Table,
    Tag,
    Timeline,
    TimelineAct,
)

BESIDE: Final[Mapping[TaskAct, tuple[TaskAct, ...]]] = {
    TaskAct.ACCEPT: (TaskAct.HAND_ON, TaskAct.ASK_HELP),
    TaskAct.REPORT: (TaskAct.PROGRESS, TaskAct.ASK_HELP),
    TaskAct.VERIFY: (TaskAct.RETURN,),
    TaskAct.GRANT_EXTENSION: (TaskAct.REFUSE_EXTENSION,),
}
WAITING: Final = (TaskAct.DECIDE_HELP, TaskAct.GRANT_EXTENSION, TaskAct.SIGN_SUPPORT)
TOLD: Final = (TaskAct.ACCEPT, TaskAct.REPORT, TaskAct.VERIFY, TaskAct.DECIDE_HELP)
AHEAD: Final[Mapping[TaskAct, tuple[str, ...]]] = {
    TaskAct.ACCEPT: (TaskState.DRAFTED,),
    TaskAct.REPORT: (TaskState.DRAFTED, TaskState.ASSIGNED),
    TaskAct.VERIFY: (
        TaskState.DRAFTED,
        TaskState.ASSIGNED,
        TaskState.ACCEPTED,
        TaskState.UNDERWAY,
    ),
}
"""In which states an act is not reached yet."""
SAID: Final = (
    "progress", "done", "reason", "opinion", "decision", "needed", "part", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskPage:
    number: str
    title: str
    version: int
    chip: StateChip
    tags: tuple[Tag, ...]
    about: str
    up: tuple[Link, ...]
    acts: ActsPanel
    more: tuple[ActButton, ...]
    facts: Facts
    source: Facts | None
    help: Facts | None
    supports: tuple[tuple[str, str, str], ...]
    parts: Table | None
    sum_line: str
    sum_grave: bool
    divide_url: str
    timeline: Timeline | None
    record: RecordMark | None
    watched: bool
    whole: bool
    key: Sponsoring | None
    may_mark: bool


def task_page(viewer: Viewer, number: str, eye: Eye) -> TaskPage:
    """The task as the viewer sees it. Refuses ``NOT_VISIBLE``."""
    file = queries.task_file(viewer, number)
    choices = queries.choices_of(viewer, file)
    entries = queries.timeline(viewer, file)
    granted = [act for act, refusal in choices.items() if refusal is None]
    shown = _shown(file, granted)
    rest = [act for act in granted if act not in {*shown, TaskAct.DIVIDE}]
    line, key = file.line, task_thing(viewer, file.task.id) if file.whole else None
    marks = slips.marks(number, "desk:task-slip", entries)
    return TaskPage(
        number=number,
        title=line.title,
        version=line.version,
        chip=chip(line),
        tags=(Tag(pgettext("task", "Key")), *_tags(line)) if key else _tags(line),
        about=pgettext("task", "asked by %(unit)s") % {"unit": line.asker_name},
        up=tuple(
            Link(f"{each.number} {each.title}"[:60], task_url(each.number)) for each in file.up
        ),
        acts=_panel(file, eye, shown, choices),
        more=tuple(_button(file, act) for act in rest),
        facts=_facts(viewer, file, eye),
        source=_source(file),
        help=_help(file, eye),
        supports=tuple(
            (each.name, each.part, _("signed") if each.signed else _("not signed yet"))
            for each in file.supports
        ),
        parts=Table(columns(), tuple(row(each, eye) for each in file.down), _("Its parts"))
        if file.down
        else None,
        sum_line=_sum(file),
        sum_grave=file.tally is not None and bool(file.down) and file.tally.left != 0,
        divide_url=_divide_url(file, granted),
        timeline=_timeline(entries, eye.today.year, marks) if file.whole else None,
        record=slips.record_mark(entries, marks) if file.whole else None,
        watched=file.watched,
        whole=file.whole,
        key=sponsoring(viewer, key) if key else None,
        may_mark=file.may_mark,
    )


def _tags(line: Line) -> tuple[Tag, ...]:
    found = [Tag(str(TASK_KIND_WORDS[TaskKind(line.kind)]))]
    if line.needs_help:
        found.append(Tag(pgettext("task", "Needs coordination"), grave=True))
    return tuple(found)


def _shown(file: TaskFile, granted: Sequence[TaskAct]) -> list[TaskAct]:
    """The act that is due if it is the viewer's, else a decision that waits; then what goes with
    it."""
    due = ACT_OF.get(file.line.ball_act)
    first = due if due in granted else next((one for one in WAITING if one in granted), None)
    wanted = (first, *BESIDE.get(first, ())) if first else (TaskAct.REMIND, TaskAct.NOTE)
    return [act for act in wanted if act in granted]


def _panel(
    file: TaskFile,
    eye: Eye,
    shown: Sequence[TaskAct],
    choices: Mapping[TaskAct, Refusal | None],
) -> ActsPanel:
    line = file.line
    drawn = ball(line, eye)
    buttons = tuple(
        _button(file, act, kind="primary" if at == 0 else "plain") for at, act in enumerate(shown)
    )
    granted = GrantedAct(
        str(TASK_DUE.get(line.ball_act, _("It has ended."))),
        deadline=deadline_on(line.ball_due_on, eye) if line.is_open else None,
        buttons=buttons,
    )
    refused = tuple(
        RefusedAct(str(TASK_VERBS[act]), sentence(refusal))
        for act in TOLD
        if (refusal := choices[act]) is not None and _worth_telling(act, refusal, line)
    )
    return ActsPanel(
        ball=drawn if isinstance(drawn, Ball) else Ball(None),
        granted=granted,
        refused=refused,
        granted_none=_("It has ended."),
    )


def _worth_telling(act: TaskAct, refusal: Refusal, line: Line) -> bool:
    """A step that is over needs no reason; one that lies ahead does."""
    if refusal.why is Why.TASK_STATE:
        return line.state in AHEAD.get(act, ())
    return line.is_open and refusal.why in {
        Why.TASK_TURN, Why.TASK_DOER, Why.OPEN_PARTS, Why.SECOND_PERSON,
    }  # fmt: skip


def _button(file: TaskFile, act: TaskAct, *, kind: str = "plain") -> ActButton:
    """A link to the act's form; an act that asks for nothing is done at once."""
    url = reverse("desk:task-act", args=[file.line.number, act.value])
    version = str(file.line.version)
    if not TASK_INPUTS[act]:
        hidden = (("version", version),)
        return ActButton(str(TASK_VERBS[act]), url, kind=kind, post=True, hidden=hidden)  # type: ignore[arg-type]
    return ActButton(str(TASK_VERBS[act]), f"{url}?version={version}", kind=kind)  # type: ignore[arg-type]


def _facts(viewer: Viewer, file: TaskFile, eye: Eye) -> Facts:
    line, year = file.line, eye.today.year
    due = day_text(line.due_on, year=year) if line.due_on else _("no date yet")
    original = file.task.original_due_on
    if original is not None and original != line.due_on:
        due = _("%(day)s (first %(original)s)") % {
            "day": due,
            "original": short_day(original, year=year),
        }
    pairs: list[tuple[str, object]] = [
        (pgettext("task", "Lead"), lead(line)),
        (pgettext("task", "Until when"), due),
    ]
    known: tuple[tuple[str, object], ...] = (
        (pgettext("task", "Quantity"), amount(line.quantity, line.measure_unit)),
        (pgettext("task", "Requirement"), file.requirement),
        (pgettext("task", "Said or promised"), file.occasion),
        (pgettext("task", "Reported"), file.done),
        (pgettext("task", "Files"), _files(viewer, file)),
    )
    return Facts((*pairs, *((name, value) for name, value in known if value)))


def _files(viewer: Viewer, file: TaskFile) -> tuple[Link, ...]:
    if not file.whole:
        return ()
    uses = uses_of(viewer, "task", file.task.id, granted=[file.task.id])
    photos = tuple(
        Link(use.name, reverse("parts:page", args=[use.id])) for use in uses if use.is_photo
    )
    return (*photos, *papers(uses))


def _source(file: TaskFile) -> Facts | None:
    if not file.original:
        return None
    where: object = file.source
    if file.document is not None:
        where = Link(file.source, reverse("desk:breakdown", args=[file.document]))
    return Facts(((_("From"), where), (_("Original wording"), file.original)))


def _help(file: TaskFile, eye: Eye) -> Facts | None:
    if not file.difficulty:
        return None
    asked = file.task.help
    pairs: list[tuple[str, object]] = [
        (pgettext("task", "What is in the way"), file.difficulty),
        (pgettext("task", "Decision needed"), file.needed),
    ]
    if asked is not None:
        day = day_text(asked.due_on, year=eye.today.year)
        pairs.append((pgettext("task", "Decided by"), f"{file.help_name} {day}"))
    elif file.decision:
        pairs.append((pgettext("task", "Decision"), file.decision))
    return Facts(tuple(pairs))


def _sum(file: TaskFile) -> str:
    """How the parts add up to the whole, and what nobody has."""
    found = file.tally
    if found is None or not file.down:
        return ""
    unit = file.line.measure_unit
    facts = {
        "whole": amount(found.whole, unit),
        "given": amount(found.given, unit),
        "done": amount(found.done, unit),
        "left": amount(abs(found.left), unit),
    }
    text = _("Whole %(whole)s: given out %(given)s, closed %(done)s.") % facts
    if found.left > 0:
        text += " " + _("Nobody has %(left)s yet.") % facts
    if found.left < 0:
        text += " " + _("The parts are %(left)s more than the whole.") % facts
    return text


def _divide_url(file: TaskFile, granted: Sequence[TaskAct]) -> str:
    if TaskAct.DIVIDE not in granted:
        return ""
    return f"{reverse('desk:task-new')}?parent={file.line.number}"


def _timeline(entries: Sequence[TaskEntry], year: int, marks: slips.Marks) -> Timeline:
    total = len(entries)
    aside = ngettext("%(n)d act", "%(n)d acts", total) % {"n": total}
    drawn = tuple(_act_line(entry, year, marks) for entry in reversed(entries))
    return Timeline(_("What happened"), drawn, aside=aside)


def _act_line(entry: TaskEntry, year: int, marks: slips.Marks) -> TimelineAct:
    who = (PersonPost(entry.by_name, entry.post_title),) if entry.by_name else ()
    return TimelineAct(
        moment_text(entry.at, year=year),
        str(TASK_PAST[entry.act]),
        who,
        said=_said(entry, year),
        end=(marks.link(entry),),
        grave=entry.act is TaskAct.RETURN,
        anchor=f"act-{entry.version}",
    )


def _said(entry: TaskEntry, year: int) -> str:
    parts = [
        short_day(date.fromisoformat(str(entry.data[name])), year=year)
        for name in ("due_on", "until")
        if entry.data.get(name)
    ]
    if entry.erased:
        return " · ".join([*parts, _("the words were lawfully erased")])
    text = next((str(entry.body[name]) for name in SAID if entry.body.get(name)), "")
    return " · ".join([*([_("“%(text)s”") % {"text": text[:120]}] if text else []), *parts])
