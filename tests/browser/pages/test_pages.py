"""Every page at both sizes: nothing cut, faint, empty, broken or wider than the screen."""

from pathlib import Path
from typing import Any

import pytest

from docs.manual.city import City
from docs.manual.pages import PAGES, SIZES, Page, open_page

AUDIT = Path(__file__).parents[1].joinpath("audit.js").read_text(encoding="utf-8")
GOOD: dict[str, list[str]] = {
    "unnamed": [],
    "thin": [],
    "overflow": [],
    "clipped": [],
    "empty": [],
    "faint": [],
    "broken": [],
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_is_drawn_whole(
    browsers: Any, window: Any, city: City, page: Page, size: str
) -> None:
    width, height = SIZES[size]
    if page.taps:
        # The phone keeps what is tapped on it.
        tab = browsers(page.user, viewport={"width": width, "height": height})
    else:
        tab = window(page.user, SIZES[size])

    status = open_page(tab, city.url, page)

    assert status == page.answers
    assert tab.evaluate(AUDIT) == GOOD


BAD = """
<style>body { margin: 0; font: 16px sans-serif }</style>
<p style="color: #999">faint</p>
<p style="width: 40px; overflow: hidden; white-space: nowrap">clipped because it is too long</p>
<p style="width: 40px; overflow: hidden; white-space: nowrap" title="whole">clipped, but told</p>
<div class="panel" style="height: 40px"></div>
<img src="data:image/png;base64,AAAA" alt="" width="10" height="10">
<div style="width: 2000px">wide</div>
<a class="btn">thin</a>
<table><thead style="display: none"><tr><th>State</th></tr></thead><tr><td>open</td></tr></table>
"""


def test_audit_finds_each_fault(browsers: Any) -> None:
    tab = browsers("", viewport={"width": 390, "height": 844})
    tab.set_content(BAD)
    tab.wait_for_load_state("load")

    found = tab.evaluate(AUDIT)

    assert {name: len(one) for name, one in found.items()} == {
        "unnamed": 1,
        "thin": 1,
        "overflow": 1,
        "clipped": 1,
        "empty": 1,
        "faint": 1,
        "broken": 1,
    }
