"""Acts on tasks: rows, facts, obligations and notices commit together."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anhuan.kernel.access import Role
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.task import Task, TaskAct, TaskState, replay
from anhuan.ledger.queries import acts_of
from anhuan.notices.models import Notice
from anhuan.obligations.models import Obligation
from anhuan.obligations.queries import due_from
from anhuan.tasks import queries
from anhuan.tasks.mapping import fact_of
from anhuan.tasks.models import Task as Row
from tests import factories as make
from tests.modules.tasks.asking import DUE, WHAT


def refused(write):
    with pytest.raises(Refusal) as caught:
        write()
    return caught.value.why


def open_dues(number):
    rows = Obligation.objects.filter(number=number, closed_at__isnull=True)
    return sorted(rows.values_list("act", "ball", "unit__short"))


def replayed(task: Task) -> Task:
    facts = [fact_of(each.public, by=each.by, at=each.at) for each in acts_of(task.id)]
    return replay(Task(id=task.id), facts)


def test_three_fields_give_a_task_to_a_person_with_a_date(town, asking):
    done = asking.give(town.leader)
    row = Row.objects.get()
    assert (done.number, row.title) == ("T-2026-000001", WHAT)
    assert (row.state, row.lead_unit, row.due_on) == ("assigned", town.station, DUE)
    assert row.lead_post_id == town.head.seats[0].post
    assert open_dues(done.number) == [("task.accept", True, "枫林安监站")]


def test_the_whole_way_replays_to_the_stored_row(town, asking):
    asking.give()
    asking.to_reported()
    asking.do(TaskAct.RETURN, town.clerk, reason="缺两家", due_on=DUE)
    asking.do(TaskAct.ASK_HELP, town.head, difficulty="两家拒查", needed="联合执法",
              to_unit=town.office.id, due_on=DUE)  # fmt: skip
    asking.do(TaskAct.DECIDE_HELP, town.leader, decision="由区里牵头联合执法")
    asking.do(TaskAct.ASK_EXTENSION, town.head, until="2026-05-27", reason="等联合执法")
    asking.do(TaskAct.GRANT_EXTENSION, town.clerk)
    asking.do(TaskAct.REPORT, town.head, done="补查完")
    last = asking.do(TaskAct.VERIFY, town.clerk, opinion="属实").task
    assert (last.state, last.round) == (TaskState.CLOSED, 2)
    assert queries.stored(last.id) == last
    assert replayed(last) == last
    assert open_dues(asking.number) == []


def test_an_act_asks_for_the_rules_once(town, asking):
    asking.give()

    with CaptureQueriesContext(connection) as queries_made:
        asking.do(TaskAct.ACCEPT, town.head)

    asked = [each["sql"] for each in queries_made if "rulebook_version" in each["sql"]]
    assert len(asked) == 1


def test_a_task_always_has_one_ball(town, asking):
    asking.give()
    steps = [
        (TaskAct.ACCEPT, town.head, {}, "task.report"),
        (TaskAct.REPORT, town.head, {"done": "好了"}, "task.verify"),
        (TaskAct.RETURN, town.clerk, {"reason": "没好", "due_on": DUE}, "task.report"),
    ]
    for what, by, given, ball in steps:
        asking.do(what, by, **given)
        assert [row[0] for row in open_dues(asking.number) if row[1]] == [ball]


def test_an_obligation_met_is_discharged_and_one_taken_back_withdrawn(town, asking):
    asking.give()
    asking.do(TaskAct.ACCEPT, town.head)
    asking.do(TaskAct.WITHDRAW, town.clerk, reason="并入另一件")
    rows = Obligation.objects.exclude(outcome="").order_by("opened_at")
    assert list(rows.values_list("act", "outcome")) == [
        ("task.assign", "discharged"),
        ("task.accept", "discharged"),
        ("task.report", "withdrawn"),
    ]


def test_what_is_due_comes_to_the_person_and_says_so_once(town, asking):
    asking.give()
    assert [item.task is not None for item in due_from(town.head)] == [True]
    told = Notice.objects.filter(recipient=town.head.person)
    assert list(told.values_list("topic", "params__act")) == [("task.due", "task.accept")]


def test_the_supervised_unit_never_closes(town, asking):
    asking.give(kind="supervision")
    asking.to_reported()
    assert refused(lambda: asking.do(TaskAct.VERIFY, town.head)) is Why.TASK_TURN
    assert refused(lambda: asking.do(TaskAct.VERIFY, town.officer)) is Why.TASK_TURN


def test_a_later_version_and_a_lost_race_are_stale(town, asking):
    asking.give()
    assert refused(lambda: asking.do(TaskAct.ACCEPT, town.head, seen_version=1)) is Why.STALE
    assert asking.do(TaskAct.ACCEPT, town.head, seen_version=2).task.version == 3


def test_a_refused_act_leaves_nothing(town, asking):
    asking.give()
    before = (Obligation.objects.count(), Notice.objects.count(), Row.objects.get().version)
    assert refused(lambda: asking.do(TaskAct.REPORT, town.head, done="好了")) is Why.TASK_STATE
    assert (
        Obligation.objects.count(),
        Notice.objects.count(),
        Row.objects.get().version,
    ) == before


def test_a_unit_without_a_post_gets_no_task(town, asking):
    empty = make.unit("枫林消防站", area=town.street)
    lead = {"to_unit": empty.id, "due_on": DUE}
    assert refused(lambda: asking.give(lead=lead)) is Why.NO_SUCH_TARGET
    assert Row.objects.count() == 0


def test_a_person_of_another_unit_is_not_named(town, asking):
    lead = {"to_unit": town.station.id, "due_on": DUE, "to_post": town.clerk.seats[0].post}
    assert refused(lambda: asking.give(lead=lead)) is Why.NO_SUCH_TARGET


def test_the_head_hands_on_within_the_unit(town, asking):
    asking.give()
    asking.do(TaskAct.HAND_ON, town.head, to_post=town.officer.seats[0].post)
    assert [item.act for item in due_from(town.officer) if item.task] == ["task.accept"]
    outside = {"to_post": town.clerk.seats[0].post}
    assert refused(lambda: asking.do(TaskAct.HAND_ON, town.head, **outside)) is Why.NO_SUCH_TARGET


def test_parts_add_up_and_what_nobody_has_is_shown(town, asking):
    asking.give(quantity="300", measure_unit="家")
    whole = queries.task_file(town.clerk, asking.number)
    for quantity in ("100", "150"):
        asking.give(town.head, parent=whole.task.id, quantity=quantity)
    asking.give(town.head, parent=whole.task.id, quantity="30", lead=None)
    file = queries.task_file(town.clerk, asking.number)
    assert file.tally is not None
    assert (file.tally.given, file.tally.left) == (Decimal(250), Decimal(50))
    assert [line.measure_unit for line in file.down] == ["家"] * 3
    assert file.task.parts == 3


def test_a_quantity_without_a_unit_of_measure_is_refused(town, asking):
    assert refused(lambda: asking.give(quantity="300")) is Why.MISSING
    assert refused(lambda: asking.give(measure_unit="家")) is Why.MISSING
    assert refused(lambda: asking.give(quantity="-3", measure_unit="家")) is Why.MALFORMED
    assert refused(lambda: asking.give(quantity="0", measure_unit="家")) is Why.MALFORMED


def test_a_whole_is_not_reported_over_an_open_part(town, asking):
    asking.give()
    whole = queries.task_file(town.head, asking.number)
    asking.do(TaskAct.ACCEPT, town.head)
    part = asking.give(
        town.head,
        parent=whole.task.id,
        lead={
            "to_unit": town.station.id,
            "due_on": DUE,
            "to_post": town.officer.seats[0].post,
        },
    )
    report = lambda: asking.do(TaskAct.REPORT, town.head, done="好了")  # noqa: E731
    assert refused(report) is Why.OPEN_PARTS
    asking.do(TaskAct.ACCEPT, town.officer, number=part.number)
    asking.do(TaskAct.REPORT, town.officer, number=part.number, done="查完")
    asking.do(TaskAct.VERIFY, town.head, number=part.number)
    assert report().task.state is TaskState.REPORTED


def test_a_help_request_is_decided_by_a_leader_inside_the_row(town, asking):
    asking.give(town.leader)
    given = {"difficulty": "商户拒查", "needed": "联合执法", "due_on": DUE}
    asking.do(TaskAct.ASK_HELP, town.head, to_unit=town.office.id, **given)
    assert ("task.help", False, "云溪区安委办") in open_dues(asking.number)
    assert [item.act for item in due_from(town.leader) if item.task] == ["task.help"]
    assert refused(lambda: asking.do(TaskAct.DECIDE_HELP, town.head, decision="好")) in {
        Why.WRONG_ROLE,
        Why.TASK_TURN,
    }
    asking.do(TaskAct.DECIDE_HELP, town.leader, decision="区里牵头")
    file = queries.task_file(town.head, asking.number)
    assert (file.decision, file.task.help) == ("区里牵头", None)


def test_a_firm_neither_gives_nor_sees_tasks(town, asking):
    asking.give()
    assert refused(lambda: asking.give(town.boss)) is Why.WRONG_ROLE
    assert refused(lambda: queries.task_file(town.boss, asking.number)) is Why.NOT_VISIBLE
    assert queries.tasks(town.boss).rows == ()


@pytest.mark.parametrize("title", ["", " ", "\x00", "查\ud800", "长" * 4001, 7, ["查"], {"a": 1}])
def test_hostile_titles_get_a_clear_answer(town, asking, title):
    assert refused(lambda: asking.give(title=title)) in {Why.MISSING, Why.MALFORMED}


def test_reminding_is_told_once_a_day(town, asking):
    asking.give()
    asking.do(TaskAct.REMIND, town.clerk)
    assert refused(lambda: asking.do(TaskAct.REMIND, town.clerk)) is Why.REMINDED_TODAY
    reminders = Notice.objects.filter(topic="task.reminder")
    assert list(reminders.values_list("recipient", flat=True)) == [town.head.person]


def test_the_same_identifier_again_is_told_apart(town, asking):
    from anhuan.base.ids import new_id
    from anhuan.tasks.services import give

    identity = new_id()
    again = lambda: give(  # noqa: E731
        given={"title": WHAT}, by=town.clerk, at=make.AT, task_id=identity
    )
    again()
    assert refused(again) is Why.REPEATED


def test_a_leader_elsewhere_gives_no_part_of_a_task_out_of_sight(town, asking):
    asking.give()
    far = make.viewer_in(Role.LEADER, area=make.area("邻市"))
    parent = Row.objects.get().id
    assert refused(lambda: asking.give(far, parent=parent)) is Why.NOT_VISIBLE
