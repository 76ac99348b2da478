"""Chromium for the browser tests: Debian's own, never one that a tool downloads. The one without
a user interface draws the same and opens a window three times as fast.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from docs.manual.city import City
from tests.browser.cities import cookies, own_city
from tests.browser.walking import Pages, Walk

__all__ = ["city", "cookies"]

# Playwright's synchronous interface runs an event loop in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# The Node inside Playwright needs a library that a bare Debian lacks; the launcher's does not.
NODE = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
if NODE:
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", NODE)

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A desktop in Chinese; a test that wants a phone sets its own viewport."""
    return {
        "viewport": {"width": 1440, "height": 900},
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }


city = own_city("city")


def sign_in(page: Page, city: City, user: str) -> None:
    """Through the real page."""
    page.fill("[name=username]", user)
    page.fill("[name=password]", city.passwords[user])
    page.click("main button[type=submit]")
    page.wait_for_load_state()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser found wrong; a refused form is no fault of the page."""
    found: list[str] = []
    yield found
    assert found == []


@contextmanager
def listening(page: Page, complaints: list[str]) -> Iterator[Page]:
    """What the browser says of the page goes to the complaints; a refused form is no fault."""

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            complaints.append(message.text)

    def failed(error: Any) -> None:
        complaints.append(str(error))

    page.on("console", listen)
    page.on("pageerror", failed)
    yield page
    page.remove_listener("console", listen)
    page.remove_listener("pageerror", failed)


@dataclass(frozen=True)
class Browsers:
    """Of everybody who signs in to one city."""

    browser: Browser
    city: City
    cookies: dict[str, Any]
    options: dict[str, Any]

    def of(self, user: str, **options: Any) -> BrowserContext:
        """One more browser of a person, who signs in only once."""
        if user not in self.cookies:
            context = self.browser.new_context(**self.options)
            page = context.new_page()
            page.goto(f"{self.city.url}/sign-in/")
            sign_in(page, self.city, user)
            self.cookies[user] = context.storage_state()
            context.close()
        context = self.browser.new_context(
            **{**self.options, "storage_state": self.cookies[user], **options}
        )
        context.set_default_timeout(15_000)
        return context


@pytest.fixture
def browsers(
    browser: Browser,
    city: City,
    cookies: dict[str, Any],
    complaints: list[str],
    browser_context_args: dict[str, Any],
) -> Iterator[Callable[..., Page]]:
    """A page for a person in a browser of its own: ``browsers(user, **context_options)``."""
    all_of = Browsers(browser, city, cookies, browser_context_args)
    with ExitStack() as stack:

        def make(user: str, **options: Any) -> Page:
            context = all_of.of(user, **options)
            stack.callback(context.close)
            return stack.enter_context(listening(context.new_page(), complaints))

        yield make


@pytest.fixture
def pages(browsers: Any) -> Pages:
    """The page of each person, opened at the first use."""
    found: dict[str, Page] = {}

    def page(user: str) -> Page:
        if user not in found:
            found[user] = browsers(user)
        return found[user]

    return page


@pytest.fixture(scope="session")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photo") / "现场.jpg"
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(path, "JPEG")
    return path


@pytest.fixture
def walk(pages: Pages, city: City, photo: Path) -> Walk:
    return Walk(pages, city.url, photo)
