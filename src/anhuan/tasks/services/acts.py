"""Acts on tasks. Every act is the same six lines in one transaction: find, decide, advance,
record, move the ball, publish."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.base.db import next_number, one_at_a_time
from anhuan.base.ids import new_id
from anhuan.base.reactions import publish
from anhuan.base.rows import insert_object, swap_row
from anhuan.duty.services import end_key
from anhuan.evidence.services import attach
from anhuan.evidence.types import Scope
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.obligation import Due
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from anhuan.kernel.task import Task, TaskAct, TaskFact, TaskKind, evolve
from anhuan.kernel.task_dues import TASK_DISCHARGED
from anhuan.kernel.task_inputs import parse_task, split_task
from anhuan.kernel.task_steps import decide_task
from anhuan.ledger.facts import fact_to_public
from anhuan.ledger.services import record
from anhuan.obligations.services import settle
from anhuan.obligations.types import About
from anhuan.rulebook.queries import rules_at
from anhuan.tasks import models
from anhuan.tasks.actors import PARTIAL, actor_for, head_of
from anhuan.tasks.mapping import columns, to_task
from anhuan.tasks.projection import ball_columns, owed_by, text_columns
from anhuan.tasks.scope import find, sees_whole
from anhuan.tasks.services.founding import founded, involve
from anhuan.tasks.types import Attached, Done
from anhuan.territory.queries import area_of_unit, place_of_area, post_unit, unit_exists


@transaction.atomic
def give(
    *,
    given: Mapping[str, Any],
    lead: Mapping[str, Any] | None = None,
    by: Viewer,
    at: datetime,
    task_id: UUID | None = None,
) -> Done:
    """Write down a task and, with ``lead`` (the inputs of assigning it), give it out in one.

    Without ``lead`` it stays a draft that nobody has, and is listed as such. Refuses what
    ``decide_task`` refuses, ``NOT_VISIBLE`` for a parent or clause out of sight, ``REPEATED`` for
    a ``task_id`` in use.
    """
    if task_id is not None:
        one_at_a_time(f"task {task_id}")
        if models.Task.objects.filter(pk=task_id).exists():
            raise Refusal(Why.REPEATED)
    rules = rules_at(at)
    values = parse_task(TaskAct.DRAFT, given)
    before = Task(id=task_id or new_id())
    fact = decide_task(
        before, TaskAct.DRAFT, by=actor_for(by, before), at=at, rules=rules, given=values
    )
    base = founded(values, by=by, at=at, divide=_divide(before.id, by, at, rules))
    after = evolve(before, replace(fact, data=dict(fact.data) | base.data, unit=base.unit))
    row = models.Task(
        number=f"T-{day_of(at).year}-{next_number('task', day_of(at).year):06d}",
        **_attributes(columns(after)),
        **text_columns(TaskAct.DRAFT, values | base.words),
        clause_id=base.clause,
        source=base.source,
        original=base.original,
        asker_path=_path(base.unit),
    )
    fact = replace(fact, data=dict(fact.data) | base.data, unit=base.unit)
    done = _write(row, before, after, fact, values | base.words, rules, by=by, at=at)
    involve(row, base)
    if lead is None:
        return done
    return act(number=row.number, what=TaskAct.ASSIGN, given=lead, by=by, at=at)


def _divide(child: UUID, by: Viewer, at: datetime, rules: Rules) -> Any:
    """Writes into a parent that ``child`` is a part of it."""

    def divide(number: str) -> models.Task:
        row = find(by, number)
        before = to_task(row)
        if not sees_whole(by, row):
            raise Refusal(Why.TASK_TURN, act=TaskAct.DIVIDE)
        actor = actor_for(by, before)
        values = {"child": child}
        fact = decide_task(before, TaskAct.DIVIDE, by=actor, at=at, rules=rules, given=values)
        _write(row, before, evolve(before, fact), fact, values, rules, by=by, at=at)
        return row

    return divide


@transaction.atomic
def act(
    *,
    number: str,
    what: TaskAct,
    given: Mapping[str, Any],
    by: Viewer,
    at: datetime,
    seen_version: int | None = None,
    files: Sequence[Attached] = (),
) -> Done:
    """Do ``what`` on the task ``number``; one function for every row of the table.

    ``seen_version``: the version the actor looked at; a later one refuses ``STALE``, and so does
    losing a race. Not visible is not found. Refuses what ``decide_task`` refuses.
    """
    if what in {TaskAct.DRAFT, TaskAct.DIVIDE}:
        raise Refusal(Why.TASK_STATE, act=what)
    row = find(by, number)
    before = to_task(row)
    if seen_version is not None and seen_version != before.version:
        raise Refusal(Why.STALE, version=before.version)
    if what not in PARTIAL and not sees_whole(by, row):
        raise Refusal(Why.TASK_TURN, act=what)
    rules = rules_at(at)
    values = _placed(before, what, parse_task(what, given))
    fact = decide_task(
        before,
        what,
        by=actor_for(by, before),
        at=at,
        rules=rules,
        given=values,
        open_parts=row.children.filter(is_open=True).count(),
    )
    after = evolve(before, fact)
    done = _write(row, before, after, fact, values, rules, by=by, at=at, files=files)
    _concern(row, fact, values)
    if not after.is_open:
        end_key(task=row.id, by=by, at=at)
    for each in files:
        # No scope of its own: a file of a task goes where the whole task is seen.
        attach(
            each.file,
            owner_kind="task",
            owner=row.id,
            scope=Scope(),
            by=by.person,
            at=at,
            label=f"{what.value}:{row.round}",
            use_id=each.use_id,
        )
    return done


def _placed(task: Task, what: TaskAct, values: dict[str, Any]) -> dict[str, Any]:
    """A unit is there and has a post that takes it: no task is owned by a unit alone."""
    unit, post = values.get("to_unit"), values.get("to_post")
    if what is TaskAct.HAND_ON:
        unit = task.lead_unit
    if unit is not None and not unit_exists(unit):
        raise Refusal(Why.NO_SUCH_TARGET, act=what)
    if post is not None and (unit is None or post_unit(post) != unit):
        raise Refusal(Why.NO_SUCH_TARGET, act=what, field="to_post", problem="reference")
    if what is TaskAct.ASSIGN and post is None and unit is not None:
        values["to_post"] = head_of(unit)
        if values["to_post"] is None:
            raise Refusal(Why.NO_SUCH_TARGET, act=what)
    return values


def _concern(row: models.Task, fact: TaskFact, values: Mapping[str, Any]) -> None:
    """Whoever an act names sees the task from now on: all of it, or the own part."""
    unit = fact.data.get("to_unit")
    if unit is None:
        return
    part = str(values.get("part", "")) if fact.act is TaskAct.ADD_SUPPORT else ""
    known = models.Involved.objects.filter(task=row, unit=unit).first()
    if known is None:
        models.Involved.objects.create(task=row, unit_id=unit, whole=not part, part=part)
    else:
        known.part = part or known.part
        known.whole = known.whole or not part
        models.Involved.objects.filter(pk=known.pk).update(part=known.part, whole=known.whole)


def _path(unit: UUID | None) -> str:
    return place_of_area(area_of_unit(unit)).path if unit else ""


def _attributes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields by the names under which a row holds their keys."""
    keyed = {"parent", "asker_unit", "asker_post", "asked_by", "lead_unit", "lead_post"}
    keyed |= {"ball_post", "ball_unit"}
    return {f"{name}_id" if name in keyed else name: value for name, value in values.items()}


