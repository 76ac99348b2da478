"""An inspection by two officers with an order printed on the spot, without a network."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, expect

from docs.manual.city import City
from tests.browser.fielding import Phone, phone

DIGEST = re.compile(r"SHA-256 ([0-9a-f]{64})")
UNANSWERED = """() => Array.from(document.querySelectorAll(".item"))
  .findIndex((item) => !item.querySelector(".four .chosen"))"""
RECORD = re.compile(r"（.+）应急现记〔2026〕\d+号")
COLLEAGUES = ".others:has-text('周敏') > .others-head"
"""The day's own list has such a head too."""
BEGIN = ".card .tap:has(use[href$='#clipboard-check'])"
NUMBER = re.compile(r"（.+）应急责改〔2026〕现\d+号")


@pytest.fixture
def officer(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    city: City,
    complaints: list[str],
    tmp_path: Path,
) -> Iterator[Phone]:
    one = {"launch": browser_type_launch_args, "complaints": complaints}
    with phone(browser_type, tmp_path, city, "chenli", **one) as found:
        found.enrol()
        # Numbers are lent in the same round as the pack, a moment after it is shown.
        found.page.wait_for_timeout(1500)
        found.reach(False)
        yield found


def answer(one: Phone, item: int, answer: int) -> None:
    one.tap(f".item >> nth={item} >> .four .tap >> nth={answer}")


def order(one: Phone) -> str:
    """An order on three items from the day's first place; the paper's text."""
    one.tap(BEGIN)
    one.tap(COLLEAGUES)
    one.tap("text=周敏")
    for item in range(3):
        answer(one, item, 1)
    one.tap("text=开整改指令书")
    one.tap(".chips .tap >> nth=2")
    one.tap("text=生成指令书")
    one.tap(".ask .main")
    return one.page.locator(".paper").inner_text()


def end(one: Phone) -> str:
    """All other items conform; the visit ends with its record, whose text is given."""
    one.page.click(".back")
    expect(one.page.locator(".item").first).to_be_visible()
    while (item := one.page.evaluate(UNANSWERED)) >= 0:
        answer(one, item, 0)
        one.page.wait_for_function(f"() => ({UNANSWERED})() !== {item}")
    one.page.click(".foot .main")
    one.page.click(".ask .main")
    one.page.fill("[name=person]", "赵老板")
    one.page.click(".foot .main")
    return one.page.locator(".paper").inner_text()


def printed(pdf: bytes, folder: Path) -> str:
    """The digest on the office's print; "" on a machine that cannot read a PDF."""
    tool = shutil.which("pdftotext")
    if tool is None:
        return ""
    path = folder / "order.pdf"
    path.write_bytes(pdf)
    text = subprocess.run([tool, path, "-"], capture_output=True, text=True, check=True).stdout
    return re.findall(r"SHA-256([0-9a-f]{64})", "".join(text.split()))[0]


def test_order_on_three_items_takes_25_taps_and_is_what_the_office_prints(
    officer: Phone, browsers: Any, city: City, tmp_path: Path
) -> None:
    officer.taps = 0
    paper = order(officer)
    taps = officer.taps
    (digest,), (number,) = DIGEST.findall(paper), NUMBER.findall(paper)
    record = end(officer)

    officer.reach(True)
    officer.page.click(".back")
    expect(officer.page.locator(".row-state").first).to_contain_text("已收到", timeout=30_000)

    assert taps <= 25
    visit = re.findall(r"V-2026-\d{6}", officer.page.locator(".row").first.inner_text())[0]
    desk = browsers("chenli")
    desk.goto(f"{city.url}/visits/{visit}/")
    papers = desk.locator("main").inner_text()
    assert [one in papers for one in (number, RECORD.findall(record)[0])] == [True, True]
    assert "赵老板" in record
    assert DIGEST.findall(record) != [digest]
    link = desk.locator("a", has_text=number).get_attribute("href")
    answered = desk.request.get(city.url + link)
    assert answered.headers["content-type"] == "application/pdf"
    assert printed(answered.body(), tmp_path) in {"", digest}


def test_order_survives_a_dead_battery_with_its_number(officer: Phone) -> None:
    paper = order(officer)

    officer.again()

    assert officer.page.locator(".paper").inner_text() == paper


def test_order_that_was_voided_gives_way_to_one_with_the_next_number(officer: Phone) -> None:
    first = NUMBER.findall(order(officer))[0]
    officer.page.click("text=作废")
    officer.page.click(".ask .main")

    officer.page.click("text=生成指令书")
    officer.page.click(".ask .main")

    second = NUMBER.findall(officer.page.locator(".paper").inner_text())[0]
    serials = [int(re.findall(r"现(\d+)号", one)[0]) for one in (first, second)]
    assert serials[1] == serials[0] + 1


def test_village_staff_are_offered_no_order(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    city: City,
    complaints: list[str],
    tmp_path: Path,
) -> None:
    one = {"launch": browser_type_launch_args, "complaints": complaints}
    with phone(browser_type, tmp_path, city, "liuguifang", **one) as found:
        found.enrol()
        found.tap(".card .main")

        assert found.page.locator("text=指令书").count() == 0
        assert "定级、开单不归你" in found.page.locator(".foot-note").inner_text()
