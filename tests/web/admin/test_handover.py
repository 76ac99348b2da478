"""A person leaves: everything orphaned is shown, and nobody goes without a successor."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from anhuan.duty.models import Handover
from anhuan.kernel.chain import Line
from anhuan.kernel.duty import Capacity
from anhuan.obligations.models import Obligation
from anhuan.territory.models import Appointment
from anhuan.territory.queries import holders
from tests import factories as make

from .conftest import Town, errors


def address(town: Town) -> str:
    return f"/admin/people/{town.officer.id}/handover/"


def burden(town: Town, number: int) -> None:
    for place in range(number):
        site = make.site(f"安澜市第{place}机械厂", area=town.here)
        make.charged(site, town.post)
        charge = make.charged(site, town.post, line=Line.INDUSTRY)
        type(charge).objects.filter(pk=charge.pk).update(level=Capacity.SPONSOR)


def heads(response: object) -> list[tuple[str, int]]:
    return [(kind.key, kind.count) for kind in response.context["kinds"]]  # type: ignore[attr-defined]


GIVEN = {"last": "2026-05-11", "basis": "云组〔2026〕9 号"}
VACANT = {"fate": "vacant", "because": "等组织任命", "fill_by": "2026-06-01"}


@pytest.mark.parametrize("number", [1, 3, 107])
def test_handover_shows_everything_orphaned_at_once(
    keeper: Client, town: Town, number: int, django_assert_num_queries
) -> None:
    burden(town, number)
    with django_assert_num_queries(28):
        response = keeper.get(address(town))
    assert response.context["sentence"] == f"陈立 一离任，{2 * number} 件没有人接"
    assert heads(response) == [("answers", number), ("bonds", number)]


@pytest.mark.parametrize("last", ["2026-05-10", "2026-05-11"])
def test_handed_over_leaves_nothing_open_and_shows_who_has_it(
    keeper: Client, town: Town, last: str
) -> None:
    burden(town, 2)
    fresh = make.person("周敏")
    given = GIVEN | {"fate": str(fresh.id), "last": last}
    keeper.post(f"{address(town)}?q=周敏", given)

    response = keeper.get(address(town))

    (row,) = response.context["table"].rows
    assert (response.context["sentence"], row.cells[1], row.cells[2].name) == (
        "陈立 离任，没有留下未了的事",
        "负责的单位和区域 2 · 包保和分管的对象 2",
        "周敏",
    )
    leaving = Handover.objects.get().leaving
    assert response.context["slips"].keys() == {leaving}


def test_handover_of_whoever_holds_nothing_is_not_found(keeper: Client, town: Town) -> None:
    someone = make.person("高远")

    assert keeper.get(f"/admin/people/{someone.id}/handover/").status_code == 404


def test_handover_names_a_successor_and_prints_a_slip(keeper: Client, town: Town) -> None:
    burden(town, 2)
    fresh = make.person("周敏")
    response = keeper.post(f"{address(town)}?q=周敏", GIVEN | {"fate": str(fresh.id)}, follow=True)
    (row,) = response.context["table"].rows
    after = make.AT.replace(day=12)
    assert (row.cells[0], row.cells[1], row.cells[2].name) == (
        "云溪安监站 副站长",
        "负责的单位和区域 2 · 包保和分管的对象 2",
        "周敏",
    )
    assert holders([town.post.id], at=after)[town.post.id].name == "周敏"


def test_handover_lists_a_task_by_what_it_asks_for(keeper: Client, town: Town) -> None:
    Obligation.objects.create(
        task=uuid4(),
        act="task.report",
        number="T-2026-000001",
        title="排查燃气用户",
        party="owner",
        post_id=town.post.id,
        ball=True,
        term="due",
        due_on=date(2026, 6, 1),
        area_path=town.here.path,
        opened_at=make.AT,
    )
    (kind,) = keeper.get(address(town)).context["kinds"]
    assert kind.table.rows[0].cells[1:4] == ("办理并报结", "排查燃气用户", "T-2026-000001")


def test_handover_without_a_successor_is_refused(keeper: Client, town: Town) -> None:
    response = keeper.post(address(town), GIVEN)
    assert (response.status_code, errors(response)) == (
        422,
        ["写明谁接任，或者说明岗位先空着。"],
    )
    assert Appointment.objects.filter(valid_to__isnull=False).count() == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"because": ""}, "写明为什么还没有定人。"),
        ({"fill_by": ""}, "写明哪天前定人。"),
        ({"fill_by": "2026-05-11"}, "要晚于在岗最后一天。"),
    ],
)
def test_vacancy_needs_a_reason_and_a_day(keeper: Client, town: Town, given, said) -> None:
    response = keeper.post(address(town), GIVEN | VACANT | given)
    assert (response.status_code, errors(response), Handover.objects.count()) == (422, [said], 0)


def test_vacancy_shows_as_a_gap_with_its_reason(keeper: Client, town: Town) -> None:
    keeper.post(address(town), GIVEN | VACANT | {"last": "2026-05-10"})
    page = keeper.get(f"/admin/posts/{town.post.id}/")
    row = Handover.objects.get()
    assert (row.successor, row.fill_by) == (None, date(2026, 6, 1))
    assert page.context["gap"] == "空着：等组织任命，2026-06-01 前定人"


def test_each_post_may_go_its_own_way(keeper: Client, town: Town) -> None:
    second, third = make.post("科员", unit=town.station), make.post("值班长", unit=town.station)
    make.appointed(town.officer, second)
    make.appointed(town.officer, third)
    fresh = make.person("周敏")
    own = {f"post_{second.id.hex}": "stays", f"post_{third.id.hex}": "vacant"}
    keeper.post(f"{address(town)}?q=周敏", GIVEN | VACANT | {"fate": str(fresh.id)} | own)
    rows = Handover.objects.order_by("post__title").values_list("post__title", "successor__name")
    held = Appointment.objects.filter(person=town.officer, valid_to=None, recorded_to=None)
    assert list(rows) == [("值班长", None), ("副站长", "周敏")]
    assert [row.post for row in held] == [second]


def test_end_of_a_holder_leads_to_the_handover(keeper: Client, town: Town) -> None:
    row = Appointment.objects.get(post=town.post)
    response = keeper.get(f"/admin/appointments/{row.id}/end/")
    assert (response.status_code, response["Location"]) == (302, address(town))


def test_handover_of_somebody_elsewhere_is_not_found(keeper: Client, town: Town) -> None:
    found = [
        keeper.get(f"/admin/people/{one}/handover/").status_code
        for one in (town.stranger.id, make.person("无岗").id)
    ]
    assert found == [404, 404]


def test_slip_of_another_district_is_not_found(keeper: Client, town: Town, enter) -> None:
    keeper.post(address(town), GIVEN | VACANT)
    leaving = Handover.objects.get().leaving
    from anhuan.kernel.access import Role

    there = make.person("许静")
    make.appointed(there, make.post("管理员", role=Role.ADMIN, unit=town.other_post.unit))
    assert enter(there, "xujing").get(f"/admin/handovers/{leaving}/").status_code == 404


def test_officer_may_not_open_a_handover(officer: Client, town: Town) -> None:
    assert officer.get(address(town)).status_code == 403


@pytest.mark.parametrize("fate", ["", "x", "00000000-0000-0000-0000-000000000001", "stays"])
def test_fate_that_was_not_offered_is_refused(keeper: Client, town: Town, fate: str) -> None:
    response = keeper.post(address(town), GIVEN | {"fate": fate})
    assert (response.status_code, Handover.objects.count()) == (422, 0)


@pytest.mark.parametrize("last", ["", "2026-02-30", "9999-12-31", "2019-01-01", "x"])
def test_last_day_that_cannot_be_is_said(keeper: Client, town: Town, last: str) -> None:
    response = keeper.post(address(town), VACANT | {"last": last})
    assert (response.status_code, Handover.objects.count()) == (422, 0)


def test_each_post_chosen_apart_needs_a_choice_for_each(keeper: Client, town: Town) -> None:
    second = make.post("科员", unit=town.station)
    make.appointed(town.officer, second)
    own = {f"post_{second.id.hex}": "stays"}
    response = keeper.post(address(town), GIVEN | VACANT | {"fate": "each"} | own)
    assert (response.status_code, errors(response)) == (
        422,
        ["写明谁接任，或者说明岗位先空着。"],
    )
