"""One morning in one city: the leader of a street leaves, a major hazard has climbed past her, the
district instructs, the street cannot close it away, and the officer who did his part is acquitted.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from docs.manual.city import ROOT, City, environment, served
from tests.browser.test_accountability import lead_about, text
from tests.browser.walking import Walk, toast

LEAVES, TAKES = "冯玉兰", "郑明"
SAID = "查清为何两周不恢复安全出口，今天拿出办法"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("street")


@pytest.fixture(scope="module")
def city(folder: Path) -> Iterator[City]:
    """A city of this journey's own: what happens to its street stays there."""
    with served(folder, still=False) as found:
        yield found


@pytest.fixture(scope="module")
def cookies(city: City) -> dict[str, Any]:
    return {"": None}


@pytest.fixture(scope="module")
def before(city: City, folder: Path) -> dict[str, Any]:
    """What happened in the weeks before, by the services and the worker themselves."""
    words = [sys.executable, "-m", "tests.browser.street_before"]
    env = environment(folder) | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def tokens(city: City, folder: Path) -> dict[str, str]:
    lines = json.loads((folder / "demo-accounts.json").read_text(encoding="utf-8"))
    return {line["username"]: line["token"] for line in lines}


def handover_page(page: Page, url: str) -> str:
    page.goto(f"{url}/admin/?q={LEAVES}")
    page.click(f"main a:has-text('{LEAVES}')")
    page.click("main a:has-text('交接岗位')")
    return page.url


def leaves(page: Page, url: str, before: dict[str, Any]) -> None:
    """Everything is orphaned at once and shown; nobody goes without a successor."""
    address = handover_page(page, url)
    shown = page.locator("details table tbody tr").count()
    heads = page.locator("details .panel-title").all_inner_texts()
    assert (page.locator("h1").inner_text(), shown) == (
        f"{LEAVES} 一离任，214 件没有人接",
        214,
    )
    print(heads)

    page.click("main button:has-text('交接')")
    assert page.locator(".field-error").first.inner_text() == "写明谁接任，或者说明岗位先空着。"
    page.fill("main [name=q]", TAKES)
    page.click("main button:has-text('查找')")
    option = page.locator(f"[name=fate] option:has-text('{TAKES}')").first
    page.select_option("[name=fate]", option.get_attribute("value"))
    page.fill("[name=last]", "2026-11-19")
    page.fill("[name=basis]", "云组〔2026〕31 号")
    page.click("main button:has-text('交接')")
    assert toast(page) == f"{LEAVES} 已交接，214 件都有人接了。"

    page.goto(address)
    assert page.locator("h1").inner_text() == f"{LEAVES} 离任，没有留下未了的事"
    assert page.locator("details table tbody tr").count() == 0
    assert page.locator("main table tbody tr").first.locator("td").nth(2).inner_text() == TAKES


def test_street_changes_hands_and_nothing_is_lost(
    walk: Walk, before: dict[str, Any], tokens: dict[str, str]
) -> None:
    leaves(walk.pages("admin"), walk.url, before)
    walk.number = before["hazard"]

    climbed_to_the_district(walk)
    instruction = instructed(walk)
    not_closed_by_the_street(walk, instruction, tokens["zhengming"])
    acquitted(walk, before["hazard"])


def climbed_to_the_district(walk: Walk) -> None:
    page = walk.see("handong")
    print(text(page))
    page.goto(f"{walk.url}/lead/")
    print(text(page))


def instructed(walk: Walk) -> str:
    """The district's leader says it in three fields and says yes."""
    page = walk.pages("handong")
    page.goto(f"{walk.url}/lead/instruct/")
    page.fill("[name=description]", SAID)
    page.select_option("[name=to_unit]", label=unit_label(page, "枫林安监站"))
    page.fill("[name=due_on]", "2026-11-24")
    page.click("main .form-foot button[type=submit]")
    page.click("main button[value=yes]")
    told = toast(page)
    found = re.search(r"C-2026-[0-9]+", told)
    assert found is not None
    print(told)
    return found[0]


def unit_label(page: Page, name: str) -> str:
    return page.locator(f"[name=to_unit] option:has-text('{name}')").first.inner_text()


def not_closed_by_the_street(walk: Walk, number: str, token: str) -> None:
    walk.number = number
    print(walk.refused("zhengming", "close"))
    answer = walk.pages("zhengming").request.post(
        f"{walk.url}/api/v1/cases/{number}/acts/close",
        headers={"Authorization": f"Bearer {token}"},
        data={"given": {}, "exhibits": []},
    )
    print(answer.status, answer.json())


def acquitted(walk: Walk, hazard: str) -> None:
    number = lead_about(walk, hazard)
    print(number)
