"""Reads of tasks, of upper documents and of what a person watches."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.task import Task, TaskAct, TaskState, tally
from anhuan.kernel.task_steps import task_choices
from anhuan.ledger.queries import acts_of
from anhuan.ledger.types import Recorded
from anhuan.people.queries import persons
from anhuan.rulebook.queries import rules_at
from anhuan.tasks import models
from anhuan.tasks.actors import PARTIAL, actor_for
from anhuan.tasks.listing import lines, tasks
from anhuan.tasks.mapping import to_task
from anhuan.tasks.scope import documents_of, find, may_mark, sees_whole, visible
from anhuan.tasks.types import (
    ClauseLine,
    DocumentFile,
    DocumentLine,
    Support,
    TaskEntry,
    TaskFile,
    Watched,
    WatchLine,
)
from anhuan.territory.queries import holders, unit_names

MOST_PARTS = 200
MOST_ABOVE = 12
MOST_DOCUMENTS = 100
__all__ = ["tasks"]


def task_file(viewer: Viewer, number: str) -> TaskFile:
    """The task with that number as the viewer may see it. Refuses ``NOT_VISIBLE``."""
    row = find(viewer, number)
    whole = sees_whole(viewer, row)
    up = list(reversed(_above(viewer, row))) if whole else []
    down = _below(viewer, row) if whole else []
    known = {line.id: line for line in lines(viewer, [row, *up, *down])}
    parts = models.Task.objects.filter(parent=row).values_list("state", "quantity")
    involved = _supports(viewer, row, whole=whole)
    helper = row.help["unit"] if row.help else None
    task = to_task(row)
    return TaskFile(
        task=task,
        line=known[row.id],
        whole=whole,
        requirement=row.requirement if whole else "",
        occasion=row.occasion,
        source=row.source if whole else "",
        original=row.original if whole else "",
        document=_document(viewer, row) if whole else None,
        difficulty=row.difficulty if whole else "",
        needed=row.needed if whole else "",
        decision=row.decision if whole else "",
        done=row.done if whole else "",
        help_name=unit_names([UUID(helper)]).get(UUID(helper), "") if helper and whole else "",
        supports=involved,
        up=tuple(known[each.id] for each in up),
        down=tuple(known[each.id] for each in down),
        tally=tally(row.quantity, ((TaskState(state), n) for state, n in parts))
        if whole
        else None,
        open_parts=_open_parts(row.id),
        watched=_watches(viewer, Watched.TASK).filter(subject=row.id).exists(),
        may_mark=may_mark(viewer, row) and row.is_open,
    )


def _document(viewer: Viewer, row: models.Task) -> UUID | None:
    """The document to open, for whoever may."""
    if row.clause_id is None:
        return None
    mine = documents_of(viewer).filter(clauses=row.clause_id)
    return mine.values_list("id", flat=True).first()


def _above(viewer: Viewer, row: models.Task) -> list[models.Task]:
    """From the parent upwards, as far as the viewer sees."""
    found: list[models.Task] = []
    parent = row.parent_id
    while parent is not None and len(found) < MOST_ABOVE:
        above = visible(viewer).filter(pk=parent).first()
        if above is None or not sees_whole(viewer, above):
            break
        found.append(above)
        parent = above.parent_id
    return found


def _below(viewer: Viewer, row: models.Task) -> list[models.Task]:
    rows = visible(viewer).filter(parent=row)
    return list(rows.order_by("-is_open", "sort_due", "id")[:MOST_PARTS])


def _supports(viewer: Viewer, row: models.Task, *, whole: bool) -> tuple[Support, ...]:
    """All supporting units for whoever sees the whole; the own part for a supporting unit."""
    rows = models.Involved.objects.filter(task=row).exclude(part="").order_by("id")
    mine = rows if whole else rows.filter(unit__in=viewer.units)
    found = list(mine.values_list("unit", "part"))
    names = unit_names(unit for unit, _part in found)
    signed = set(row.receipts)
    return tuple(
        Support(unit=unit, name=names[unit], part=part, signed=str(unit) in signed)
        for unit, part in found
    )


def _open_parts(task: UUID) -> int:
    return models.Task.objects.filter(parent=task, is_open=True).count()


def choices_of(viewer: Viewer, file: TaskFile) -> dict[TaskAct, Refusal | None]:
    """What the viewer may do with a task now, and why not what not."""
    found = task_choices(
        file.task,
        by=actor_for(viewer, file.task),
        at=viewer.at,
        rules=rules_at(viewer.at),
        open_parts=file.open_parts,
    )
    if file.whole:
        return found
    return {
        act: refusal if act in PARTIAL else Refusal(Why.TASK_TURN, act=act)
        for act, refusal in found.items()
    }


def timeline(viewer: Viewer, file: TaskFile) -> list[TaskEntry]:
    """The acts of a task, oldest first; nothing for whoever sees a part alone."""
    if not file.whole:
        return []
    acts = acts_of(file.task.id)
    names = persons(act.by for act in acts if act.by)
    in_posts = {act.id: _post(act.public) for act in acts}
    posts = holders((post for post in in_posts.values() if post), at=viewer.at)
    return [
        _entry(act, names.get(act.by) if act.by else None, posts.get(in_posts[act.id]))  # type: ignore[arg-type]
        for act in acts
    ]


def _entry(act: Recorded, person: Any, post: Any) -> TaskEntry:
    return TaskEntry(
        version=act.version,
        act=TaskAct(act.public["act"]),
        at=act.at,
        by_name=person.name if person else "",
        post_title=" ".join(p for p in (post.unit_name, post.title) if p) if post else "",
        data=act.public["data"],
        body=act.body or {},
        erased=act.body is None,
        fact_id=act.id,
    )


def _post(public: Mapping[str, Any]) -> UUID | None:
    raw = public.get("post")
    return UUID(raw) if raw else None


def sees_task(viewer: Viewer, task: UUID) -> bool:
    """Whether the viewer sees the whole of a task, with its files."""
    row = visible(viewer).filter(pk=task).first()
    return row is not None and sees_whole(viewer, row)


def sees_document(viewer: Viewer, document: UUID) -> bool:
    return documents_of(viewer).filter(pk=document).exists()


def number_of(viewer: Viewer, task: UUID) -> str:
    """The number of a visible task, or ``""``: a form sent twice finds what it made."""
    return visible(viewer).filter(pk=task).values_list("number", flat=True).first() or ""


def id_of(viewer: Viewer, number: str) -> UUID:
    """The identifier behind a number. Refuses ``NOT_VISIBLE``."""
    return find(viewer, number).id


def _counted(rows: QuerySet[models.UpperDocument]) -> QuerySet[models.UpperDocument]:
    tasks_of = models.Task.objects.filter(clause=OuterRef("clauses__pk")).exclude(
        state=TaskState.WITHDRAWN.value
    )
    matter = Q(clauses__is_heading=False)
    waiting = matter & Q(clauses__aside_reason="") & ~Q(Exists(tasks_of))
    return rows.annotate(
        n=Count("clauses", filter=matter), waiting=Count("clauses", filter=waiting)
    )


def documents(viewer: Viewer) -> tuple[DocumentLine, ...]:
    """The visible upper documents, the newest first."""
    rows = list(_counted(documents_of(viewer)).order_by("-at", "-id")[:MOST_DOCUMENTS])
    names = unit_names(row.unit_id for row in rows)
    return tuple(_document_line(row, names[row.unit_id]) for row in rows)


def _document_line(row: Any, unit: str) -> DocumentLine:
    return DocumentLine(
        id=row.id,
        title=row.title,
        number=row.number,
        issuer=row.issuer,
        issued_on=row.issued_on,
        unit_name=unit,
        clauses=row.n,
        waiting=row.waiting,
    )


def document(viewer: Viewer, identity: UUID) -> DocumentFile:
    """An upper document with what became of each clause. Refuses ``NOT_VISIBLE``."""
    row = _counted(documents_of(viewer)).filter(pk=identity).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    made = models.Task.objects.filter(clause__document=row).exclude(
        state=TaskState.WITHDRAWN.value
    )
    found = list(made.order_by("id"))
    shown = {line.id: line for line in lines(viewer, found)}
    by_clause: dict[UUID | None, list[Any]] = {}
    for task in found:
        by_clause.setdefault(task.clause_id, []).append(shown[task.id])
    clauses = models.Clause.objects.filter(document=row).order_by("position")
    return DocumentFile(
        line=_document_line(row, unit_names([row.unit_id])[row.unit_id]),
        removed=row.removed,
        may_break_down=row.unit_id in viewer.units,
        clauses=tuple(
            ClauseLine(
                id=each.id,
                position=each.position,
                label=each.label,
                depth=each.depth,
                is_heading=each.is_heading,
                original=each.original,
                text=each.text,
                aside_reason=each.aside_reason,
                tasks=tuple(by_clause.get(each.id, ())),
            )
            for each in clauses
        ),
    )


def clause_document(viewer: Viewer, clause: UUID) -> tuple[UUID, str]:
    """The document of a visible clause and the clause's text. Refuses ``NOT_VISIBLE``."""
    rows = models.Clause.objects.filter(pk=clause, document__in=documents_of(viewer))
    found = rows.values_list("document", "text").first()
    if found is None:
        raise Refusal(Why.NOT_VISIBLE)
    return found


