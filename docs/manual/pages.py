"""Every page of the product, once: ``pages.toml`` as values."""

import time
import tomllib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
Text = tuple[str, str]
"""中文, English."""


@dataclass(frozen=True)
class Page:
    """Who opens it where (nobody signed in: an empty ``user``), and what it decides.

    ``link`` is followed from ``path``; a file of this folder is sent by the form there, each of
    ``press`` leads to the next page, ``unfold`` opens something on the page. With both,
    ``unfold`` comes first: a dialog asks, and a button in it goes on. ``answers`` is the status.
    ``taps``: buttons of the field app, on a phone that is enrolled first.
    """

    name: str
    user: str
    path: str
    link: str
    upload: str
    press: tuple[str, ...]
    unfold: str
    answers: int
    taps: tuple[str, ...]
    title: Text
    decides: Text


@dataclass(frozen=True)
class Part:
    """The pages of one audience."""

    title: Text
    whom: Text
    pages: tuple[Page, ...]


def _text(given: list[str]) -> Text:
    chinese, english = given
    return chinese, english


def _page(given: dict[str, Any]) -> Page:
    return Page(
        name=given["name"],
        user=given.get("user", ""),
        path=given["path"],
        link=given.get("link", ""),
        upload=given.get("upload", ""),
        press=tuple(given.get("press", ())),
        unfold=given.get("unfold", ""),
        answers=given.get("answers", 200),
        taps=tuple(given.get("taps", ())),
        title=_text(given["title"]),
        decides=_text(given["decides"]),
    )


def _parts() -> tuple[Part, ...]:
    path = HERE / "pages.toml"
    return tuple(
        Part(_text(one["title"]), _text(one["whom"]), tuple(_page(page) for page in one["page"]))
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["part"]
    )


PARTS: Final = _parts()
PAGES: Final = tuple(page for part in PARTS for page in part.pages)
QUIET: Final = 0.1
PATIENCE: Final = 20.0
"""Seconds."""
SIZES: Final = {"desk": (1440, 900), "phone": (390, 844)}


def open_page(tab: Any, url: str, page: Page) -> int:
    """Bring a browser's ``tab`` to the page of the city at ``url``; the status it answered."""
    with _under_way(tab) as requests:
        answer = tab.goto(url + page.path)
        if page.link:
            answer = tab.goto(url + tab.locator(page.link).first.get_attribute("href"))
        if page.upload:
            tab.set_input_files("main input[type=file]", HERE / page.upload)
            with tab.expect_navigation() as sent:
                tab.click("main form[enctype] button[type=submit]")
            answer = sent.value
        if page.unfold:
            tab.click(page.unfold)
        if page.taps:
            _enrol(tab)
        for one in page.taps:
            tab.click(one)
        for one in page.press:
            with tab.expect_navigation() as sent:
                tab.click(one)
            answer = sent.value
        tab.wait_for_load_state()
        _settle(tab, requests)
    return int(answer.status)


@contextmanager
def _under_way(tab: Any) -> Iterator[Collection[Any]]:
    """The requests that were sent and have not ended."""
    found: set[Any] = set()

    def begun(request: Any) -> None:
        found.add(request)

    def ended(request: Any) -> None:
        found.discard(request)

    listeners = {"request": begun, "requestfinished": ended, "requestfailed": ended}
    for event, listener in listeners.items():
        tab.on(event, listener)
    yield found
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)


def _settle(tab: Any, under_way: Collection[Any]) -> None:
    """Until nothing was on its way for a tenth of a second; Playwright's own state of the network
    waits for half of one.
    """
    tab.evaluate("document.fonts.ready.then(() => true)")
    began = since = time.monotonic()
    while time.monotonic() - since < QUIET:
        tab.wait_for_timeout(QUIET * 250)
        if under_way:
            since = time.monotonic()
        if since - began > PATIENCE:
            raise TimeoutError(f"still on its way: {sorted(one.url for one in under_way)}")


def _enrol(tab: Any) -> None:
    for name in ("pin", "again"):
        tab.fill(f"[name={name}]", "271828")
    tab.click("form.enrol button[type=submit]")
    tab.wait_for_selector(".card")
