"""Without scripts, and after the session ended."""

from pathlib import Path
from typing import Any

from docs.manual.city import City
from tests.browser.conftest import sign_in
from tests.browser.walking import PLAN, Walk


def test_loop_works_with_javascript_off(browsers: Any, city: City, photo: Path) -> None:
    found: dict[str, Any] = {}

    def pages(user: str) -> Any:
        if user not in found:
            found[user] = browsers(user, java_script_enabled=False)
        return found[user]

    walk = Walk(pages, city.url, photo)
    told = walk.open_door(
        "chenli", kind="hazard", site="恒泰家具", description="木工车间灭火器压力不足"
    )
    assert told == "已登记。球到 陈立，11-24 前定为一般或重大。"
    walk.do("chenli", "定级", grade="general")
    walk.do("chenli", "交办", due_on="2026-11-30")
    walk.do("wangjianguo", "签收")
    walk.do("wangjianguo", "落实五定", **PLAN)
    walk.do("wangjianguo", "报整改完成", done="已换", photos=1)
    walk.do("chenli", "复查不合格", finding="还有两具", fix_by="2026-11-25")
    walk.do("wangjianguo", "报整改完成", done="全部换了", photos=1)
    walk.do("chenli", "复查合格", finding="压力都在绿区")
    told = walk.do("zhengming", "销号")
    assert (told, walk.chip("zhengming")) == (
        "已销号。到此了结。",
        "已销号 第 2 轮 一般隐患 安全",
    )


def test_session_that_ended_leads_to_sign_in_and_back(browsers: Any, city: City) -> None:
    page = browsers("zhoumin")
    page.context.clear_cookies()

    page.goto(f"{city.url}/cases/C-2026-000318/")
    assert page.url == f"{city.url}/sign-in/?next=/cases/C-2026-000318/"
    sign_in(page, city, "zhoumin")

    assert page.url == f"{city.url}/cases/C-2026-000318/"
    assert page.locator("h1").inner_text() == "喷漆车间东侧安全出口被板材堵塞"
