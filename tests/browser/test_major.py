"""A major hazard: interim control, treatment plan, acceptance opinion."""

from tests.browser.walking import PLAN, Walk

MAJOR = PLAN | {"treatment": "请有资质单位安装标定", "emergency": "停用调漆间，专人看守"}


def test_major_hazard_is_controlled_treated_accepted_and_closed(walk: Walk) -> None:
    walk.open_door(
        "chenli",
        kind="hazard",
        site="恒泰家具",
        description="调漆间可燃气体报警器被拆除",
    )
    told = walk.do(
        "chenli",
        "定级",
        grade="major",
        criterion="《工贸企业重大事故隐患判定标准》第十三条",
        consequence="可燃气体积聚，遇火爆炸",
    )
    assert (told, walk.chip("chenli")) == (
        "已定级。球到 陈立，11-24 前交办并定期限。",
        "待交办 重大隐患 安全",
    )
    told = walk.do("chenli", "交办", due_on="2026-12-20")
    assert (told, walk.chip("chenli")) == (
        "已交办。球到 王建国，11-23 前签收。",
        "待签收 重大隐患 安全",
    )
    walk.do("wangjianguo", "签收")
    assert walk.refused("wangjianguo", "plan", **MAJOR) == [
        "重大隐患先要有临时管控措施。先登记临时管控。"
    ]
    told = walk.do("wangjianguo", "登记临时管控", interim="调漆间断电上锁，停止调漆")
    assert (told, walk.chip("wangjianguo")) == (
        "登记临时管控。下一步：落实五定：责任人、措施、期限、完成人、验收人，11-25 周三 前。",
        "待定五定",
    )
    told = walk.do("wangjianguo", "落实五定", **MAJOR)
    assert (told, walk.chip("wangjianguo")) == (
        "五定齐全，开始整改。下一步：整改，改完报完成，12-20 周日 前。",
        "整改中",
    )
    walk.do("wangjianguo", "报整改完成", done="报警器已装回", photos=1)
    told = walk.do("chenli", "复查不合格", finding="没有标定记录", fix_by="2026-12-01")
    assert (told, walk.chip("chenli")) == (
        "已复查不合格。球到 王建国，12-01 前整改，改完报完成。",
        "整改中 第 2 轮 重大隐患 安全",
    )
    walk.do("wangjianguo", "报整改完成", done="标定记录已补", photos=1)
    assert walk.refused("chenli", "pass", finding="报警正常", photos=1) == [
        "附验收意见书：重大隐患销号要有验收意见书。复查时附上并勾选。"
    ]
    told = walk.do("chenli", "复查合格", finding="报警正常", acceptance="1", photos=1)
    assert (told, walk.chip("chenli")) == (
        "已复查合格。球到 郑明，11-27 前审批销号。",
        "待销号 第 2 轮 重大隐患 安全",
    )
    told = walk.do("zhengming", "销号")
    assert (told, walk.chip("zhengming")) == (
        "已销号。到此了结。",
        "已销号 第 2 轮 重大隐患 安全",
    )
