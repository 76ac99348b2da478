"""A leader of a street leaves: everything orphaned is shown, and the slip names a successor."""

import re
from typing import Any

from docs.manual.city import City

LEAVES, TAKES = "冯玉兰", "郑明"


def test_leader_leaves_and_everything_has_its_owner_again(pages: Any, city: City) -> None:
    page = pages("admin")
    page.goto(f"{city.url}/admin/?q={LEAVES}")
    page.click(f"main a:has-text('{LEAVES}')")
    page.click("main a:has-text('交接岗位')")
    sentence = page.locator("h1").inner_text()
    found = re.fullmatch(rf"{LEAVES} 一离任，(\d+) 件没有人接", sentence)
    assert found is not None
    shown = page.locator("details table tbody tr").count()
    assert (int(found[1]) >= 3, shown) == (True, int(found[1]))

    page.click("main button:has-text('交接')")
    assert page.locator(".field-error").first.inner_text() == "写明谁接任，或者说明岗位先空着。"
    page.fill("main [name=q]", TAKES)
    page.click("main button:has-text('查找')")
    option = page.locator(f"[name=fate] option:has-text('{TAKES}')").first
    page.select_option("[name=fate]", option.get_attribute("value"))
    page.fill("[name=basis]", "云组〔2026〕31 号")
    page.click("main button:has-text('交接')")

    cells = page.locator("main table tbody tr").first.locator("td")
    assert (page.locator("h1").inner_text(), cells.nth(2).inner_text()) == (
        f"{LEAVES} 离任交接单",
        TAKES,
    )
    page.click("main a:has-text('好了')")
    assert page.locator("main table tbody tr").first.inner_text().split()[0] == TAKES
