"""The firm's own posts: kept by its owner or by the street, by nobody else."""

import re

import pytest
from django.test import Client

from anhuan.kernel.access import Role
from anhuan.territory.queries import holders, posts_of_site
from tests.modules.cases.town import Town, build
from tests.web.conftest import LATER, Enter

URL = "/firm/people/posts/"
NEW = {"title": "环保员", "role": "firm-officer", "name": "胡军", "phone": "", "post": ""}


def held(town: Town) -> dict[str, str]:
    return {one.title: one.name for one in holders(posts_of_site(town.site.id), at=LATER).values()}


def post_of(town: Town, title: str) -> str:
    found = holders(posts_of_site(town.site.id), at=LATER).values()
    return str(next(one.post for one in found if one.title == title))


@pytest.fixture
def boss(town: Town, sign_in: Enter) -> Client:
    return sign_in(town.boss)


def test_owner_names_somebody_for_a_new_post(town: Town, boss: Client) -> None:
    answer = boss.post(URL, NEW)

    assert answer.status_code == 302
    assert held(town) == {"总经理": "赵文博", "安全员": "王建国", "环保员": "胡军"}


def test_owner_replaces_whoever_holds_a_post(town: Town, boss: Client) -> None:
    boss.post(URL, NEW | {"post": post_of(town, "安全员"), "title": ""})

    assert held(town) == {"总经理": "赵文博", "安全员": "胡军"}


def test_owner_lets_somebody_leave(town: Town, boss: Client) -> None:
    boss.post(URL, {"vacate": post_of(town, "安全员")})

    assert held(town) == {"总经理": "赵文博", "安全员": ""}


def test_owner_does_not_take_the_own_post(town: Town, boss: Client) -> None:
    page = boss.get(URL).content.decode()
    answer = boss.post(URL, {"vacate": post_of(town, "总经理")})

    assert re.findall(r'name="vacate" value="([^"]+)"', page) == [post_of(town, "安全员")]
    assert (answer.status_code, held(town)["总经理"]) == (422, "赵文博")


def test_name_and_title_are_needed(town: Town, boss: Client) -> None:
    answer = boss.post(URL, NEW | {"name": " ", "title": ""})

    assert answer.status_code == 422
    assert answer.content.decode().count('class="field-error"') == 2


def test_post_of_another_firm_is_not_found(town: Town, boss: Client) -> None:
    other = build()

    answers = [
        boss.post(URL, NEW | {"post": post_of(other, "安全员")}).status_code,
        boss.post(URL, {"vacate": post_of(other, "安全员")}).status_code,
    ]

    assert (answers, held(other)) == ([404, 404], {"总经理": "赵文博", "安全员": "王建国"})


def test_safety_officer_may_not_keep_posts(town: Town, firm: Client) -> None:
    assert (firm.get(URL).status_code, firm.post(URL, NEW).status_code) == (403, 403)
    assert held(town) == {"总经理": "赵文博", "安全员": "王建国"}


def test_street_keeps_the_posts_of_its_firms(town: Town, sign_in: Enter) -> None:
    street = sign_in(town.officer)

    answer = street.post(f"/sites/{town.site.id}/posts/", NEW | {"role": Role.FIRM_HEAD.value})

    assert (answer.status_code, held(town)["环保员"]) == (302, "胡军")


def test_street_does_not_keep_the_posts_of_another_street(town: Town, sign_in: Enter) -> None:
    other = build()

    answer = sign_in(town.officer).post(f"/sites/{other.site.id}/posts/", NEW)

    assert (answer.status_code, held(other)) == (404, {"总经理": "赵文博", "安全员": "王建国"})


def test_grid_may_not_keep_posts(town: Town, sign_in: Enter) -> None:
    answer = sign_in(town.grid).post(f"/sites/{town.site.id}/posts/", NEW)

    assert (answer.status_code, held(town)) == (403, {"总经理": "赵文博", "安全员": "王建国"})
