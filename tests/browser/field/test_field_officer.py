"""What an officer does on the phone beside an order: a refused inspection, a re-check; and every
screen of it on the smallest phone."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from docs.manual.city import City
from tests.browser.field.test_field import AUDIT, arrived, outbox, phones
from tests.browser.field.test_field_order import BEGIN, COLLEAGUES, DIGEST, end, order, printed
from tests.browser.fielding import Phone

__all__ = ["phones"]
Open = Callable[..., Phone]
REFUSAL = re.compile(r"（.+）应急拒检〔2026〕\d+号")
SMALL = """() => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const box = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || /^(SCRIPT|STYLE)$/.test(box.tagName)) continue;
    if (!box.checkVisibility() || box.closest(".unseen")) continue;
    const size = parseFloat(getComputedStyle(box).fontSize);
    if (size < 16) found.add(`${box.className} ${size}`);
  }
  for (const box of document.querySelectorAll("input:not(.unseen), textarea"))
    if (parseFloat(getComputedStyle(box).fontSize) < 16) found.add(box.name);
  return [...found];
}"""


@pytest.fixture
def officer(phones: Open) -> Phone:
    """Offline, with numbers lent: they come a moment after the pack is shown."""
    one = phones("chenli")
    one.page.wait_for_timeout(1500)
    one.reach(False)
    return one


def kept_out(one: Phone) -> str:
    """A visit of two whom nobody lets in, with its paper; the paper's text."""
    one.tap(BEGIN)
    one.tap(COLLEAGUES)
    one.tap("text=周敏")
    one.tap("text=拒绝检查")
    one.page.fill("[name=told]", "门卫说老板不在，不开门")
    one.tap("text=结束并打印拒检记录")
    return one.page.locator(".paper").inner_text()


def recheck(one: Phone) -> None:
    """The first place where something waits for a re-check, and its screen."""
    row = ".stop:has-text('等复查')"
    one.page.wait_for_selector(row, state="attached")
    if not one.page.locator(row).first.is_visible():
        one.tap(".others-head")
    one.tap(row)
    one.tap(".card .tap:has-text('复查：')")
    expect(one.page.locator(".acts")).to_be_visible()


def test_refused_inspection_is_printed_offline_as_the_office_prints_it(
    officer: Phone, browsers: Any, city: City, tmp_path: Path
) -> None:
    paper = kept_out(officer)
    (number,), (digest,) = REFUSAL.findall(paper), DIGEST.findall(paper)

    officer.page.click(".back")
    arrived(officer)

    told = [line in paper for line in ("门卫说老板不在，不开门", "在场的人不让进", "周敏")]
    assert told == [True] * 3
    visit = re.findall(r"V-2026-\d{6}", officer.page.locator(".row").first.inner_text())[0]
    desk = browsers("chenli")
    desk.goto(f"{city.url}/visits/{visit}/")
    link = desk.locator("a", has_text=number).get_attribute("href")
    answered = desk.request.get(city.url + link)
    assert answered.headers["content-type"] == "application/pdf"
    assert printed(answered.body(), tmp_path) in {"", digest}


def test_refusal_needs_the_second_officer_and_a_shut_door_no_paper(officer: Phone) -> None:
    officer.tap(BEGIN)
    officer.tap("text=拒绝检查")
    officer.tap("text=结束并打印拒检记录")
    expect(officer.page.locator(".toast-line")).to_contain_text("两个人")

    officer.tap(".grid >> text=停业了")

    assert officer.page.locator("text=结束并打印拒检记录").count() == 0
    officer.tap("text=结束这次检查")
    assert outbox(officer) == ["存在手机里"]


def test_refusal_survives_a_dead_battery_with_its_number(officer: Phone) -> None:
    paper = kept_out(officer)

    officer.again()

    assert officer.page.locator(".paper").inner_text() == paper
    assert officer.rows()["drafts"] == 0


def test_recheck_offline_with_a_photo_survives_a_dead_battery_and_passes(
    officer: Phone, photo: Path, browsers: Any, city: City
) -> None:
    recheck(officer)
    number = re.findall(r"C-2026-\d{6}", officer.page.locator("main").inner_text())[0]
    officer.tap(".acts >> text=改好了")
    officer.shoot(photo, "after")

    officer.again()
    assert officer.page.locator(".acts .chosen").inner_text() == "改好了"
    officer.tap(".foot .main")
    officer.tap(".ask .main")

    assert outbox(officer) == ["存在手机里"]
    arrived(officer)
    desk = browsers("chenli")
    desk.goto(f"{city.url}/cases/{number}/")
    assert desk.locator(".chip, .stops, .case-marks").first.inner_text() != ""
    assert "复查合格" in desk.locator("main").inner_text()
    assert officer.rows() == {**officer.rows(), "drafts": 0, "photos": 0}


def test_recheck_that_returns_says_what_remains_and_until_when(officer: Phone) -> None:
    recheck(officer)
    officer.tap(".acts >> text=没改好")
    officer.tap(".foot .main")
    expect(officer.page.locator(".toast-line")).to_contain_text("选一个日期")

    officer.page.fill("textarea", "还有两张板材没清")
    officer.tap(".chips .tap >> nth=1")
    officer.tap(".foot .main")
    officer.tap(".ask .main")

    assert outbox(officer) == ["存在手机里"]
    assert officer.page.locator(".row-said").first.inner_text() == "没改好"
    arrived(officer)


def test_what_was_unfolded_on_one_screen_is_folded_on_the_next(officer: Phone) -> None:
    unfolded = officer.page.locator(".others[open]")
    if unfolded.count() == 0:
        officer.tap(".others-head")
    expect(unfolded).to_have_count(1)

    officer.tap(BEGIN)

    expect(officer.page.locator(".others")).to_be_visible()
    expect(unfolded).to_have_count(0)


def test_officers_screens_fit_the_smallest_phone(
    officer: Phone, photo: Path, tmp_path: Path
) -> None:
    page = officer.page
    page.set_viewport_size({"width": 320, "height": 640})
    found: dict[str, Any] = {}

    def look(name: str) -> None:
        page.wait_for_timeout(150)
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        faults = {kind: hits for kind, hits in page.evaluate(AUDIT).items() if hits}
        found[name] = {**faults, **({"small": small} if (small := page.evaluate(SMALL)) else {})}

    look("today")
    recheck(officer)
    officer.tap(".acts >> text=没改好")
    officer.shoot(photo, "after")
    look("recheck")
    page.click(".back")
    officer.tap(".bar-link >> nth=3")
    look("scan")
    officer.tap(".bar-link >> nth=0")
    officer.tap(BEGIN)
    officer.tap("text=拒绝检查")
    look("refusal")
    page.click(".back")
    look("check")
    page.evaluate("() => { location.hash = '#/' }")
    order(officer)
    look("order-paper")
    record = end(officer)
    look("record-paper")

    assert "应急现记" in record
    assert found == {name: {} for name in found}
