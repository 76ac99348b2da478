"""What a firm has to do, what it waits for, and whose it is."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from anhuan.kernel.access import Role
from anhuan.kernel.case import Action
from anhuan.people.models import Person
from tests import factories as make
from tests.modules.cases.town import Loop, Town, photo
from tests.web.conftest import Enter

QUERIES = 19


def words(response: Any) -> str:
    """What a reader sees: tags away, runs of blanks one blank."""
    page = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page))).strip()


def sentence(response: Any) -> str:
    found = re.search(r'<h1 class="sentence">(.*?)</h1>', response.content.decode())
    return unescape(found[1]) if found else ""


def cards(response: Any) -> list[str]:
    return re.findall(r'<span class="firm-card-title">(.*?)</span>', response.content.decode())


def test_todo_without_an_order_says_what_would_fill_it(firm: Client) -> None:
    response = firm.get("/firm/")
    assert sentence(response) == "没有要办的"
    assert "还没有交办的事。有新的会出现在这里。" in words(response)


def test_todo_with_one_order_opens_it(
    firm: Client, assigned: Callable[..., Loop], django_assert_num_queries: Any
) -> None:
    assigned()
    with django_assert_num_queries(QUERIES):
        response = firm.get("/firm/")
    assert sentence(response) == "要办 1 件"
    assert cards(response) == []
    assert (
        re.findall(r'<li class="do-item">', response.content.decode())
        == ['<li class="do-item">'] * 2
    )


def test_todo_with_three_orders_opens_the_nearest(
    firm: Client, assigned: Callable[..., Loop], django_assert_num_queries: Any
) -> None:
    for description in ("甲处堵塞", "乙处堵塞", "丙处堵塞"):
        assigned(description=description)
    with django_assert_num_queries(QUERIES):
        response = firm.get("/firm/")
    assert sentence(response) == "要办 3 件"
    assert cards(response) == ["乙处堵塞", "丙处堵塞"]


def test_todo_shows_what_waits_for_others_with_the_holder(
    town: Town, firm: Client, assigned: Callable[..., Loop]
) -> None:
    loop = assigned()
    loop.do(Action.SIGN_FOR, town.firm)
    from tests.modules.cases.town import PLAN

    loop.do(Action.PLAN, town.firm, **PLAN)
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="清空了")
    response = firm.get("/firm/")
    assert sentence(response) == "现在没有要办的，等别人 1 件"
    assert "你 10:05 报了完成。 陈立 枫林安监站 ，05-21 周四 前" in words(response)


def test_todo_shows_good_news(town: Town, firm: Client, assigned: Callable[..., Loop]) -> None:
    from tests.modules.cases.town import PLAN

    loop = assigned()
    loop.do(Action.SIGN_FOR, town.firm)
    loop.do(Action.PLAN, town.firm, **PLAN)
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="清空了")
    loop.do(Action.PASS, town.colleague, way="on-site")
    loop.do(Action.CLOSE, town.head)
    response = firm.get("/firm/")
    assert sentence(response) == "没有要办的"
    assert "最近办结 喷漆车间东侧安全出口被板材堵塞 已销号 05-11 周一" in words(response)


def test_todo_is_not_there_for_an_officer(town: Town, sign_in: Enter) -> None:
    assert sign_in(town.officer).get("/firm/").status_code == 404


def test_todo_turns_to_another_firm_of_the_reader(
    town: Town, firm: Client, assigned: Callable[..., Loop]
) -> None:
    second = make.site("恒泰二厂", area=town.site.area)
    post = make.post("安全员", role=Role.FIRM_OFFICER, site=second.id)
    make.appointed(Person.objects.get(pk=town.firm.person), post)
    assigned()
    assert sentence(firm.get("/firm/")) == "要办 1 件"
    firm.post("/firm/switch/", {"site": str(second.id)})
    response = firm.get("/firm/")
    assert sentence(response) == "没有要办的"
    assert re.findall(r"<option[^>]*selected>(.*?)</option>", response.content.decode()) == [
        "恒泰二厂"
    ]


@pytest.mark.parametrize("site", ["", "nonsense", "another"])
def test_switch_to_a_firm_of_others_finds_nothing(town: Town, firm: Client, site: str) -> None:
    if site == "another":
        site = str(make.site("顺达物流", area=town.site.area).id)
    assert firm.post("/firm/switch/", {"site": site}).status_code == 404


def test_script_in_a_description_is_text(firm: Client, assigned: Callable[..., Loop]) -> None:
    assigned(description="<script>alert(1)</script>堵塞")
    page = firm.get("/firm/").content.decode()
    assert page.count("<script>alert") == 0
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;堵塞") == 1
