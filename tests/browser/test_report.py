"""A report: looked into first; who reported stays sealed."""

from tests.browser.walking import PLAN, Walk

REPORTER = "匿名工人甲"
SEALED = "举报人已密封。必须知道时找安委办。"


def report(walk: Walk) -> str:
    return walk.open_door(
        "liuguifang",
        kind="report",
        site="恒泰家具",
        description="夜里有人在喷漆房旁抽烟",
        reporter_name=REPORTER,
        reporter_contact="13900000000",
    )


def test_report_is_verified_then_goes_the_same_way(walk: Walk) -> None:
    told = report(walk)
    assert (told, walk.chip("liuguifang")) == (
        "已报告问题。球到 陈立，11-24 前核实是不是真的。",
        "线索 举报投诉 安全",
    )
    told = walk.do("chenli", "核实属实")
    assert (told, walk.chip("chenli")) == (
        "已核实属实。球到 陈立，11-24 前交办并定期限。",
        "已登记 举报投诉 安全",
    )
    told = walk.do("chenli", "交办", due_on="2026-11-30")
    assert (told, walk.chip("chenli")) == (
        "已交办。球到 王建国，11-23 前签收。",
        "待签收 举报投诉 安全",
    )
    walk.do("wangjianguo", "签收")
    walk.do("wangjianguo", "落实五定", **PLAN)
    walk.do("wangjianguo", "报整改完成", done="装了监控，立了禁烟牌", photos=1)
    told = walk.do("chenli", "复查不合格", finding="地上仍有烟头", fix_by="2026-11-25")
    assert (told, walk.chip("chenli")) == (
        "已复查不合格。球到 王建国，11-25 前整改，改完报完成。",
        "整改中 第 2 轮 举报投诉 安全",
    )
    walk.do("wangjianguo", "报整改完成", done="夜班专人巡查", photos=1)
    walk.do("chenli", "复查合格", finding="两夜抽查，没有发现")
    told = walk.do("zhengming", "销号")
    assert (told, walk.chip("zhengming")) == (
        "已销号。到此了结。",
        "已销号 第 2 轮 举报投诉 安全",
    )


def test_report_does_not_tell_who_reported_but_to_whom_may_break_the_seal(walk: Walk) -> None:
    report(walk)

    for user in ("liuguifang", "chenli", "linjie"):
        assert REPORTER not in walk.see(user).content()
    assert walk.see("chenli").locator(".panel:has-text('举报人') .aside").inner_text() == SEALED
    page = walk.see("linjie")
    page.click("button:has-text('打开密封')")
    assert page.locator(".field-error").inner_text() == "先写理由。没有理由不打开。"
    page.fill("[name=why]", "要当面核实夜里的时间")
    page.click("button:has-text('打开密封')")
    assert page.locator("dd", has_text=REPORTER).inner_text() == REPORTER
    assert REPORTER not in walk.see("linjie").content()
