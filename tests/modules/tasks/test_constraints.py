"""The database is the second lock: each constraint lets the right row in and no other."""

import pytest
from django.db import IntegrityError, transaction

from anhuan.obligations.models import Obligation
from anhuan.tasks.models import Clause, Involved, Task, UpperDocument, Watch
from tests import factories as make


def accepted(rows, **changes) -> bool:
    try:
        with transaction.atomic():
            assert rows.update(**changes) == 1
    except IntegrityError:
        return False
    return True


@pytest.fixture
def rows(town, asking):
    asking.give()
    return Task.objects.all()


@pytest.mark.parametrize(
    "changes",
    [
        {"is_open": False},
        {"state": "closed"},
        {"ended_at": make.AT},
        {"state": "drafted"},
        {"lead_unit": None},
        {"lead_post": None},
        {"due_on": None},
        {"lead_unit": None, "lead_post": None, "due_on": None},
        {"quantity": 3},
        {"measure_unit": "家"},
        {"quantity": 0, "measure_unit": "家"},
        {"quantity": -1, "measure_unit": "家"},
        {"ball_act": ""},
        {"needs_help": True},
        {"help": {"by": None}},
    ],
)
def test_a_row_that_contradicts_itself_is_refused(rows, changes):
    assert not accepted(rows, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"is_open": False, "state": "closed", "ended_at": make.AT, "ball_act": ""},
        {"state": "drafted", "lead_unit": None, "lead_post": None, "due_on": None},
        {"quantity": 3, "measure_unit": "家"},
        {"needs_help": True, "help": {"by": None}},
    ],
)
def test_a_row_in_accord_with_itself_is_let_in(rows, changes):
    assert accepted(rows, **changes)


def test_a_task_is_no_part_of_itself(rows):
    assert not accepted(rows, parent=rows.get())


def test_a_task_has_one_ball_and_an_obligation_one_subject(rows):
    ball = Obligation.objects.get(task=rows.get().id, closed_at__isnull=True)
    assert not accepted(Obligation.objects.filter(pk=ball.pk), case=rows.get().id)
    ball.pk = make.AT and rows.get().id
    with pytest.raises(IntegrityError), transaction.atomic():
        ball.save(force_insert=True)
    ball.ball = False
    ball.save(force_insert=True)


def test_a_clause_stands_aside_with_reason_person_and_instant(town):
    document = UpperDocument.objects.create(
        title="通知", issuer="市安委办", unit=town.office, text="一、甲。",
        by_id=town.clerk.person, at=make.AT,
    )  # fmt: skip
    Clause.objects.create(document=document, position=1, original="一、甲。", text="一、甲。")
    rows = Clause.objects.all()
    assert not accepted(rows, aside_reason="无")
    assert not accepted(rows, aside_by=town.clerk.person, aside_at=make.AT)
    assert accepted(rows, aside_reason="无", aside_by=town.clerk.person, aside_at=make.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clause.objects.create(document=document, position=1, original="乙", text="乙")


def test_a_unit_stands_once_in_a_task_and_a_part_has_words(rows, town):
    task = rows.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Involved.objects.create(task=task, unit=town.office, whole=True)
    mine = Involved.objects.filter(unit=town.office)
    assert not accepted(mine, whole=False, part="")
    assert accepted(mine, whole=False, part="名单")


def test_a_thing_is_watched_once_and_is_a_task_or_a_case(rows, town):
    watch = {"person_id": town.leader.person, "subject": rows.get().id, "since": make.AT,
             "seen_version": 1, "seen_at": make.AT}  # fmt: skip
    Watch.objects.create(kind="task", **watch)
    Watch.objects.create(kind="case", **watch)
    for kind in ("task", "site"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Watch.objects.create(kind=kind, **watch)
