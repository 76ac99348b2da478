"""What a leader watches: only what changed since the last look, or is overdue."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from anhuan.kernel.task import TaskAct
from anhuan.tasks import queries
from anhuan.tasks.services import looked, watch
from anhuan.tasks.types import Tab, Watched
from tests import factories as make


def marks(viewer):
    return [(each.changed, each.overdue) for each in queries.watched(viewer)]


def test_a_watched_task_appears_when_it_changes_and_goes_when_looked_at(town, asking):
    asking.give(town.leader)
    watch(number=asking.number, on=True, by=town.leader, at=make.AT)
    assert marks(town.leader) == []
    done = asking.do(TaskAct.ACCEPT, town.head)
    assert marks(town.leader) == [(True, False)]
    versions = {done.task.id: done.task.version}
    looked(kind=Watched.TASK, versions=versions, by=town.leader, at=make.AT)
    assert marks(town.leader) == []


def test_an_overdue_task_stays_in_the_list_although_looked_at(town, asking):
    asking.give(town.leader)
    watch(number=asking.number, on=True, by=town.leader, at=make.AT)
    later = replace(town.leader, at=make.AT + timedelta(days=20))
    assert marks(later) == [(False, True)]


def test_one_persons_watch_is_not_anothers(town, asking):
    asking.give(town.leader)
    watch(number=asking.number, on=True, by=town.leader, at=make.AT)
    asking.do(TaskAct.ACCEPT, town.head)
    assert marks(town.clerk) == []


def test_looking_never_goes_back_to_an_earlier_version(town):
    case = UUID(int=7)
    for version in (3, 5, 4):
        looked(kind=Watched.CASE, versions={case: version}, by=town.leader, at=make.AT)
    assert queries.seen_of_cases(town.leader, [case]) == {case: 5}


def test_tabs_show_each_its_own(town, asking):
    asking.give(town.leader)
    asking.give(town.leader, lead=None)
    given = {"difficulty": "拒查", "needed": "联合执法", "due_on": "2026-05-20"}
    asking.do(TaskAct.ASK_HELP, town.head, to_unit=town.office.id, **given)
    found = {
        tab: [line.number[-1] for line in queries.tasks(town.head, tab=tab).rows] for tab in Tab
    }
    assert found == {
        Tab.OPEN: ["1"],
        Tab.MINE: ["1"],
        Tab.UNIT: ["1"],
        Tab.GIVEN: [],
        Tab.OVERDUE: [],
        Tab.UNASSIGNED: [],
        Tab.HELP: ["1"],
        Tab.ENDED: [],
    }
    assert [line.number[-1] for line in queries.tasks(town.clerk, tab=Tab.UNASSIGNED).rows] == [
        "2"
    ]


def test_pages_follow_each_other_without_gap_or_repeat(town, asking):
    for _ in range(5):
        asking.give()
    numbers, after = [], ""
    while True:
        page = queries.tasks(town.clerk, after=after, size=2)
        numbers += [line.number for line in page.rows]
        after = page.after
        if not after:
            break
    assert numbers == sorted(set(numbers))
    assert (len(numbers), page.total) == (5, 5)
