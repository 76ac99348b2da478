"""A post's holder away for a time: a deputy is named, and stands in for that time alone."""

from datetime import timedelta

import time_machine
from django.test import Client

from anhuan.territory.models import Leave
from anhuan.territory.queries import holders
from tests import factories as make

from .conftest import Town, errors

GIVEN = {"since": "2026-05-12", "last": "2026-05-14", "because": "到省里培训"}


def url(town: Town) -> str:
    return f"/admin/posts/{town.post.id}/leave/"


def test_deputy_has_the_post_for_that_time(keeper: Client, town: Town) -> None:
    response = keeper.post(url(town), GIVEN | {"deputy": str(town.keeper.id)})
    assert response.url == f"/admin/posts/{town.post.id}/"
    names = [
        holders([town.post.id], at=make.AT + timedelta(days=n))[town.post.id].name
        for n in (0, 1, 3, 4)
    ]
    assert names == ["陈立", "方宁", "方宁", "陈立"]


def test_page_of_the_post_says_who_is_away(keeper: Client, town: Town) -> None:
    keeper.post(url(town), GIVEN | {"deputy": str(town.keeper.id)})
    texts = [one.text for one in keeper.get(f"/admin/posts/{town.post.id}/").context["leaves"]]
    assert texts == ["陈立 2026-05-12 至 2026-05-14 离岗（到省里培训），方宁 代管"]


def test_back_early_by_one_press(keeper: Client, town: Town) -> None:
    keeper.post(url(town), GIVEN | {"since": "2026-05-11", "deputy": str(town.keeper.id)})
    later = make.AT + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        (one,) = keeper.get(f"/admin/posts/{town.post.id}/").context["leaves"]
        keeper.post(one.url)
    before = holders([town.post.id], at=later - timedelta(seconds=1))[town.post.id]
    after = holders([town.post.id], at=later)[town.post.id]
    assert (one.verb, before.acting, after.name) == ("提前回来", True, "陈立")


def test_holder_is_not_among_the_deputies(keeper: Client, town: Town) -> None:
    form = keeper.get(url(town)).context["form"]
    assert [text for value, text in form.fields["deputy"].choices if value] == [
        "方宁 — 云溪安监站 管理员"
    ]


def test_days_the_wrong_way_round_are_refused(keeper: Client, town: Town) -> None:
    given = GIVEN | {"deputy": str(town.keeper.id), "last": "2026-05-11"}
    response = keeper.post(url(town), given)
    assert (response.status_code, errors(response)) == (422, ["结束要晚于开始。"])
    assert Leave.objects.count() == 0


def test_post_elsewhere_is_not_there(keeper: Client, town: Town) -> None:
    answer = keeper.get(f"/admin/posts/{town.other_post.id}/leave/")
    assert answer.status_code == 404


def test_officer_sends_nobody_away(officer: Client, town: Town) -> None:
    assert officer.get(url(town)).status_code == 403


def test_post_of_a_holder_on_leave_is_not_vacant(keeper: Client, town: Town) -> None:
    before = keeper.get("/admin/posts/").context["sentence"]
    keeper.post(url(town), GIVEN | {"since": "2026-05-11", "deputy": str(town.keeper.id)})
    later = make.AT + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        page = keeper.get("/admin/posts/")
        table = keeper.get(f"/admin/posts/?unit={town.station.id}").context["table"]
    said = [row.cells[2] for row in table.rows if row.key == str(town.post.id)]
    assert (page.context["sentence"], said) == (before, ["陈立 离岗，由 方宁 代"])


def test_stand_in_of_nobody_leaves_the_post_vacant(keeper: Client, town: Town) -> None:
    empty = make.post("副站长", unit=town.station)
    make.appointed(make.person("代管人"), empty, acting=True)
    assert "1 个岗位空着" in keeper.get("/admin/posts/").context["sentence"]
