"""A patrol without a network: nothing is lost, and everything arrives once."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Route, expect

from docs.manual.city import City
from tests.browser.fielding import Phone, phone

AUDIT = Path(__file__).parents[1].joinpath("audit.js").read_text(encoding="utf-8")
Open = Callable[..., Phone]
EMPTY = {"plain": 0, "things": 0, "drafts": 0, "acts": 0, "photos": 0}
QUOTA = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "photos") throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  };
}"""
SHIFTED = """(by) => {
  const now = Date.now.bind(Date);
  const Real = Date;
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(now() + by); }
    static now() { return now() + by; }
  };
}"""
LOST = "form[action$='/lost/'] button"
PROBLEM = ".grid .tap:not(.say)"


@pytest.fixture
def phones(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    city: City,
    complaints: list[str],
    tmp_path: Path,
    browsers: Any,
) -> Iterator[Open]:
    """An enrolled phone of a person: ``phones(user)``. Afterwards it is given back: nobody may
    have any number of them."""
    used: set[str] = set()
    with ExitStack() as stack:

        def make(user: str = "liuguifang") -> Phone:
            one = stack.enter_context(
                phone(
                    browser_type,
                    tmp_path / user,
                    city,
                    user,
                    launch=browser_type_launch_args,
                    complaints=complaints,
                )
            )
            one.enrol()
            used.add(user)
            return one

        yield make
    for user in used:
        desk = browsers(user)
        desk.goto(f"{city.url}/account/devices/")
        while desk.locator(LOST).count():
            with desk.expect_navigation():
                desk.locator(LOST).first.click()


def outbox(one: Phone) -> list[str]:
    """What is shown of the outbox once its screen is drawn: the address changes before that."""
    one.page.click(".bar-link >> nth=1")
    expect(one.page.locator(".bar-link >> nth=1")).to_have_attribute("aria-current", "page")
    return [line.strip() for line in one.page.locator(".row-state").all_inner_texts()]


def arrived(one: Phone) -> None:
    """Online, until the newest row has been received."""
    one.reach(True)
    one.page.click(".bar-link >> nth=1")
    expect(one.page.locator(".row-state").first).to_contain_text("已收到", timeout=30_000)


def first_place(one: Phone) -> str:
    return one.page.locator(".card .name").first.inner_text()


def test_problem_with_photo_takes_six_taps_and_no_typing_without_network(
    phones: Open, photo: Path
) -> None:
    one = phones()
    place = first_place(one)
    one.reach(False)
    one.taps = 0

    one.tap(".card .main")
    one.tap(PROBLEM)
    one.shoot(photo)
    one.tap(".foot .main")

    assert one.taps <= 6
    assert one.page.locator("input:not([type=file]), textarea").count() == 0
    assert outbox(one) == ["存在手机里"]
    assert one.page.locator(".row-name").all_inner_texts() == [place]
    arrived(one)
    assert one.page.locator(".row .note").last.inner_text().count("C-2026-") == 1
    assert one.rows() == {**one.rows(), "drafts": 0, "photos": 0}


def test_visit_survives_a_dead_battery_between_any_two_steps(phones: Open, photo: Path) -> None:
    one = phones()
    one.reach(False)
    steps: list[tuple[Callable[[], None], str]] = [
        (lambda: one.tap(".card .main"), ".grid"),
        (lambda: one.tap(PROBLEM), ".stored"),
        (lambda: one.shoot(photo), ".shot-box"),
        (lambda: one.tap(".foot .main"), ".done"),
    ]
    for step, shown in steps:
        one.again()
        step()
        expect(one.page.locator(shown).first).to_be_visible()
    one.again()

    assert outbox(one) == ["存在手机里"]
    arrived(one)
    one.again()
    assert len(outbox(one)) == 1


def test_finding_left_by_a_dead_battery_is_sent_all_the_same(phones: Open) -> None:
    one = phones()
    one.reach(False)
    one.tap(".card .main")
    one.tap(PROBLEM)
    expect(one.page.locator(".stored")).to_have_text("已存在手机里，关机也不丢；有信号自动传")

    one.kill()
    one.start()
    one.unlock()

    assert outbox(one) == ["存在手机里"]
    assert one.rows()["drafts"] == 0


def test_second_tap_on_a_problem_takes_it_back(phones: Open) -> None:
    one = phones()
    one.tap(".card .main")
    one.tap(PROBLEM)
    one.tap(".grid .chosen")
    one.tap(".foot .main")

    assert outbox(one) == []
    assert one.rows()["acts"] == 0


