"""A pollution problem: not graded, else the same loop."""

from tests.browser.walking import PLAN, Walk


def test_pollution_problem_goes_to_closure_without_a_grade(walk: Walk) -> None:
    told = walk.open_door(
        "chenli", kind="pollution", site="恒泰家具", description="喷漆废气未经处理直接排放"
    )
    assert (told, walk.chip("chenli")) == (
        "已登记。球到 陈立，11-24 前交办并定期限。",
        "已登记 污染问题 环保",
    )
    assert walk.refused("chenli", "grade", grade="general") == [
        "污染问题不分一般、重大。直接交办。"
    ]
    told = walk.do("chenli", "交办", due_on="2026-11-30")
    assert (told, walk.chip("chenli")) == (
        "已交办。球到 王建国，11-23 前签收。",
        "待签收 污染问题 环保",
    )
    walk.do("wangjianguo", "签收")
    told = walk.do("wangjianguo", "落实五定", **PLAN)
    assert (told, walk.chip("wangjianguo")) == (
        "五定齐全，开始整改。下一步：整改，改完报完成，11-30 周一 前。",
        "整改中",
    )
    walk.do("wangjianguo", "报整改完成", done="已换活性炭", photos=1)
    told = walk.do("chenli", "复查不合格", finding="风机仍停着", fix_by="2026-11-25")
    assert (told, walk.chip("chenli")) == (
        "已复查不合格。球到 王建国，11-25 前整改，改完报完成。",
        "整改中 第 2 轮 污染问题 环保",
    )
    walk.do("wangjianguo", "报整改完成", done="风机已开", photos=1)
    told = walk.do("chenli", "复查合格", finding="排口无异味")
    assert (told, walk.chip("chenli")) == (
        "已复查合格。球到 郑明，11-27 前审批销号。",
        "待销号 第 2 轮 污染问题 环保",
    )
    told = walk.do("zhengming", "销号")
    assert (told, walk.chip("zhengming")) == (
        "已销号。到此了结。",
        "已销号 第 2 轮 污染问题 环保",
    )
