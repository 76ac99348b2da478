"""Who sees a task: the asker, the lead, the supporting units their part, those above."""

import pytest

from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.task import TaskAct
from anhuan.tasks import queries
from anhuan.tasks.models import Task
from anhuan.tasks.scope import part_of, seen_by, sees_whole, whole_by
from anhuan.territory.types import Level
from tests import factories as make
from tests.modules.tasks.asking import DUE


def in_unit(unit, role=Role.OFFICER) -> Viewer:
    someone = make.person()
    make.appointed(someone, make.post("干部", role=role, unit=unit))
    return make.viewer_for(someone)


@pytest.fixture
def bureau(town):
    unit = make.unit("云溪区住建局", area=town.county)
    in_unit(unit, Role.APPROVER)
    return unit


@pytest.fixture
def supported(town, asking, bureau):
    asking.give(requirement="每户一张表")
    asking.do(TaskAct.ADD_SUPPORT, town.clerk, to_unit=bureau.id, part="提供施工单位名单")
    return asking


def test_a_supporting_unit_sees_its_part_alone(town, supported, bureau):
    parent = queries.task_file(town.head, supported.number)
    part = supported.give(town.head, parent=parent.task.id)
    other = make.unit("云溪区商务局", area=town.county)
    in_unit(other, Role.APPROVER)
    supported.do(TaskAct.ADD_SUPPORT, town.clerk, to_unit=other.id, part="提供餐饮名单")
    viewer = in_unit(bureau)
    file = queries.task_file(viewer, supported.number)
    assert (file.whole, [each.part for each in file.supports]) == (False, ["提供施工单位名单"])
    assert (file.requirement, file.down, queries.timeline(viewer, file)) == ("", (), [])
    with pytest.raises(Refusal) as caught:
        queries.task_file(viewer, part.number)
    assert caught.value.why is Why.NOT_VISIBLE


def test_a_supporting_unit_signs_for_its_part_and_nothing_else(town, supported, bureau):
    viewer = in_unit(bureau, Role.APPROVER)
    file = queries.task_file(viewer, supported.number)
    granted = [act for act, refusal in queries.choices_of(viewer, file).items() if not refusal]
    assert granted == [TaskAct.SIGN_SUPPORT, TaskAct.NOTE]
    with pytest.raises(Refusal) as caught:
        supported.do(TaskAct.REMIND, viewer)
    assert caught.value.why is Why.TASK_TURN
    supported.do(TaskAct.SIGN_SUPPORT, viewer)
    assert [each.signed for each in queries.task_file(viewer, supported.number).supports] == [True]


def test_a_task_of_two_units_has_one_lead_and_two_receipts(town, supported, bureau):
    supported.do(TaskAct.ACCEPT, town.head)
    done = supported.do(TaskAct.SIGN_SUPPORT, in_unit(bureau, Role.APPROVER))
    assert (done.task.lead_unit, done.task.receipts) == (town.station.id, {bureau.id})
    assert done.task.accepted_at is not None


def test_an_officer_of_another_unit_of_the_same_area_sees_nothing(town, asking, bureau):
    asking.give()
    asking.give(lead={"to_unit": bureau.id, "due_on": DUE})
    own = make.unit("云溪区商务局", area=town.county)
    assert queries.tasks(in_unit(own)).rows == ()
    assert [len(queries.tasks(in_unit(bureau)).rows)] == [1]
    assert len(queries.tasks(in_unit(own, Role.OFFICE)).rows) == 2


def test_who_asked_for_the_whole_sees_the_parts(town, asking):
    asking.give(town.leader)
    parent = queries.task_file(town.head, asking.number).task.id
    asking.give(town.head, parent=parent)
    file = queries.task_file(town.clerk, asking.number)
    assert [line.number for line in file.down] == ["T-2026-000002"]
    below = queries.task_file(town.officer, "T-2026-000002")
    assert [line.number for line in below.up] == [asking.number]


def test_the_check_and_the_filter_agree(town, supported, bureau):
    supported.give(town.head, parent=Task.objects.get().id, lead=None)
    city = make.area("邻市")
    viewers = [
        town.officer, town.head, town.clerk, town.leader, town.grid, town.firm, town.boss,
        in_unit(bureau), in_unit(bureau, Role.LEADER),
        make.viewer_in(Role.LEADER, area=city),
        make.viewer_in(Role.OFFICER, area=make.area("东港街道", level=Level.STREET,
                                                    parent=town.county)),
        make.viewer_in(Role.OFFICER, area=town.street),
    ]  # fmt: skip
    for viewer in viewers:
        for row in Task.objects.all():
            rows = Task.objects.filter(pk=row.pk)
            whole = rows.filter(whole_by(viewer)).exists()
            assert whole == sees_whole(viewer, row)
            part = bool(part_of(viewer, row))
            assert rows.filter(seen_by(viewer)).exists() == (whole or part)
