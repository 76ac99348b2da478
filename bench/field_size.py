"""How large the field app is, and how long a slow phone takes to its first screen.

The first screen is the lock of an enrolled phone, opened without a network from what the worker
keeps. Beside it, in the same run and on the same throttled processor, an empty page kept by the
same worker's cache: what no app can undercut.
"""

import argparse
import gzip
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
LIMIT_KB = 40
PARTS = {
    "scripts": ("src/field/main.ts",),
    "look": ("src/field/field.css",),
    "icons": ("field-icons.svg",),
    "worker": ("src/field/sw.ts",),
}
EMPTY = """async () => {
  const [name] = (await caches.keys()).filter((one) => one.startsWith("anhuan-field-"));
  const page = "<!doctype html><title>.</title><p id=there>.</p>";
  const cache = await caches.open(name);
  const kept = await cache.match("/field/");
  await cache.put("/field/", new Response(page, { headers: { "content-type": "text/html" } }));
  return kept.text();
}"""
FIRST = """(selector) => new Promise((done) => {
  const look = () => document.querySelector(selector)
    ? requestAnimationFrame(() => done(performance.now()))
    : setTimeout(look, 1);
  look();
})"""


def sizes() -> dict[str, float]:
    """Kilobytes as they travel, by part."""
    from anhuan.web.parts.built import FOLDER, built_files

    found = {}
    for part, entries in PARTS.items():
        names = dict.fromkeys(name for entry in entries for name in built_files(entry))
        raw = [(FOLDER / name).read_bytes() for name in names]
        found[part] = sum(len(gzip.compress(one, 9)) for one in raw) / 1000
    return found


def times(rounds: int, slower: int) -> tuple[list[float], list[float]]:
    """Milliseconds to the lock, and to an empty page, one beside the other."""
    from playwright.sync_api import sync_playwright

    from docs.manual.city import served
    from docs.manual.pictures import FLAGS, chromium

    node = shutil.which("node", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node or "")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), still=False) as city,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        _enrol(page, city)
        context.set_offline(True)
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        app = [_first(page, ".keys") for _ in range(rounds)]
        page.evaluate(EMPTY)
        empty = [_first(page, "#there") for _ in range(rounds)]
        browser.close()
    return app, empty


def _enrol(page: Any, city: Any) -> None:
    page.goto(f"{city.url}/field/")
    page.click("a.main")
    page.fill("[name=username]", "liuguifang")
    page.fill("[name=password]", city.passwords["liuguifang"])
    page.click("main button[type=submit]")
    page.fill("[name=pin]", "271828")
    page.fill("[name=again]", "271828")
    page.click("form.enrol button[type=submit]")
    page.wait_for_selector(".bar")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def _first(page: Any, selector: str) -> float:
    page.reload(wait_until="commit")
    return float(page.evaluate(FIRST, selector))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument(
        "--slower", type=int, default=6, help="how many times slower the processor"
    )
    asked = parser.parse_args()
    found = sizes()
    app, empty = times(asked.rounds, asked.slower)
    whole = sum(found.values())
    result = {
        "kB": {name: round(size, 1) for name, size in found.items()},
        "kB_whole": round(whole, 1),
        "limit_kB": LIMIT_KB,
        "slower": asked.slower,
        "ms_first_screen": round(median(app)),
        "ms_empty_page": round(median(empty)),
        "ratio": round(median(app) / median(empty), 1),
    }
    print(json.dumps(result, indent=1))
    return 0 if whole <= LIMIT_KB else 1


if __name__ == "__main__":
    raise SystemExit(main())
