"""Pages that are only looked at: in a city of their own, each person in one window."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from docs.manual.city import City
from tests.browser.cities import cookies, own_city
from tests.browser.conftest import Browsers, listening

__all__ = ["city", "cookies"]

city = own_city("pages")


@pytest.fixture(scope="session")
def windows(
    browser: Browser, city: City, cookies: dict[str, Any], browser_context_args: dict[str, Any]
) -> Iterator[Callable[[str], Page]]:
    """The one window of each person: what it has read once it does not read again."""
    all_of = Browsers(browser, city, cookies, browser_context_args)
    found: dict[str, Page] = {}

    def window(user: str) -> Page:
        if user not in found:
            found[user] = all_of.of(user).new_page()
        return found[user]

    yield window
    for page in found.values():
        page.context.close()


@pytest.fixture
def window(
    windows: Callable[[str], Page], complaints: list[str]
) -> Iterator[Callable[[str, tuple[int, int]], Page]]:
    """The window of a person at a size: ``window(user, (width, height))``."""
    with ExitStack() as stack:

        def sized(user: str, size: tuple[int, int]) -> Page:
            page = windows(user)
            page.goto("about:blank")
            stack.enter_context(listening(page, complaints))
            page.set_viewport_size({"width": size[0], "height": size[1]})
            return page

        yield sized
