"""The day's sheet from its draft to its three conclusions in their owners' work, through the real
pages."""

from typing import Any

from docs.manual.city import City
from tests.browser.walking import Pages, leaving, toast

CONCLUDED = (
    ("夜查三家混凝土搅拌站", "枫林安监站", "zhengming"),
    ("涂装企业活性炭更换情况逐家看", "生态环境分局", "wuhaitao"),
    ("错峰生产清单核一遍", "工信局", "xuhaiyan"),
)


def _rows(page: Any) -> None:
    """Two rows are open at first, saving opens further ones."""
    with leaving(page):
        page.click(".form-foot button[type=submit]")


def _write(page: Any, n: int, text: str, unit: str) -> None:
    page.fill(f"[name='text-{n}']", text)
    option = page.locator(f"[name='unit-{n}'] option", has_text=unit).first
    page.select_option(f"[name='unit-{n}']", option.get_attribute("value"))


def test_sheet_is_drafted_edited_and_its_conclusions_are_their_owners_work(
    pages: Pages, city: City
) -> None:
    clerk = pages("linjie")
    clerk.goto(f"{city.url}/judgements/")
    draft = clerk.locator("table.rows tr", has_text="草稿").locator("a").first
    with leaving(clerk):
        draft.click()
    sheet = clerk.url
    assert clerk.inner_text("h1") == "草稿：还没有结论。写下明天要办什么，再签发。"

    clerk.goto(f"{sheet}edit/")
    clerk.fill("[name=sources]", "傍晚西南风弱，扬尘出在在建工地。")
    for n, (text, unit, _) in enumerate(CONCLUDED[:2], start=1):
        _write(clerk, n, text, unit)
    _rows(clerk)
    clerk.goto(f"{sheet}edit/")
    clerk.fill("[name='text-3']", CONCLUDED[2][0])
    _rows(clerk)
    assert clerk.inner_text("h1") == "草稿：3 条结论里 1 条缺责任单位或期限"

    clerk.goto(f"{sheet}issue/")
    _rows(clerk)
    problem = clerk.inner_text(".problems li")
    assert problem == "第 3 条结论缺内容、责任单位或期限。补上再签发：每条结论都要变成任务。"

    clerk.goto(f"{sheet}edit/")
    _write(clerk, 3, *CONCLUDED[2][:2])
    _rows(clerk)
    clerk.goto(f"{sheet}issue/")
    _rows(clerk)
    assert toast(clerk) == "已签发。每条结论都到了责任单位手里。"
    assert clerk.inner_text("h1") == "已签发：3 条结论都有人办"

    for text, _, owner in CONCLUDED:
        own = pages(owner)
        own.goto(f"{city.url}/tasks/?tab=unit")
        assert own.locator("table.rows tr", has_text=text).count() == 1
    with clerk.expect_download() as paper:
        clerk.click("a:has-text('Word')")
    assert paper.value.suggested_filename == f"{sheet.rstrip('/').rsplit('/', 1)[1]}.docx"
