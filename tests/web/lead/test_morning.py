"""The leader's one page: every figure opens exactly its rows, and nothing is a filler."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import time_machine
from django.test import Client

from anhuan.cases.asking import asked_from
from anhuan.cases.queries import ledger
from anhuan.kernel.access import Role
from anhuan.kernel.case import Action
from anhuan.people.models import Disclosure
from anhuan.people.services import change_person
from tests import factories as make
from tests.modules.cases.town import PLAN, Loop, Town, _person, enter, photo
from tests.web.conftest import LATER, Enter

QUERIES_EMPTY = 32
QUERIES = 41


def page_of(response: Any) -> str:
    return unescape(response.content.decode())


def words(response: Any) -> str:
    page = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", page_of(response), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()


def titles(response: Any) -> list[str]:
    return re.findall(r'<h2 class="block-title">(.*?)</h2>', page_of(response))


def opened(town: Town, url: str) -> list[str]:
    """The descriptions of the rows that an address of the ledger shows the leader."""
    viewer = make.viewer_for(_whose(town), at=LATER)
    filters = asked_from(parse_qsl(urlsplit(url).query)).filters
    return sorted(row.description for row in ledger(viewer, filters).rows)


def _whose(town: Town) -> Any:
    from anhuan.people.models import Person

    return Person.objects.get(pk=town.leader.person)


def figures(response: Any) -> dict[str, tuple[str, str]]:
    rows = (
        r'<a class="block-row firm-plain lead-worse" href="(.*?)">.*?lead-figure">(.*?) <b>(.*?)<'
    )
    return {word: (n, url) for url, word, n in re.findall(rows, page_of(response), re.S)}


def test_page_of_a_quiet_day_says_so(lead: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(QUERIES_EMPTY):
        response = lead.get("/lead/")
    assert titles(response) == ["没有在办的重大，也没有超期的", "比昨天差"]
    assert "没有变差的。" in words(response)


def test_page_with_one_danger_shows_one(
    lead: Client, open_major: Callable[..., Loop], django_assert_num_queries: Any
) -> None:
    open_major()
    with django_assert_num_queries(QUERIES):
        response = lead.get("/lead/")
    assert titles(response) == ["最危险的 1 件", "比昨天差", "被复查推翻的"]


def test_page_with_more_dangers_shows_three(
    lead: Client, open_major: Callable[..., Loop], django_assert_num_queries: Any
) -> None:
    for description in "甲乙丙丁":
        open_major(description=f"{description}处")
    with django_assert_num_queries(QUERIES):
        response = lead.get("/lead/")
    assert titles(response) == ["最危险的 3 件", "比昨天差", "被复查推翻的"]
    assert figures(response)["新增重大"][0] == "4"


def test_danger_after_the_majors_is_what_is_overdue_longest(
    town: Town, sign_in: Enter, open_major: Callable[..., Loop]
) -> None:
    enter(town, town.officer, description="普通但超期")
    open_major(description="重大未到期")
    with time_machine.travel(LATER + timedelta(days=5), tick=False):
        page = page_of(sign_in(town.leader).get("/lead/"))
    found = re.findall(r'<span class="lead-site">.*?</span> (.*?)</a>', page)
    assert found == ["重大未到期", "普通但超期"]


def test_each_worse_figure_opens_its_rows(
    town: Town, lead: Client, open_major: Callable[..., Loop]
) -> None:
    open_major(description="新的重大")
    loop = Loop(town, enter(town, town.officer, description="没过的").number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="改了")
    loop.do(Action.RETURN, town.colleague, finding="仍堵", fix_by="2026-05-18")
    found = figures(lead.get("/lead/"))
    assert {word: n for word, (n, _) in found.items()} == {"新增重大": "1", "复查没过": "1"}
    assert opened(town, found["新增重大"][1]) == ["新的重大"]
    assert opened(town, found["复查没过"][1]) == ["没过的"]


def test_relapse_and_fresh_overdue_open_their_rows(town: Town, sign_in: Enter) -> None:
    loop = Loop(town, enter(town, town.officer, description="又来了").number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="改了")
    loop.do(Action.PASS, town.colleague, way="on-site")
    loop.do(Action.CLOSE, town.head)
    loop.do(Action.RELAPSE, town.clerk, photo(town.clerk), finding="又堵上了")
    enter(town, town.officer, description="昨天到期")
    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        found = figures(sign_in(town.leader).get("/lead/"))
    assert found["反弹"][0] == "1"
    assert opened(town, found["反弹"][1]) == ["又堵上了"]


def test_figure_of_yesterday_is_gone_the_day_after(
    town: Town, sign_in: Enter, open_major: Callable[..., Loop]
) -> None:
    open_major()
    with time_machine.travel(LATER + timedelta(days=2), tick=False):
        response = sign_in(town.leader).get("/lead/")
    assert "新增重大" not in figures(response)


def test_overdue_stands_under_its_unit(
    town: Town, sign_in: Enter, open_major: Callable[..., Loop]
) -> None:
    open_major(description="企业不签收")
    enter(town, town.officer, description="站里不定级")
    late = LATER + timedelta(days=10)
    with time_machine.travel(late, tick=False):
        page = page_of(sign_in(town.leader).get("/lead/"))
        ((url, line),) = re.findall(r'lead-unit" href="(.*?)">(.*?)</a>', page, re.S)
        shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line)).strip()
        assert shown == "枫林安监站 其中 1 件在企业手里 2"
        viewer = make.viewer_for(_whose(town), at=late)
        filters = asked_from(parse_qsl(urlsplit(url).query)).filters
        assert len(ledger(viewer, filters).rows) == 2


def test_decision_of_the_leaders_own_unit_waits_for_the_leader(town: Town, sign_in: Enter) -> None:
    government = make.unit("云溪区人民政府", area=town.county)
    chief = _person(Role.LEADER, "区长", "方宁", unit=government)
    loop = Loop(town, enter(town, town.officer).number)
    loop.do(Action.GRADE, town.officer, grade="general")
    loop.do(Action.ASSIGN, town.officer, due_on="2026-05-20", close_unit=government.id)
    loop.do(Action.SIGN_FOR, town.firm)
    loop.do(Action.PLAN, town.firm, **PLAN)
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="改了")
    loop.do(Action.PASS, town.colleague, way="on-site")
    page = page_of(sign_in(chief).get("/lead/"))
    (block,) = re.findall(r'<section class="block decide">(.*?)</section>', page, re.S)
    assert re.findall(r'block-title">(.*?)<', block) == ["等你定 1 件"]
    assert re.findall(r'href="(.*?)"', block) == [f"/cases/{loop.number}/"]


def test_page_is_not_there_for_a_firm(town: Town, sign_in: Enter) -> None:
    assert sign_in(town.firm).get("/lead/").status_code == 404


def test_call_reaches_whoever_has_the_ball(
    town: Town, lead: Client, open_major: Callable[..., Loop]
) -> None:
    who = town.firm
    change_person(person_id=who.person, phone="13900004444", by=who.person, at=make.START)
    loop = open_major()
    page = page_of(lead.get("/lead/"))
    assert page.count("13900004444") == 0
    response = lead.post(f"/lead/call/{loop.number}/")
    assert re.findall(r'href="(tel:\d+)"', page_of(response)) == ["tel:13900004444"]
    assert Disclosure.objects.get().subject == who.person


def test_call_about_a_case_out_of_sight_finds_nobody(
    town: Town, sign_in: Enter, open_major: Callable[..., Loop]
) -> None:
    other = make.area("青石区", level=town.county.level, parent=town.county.parent)
    stranger = _person(Role.LEADER, "副区长", "方宁", unit=make.unit("青石区安委办", area=other))
    loop = open_major()
    assert sign_in(stranger).post(f"/lead/call/{loop.number}/").status_code == 404
