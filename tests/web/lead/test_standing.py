"""The leader's page: what has climbed, posts without anybody, what a recheck contradicted."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from anhuan.duty.services import charge, leave_posts
from anhuan.duty.types import Vacancy
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.kernel.chain import Line, Side
from anhuan.obligations.jobs import due, run
from anhuan.obligations.models import Escalation
from anhuan.territory.models import Appointment, Post
from tests import factories as make
from tests.modules.cases.town import Loop, Town, enter, photo
from tests.web.conftest import LATER, Enter
from tests.web.lead.test_morning import opened, page_of, words

QUERIES = 47
NODE = Viewer(person=UUID(int=7), at=LATER, capabilities=frozenset(Capability))


@pytest.fixture
def chain(town: Town) -> Town:
    """Officer, head of the station, leader: each above the other."""
    over = {town.officer: town.head, town.head: town.leader}
    for below, above in over.items():
        Post.objects.filter(pk=below.seats[0].post).update(superior=above.seats[0].post)
    return town


def swept(at: Any) -> None:
    for _ in range(2):
        for item in due(at):
            run(item, at)


def block(response: Any, title: str) -> str:
    parts = re.findall(r'<section class="block">(.*?)</section>', page_of(response), re.S)
    return next((part for part in parts if title in part), "")


def text(part: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part)).strip()


def late(town: Town, sign_in: Enter, days: int) -> Any:
    at = LATER + timedelta(days=days)
    with time_machine.travel(at, tick=False):
        swept(at)
        return sign_in(town.leader).get("/lead/")


def test_what_climbed_stands_with_whoever_holds_it(chain: Town, sign_in: Enter) -> None:
    number = enter(chain, chain.officer, description="没人定级").number
    shown = block(late(chain, sign_in, 12), "升级到你这里 1 件")
    assert re.findall(r'href="(/cases/.*?)"', shown) == [f"/cases/{number}/"]
    assert text(shown).endswith(
        "恒泰家具：没人定级 陈立 枫林安监站 副站长 · 应于 05-13 · 督办函 · 督办 1 级"
    )


def test_what_was_done_after_it_climbed_stands_no_more(chain: Town, sign_in: Enter) -> None:
    loop = Loop(chain, enter(chain, chain.officer).number)
    swept(LATER + timedelta(days=12))
    assert Escalation.objects.filter(post=chain.leader.seats[0].post).count() == 1
    loop.do(Action.GRADE, chain.officer, grade="general")
    assert block(late(chain, sign_in, 0), "升级到你这里") == ""


def test_missed_duty_is_among_what_climbed(chain: Town, sign_in: Enter) -> None:
    charge(
        object=chain.site.id,
        post=chain.head.seats[0].post,
        line=Line.TERRITORY,
        side=Side.GOVERNMENT,
        level="sponsor",
        since=make.START,
        by=NODE,
        at=make.AT,
    )
    swept(LATER)
    shown = block(late(chain, sign_in, 55), "升级到你这里 1 件")
    assert "应于 06-30，已错过" in text(shown)


def test_all_that_climbed_has_a_page(chain: Town, sign_in: Enter) -> None:
    for number in range(5):
        enter(chain, chain.officer, description=f"第{number}处没人定级")
    at = LATER + timedelta(days=12)
    with time_machine.travel(at, tick=False):
        swept(at)
        client = sign_in(chain.leader)
        front = block(client.get("/lead/"), "升级到你这里 5 件")
        page = client.get("/lead/climbed/")
    assert (front.count("lead-climbed"), page_of(page).count("lead-climbed")) == (3, 5)


def test_reminder_of_ones_own_has_not_climbed(chain: Town, sign_in: Enter, lead: Client) -> None:
    assert block(lead.get("/lead/"), "升级到你这里") == ""


def test_empty_post_says_what_has_nobody_and_since_what_word(chain: Town, sign_in: Enter) -> None:
    enter(chain, chain.officer)
    leave_posts(
        person=chain.officer.person,
        since=LATER,
        fates={
            chain.officer.seats[0].post: Vacancy(
                because="等组织任命", fill_by=day_of(LATER) + timedelta(days=9)
            )
        },
        by=NODE,
        at=LATER,
    )
    shown = block(late(chain, sign_in, 0), "空着的岗位")
    assert text(shown) == (
        "空着的岗位 6 个岗位里 1 个空着 无断层证书 枫林安监站 副站长 "
        "1 处对象没有人管 · 1 件应办没有人 · 等组织任命；05-20 前定人"
    )


def test_post_that_somebody_stands_in_for_is_not_empty(chain: Town, lead: Client) -> None:
    Appointment.objects.filter(post=chain.officer.seats[0].post).update(acting=True)
    assert block(lead.get("/lead/"), "空着的岗位") == ""


def test_closed_and_found_again_opens_its_row(town: Town, lead: Client) -> None:
    loop = closed(town, "说改好了")
    loop.do(Action.RELAPSE, town.clerk, photo(town.clerk), finding="又堵上了")
    closed(town, "没人再看")
    shown = block(lead.get("/lead/"), "被复查推翻的")
    (url,) = re.findall(r'lead-contradicted" href="(.*?)"', shown)
    assert opened(town, url) == ["又堵上了"]
    assert text(shown).endswith(
        "发现 3 件，销号 2 件： 查实改好 0/2 · 查实没改好 1/2 · 没有再看过 1/2"
    )


def test_each_part_of_what_was_closed_opens_its_rows(town: Town, lead: Client) -> None:
    closed(town, "没人再看")
    shown = block(lead.get("/lead/"), "被复查推翻的")
    urls = dict(
        (word.split()[0], url) for url, word in re.findall(r'href="(/ledger/.*?)">(.*?)<', shown)
    )
    assert opened(town, urls["没有再看过"]) == ["没人再看"]
    assert opened(town, urls["查实改好"]) == []


def test_nothing_closed_shows_no_share(town: Town, lead: Client) -> None:
    enter(town, town.officer)
    shown = text(block(lead.get("/lead/"), "被复查推翻的"))
    assert shown == "被复查推翻的 近 30 天 没有被推翻的。 发现 1 件，销号 0 件"
    assert "100" not in words(lead.get("/lead/"))


@pytest.mark.parametrize("n", [1, 3])
def test_page_asks_as_much_for_one_thing_and_three(
    chain: Town, sign_in: Enter, django_assert_num_queries: Any, n: int
) -> None:
    for number in range(n):
        enter(chain, chain.officer, description=f"第{number}处没人定级")
        make.post(f"空岗{number}", unit=chain.station)
        closed(chain, f"第{number}处改了").do(
            Action.RELAPSE, chain.clerk, photo(chain.clerk), finding="又堵上了"
        )
    at = LATER + timedelta(days=12)
    with time_machine.travel(at, tick=False):
        swept(at)
        client = sign_in(chain.leader)
        client.get("/lead/")
        with django_assert_num_queries(QUERIES):
            client.get("/lead/")


def closed(town: Town, description: str) -> Loop:
    loop = Loop(town, enter(town, town.officer, description=description).number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="改了")
    loop.do(Action.PASS, town.colleague, way="on-site")
    loop.do(Action.CLOSE, town.head)
    return loop