def _watches(viewer: Viewer, kind: Watched) -> QuerySet[models.Watch]:
    return models.Watch.objects.filter(person=viewer.person, kind=kind.value)


def watched(viewer: Viewer) -> tuple[WatchLine, ...]:
    """Of the tasks the viewer watches: what changed since the last look, or is overdue."""
    seen = dict(_watches(viewer, Watched.TASK).values_list("subject", "seen_version"))
    rows = list(visible(viewer).filter(pk__in=seen).order_by("sort_due", "id"))
    today = day_of(viewer.at)
    found = [
        WatchLine(
            line=line,
            changed=line.version > seen[line.id],
            overdue=line.is_open and line.ball_due_on is not None and line.ball_due_on < today,
        )
        for line in lines(viewer, rows)
    ]
    return tuple(each for each in found if each.changed or each.overdue)


def seen_of_cases(viewer: Viewer, cases: Iterable[UUID]) -> dict[UUID, int]:
    """Up to which version the viewer has looked at each of ``cases``."""
    rows = _watches(viewer, Watched.CASE).filter(subject__in=list(cases))
    return dict(rows.values_list("subject", "seen_version"))


def stored(identity: UUID) -> Task:
    """The task as its row holds it; for the check of the database."""
    return to_task(models.Task.objects.get(pk=identity))
