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

from docs.manual.city import ROOT, City, environment
from tests.browser.cities import copied
from tests.browser.test_accountability import decision, does, lead_about, text
from tests.browser.walking import Walk, toast

LEAVES, TAKES = "冯玉兰", "郑明"
CLIMBED = (
    ("督办函", "冯玉兰 枫林街道 副主任", 2),
    ("建议约谈", "韩东 云溪区 副区长", 3),
    ("建议通报", "韩东 云溪区 副区长", 4),
)
"""Past the street to the district: measure, who was told, level of supervision."""
NOT_YOURS = "这一步归销号单位办。你可以催一下，或者写说明。"
UNCHECKED = "现在是“待复查”，还到不了这一步。先办前一步。"
WHY = (
    "球在本人 0.3 小时，在别处 25.0 天；本人操作 4 次，其中催办 1 次、申请延期 0 次。",
    "10-26 09:50 至今 别处 安全员 王建国",
    "11-04 09:10 催办 别处",
    "为什么不追究 决定 尽职免责 免责情形 期间球不在本人：造成拖延的时段，事项不在本人岗位。",
    "理由 交办当天办结，逾期后催办，拖延在企业",
)
"""What he did, when the ball was not with him, and what was decided for which reason."""
SAID = "查清为何两周不恢复安全出口，今天拿出办法"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("street")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[City]:
    """A city of this journey's own: what happens to its street stays there."""
    with copied(tmp_path_factory, folder) as found:
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


def leaves(page: Page, url: str) -> None:
    """Everything is orphaned at once and shown; nobody goes without a successor."""
    address = handover_page(page, url)
    shown = page.locator("details table tbody tr").count()
    heads = page.locator("details .panel-title").all_inner_texts()
    assert (page.locator("h1").inner_text(), shown) == (
        f"{LEAVES} 一离任，214 件没有人接",
        214,
    )
    assert heads == [
        "事项上要办的 3",
        "本期要落实的职责 7",
        "负责的单位和区域 131",
        "包保和分管的对象 71",
        "关注的事项 2",
    ]

    page.click("main button:has-text('交接')")
    assert page.locator(".field-error").first.inner_text() == "写明谁接任，或者说明岗位先空着。"
    page.fill("main [name=q]", TAKES)
    page.click("main button:has-text('查找')")
    option = page.locator(f"[name=fate] option:has-text('{TAKES}')").first
    page.select_option("[name=fate]", option.get_attribute("value"))
    page.fill("[name=last]", "2026-11-19")
    page.fill("[name=basis]", "云组〔2026〕31 号")
    page.click("main button:has-text('交接')")
    assert toast(page) == f"{LEAVES} 已交接，214 件都有了着落。"

    page.goto(address)
    assert page.locator("h1").inner_text() == f"{LEAVES} 离任，没有留下未了的事"
    assert page.locator("details table tbody tr").count() == 0
    assert page.locator("main table tbody tr").first.locator("td").nth(2).inner_text() == TAKES


def test_street_changes_hands_and_nothing_is_lost(
    walk: Walk, before: dict[str, Any], tokens: dict[str, str]
) -> None:
    leaves(walk.pages("admin"), walk.url)
    walk.number = before["hazard"]

    climbed_to_the_district(walk)
    instruction = instructed(walk)
    not_closed_by_the_street(walk, instruction, tokens["zhengming"])
    acquitted(walk, before["hazard"])


def climbed_to_the_district(walk: Walk) -> None:
    """It climbed past the street: its page says so, and it is the leader's most dangerous."""
    page = walk.see("handong")
    assert walk.chip("handong") == "整改中 重大隐患 安全 督办 4 级"
    told = text(page)
    for measure, who, level in CLIMBED:
        said = f"到时未办，已升级：{measure}{who}报整改完成 · 期限 11-02 · 督办 {level} 级"
        assert said in told
    page.goto(f"{walk.url}/lead/")
    first = page.locator("main .block-row").filter(has=page.locator(".lead-deal")).first
    assert first.locator("a.firm-plain").get_attribute("href") == f"/cases/{walk.number}/"
    said = " ".join(first.inner_text().split())
    assert said == (
        "重大 恒泰家具 二层车间只剩一个安全出口 王建国 恒泰家具 安全员 "
        "超期 14 个工作日 应于 11-02 周一 打给 王建国"
    )


