"""A case walked through the real pages by the demo's people, each in a browser of their own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PLAN = {
    "responsible": "王建国",
    "measure": "按要求整改，班前检查",
    "finisher": "胡军",
    "acceptor": "陈立",
}
FIRM = frozenset({"wangjianguo", "zhaowenbo"})
SEND = ".form-foot button[type=submit]"
Pages = Callable[[str], Page]


@dataclass
class Walk:
    """One case: who does what next, and what the page then says."""

    pages: Pages
    url: str
    photo: Path
    number: str = ""

    def open_door(self, user: str, *, kind: str, site: str = "", **fields: str) -> str:
        """Enter the case through the desk's door; returns the toast."""
        page = self.pages(user)
        page.goto(f"{self.url}/cases/new/?kind={kind}")
        if site:
            self.choose_site(page, site)
        _fill(page, fields)
        self.sent(page)
        return self._entered(page)

    def sent(self, page: Page) -> None:
        """Send the form of a door; what is open at the same firm already is confirmed as seen."""
        with leaving(page):
            page.click(SEND)
        if page.locator(".door-alike").count():
            with leaving(page):
                page.click(SEND)

    def choose_site(self, page: Page, site: str) -> None:
        """Find a firm by its name, as without scripts."""
        page.fill("[name=site_q]", site)
        page.click("button[name=find]")
        page.check(f"label:has-text('{site}') [name=site]")

    def report_own(self, user: str, **fields: str) -> str:
        """The firm enters what it found itself; returns the toast."""
        page = self.pages(user)
        page.goto(f"{self.url}/firm/check/")
        _fill(page, fields)
        page.click("main form button[type=submit]")
        return self._entered(page)

    def _entered(self, page: Page) -> str:
        page.wait_for_url("**/cases/C-*/")
        self.number = page.url.rstrip("/").rsplit("/", 1)[1]
        return toast(page)

    def do(self, user: str, verb: str, *, photos: int = 0, **fields: str) -> str:
        """Press the button of an act, fill its form, confirm; returns the toast."""
        page = self.pages(user)
        self.see(user)
        button = self.button(page, verb)
        at_once = button.evaluate("box => box.tagName") == "BUTTON"
        button.click()
        if at_once:
            confirm(page)
        else:
            self.fill(page, photos=photos, **fields)
        page.wait_for_url(f"**/{self.number}/")
        return toast(page)

    def refused(
        self, user: str, action: str, *, at: str = "", photos: int = 0, **fields: str
    ) -> list[str]:
        """Send the form of an act that is not offered, or not complete; returns its problems."""
        page = self.pages(user)
        page.goto((at or self.address(user)) + f"{action}/")
        self.fill(page, photos=photos, **fields)
        return self.problems(user)

    def problems(self, user: str) -> list[str]:
        """What the form before ``user`` says is wrong with it, in order."""
        told = self.pages(user).locator(".problems li")
        told.first.wait_for()
        return [" ".join(text.split()) for text in told.all_inner_texts()]

    def fill(self, page: Page, *, photos: int = 0, **fields: str) -> None:
        """Fill the form of an act and send it, answering the question before it."""
        # A field is changed by scripts once the page is whole; before that it is another one.
        page.wait_for_load_state("load")
        page.locator(SEND).first.wait_for()
        _fill(page, fields)
        if photos:
            with page.expect_file_chooser() as chooser:
                page.click("label.file-pick, [name=files]:not(.visually-hidden)")
            chooser.value.set_files([self.photo] * photos)
        with leaving(page):
            page.click(SEND)
            confirm(page)

    def see(self, user: str) -> Page:
        """The page of the case as ``user`` has it."""
        page = self.pages(user)
        page.goto(self.address(user))
        return page

    def chip(self, user: str) -> str:
        """The state as ``user`` reads it."""
        page = self.pages(user)
        where = ".firm-crumb-end" if user in FIRM else ".case-marks"
        return " ".join(page.locator(where).inner_text().split())

    def address(self, user: str) -> str:
        part = "/firm" if user in FIRM else ""
        return f"{self.url}{part}/cases/{self.number}/"

    def button(self, page: Page, verb: str) -> Locator:
        """The button or link of an act; where it stands in the menu, the menu is opened."""
        found = page.locator("main .btn").filter(has_text=verb).first
        if not found.is_visible():
            page.locator("details.more summary").click()
        return found

    def offered(self, user: str) -> list[str]:
        """Every act that the page offers, in order."""
        page = self.see(user)
        words = page.locator(
            ".acts-buttons .btn, .more-acts .btn, .thumb .btn"
        ).all_text_contents()
        return [" ".join(word.split()) for word in words]

    def reason(self, user: str, act: str) -> str:
        """Why the page says that ``act`` is not possible yet."""
        page = self.see(user)
        told = page.locator(".refused dt").filter(has_text=act)
        return " ".join(told.locator("xpath=following-sibling::dd[1]").inner_text().split())


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """Done once another document stands in the place of the one that is there now."""
    page.wait_for_load_state()
    page.locator("html").evaluate("box => box.dataset.left = 'not yet'")
    yield
    page.locator("html:not([data-left])").wait_for(state="attached")


def confirm(page: Page) -> None:
    """Answer the question before an act that binds others, where there is one."""
    asked = page.locator(".ask .btn-primary")
    if asked.count():
        asked.click()
    page.wait_for_load_state()


def _fill(page: Page, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        control = page.locator(f"main [name={name}]").first
        kind = control.evaluate("box => box.type || box.tagName")
        if kind == "radio":
            page.check(f"main [name={name}][value='{value}']")
        elif kind == "checkbox":
            control.set_checked(bool(value))
        elif kind == "select-one":
            control.select_option(label=value)
        else:
            control.fill(value)


def toast(page: Page) -> str:
    """The sentence said after an act; it may have faded by now, so it is read as text."""
    line = page.locator("[data-toast]").first
    expect(line).to_be_attached()
    return line.text_content() or ""
