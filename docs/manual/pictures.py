"""The pictures of the manual, taken in Chromium of the demo city with its clock standing still."""

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from docs.manual.city import City, served
from docs.manual.pages import PAGES, SIZES, open_page
from docs.manual.writing import HERE, picture

FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--font-render-hinting=none",
)
COLOURS: Final = (256, 128, 64, 32)
LARGEST: Final = 150_000
LOCALE: Final = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


def chromium() -> str | None:
    """Debian's own browser; Playwright's download is never used."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def take(names: Collection[str] | None = None) -> list[str]:
    """Take every picture anew, or those of the named pages; the files that changed."""
    from playwright.sync_api import sync_playwright

    own = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    node = shutil.which("node", path=own)
    if node:
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)
    changed, wanted = [], set()
    with (
        tempfile.TemporaryDirectory(prefix="anhuan-docs-") as folder,
        served(Path(folder), still=True) as city,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        states: dict[str, Any] = {"": None}
        for page in (page for page in PAGES if names is None or page.name in names):
            for size, (width, height) in SIZES.items():
                view = {"viewport": {"width": width, "height": height}}
                if page.user not in states:
                    states[page.user] = _signed_in(browser, city, page.user)
                with _opened(browser, states[page.user], **view) as tab:
                    open_page(tab, city.url, page)
                    content = small(tab.screenshot())
                path = picture(page, size)
                wanted.add(path)
                if not path.exists() or path.read_bytes() != content:
                    path.write_bytes(content)
                    changed.append(path.name)
        browser.close()
    for path in set(HERE.glob("*.png")) - wanted if names is None else ():
        path.unlink()
    return changed


@contextmanager
def _opened(browser: Any, state: Any, **view: Any) -> Iterator[Any]:
    context = browser.new_context(storage_state=state, **LOCALE, **view)
    try:
        yield context.new_page()
    finally:
        context.close()


def _signed_in(browser: Any, city: City, user: str) -> Any:
    with _opened(browser, None) as tab:
        tab.goto(f"{city.url}/sign-in/")
        tab.fill("[name=username]", user)
        tab.fill("[name=password]", city.passwords[user])
        tab.click("main button[type=submit]")
        tab.wait_for_load_state()
        return tab.context.storage_state()


def small(png: bytes) -> bytes:
    """The picture with so few colours that it is at most ``LARGEST`` bytes."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        out = io.BytesIO()
        # Rare colours count here: a red word among a thousand grey ones stays red.
        palette = image.quantize(
            colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        palette.save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()
