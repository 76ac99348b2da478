"""The same phone in two tabs, and a phone that was silent for fourteen days."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from docs.manual.city import City
from tests.browser.field.test_field import PROBLEM, SHIFTED, arrived, first_place, outbox, phones
from tests.browser.fielding import PIN, Phone

__all__ = ["phones"]
Open = Callable[..., Phone]
THINGS = """() => new Promise((done) => {
  const asked = indexedDB.open("anhuan-field");
  asked.onsuccess = () => {
    const all = asked.result.transaction("things").objectStore("things").getAllKeys();
    all.onsuccess = () => { asked.result.close(); done(all.result); };
  };
})"""
TABS = "另一个页面"


def second_tab(one: Phone, url: str) -> Page:
    """Opened and unlocked beside the first."""
    tab = one.context.new_page()
    tab.on("pageerror", lambda error: one.complaints.append(str(error)))
    tab.goto(url)
    for digit in PIN:
        tab.click(f".key >> text='{digit}'")
    expect(tab.locator(".keys")).to_have_count(0)
    return tab


def test_second_tab_goes_on_and_the_first_says_so(phones: Open, city: City) -> None:
    one = phones()
    one.reach(False)
    one.tap(".card .main")
    one.tap(PROBLEM)
    expect(one.page.locator(".stored")).to_be_visible()

    tab = second_tab(one, f"{city.url}/field/")

    expect(one.page.locator(".title")).to_contain_text(TABS)
    expect(tab.locator(".done-n")).to_have_text("走完 1 处")
    assert one.rows() == {**one.rows(), "drafts": 0}
    one.page = tab
    arrived(one)
    assert one.page.locator(".row .note").last.inner_text().count("C-2026-") == 1


def test_inspection_begun_in_one_tab_goes_on_in_the_other(phones: Open, city: City) -> None:
    one = phones("chenli")
    one.reach(False)
    one.tap(".card .tap:has(use[href$='#clipboard-check'])")
    expect(one.page.locator(".item").first).to_be_visible()
    where = one.page.url
    one.tap(".item >> nth=0 >> .four .tap >> nth=0")
    expect(one.page.locator(".four .chosen")).to_have_count(1)

    tab = second_tab(one, where)
    expect(tab.locator(".four .chosen")).to_have_count(1)
    tab.click(".item >> nth=1 >> .four .tap >> nth=0")
    expect(tab.locator(".four .chosen")).to_have_count(2)
    one.page.click("text=在这里继续")
    one.unlock()

    expect(one.page.locator(".four .chosen")).to_have_count(2)
    expect(tab.locator(".title")).to_contain_text(TABS)


def test_acts_of_two_tabs_are_sent_once_each(phones: Open, city: City) -> None:
    one = phones()
    sent: list[str] = []
    one.reach(False)
    one.tap(".card .good")
    expect(one.page.locator(".done-n")).to_have_text("走完 1 处")
    tab = second_tab(one, f"{city.url}/field/")
    tab.click(".card .good")
    expect(tab.locator(".done-n")).to_have_text("走完 2 处")

    def note(answer: Any) -> None:
        if answer.url.endswith("/field/acts"):
            sent.extend(each["id"] for each in answer.json()["results"])

    one.context.on("response", note)
    one.page = tab
    arrived(one)

    assert len(one.page.locator(".row-state").all_inner_texts()) == 2
    assert (len(sent), len(set(sent))) == (6, 6)


def test_fourteen_days_of_silence_leave_the_unsent_acts_alone(phones: Open, city: City) -> None:
    one = phones()
    place = first_place(one)
    one.reach(False)
    one.tap(".card .good")
    assert outbox(one) == ["存在手机里"]
    one.page.evaluate("() => { location.hash = '#/' }")
    later = f"({SHIFTED})({15 * 86_400_000})"

    one.context.add_init_script(later)
    one.page.reload()
    one.unlock()

    expect(one.page.locator(".words").first).to_contain_text("还有 1 条没传")
    assert sorted(one.page.evaluate(THINGS)) == ["device"]
    assert one.rows()["acts"] == 3
    assert place not in one.page.content()

    one.reach(True)
    one.page.reload()
    one.unlock()
    one.page.click("form.enrol button[type=submit]")
    expect(one.page.locator(".bar")).to_be_visible()
    one.page.click(".bar-link >> nth=1")
    expect(one.page.locator(".row-state").first).to_contain_text("已收到", timeout=30_000)
    assert one.page.locator(".row-name").all_inner_texts() == [place]


def test_thirteen_days_of_silence_take_nothing(phones: Open) -> None:
    one = phones()
    place = first_place(one)
    one.reach(False)

    one.context.add_init_script(f"({SHIFTED})({13 * 86_400_000})")
    one.page.reload()
    one.unlock()

    assert first_place(one) == place
