"""A proposed accountability matter goes through notice, statement and decision; the page of the
acquitted shows why. A measure is served and appealed against."""

import re

from playwright.sync_api import Page

from tests.browser.walking import PLAN, Walk, _fill

DAY = "2026-11-20"


def returned_twice(walk: Walk) -> str:
    """The number of a case of the street's that failed its re-check twice."""
    walk.open_door(
        "handong", kind="instruction", site="恒泰家具", description="查清板材堵塞通道的原因"
    )
    walk.do("chenli", "交办", due_on="2026-11-27")
    walk.do("wangjianguo", "签收")
    walk.do("wangjianguo", "落实五定", **PLAN)
    for fix_by in ("2026-11-26", "2026-11-28"):
        walk.do("wangjianguo", "报整改完成", done="已清空", photos=1)
        walk.do("chenli", "复查不合格", finding="右侧仍占道", fix_by=fix_by)
    return walk.number


def text(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def lead_about(walk: Walk, case: str) -> str:
    page = walk.pages("linjie")
    page.goto(f"{walk.url}/matters/?tab=leads")
    row = page.locator("main tr").filter(has_text=case)
    found = re.search(r"A-[0-9]+-[0-9]+", row.inner_text())
    assert found is not None
    return found[0]


def does(walk: Walk, user: str, number: str, verb: str, **fields: str) -> None:
    """Press the button of an act on the matter's page, fill its form and send it."""
    page = walk.pages(user)
    page.goto(f"{walk.url}/matters/{number}/")
    page.locator("main .acts-buttons .btn").filter(has_text=verb).first.click()
    if page.url.rstrip("/").endswith(number):
        page.wait_for_load_state()
        return
    _fill(page, fields)
    page.click("main .form-foot button[type=submit]")
    page.wait_for_url(f"**/matters/{number}/")


def heard(walk: Walk) -> str:
    """The number of a matter about 陈立 in which he has given his statement."""
    number = lead_about(walk, returned_twice(walk))
    does(walk, "linjie", number, "核实属实", finding="调阅记录，两次复查不合格属实")
    page = walk.pages("linjie")
    page.goto(f"{walk.url}/matters/{number}/open/")
    person = page.locator("[name=person] option").filter(has_text="陈立").first.inner_text()
    behaviour = {"behaviour": "慢作为", "charge": "两次复查不合格没有跟进", "basis": "第六条"}
    does(walk, "linjie", number, "立案", person=person, **behaviour)
    page.goto(f"{walk.url}/matters/{number}/notify/")
    body = page.locator("[name=body] option").nth(1).inner_text()
    does(walk, "linjie", number, "送达告知书", intended="诫勉", body=body)
    own = walk.pages("chenli")
    own.goto(f"{walk.url}/me/matters/{number}/")
    assert "两次复查不合格没有跟进" in text(own)
    assert "记录能为当事人说明什么" in text(own)
    own.fill("main #statement textarea", "两次都在期限内到现场复查")
    own.click("main #statement button[type=submit]")
    own.wait_for_load_state()
    return number


def decision(**more: str) -> dict[str, str]:
    return {
        "grounds": "两次复查均在期限内，拖延发生在企业",
        "decided_on": DAY,
        "document": "云安委〔2026〕31 号",
        "members": "韩东\n沈国梁\n罗秀英",
    } | more


def test_acquitted_reads_why_nothing_is_held_against_him(walk: Walk) -> None:
    number = heard(walk)
    ruling = decision(ruling="尽职免责", ground="已按职责履行")
    does(walk, "handong", number, "登记决定", **ruling)
    does(walk, "linjie", number, "送达决定", served_how="当面送达")

    own = walk.pages("chenli")
    own.goto(f"{walk.url}/me/matters/")
    assert f"{number} 慢作为" in text(own)
    own.goto(f"{walk.url}/me/matters/{number}/")
    said = text(own)

    assert "为什么不追究" in said
    assert "已按职责履行：球在本人期间，该办的都在期限内办了，记录可查。" in said
    assert "两次复查均在期限内，拖延发生在企业" in said
    assert "球在本人" in said
    assert own.locator("#appeal").count() == 0


def test_measure_is_appealed_against_and_not_decided_by_the_same_judge(walk: Walk) -> None:
    number = heard(walk)
    does(walk, "handong", number, "登记决定", **decision(ruling="诫勉"))
    does(walk, "linjie", number, "送达决定", served_how="当面送达")
    own = walk.pages("chenli")
    own.goto(f"{walk.url}/me/matters/{number}/")
    own.fill("main #appeal textarea", "情节认定过重")
    own.click("main #appeal button[type=submit]")
    own.wait_for_load_state()

    judge = walk.pages("handong")
    judge.goto(f"{walk.url}/matters/{number}/")

    assert "申诉中" in text(own)
    assert judge.locator("main .acts-buttons .btn").all_inner_texts() == []
    assert "当事人、承办人和对同一个球负责的上级不参与" in text(judge)


def test_matter_is_not_found_by_a_colleague(walk: Walk) -> None:
    number = heard(walk)
    page = walk.pages("zhoumin")

    answers = [
        page.goto(f"{walk.url}{path}")
        for path in (f"/matters/{number}/", f"/me/matters/{number}/", "/matters/")
    ]

    assert [answer.status for answer in answers if answer] == [404, 404, 404]
