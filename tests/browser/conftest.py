"""Chromium for the browser tests: Debian's own, never one that a tool downloads."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page

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

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
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


@pytest.fixture
def browsers(
    browser: Browser,
    city: City,
    cookies: dict[str, Any],
    complaints: list[str],
    browser_context_args: dict[str, Any],
) -> Iterator[Any]:
    """A page for a person in a browser of its own: ``browsers(user, **context_options)``."""
    opened = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            complaints.append(message.text)

    def make(user: str, **options: Any) -> Page:
        if user not in cookies:
            context = browser.new_context(**browser_context_args)
            page = context.new_page()
            page.goto(f"{city.url}/sign-in/")
            sign_in(page, city, user)
            cookies[user] = context.storage_state()
            context.close()
        context = browser.new_context(
            **{**browser_context_args, "storage_state": cookies[user], **options}
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in opened:
        context.close()


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