def instructed(walk: Walk) -> str:
    """The district's leader says it in three fields and says yes."""
    page = walk.pages("handong")
    page.goto(f"{walk.url}/lead/instruct/")
    page.fill("[name=description]", SAID)
    unit = page.locator("[name=to_unit] option").filter(has_text="枫林安监站").first
    page.select_option("[name=to_unit]", unit.get_attribute("value"))
    page.fill("[name=due_on]", "2026-11-24")
    page.click("main .form-foot button[type=submit]")
    page.click("main button[value=yes]")
    told = toast(page)
    found = re.search(r"C-2026-[0-9]+", told)
    assert found is not None
    assert told == f"已交办，编号 {found[0]}。球到 枫林安监站（枫林），待签收。"
    return found[0]


def not_closed_by_the_street(walk: Walk, number: str, token: str) -> None:
    """Neither on the page nor through the API, before and after the office has checked it."""
    walk.number = number
    walk.do("chenli", "签收")
    five = {
        "responsible": "陈立",
        "measure": "驻厂督促拆除隔断",
        "finisher": "周敏",
        "acceptor": "林洁",
    }
    walk.do("chenli", "落实五定", **five)
    walk.do("chenli", "报整改完成", done="隔断已拆，两个出口都通", photos=1)
    assert walk.refused("zhengming", "close") == [UNCHECKED]
    walk.do("linjie", "复查合格", finding="两个出口都通")
    assert walk.offered("zhengming") == ["挂牌督办", "催一下", "写说明"]
    assert walk.refused("zhengming", "close") == [NOT_YOURS]
    answer = walk.pages("zhengming").request.post(
        f"{walk.url}/api/v1/cases/{number}/acts/close",
        headers={"Authorization": f"Bearer {token}"},
        data={"given": {}, "exhibits": []},
    )
    problem = answer.json()
    assert (answer.status, problem["code"], problem["title"]) == (422, "not-yours", NOT_YOURS)
    walk.see("zhengming")
    assert walk.chip("zhengming") == "待销号 领导交办 安全"


def acquitted(walk: Walk, hazard: str) -> None:
    """Notice, statement and decision; the page of the acquitted says what he did and when the
    ball was not with him."""
    number = lead_about(walk, hazard)
    does(walk, "linjie", number, "核实属实", finding="逾期 18 天属实，企业没有拆除隔断")
    page = walk.pages("linjie")
    page.goto(f"{walk.url}/matters/{number}/open/")
    person = page.locator("[name=person] option").filter(has_text="陈立").first.inner_text()
    charge = {"behaviour": "慢作为", "charge": "重大隐患逾期没有督促到位", "basis": "第六条"}
    does(walk, "linjie", number, "立案", person=person, **charge)
    page.goto(f"{walk.url}/matters/{number}/notify/")
    body = page.locator("[name=body] option").nth(1).inner_text()
    does(walk, "linjie", number, "送达告知书", intended="诫勉", body=body)
    own = walk.pages("chenli")
    own.goto(f"{walk.url}/me/matters/{number}/")
    own.fill("main #statement textarea", "当天交办，逾期后催办，球一直在企业")
    own.click("main #statement button[type=submit]")
    own.wait_for_load_state()
    ruling = {"ruling": "尽职免责", "ground": "期间球不在本人"}
    ruling |= {"grounds": "交办当天办结，逾期后催办，拖延在企业"}
    does(walk, "handong", number, "登记决定", **decision(**ruling))
    does(walk, "linjie", number, "送达决定", served_how="当面送达")

    own.goto(f"{walk.url}/me/matters/{number}/")
    said = text(own)
    for line in WHY:
        assert line in said
    assert own.locator("#appeal").count() == 0
