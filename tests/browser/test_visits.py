"""A joint visit whose findings reach three departments; a revisit that finds what was closed."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from docs.manual.city import City
from tests.browser.walking import Walk, leaving, toast

SEND = ".form-foot button[type=submit]"
FIRM = "安澜恒泰家具有限公司"
SHORT = "恒泰家具"


def begin(page: Page, url: str, kind: str, listed: str = "一般单位通用") -> str:
    """Begin a visit to the firm at the desk; gives its number."""
    page.goto(f"{url}/visits/new/?q=恒泰家具")
    page.click(f".lines a:has-text('{FIRM}')")
    page.select_option("[name=kind]", label=kind)
    page.select_option("[name=checklist]", label=listed)
    with leaving(page):
        page.click(SEND)
    return re.findall(r"V-\d+-\d+", page.url)[0]


def join(page: Page, url: str, number: str, name: str) -> None:
    page.goto(f"{url}/visits/{number}/join/")
    value = page.locator(f"[name=officer] option:has-text('{name}')").first.get_attribute("value")
    page.select_option("[name=officer]", value)
    with leaving(page):
        page.click(SEND)


def find(page: Page, url: str, number: str, text: str, item: str = "", domain: str = "") -> str:
    """Enter a finding; gives the number of its case."""
    page.goto(f"{url}/visits/{number}/find/")
    if item:
        page.select_option("[name=item]", item)
    if domain:
        page.select_option("[name=domain]", label=domain)
    page.fill("[name=description]", text)
    with leaving(page):
        page.click(SEND)
    return re.findall(r"C-\d+-\d+", toast(page))[0]


def read(page: Page, url: str, number: str) -> tuple[list[str], str]:
    """The findings as this reader sees them, and what is said of the rest."""
    page.goto(f"{url}/visits/{number}/")
    found = page.locator("#findings .line-main a").all_inner_texts()
    rest = page.locator("#findings .aside").last.inner_text()
    return found, rest


THREE = {
    "hezhiyuan": ("区应急局", "插线板串接", "wp-13"),
    "fire": ("区消防大队", "安全出口堆着成捆板材", "wp-15"),
    "xuhaiyan": ("区工信局", "吊钩没有防脱装置", ""),
}


def texts_told(page: Page, url: str, number: str) -> dict[str, list[str]]:
    """Which of the three findings each place of this reader's desk tells of."""
    found = {}
    for name, path in {
        "visit": f"/visits/{number}/",
        "ledger": f"/ledger/?q={SHORT}",
        "print": f"/ledger/print/?q={SHORT}",
        "site": "",
        "search": f"/search/?q={SHORT}",
    }.items():
        if name == "site":
            page.goto(f"{url}/visits/{number}/")
            page.locator(".case-head .sub a").first.click()
            page.wait_for_load_state()
        else:
            page.goto(f"{url}{path}")
        shown = page.locator("main").inner_text()
        found[name] = [user for user, (_, text, _) in THREE.items() if text in shown]
    return found


def test_findings_of_a_joint_visit_reach_three_departments(
    browsers: Callable[..., Page], city: City
) -> None:
    lead = browsers("hezhiyuan")
    number = begin(lead, city.url, "联合检查")
    for name in ("消防大队", "许海燕"):
        join(lead, city.url, number, name)
    cases = {
        user: find(lead, city.url, number, text, item=item, domain="" if item else "安全")
        for user, (_, text, item) in THREE.items()
    }

    found = {user: read(browsers(user), city.url, number) for user in THREE}
    office = browsers("linjie")
    whole = read(office, city.url, number)[0]
    units = office.locator("#findings .line-sub").all_inner_texts()

    assert found == {
        "hezhiyuan": ([cases["hezhiyuan"]], "还有发现的问题在：区工信局 1、区消防大队 1"),
        "fire": ([cases["fire"]], "还有发现的问题在：区工信局 1、区应急局 1"),
        "xuhaiyan": ([cases["xuhaiyan"]], "还有发现的问题在：区应急局 1、区消防大队 1"),
    }
    for user in THREE:
        told = texts_told(browsers(user), city.url, number)
        assert told == {place: [user] for place in told}
        others = [case for other, case in cases.items() if other != user]
        page = browsers(user)
        for case in others:
            assert page.goto(f"{city.url}/cases/{case}/").status == 404
    told = texts_told(office, city.url, number)
    assert told == {place: list(THREE) for place in told}
    assert (whole, units) == (list(cases.values()), [unit for unit, _, _ in THREE.values()])


def test_revisit_finds_what_was_closed(browsers: Any, city: City, walk: Walk) -> None:
    officer = browsers("chenli")
    number = begin(officer, city.url, "部门检查")
    walk.number = find(officer, city.url, number, "配电箱前堆着木料", item="wp-11")
    walk.do("chenli", "定级", grade="general")
    walk.do("chenli", "交办", due_on="2026-11-30")
    walk.do("wangjianguo", "签收")
    walk.do("wangjianguo", "落实五定", **PLAN)
    walk.do("wangjianguo", "报整改完成", done="已清空", photos=1)
    walk.do("chenli", "复查合格", finding="箱前没有堆物")
    walk.do("zhengming", "销号")

    again = begin(officer, city.url, "回头看")
    officer.goto(f"{city.url}/visits/{again}/")
    former = officer.locator("#former .line-main a").all_inner_texts()
    child = find(officer, city.url, again, "配电箱前又堆上了", item="wp-11")
    officer.goto(f"{city.url}/visits/{again}/")

    came_back = officer.locator("#findings .line-sub a").all_inner_texts()
    assert walk.number in former
    assert (came_back, child != walk.number) == ([walk.number], True)


PLAN = {
    "responsible": "王建国",
    "measure": "清空并划线",
    "finisher": "胡军",
    "acceptor": "陈立",
}