def test_sending_cut_at_every_request_leaves_one_row(phones: Open, photo: Path) -> None:
    one = phones()
    one.reach(False)
    one.tap(".card .main")
    one.tap(PROBLEM)
    one.shoot(photo)
    one.tap(".foot .main")
    tried: dict[str, int] = {}

    def cut(route: Route) -> None:
        """Never sent, then sent without an answer, then let through."""
        key = f"{route.request.method} {route.request.url.rsplit('/', 1)[0]}"
        tried[key] = tried.get(key, 0) + 1
        if tried[key] == 1:
            return route.abort()
        if tried[key] == 2:
            route.fetch()
            return route.abort()
        return route.continue_()

    one.context.route("**/api/v1/field/**", cut)
    one.reach(True)
    one.page.click(".bar-link >> nth=1")
    state = one.page.locator(".row-state").first
    for _ in range(12):
        one.page.evaluate("() => window.dispatchEvent(new Event('online'))")
        one.page.wait_for_timeout(700)
        if "已收到" in state.inner_text():
            break

    assert "已收到" in state.inner_text()
    assert {key.split()[0] for key, times in tried.items() if times >= 3} >= {"PUT", "POST"}
    assert one.page.locator(".row .note").last.inner_text().count("C-2026-") == 1


def test_full_phone_keeps_the_words_and_says_so(phones: Open, photo: Path) -> None:
    one = phones()
    one.reach(False)
    one.tap(".card .main")
    one.tap(PROBLEM)
    one.page.evaluate(QUOTA)

    one.page.set_input_files("input[data-stage=before]", photo)

    told = one.page.locator(".stored")
    expect(told).to_have_text("手机快满了，照片先不存，文字已存下")
    one.tap(".foot .main")
    assert outbox(one) == ["存在手机里"]
    arrived(one)


@pytest.mark.parametrize("days", [-40, 3])
def test_wrong_clock_loses_nothing(phones: Open, days: int) -> None:
    one = phones()
    one.page.evaluate(SHIFTED, days * 86_400_000)
    one.reach(False)

    one.tap(".card .good")

    assert outbox(one) == ["存在手机里"]
    arrived(one)


def test_revoked_phone_shows_and_keeps_nothing(phones: Open, browsers: Any, city: City) -> None:
    one = phones()
    place = first_place(one)
    one.reach(False)
    one.tap(".card .good")
    desk = browsers("liuguifang")
    desk.goto(f"{city.url}/account/devices/")
    desk.locator(LOST).first.click()
    desk.wait_for_load_state()

    one.reach(True)

    expect(one.page.locator(".title")).to_have_text("这部手机已注销", timeout=30_000)
    assert place not in one.page.content()
    assert one.rows() == EMPTY
    one.page.go_back()
    assert place not in one.page.content()


def test_wrong_pin_opens_nothing(phones: Open) -> None:
    one = phones()
    place = first_place(one)
    one.kill()
    one.start()

    for digit in "314159":
        one.page.click(f".key >> text='{digit}'")

    expect(one.page.locator(".wrong")).to_have_text("PIN 不对，再试。")
    assert place not in one.page.content()


def test_normal_place_is_done_with_one_tap_and_taken_back_with_two(phones: Open) -> None:
    one = phones()
    place = first_place(one)

    one.tap(".card .good")
    expect(one.page.locator(".done-n")).to_have_text("走完 1 处")
    assert first_place(one) != place
    one.tap(".done")
    one.tap("text=点错了")
    one.tap(".ask .main")

    expect(one.page.locator(".done-n")).to_have_count(0)
    arrived(one)


@pytest.mark.parametrize("size", [(320, 640), (390, 844), (1440, 900)], ids=str)
def test_screens_are_drawn_whole(phones: Open, photo: Path, size: tuple[int, int]) -> None:
    one = phones()
    one.page.set_viewport_size({"width": size[0], "height": size[1]})
    found = {"today": one.page.evaluate(AUDIT)}
    number = one.page.locator(".card .name").first.get_attribute("href")
    one.tap(".card .main")
    one.tap(PROBLEM)
    one.shoot(photo)
    one.page.wait_for_function("[...document.images].every((one) => one.naturalWidth)")
    found["finding"] = one.page.evaluate(AUDIT)
    one.tap(".foot .main")
    for name, hash_ in (("outbox", "#/outbox"), ("echoes", "#/echoes"), ("site", number)):
        one.page.evaluate("(hash) => { location.hash = hash }", hash_)
        one.page.wait_for_timeout(200)
        found[name] = one.page.evaluate(AUDIT)

    faults = {
        name: {kind: hits for kind, hits in one.items() if hits} for name, one in found.items()
    }
    assert faults == {name: {} for name in found}
