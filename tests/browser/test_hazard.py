"""A general hazard, from the desk's door to the closure by a second person."""

from tests.browser.walking import PLAN, Walk


def test_hazard_goes_from_entry_to_closure_through_the_pages(walk: Walk) -> None:
    told = walk.open_door(
        "chenli", kind="hazard", site="恒泰家具", description="喷枪清洗间静电接地线断开"
    )
    assert (told, walk.chip("chenli")) == (
        "已登记。球到 陈立，11-24 前定为一般或重大。",
        "待定级 隐患 安全",
    )

    told = walk.do("chenli", "定级", grade="general")
    assert (told, walk.chip("chenli")) == (
        "已定级。球到 陈立，11-24 前交办并定期限。",
        "待交办 一般隐患 安全",
    )
    told = walk.do("chenli", "交办", due_on="2026-11-30", requirement="接好接地线，测一次电阻")
    assert (told, walk.chip("chenli")) == (
        "已交办。球到 王建国，11-23 前签收。",
        "待签收 一般隐患 安全",
    )
    told = walk.do("wangjianguo", "签收")
    assert (told, walk.chip("wangjianguo")) == (
        "签收。下一步：落实五定：责任人、措施、期限、完成人、验收人，11-25 周三 前。",
        "待定五定",
    )
    told = walk.do("wangjianguo", "落实五定", **PLAN)
    assert (told, walk.chip("wangjianguo")) == (
        "五定齐全，开始整改。下一步：整改，改完报完成，11-30 周一 前。",
        "整改中",
    )
    told = walk.do("wangjianguo", "报整改完成", done="接地线已换", photos=1)
    assert (told, walk.chip("wangjianguo")) == (
        "报整改完成。球到 陈立 副站长，11-30 周一 前办。",
        "等复查",
    )
    told = walk.do("chenli", "复查不合格", finding="线夹没有压紧", fix_by="2026-11-25")
    assert (told, walk.chip("chenli")) == (
        "已复查不合格。球到 王建国，11-25 前整改，改完报完成。",
        "整改中 第 2 轮 一般隐患 安全",
    )
    told = walk.do("wangjianguo", "报整改完成", done="线夹已压紧", photos=2)
    assert (told, walk.chip("wangjianguo")) == (
        "报整改完成。球到 陈立 副站长，11-30 周一 前办。",
        "等复查第 2 轮",
    )
    told = walk.do("chenli", "复查合格", finding="已压紧，测得 3 欧")
    assert (told, walk.chip("chenli")) == (
        "已复查合格。球到 郑明，11-27 前审批销号。",
        "待销号 第 2 轮 一般隐患 安全",
    )
    desk = f"{walk.url}/cases/{walk.number}/"
    for user, at in (("wangjianguo", desk), ("chenli", "")):
        assert walk.refused(user, "close", at=at) == [
            "这一步不归你的岗位。你可以写说明，球在谁手里谁就看得到。"
        ]
    told = walk.do("zhengming", "销号")
    assert (told, walk.chip("zhengming")) == (
        "已销号。到此了结。",
        "已销号 第 2 轮 一般隐患 安全",
    )


def test_case_that_the_firm_found_itself_is_with_the_street_at_once(walk: Walk) -> None:
    told = walk.report_own(
        "wangjianguo", description="二号线输送带护罩松动", found_on="2026-11-20"
    )

    assert told == "登记。球到 陈立 副站长，11-24 周二 前办。"
    assert walk.see("chenli").locator("h1").inner_text() == "二号线输送带护罩松动"
