"""A phone of the field app in a profile of its own: it can be killed and started again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from docs.manual.city import City

PIN = "271828"
VIEW = {"width": 390, "height": 844}
DATABASE = """() => new Promise((done) => {
  const asked = indexedDB.open("anhuan-field");
  asked.onsuccess = () => {
    const db = asked.result;
    const names = Array.from(db.objectStoreNames);
    if (!names.length) return done({});
    const tx = db.transaction(names);
    const counts = {};
    for (const name of names) {
      const count = tx.objectStore(name).count();
      count.onsuccess = () => (counts[name] = count.result);
    }
    tx.oncomplete = () => { db.close(); done(counts); };
  };
})"""


@dataclass
class Phone:
    """One phone of one person; ``taps`` counts what a thumb did since it was last set to 0."""

    kind: BrowserType
    folder: Path
    city: City
    user: str
    launch: dict[str, Any]
    complaints: list[str]
    taps: int = 0
    offline: bool = False
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def start(self, path: str = "/field/") -> None:
        self.context = self.kind.launch_persistent_context(
            self.folder,
            viewport=VIEW,
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            offline=self.offline,
            **self.launch,
        )
        self.context.set_default_timeout(15_000)
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(self.city.url + path)

    def kill(self) -> None:
        """As when the battery falls out: nothing of the page is asked to end."""
        self.context.close()

    def again(self) -> None:
        """Killed and started; the address is where it was, as a phone brings a tab back."""
        where = self.page.url.removeprefix(self.city.url)
        self.kill()
        self.start(where)
        self.unlock()

    def reach(self, online: bool) -> None:
        self.offline = not online
        self.context.set_offline(self.offline)

    def unlock(self) -> None:
        expect(self.page.locator(".keys")).to_be_visible()
        for digit in PIN:
            self.page.click(f".key >> text='{digit}'")
        expect(self.page.locator(".keys")).to_have_count(0)

    def enrol(self) -> None:
        page = self.page
        page.click("a.main")
        page.fill("[name=username]", self.user)
        page.fill("[name=password]", self.city.passwords[self.user])
        page.click("main button[type=submit]")
        page.fill("[name=pin]", PIN)
        page.fill("[name=again]", PIN)
        page.click("form.enrol button[type=submit]")
        expect(page.locator(".bar")).to_be_visible()
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        expect(page.locator(".card").first).to_be_visible()

    def tap(self, target: str) -> None:
        self.taps += 1
        self.page.locator(target).first.click()

    def shoot(self, photo: Path, stage: str = "before") -> None:
        """The camera opens and gives a picture: two taps, one here and one on its trigger."""
        self.taps += 2
        shots = self.page.locator(".shot-box").count()
        self.page.set_input_files(f"input[data-stage={stage}] >> nth=0", photo)
        expect(self.page.locator(".shot-box")).to_have_count(shots + 1)

    def rows(self) -> dict[str, int]:
        found: dict[str, int] = self.page.evaluate(DATABASE)
        return found


@contextmanager
def phone(kind: BrowserType, folder: Path, city: City, user: str, **more: Any) -> Iterator[Phone]:
    one = Phone(kind, folder, city, user, **more)
    one.start()
    try:
        yield one
    finally:
        one.kill()
