"""The board of an enterprise, a village or a key task: who is named on a day."""

from datetime import timedelta
from uuid import UUID

import pytest

from anhuan.duty.models import Charge
from anhuan.duty.plaque import plaque
from anhuan.kernel.access import Role, Viewer
from anhuan.territory.models import Post, Unit
from anhuan.web.desk.sponsored.page import instant_of
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db


def bond(thing: UUID, post: Post, level: str = "sponsor", *, subject: str = "") -> Charge:
    return Charge.objects.create(
        object=thing,
        post=post,
        line="territory",
        side="government",
        level=level,
        subject=subject,
        valid_from=make.START,
        recorded_from=make.START,
    )


@pytest.fixture
def leads(town) -> Post:
    return Post.objects.get(appointments__person=town.leader.person)


@pytest.fixture
def clerk(town, browser_of):
    return browser_of(town.clerk)


def holder(town, title: str, name: str) -> Post:
    found = make.post(title, role=Role.FIRM_HEAD, site=town.site.id)
    make.appointed(make.person(name), found)
    return found


def said(town, viewer: Viewer, at=AT) -> dict:
    return plaque(viewer, town.site.id, at=at)


def test_board_names_sponsors_and_the_three_persons_of_each_source(town, leads):
    bond(town.site.id, leads)
    for level, name in (
        ("source-run", "刘强"),
        ("source-head", "赵文博"),
        ("source-tech", "孙工"),
    ):
        bond(town.site.id, holder(town, f"岗{name}", name), level, subject="1 号罐区")

    found = said(town, town.clerk)

    assert found["title"] == "重大危险源安全包保公示牌"
    assert [row[:2] for row in found["sponsors"]] == [["包保领导", town.leader.name]]
    (source,) = found["sources"]
    assert (source["number"], [row[:2] for row in source["persons"]]) == (
        "1 号罐区",
        [["主要负责人", "赵文博"], ["技术负责人", "孙工"], ["操作负责人", "刘强"]],
    )
    assert all(row[3] for row in [*found["sponsors"], *source["persons"]])


def test_board_of_a_past_day_names_who_was_in_post_then(town, leads):
    made = bond(town.site.id, leads)
    Charge.objects.filter(pk=made.pk).update(valid_to=AT - timedelta(days=1))

    assert said(town, town.clerk)["sponsors"] == []
    then = said(town, town.clerk, AT - timedelta(days=3))
    assert [row[1] for row in then["sponsors"]] == [town.leader.name]
    assert then["day"] == "2026 年 5 月 8 日"


def test_vacant_post_is_printed_as_vacant(town):
    bond(town.site.id, make.post("副主任", role=Role.LEADER, unit=town.office))

    assert [row[1] for row in said(town, town.clerk)["sponsors"]] == ["（空缺）"]


def test_telephone_of_the_office_stands_below(town):
    Unit.objects.filter(pk=town.office.pk).update(phone="0990-0012350")

    found = said(town, town.clerk)

    assert found["phones"][-1] == "监督电话（云溪区安委办）：0990-0012350"


def test_board_is_a_page_to_hang_up(town, clerk, leads):
    bond(town.site.id, leads)

    response = clerk.get(f"/sponsored/{town.site.id}/board.pdf?on=2026-05-08")

    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert response.content != clerk.get(f"/sponsored/{town.site.id}/board.pdf").content


@pytest.mark.parametrize("on", ["2026-13-01", "2099-01-01", "0001-01-01", "\x00"])
def test_day_that_is_none_or_to_come_is_today(on):
    assert instant_of(on, AT) == AT


def test_board_elsewhere_is_not_there(clerk):
    other = make.site("平川机械", area=make.area("平川区"))
    assert clerk.get(f"/sponsored/{other.id}/board.pdf").status_code == 404