def _write(
    row: models.Task,
    before: Task,
    after: Task,
    fact: TaskFact,
    values: Mapping[str, Any],
    rules: Rules,
    *,
    by: Viewer,
    at: datetime,
    files: Sequence[Attached] = (),
) -> Done:
    owed = owed_by(after, at=at, rules=rules)
    fresh = before.version == 0
    balls = ball_columns(owed)
    if fresh:
        for name, value in _attributes(balls).items():
            setattr(row, name, value)
        insert_object(row)
    else:
        changes = columns(after, before) | balls | text_columns(fact.act, values)
        if fact.act is TaskAct.ASSIGN:
            row.lead_path = changes["lead_path"] = _path(after.lead_unit)
        changes.pop("version")
        stale = Refusal(Why.STALE, version=None)
        swap_row(models.Task, row.pk, before.version, changes, otherwise=stale)
    entry = record(
        kind=f"task.{fact.act.value}",
        subject=after.id,
        version=after.version,
        public=fact_to_public(fact, after.state),
        body=split_task(fact.act, dict(values))[1],
        by=by.person,
        at=at,
        files={each.use_id: each.file.sha256 for each in files},
    )
    _owe(row, after, fact, owed, rules, fresh=fresh, by=by, at=at)
    return Done(task=after, number=row.number, fact_id=entry.id)


def _owe(
    row: models.Task,
    after: Task,
    fact: TaskFact,
    owed: Sequence[Due],
    rules: Rules,
    *,
    fresh: bool,
    by: Viewer,
    at: datetime,
) -> None:
    """Move the ball, and tell whoever now has something to do."""
    about = About(
        task=after.id,
        number=row.number,
        title=row.title,
        site_name="",
        area_path=row.lead_path or row.asker_path,
        kind="directive" if after.kind is TaskKind.SUPERVISION else after.kind.value,
        grade="",
        overseer=row.asker_post_id,
    )
    moves = settle(
        about=about,
        owed=owed,
        action=fact.act,
        fresh=fresh,
        at=at,
        knowledge=rules.knowledge,
        discharged_by=TASK_DISCHARGED,
    )
    publish(
        "task.acted",
        task_id=after.id,
        number=row.number,
        version=after.version,
        act=fact.act.value,
        title=row.title,
        opened=moves.open,
        lead_post=after.lead_post,
        ball_post=next((due.post for due in owed if due.ball), None),
        by=by.person,
        at=at,
    )
