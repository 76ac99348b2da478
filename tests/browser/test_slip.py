"""A citizen checks a slip: without sign-in, without network, without trusting the server."""

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from docs.manual.city import City

CASE = "C-2026-000318"
GENUINE = "凭证是真的，记录没有被改过"


def verdict(page: Page) -> tuple[str | None, str | None]:
    panel = page.locator("[data-tone]")
    panel.wait_for()
    return panel.get_attribute("data-tone"), panel.get_attribute("data-why")


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    return {}


@pytest.fixture
def link(browsers: Any, city: City, found: dict[str, str]) -> str:
    """Where the slip of the first act of a case leads, with the fingerprint of the key."""
    if not found:
        desk = browsers("zhoumin")
        desk.goto(f"{city.url}/cases/{CASE}/?all=1")
        with desk.expect_navigation():
            desk.locator(".deed-end a").last.click()
        found["link"] = desk.locator(".slip-acts a").first.get_attribute("href")
        found["printed"] = desk.locator(".slip-link").inner_text()
        found["key"] = desk.locator(".slip-key").inner_text()
        found["words"] = desk.locator(".slip-words").inner_text()
    return city.url + found["link"]


@pytest.fixture
def citizen(browsers: Any) -> Page:
    page: Page = browsers("", viewport={"width": 390, "height": 844})
    return page


def test_link_of_a_slip_turns_green_and_stays_so_without_network(
    citizen: Page, link: str, found: dict[str, str]
) -> None:
    citizen.goto(link)
    first = verdict(citizen)
    words = citizen.locator(".verdict-facts dd").last.inner_text()
    citizen.context.set_offline(True)
    citizen.click("[data-again]")

    expect(citizen.locator(".verdict-at")).to_have_text(re.compile("又核了一遍，结果一样"))
    assert (first, verdict(citizen)) == (("green", "holds"), ("green", "holds"))
    assert citizen.locator("h1").inner_text() == GENUINE
    assert words == found["words"]
    assert found["printed"].endswith(link.partition("/log/2026/")[2].partition("#")[0])


def test_without_fingerprint_the_reader_compares(
    citizen: Page, link: str, found: dict[str, str]
) -> None:
    citizen.goto(link.partition("#")[0])
    before = verdict(citizen)
    shown = citizen.locator(".verdict-key").inner_text()
    citizen.click("text=/^一样$/")

    assert (before, shown) == (("amber", "compare"), found["key"])
    assert verdict(citizen) == ("green", "holds")


def test_letters_that_differ_turn_it_red(citizen: Page, link: str) -> None:
    citizen.goto(link.partition("#")[0])
    citizen.click("text=不一样")
    assert verdict(citizen) == ("red", "other-key")

    citizen.goto("about:blank")
    citizen.goto(f"{link.partition('#')[0]}#{'0' * 32}")
    assert verdict(citizen) == ("red", "other-key")


def test_record_that_was_altered_turns_red(citizen: Page, link: str) -> None:
    def alter(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body().replace(b'"n":1', b'"n":2'))

    citizen.route("**/entry", alter)
    citizen.goto(link)

    assert verdict(citizen) == ("red", "other-entry")
    assert citizen.locator(".verdict-facts").count() == 0


def test_record_that_is_gone_turns_red_and_a_dead_network_says_so(
    citizen: Page, link: str, complaints: list[str]
) -> None:
    citizen.route("**/entry", lambda route: route.fulfill(status=404, body=""))
    citizen.goto(link)
    gone = verdict(citizen)
    citizen.unroute("**/entry")
    citizen.route(re.compile(r"/proof(\?|$)"), lambda route: route.abort())
    citizen.reload()
    expect(citizen.locator("h1")).to_have_text(re.compile("网络不通"))
    citizen.unroute(re.compile(r"/proof(\?|$)"))
    citizen.click("[data-again]")
    complaints.clear()  # the browser tells of the request that was cut off

    assert gone == ("red", "gone")
    assert verdict(citizen) == ("green", "holds")


def test_without_scripts_it_says_what_is_needed(browsers: Any, link: str) -> None:
    page = browsers("", java_script_enabled=False)
    page.goto(link)

    assert "要打开 JavaScript" in page.locator("main").inner_text()
    assert page.locator(".check-files a").count() == 3


@pytest.fixture
def kept(city: City, link: str, tmp_path: Path) -> dict[str, Path]:
    """What a citizen keeps on a disk: the checker, the entry, the proof."""
    place = link.partition("#")[0]
    addresses = {
        "verifier.html": f"{city.url}/log/verifier.html",
        "entry.json": f"{place}/entry",
        "one.tlog-proof": f"{place}/proof",
    }
    for name, address in addresses.items():
        with urllib.request.urlopen(address) as answer:
            (tmp_path / name).write_bytes(answer.read())
    return {name: tmp_path / name for name in addresses}


def test_kept_file_checks_files_from_a_disk_without_network(
    citizen: Page, link: str, kept: dict[str, Path]
) -> None:
    citizen.context.set_offline(True)
    citizen.goto(kept["verifier.html"].as_uri())
    citizen.set_input_files("#files", [kept["entry.json"], kept["one.tlog-proof"]])
    citizen.click("button[type=submit]")
    before = verdict(citizen)
    citizen.fill("#print", link.partition("#")[2])
    citizen.click("button[type=submit]")
    expect(citizen.locator("[data-tone=green]")).to_be_visible()
    entry = json.loads(kept["entry.json"].read_bytes())
    kept["entry.json"].write_text(json.dumps(entry | {"n": 9}), encoding="utf-8")
    citizen.set_input_files("#files", [kept["entry.json"], kept["one.tlog-proof"]])
    citizen.click("button[type=submit]")
    expect(citizen.locator("[data-tone=red]")).to_be_visible()

    assert before == ("amber", "compare")


def test_kept_file_loads_a_link(citizen: Page, link: str, kept: dict[str, Path]) -> None:
    citizen.goto(kept["verifier.html"].as_uri())
    citizen.fill("#link", link)
    citizen.click("button[type=submit]")

    assert verdict(citizen) == ("green", "holds")
