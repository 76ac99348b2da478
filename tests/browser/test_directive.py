"""An item handed down from above: its wording stays, a unit carries it out, another closes it."""

from tests.browser.walking import Walk

ORIGINAL = "恒泰家具木粉尘清扫制度不落实，积尘厚度超过 3 毫米。"


def test_directive_keeps_its_wording_and_is_closed_by_another_unit(walk: Walk) -> None:
    told = walk.open_door(
        "linjie",
        kind="directive",
        site="恒泰家具",
        description="木粉尘清扫制度不落实",
        original=ORIGINAL,
    )
    assert (told, walk.chip("linjie")) == (
        "已登记。球到 林洁，11-24 前交办并定期限。",
        "已登记 上级交办 安全",
    )
    told = walk.do(
        "linjie", "交办", due_on="2026-12-10", to_unit="枫林安监站", close_unit="区生态环境分局"
    )
    assert (told, walk.chip("linjie")) == (
        "已交办。球到 陈立，11-23 前签收。",
        "待签收 上级交办 安全",
    )
    told = walk.do("chenli", "签收")
    assert (told, walk.chip("chenli")) == (
        "已签收。球到 陈立，11-25 前落实五定：责任人、措施、期限、完成人、验收人。",
        "待五定 上级交办 安全",
    )
    told = walk.do(
        "chenli",
        "落实五定",
        responsible="陈立",
        measure="督促恒泰家具按班清扫，逐日签字",
        finisher="周敏",
        acceptor="林洁",
    )
    assert (told, walk.chip("chenli")) == (
        "已落实五定。球到 陈立，12-10 前整改，改完报完成。",
        "整改中 上级交办 安全",
    )
    told = walk.do("chenli", "报整改完成", done="连续十天清扫记录齐全", photos=1)
    assert (told, walk.chip("chenli")) == (
        "已报整改完成。球到 林洁，11-30 前到现场复查，登记合格或不合格。",
        "待复查 上级交办 安全",
    )
    told = walk.do("linjie", "复查不合格", finding="梁上仍有积尘", fix_by="2026-12-05")
    assert (told, walk.chip("linjie")) == (
        "已复查不合格。球到 陈立，12-05 前整改，改完报完成。",
        "整改中 第 2 轮 上级交办 安全",
    )
    walk.do("chenli", "报整改完成", done="梁上已清", photos=1)
    told = walk.do("linjie", "复查合格", finding="梁上、地面均无积尘")
    assert (told, walk.chip("linjie")) == (
        "已复查合格。球到 吴海涛，11-27 前审批销号。",
        "待销号 第 2 轮 上级交办 安全",
    )
    told = walk.do("wuhaitao", "销号")
    assert (told, walk.chip("wuhaitao")) == (
        "已销号。到此了结。",
        "已销号 第 2 轮 上级交办 安全",
    )
    written = walk.see("linjie").locator(".case-words dd").first
    assert written.inner_text() == ORIGINAL


def test_directive_wording_is_never_changed(walk: Walk) -> None:
    walk.open_door(
        "linjie", kind="directive", site="恒泰家具", description="摘要", original=ORIGINAL
    )

    refused = walk.refused("linjie", "amend", description="改过的话", reason="写错了")

    assert refused == ["问题：上级原文不能改。有话写在说明里。"]
    assert walk.see("linjie").locator("h1").inner_text() == "摘要"


def test_directive_without_its_wording_is_not_entered(walk: Walk) -> None:
    page = walk.pages("linjie")
    page.goto(f"{walk.url}/cases/new/?kind=directive")
    walk.choose_site(page, "恒泰家具")
    page.fill("[name=description]", "只有摘要")

    walk.sent(page)

    assert walk.problems("linjie") == ["上级原文：还没填。填上再发。"]
