"""The forbidden shortcuts of the loop, tried in the browser: each refused with its sentence."""

from tests.browser.walking import PLAN, Walk

OPEN = "验收人：五定还缺：验收人。补齐再开始整改。"
MINE = "是你提出来的，要第二个人定。请同事会签。"


def entered(walk: Walk, what: str, *, grade: str = "general") -> None:
    walk.open_door("chenli", kind="hazard", site="恒泰家具", description=what)
    more = {"criterion": "判定标准第三条"} if grade == "major" else {}
    walk.do("chenli", "定级", grade=grade, **more)


def assigned(walk: Walk, what: str, *, grade: str = "general") -> None:
    entered(walk, what, grade=grade)
    walk.do("chenli", "交办", due_on="2026-11-30")


def underway(walk: Walk, what: str) -> None:
    assigned(walk, what)
    walk.do("wangjianguo", "签收")
    walk.do("wangjianguo", "落实五定", **PLAN)


def test_case_cannot_leave_the_loop_before_its_end(walk: Walk) -> None:
    """(a)"""
    entered(walk, "配电箱门缺失")

    too_early = ["现在是“已定级”，还到不了这一步。先办前一步。"]
    assert walk.refused("zhengming", "close") == too_early
    assert walk.refused("chenli", "dismiss", code="untrue", reason="算了") == too_early
    walk.see("chenli")
    assert walk.chip("chenli") == "待交办 一般隐患 安全"


def test_overdue_is_told_by_the_clock_and_is_no_state(walk: Walk) -> None:
    """(b)"""
    page = walk.pages("linjie")
    page.goto(f"{walk.url}/ledger/?overdue=1")
    row = page.locator("tbody tr").first

    chips = row.locator(".chip").all_inner_texts()

    assert [chip.strip() for chip in chips if "超期" in chip] == []
    assert row.locator("td", has_text="超期").count() == 1


def test_firm_never_closes_its_own_case(walk: Walk) -> None:
    """(c)"""
    walk.number = "C-2026-000318"
    desk = f"{walk.url}/cases/{walk.number}/"

    assert "销号" not in walk.offered("wangjianguo")
    assert walk.reason("chenli", "销号") == "还没有合格的复查结论。先登记复查。"
    assert walk.refused("wangjianguo", "close", at=desk) == [
        "现在是“待复查”，还到不了这一步。先办前一步。"
    ]
    answer = walk.pages("wangjianguo").goto(walk.address("wangjianguo") + "close/")
    assert answer is not None
    assert answer.status == 404


def test_grade_is_lowered_by_two_persons_with_a_clause(walk: Walk) -> None:
    """(d)"""
    entered(walk, "可燃气体报警器停用", grade="major")

    assert walk.refused("chenli", "grade", grade="general") == [
        "重大降一般要写明条款、由第二人同意。先提议降级。"
    ]
    assert walk.refused("chenli", "propose_downgrade", reason="不够条件") == [
        "条款：还没填。填上再发。"
    ]
    walk.do("chenli", "提议降级", clause="判定标准第三条", reason="不够条件")
    assert walk.refused("chenli", "confirm_downgrade") == [MINE]
    walk.do("zhengming", "同意降级")
    assert walk.chip("zhengming") == "待交办 一般隐患 安全"


def test_major_hazard_does_not_pass_without_its_acceptance(walk: Walk) -> None:
    """(e)"""
    assigned(walk, "防爆电机换成普通电机", grade="major")
    walk.do("wangjianguo", "签收")
    walk.do("wangjianguo", "登记临时管控", interim="停用该线")
    walk.do("wangjianguo", "落实五定", **PLAN, treatment="换回防爆电机", emergency="断电")
    walk.do("wangjianguo", "报整改完成", done="已换回", photos=1)

    assert walk.refused("chenli", "pass", finding="已换回", photos=1) == [
        "附验收意见书：重大隐患销号要有验收意见书。复查时附上并勾选。"
    ]


def test_date_moves_only_by_an_approved_extension(walk: Walk) -> None:
    """(f)"""
    underway(walk, "货架超高堆放")

    assert walk.refused("chenli", "set_due", due_on="2026-12-30") == [
        "期限已定为 2026-11-30，只能经批准延期。先申请延期。"
    ]
    page = walk.pages("wangjianguo")
    page.goto(walk.address("wangjianguo") + "request_extension/")
    walk.fill(page, until="2026-12-10", code="备件未到", reason="货架横梁要定做")
    assert walk.refused("wangjianguo", "grant_extension", at=_desk(walk)) == [
        "这一步不归你的岗位。你可以写说明，球在谁手里谁就看得到。"
    ]
    assert walk.do("chenli", "同意延期") == "已同意延期。球到 王建国，12-10 前整改，改完报完成。"


def test_fixing_does_not_begin_before_the_five_are_settled(walk: Walk) -> None:
    """(g)"""
    assigned(walk, "电梯三角门变形")
    walk.do("wangjianguo", "签收")

    five = PLAN | {"acceptor": ""}
    assert walk.refused("wangjianguo", "plan", **five) == [
        "验收人：五定还缺：验收人。补齐再开始整改。"
    ]
    same = PLAN | {"acceptor": PLAN["finisher"]}
    assert walk.refused("wangjianguo", "plan", **same) == [
        "这一件的完成人是你。这一步要换一个人办。"
    ]
    walk.see("wangjianguo")
    assert walk.chip("wangjianguo") == "待定五定"


def test_failed_recheck_begins_a_round_that_cannot_be_skipped(walk: Walk) -> None:
    """(h)"""
    underway(walk, "砂轮机无护罩")
    walk.do("wangjianguo", "报整改完成", done="已装", photos=1)
    walk.do("chenli", "复查不合格", finding="护罩松动", fix_by="2026-11-25")

    assert walk.refused("chenli", "pass", finding="好了") == [
        "现在是“整改中”，还到不了这一步。先办前一步。"
    ]
    walk.see("chenli")
    assert walk.chip("chenli") == "整改中 第 2 轮 一般隐患 安全"


def test_what_came_back_is_a_case_of_its_own(walk: Walk) -> None:
    """(i)"""
    page = walk.pages("linjie")
    walk.number = old = "C-2026-000283"
    page.goto(walk.address("linjie") + "relapse/")

    walk.fill(page, photos=1, finding="又出现了")

    page.wait_for_url("**/cases/C-*/")
    walk.number = page.url.rstrip("/").rsplit("/", 1)[1]
    assert walk.number != old
    walk.number = old
    walk.see("linjie")
    assert walk.chip("linjie").startswith("反弹")
    assert walk.refused("linjie", "relapse", photos=1, finding="再来") == [
        "这一件已经办结（反弹）。问题又出现，登记反弹。"
    ]


def _desk(walk: Walk) -> str:
    return f"{walk.url}/cases/{walk.number}/"
