"""A leader's instruction, with an owner and a date like everything else."""

from tests.browser.walking import PLAN, Walk


def test_instruction_of_a_leader_goes_to_the_firm_and_comes_back_closed(walk: Walk) -> None:
    told = walk.open_door(
        "handong", kind="instruction", site="恒泰家具", description="查清为何连续两轮整改不合格"
    )
    assert (told, walk.chip("handong")) == (
        "已登记。球到 陈立，11-24 前交办并定期限。",
        "已登记 领导交办 安全",
    )
    told = walk.do("chenli", "交办", due_on="2026-11-27")
    assert (told, walk.chip("chenli")) == (
        "已交办。球到 王建国，11-23 前签收。",
        "待签收 领导交办 安全",
    )
    walk.do("wangjianguo", "签收")
    walk.do("wangjianguo", "落实五定", **PLAN)
    walk.do("wangjianguo", "报整改完成", done="原因：板材周转区太小", photos=1)
    told = walk.do("chenli", "复查不合格", finding="没有写改进办法", fix_by="2026-11-26")
    assert (told, walk.chip("chenli")) == (
        "已复查不合格。球到 王建国，11-26 前整改，改完报完成。",
        "整改中 第 2 轮 领导交办 安全",
    )
    walk.do("wangjianguo", "报整改完成", done="另划 40 平方米周转区", photos=1)
    told = walk.do("chenli", "复查合格", finding="周转区已划线启用")
    assert (told, walk.chip("chenli")) == (
        "已复查合格。球到 郑明，11-27 前审批销号。",
        "待销号 第 2 轮 领导交办 安全",
    )
    told = walk.do("zhengming", "销号")
    assert (told, walk.chip("zhengming")) == (
        "已销号。到此了结。",
        "已销号 第 2 轮 领导交办 安全",
    )


def test_instruction_is_not_for_an_officer_to_give(walk: Walk) -> None:
    page = walk.pages("chenli")

    page.goto(f"{walk.url}/cases/new/")

    kinds = page.locator(".door-kinds a").all_inner_texts()
    assert kinds == ["隐患", "污染问题", "上级交办", "举报投诉"]
