"""A document from above, from its five clauses to a verified task, through the real pages."""

from typing import Any

from tests.browser.walking import Pages, toast

TEXT = """一、逐级签订责任书。
二、完成加油站防雷检测。
三、开展有限空间专项检查。
四、组织消防通道清理。
五、渔船冬季停航。
"""


def _button(page: Any, word: str) -> None:
    page.locator(".acts-buttons a, .acts-buttons button", has_text=word).first.click()


def _marks(page: Any) -> str:
    return " ".join(page.locator(".case-marks").inner_text().split())


def test_a_document_is_broken_down_done_returned_and_verified(pages: Pages, city: Any) -> None:
    clerk = pages("linjie")
    clerk.goto(f"{city.url}/documents-above/new/")
    clerk.fill("[name=title]", "冬季专项通知")
    clerk.fill("[name=issuer]", "安澜市安委办")
    clerk.fill("[name=text]", TEXT)
    clerk.click(".form-foot button[type=submit]")
    document = clerk.url
    assert clerk.inner_text("h1") == "5 条里还有 5 条既没有任务也没有理由"

    clerk.click("#clause-5 a:has-text('不涉及')")
    clerk.fill("[name=reason]", "本区没有渔船")
    clerk.click(".form-foot button[type=submit]")
    assert clerk.url == document

    clerk.click("#clause-3 a:has-text('定任务')")
    clerk.click(".form-foot button[type=submit]")
    draft = clerk.url.rstrip("/").rsplit("/", 1)[1]
    clerk.goto(f"{city.url}/tasks/?tab=unassigned")
    assert draft in clerk.inner_text("table.rows")

    clerk.goto(document)
    clerk.click("#clause-1 a:has-text('定任务')")
    station = clerk.locator("[name=to_unit] option", has_text="枫林安监站").first
    clerk.select_option("[name=to_unit]", station.get_attribute("value"))
    clerk.fill("[name=due_on]", "2026-12-04")
    clerk.click(".form-foot button[type=submit]")
    task = clerk.url

    head = pages("zhengming")
    head.goto(task)
    _button(head, "签收")
    assert toast(head) == f"任务 {task.rstrip('/').rsplit('/', 1)[1]}：签收。"
    _button(head, "报办结")
    head.fill("[name=done]", "已签 86 份")
    head.click(".form-foot button[type=submit]")

    clerk.goto(task)
    _button(clerk, "没办好，退回")
    clerk.fill("[name=reason]", "差 6 家")
    clerk.fill("[name=due_on]", "2026-12-08")
    clerk.click(".form-foot button[type=submit]")
    assert _marks(clerk) == "办理中 第 2 轮 文件条款"

    head.goto(task)
    _button(head, "报办结")
    head.fill("[name=done]", "6 家已补")
    head.click(".form-foot button[type=submit]")
    clerk.goto(task)
    _button(clerk, "验收通过，办结")
    clerk.click(".form-foot button[type=submit]")
    assert _marks(clerk) == "已办结 第 2 轮 文件条款"

    clerk.goto(document)
    assert clerk.inner_text("h1") == "5 条里还有 2 条既没有任务也没有理由"
