import pytest

from anhuan.kernel.case import State
from anhuan.web.parts import states
from anhuan.web.parts.shapes import (
    ActButton,
    ActsPanel,
    AqiMark,
    Ball,
    Branch,
    Confirm,
    Deadline,
    DutyLine,
    DutyMap,
    EmptyState,
    Evidence,
    EvidenceCard,
    Facts,
    Filter,
    FilterBar,
    GrantedAct,
    Job,
    JobList,
    Link,
    LongWork,
    MapLayer,
    Option,
    PersonPost,
    Problem,
    ProblemSummary,
    RecordMark,
    RefusedAct,
    Responsible,
    RiskMark,
    StateLine,
    Stop,
    Tag,
    Timeline,
    TimelineAct,
    Tree,
    Verdict,
    ViewTab,
    WarningLevel,
    Wizard,
    WizardStep,
)
from tests.web.parts.conftest import Draw, words

LONG = "欧阳慕容建国"
POST = "安澜市云溪区枫林街道安全生产与生态环境监督管理综合服务站常务副站长"
FIRM = "安澜市云溪区宏达金属表面处理与循环再生综合利用有限责任公司第二分公司"
WHO = PersonPost(LONG, POST)
TODAY = Deadline("soon", "今天 18:00", "剩 9 小时", "今天 18:00", "11-20", "2026-11-20T10:00:00Z")
LATE = Deadline("over", "超期 2 个工作日", "应于 11-18 周三", "超期 2 天", "11-18")
LATER = Deadline("later", "11-25 周三", "剩 3 个工作日", "剩 3 天", "11-25")


def test_every_state_of_the_lifecycle_has_a_chip() -> None:
    assert {str(state) for state in State} - {"new"} == states.CODES


@pytest.mark.parametrize(
    ("code", "tone", "icon", "word"),
    [
        ("lead", "grey", "dot", "线索"),
        ("registered", "grey", "dot", "已登记"),
        ("graded", "grey", "send", "待交办"),
        ("assigned", "grey", "send", "待签收"),
        ("signed", "grey", "list-check", "待五定"),
        ("underway", "blue", "circle-half", "整改中"),
        ("extension_pending", "amber", "calendar2-plus", "延期审批"),
        ("handover_pending", "grey", "arrow-left-right", "移送待签收"),
        ("submitted", "teal", "eye", "待复查"),
        ("passed", "violet", "hourglass-split", "待销号"),
        ("fixed_on_spot", "violet", "hourglass-split", "即查即改"),
        ("closed", "green", "check-lg", "已销号"),
        ("verified", "green-solid", "patch-check", "已核真"),
        ("relapsed", "red", "arrow-counterclockwise", "反弹"),
        ("transferred", "grey", "arrow-left-right", "已移送"),
        ("dismissed", "none", "dash-lg", "不成立"),
        ("voided", "none", "slash-circle", "撤销"),
    ],
)
def test_chip_has_colour_icon_and_word(code: str, tone: str, icon: str, word: str) -> None:
    chip = states.state_chip(code)

    assert (chip.tone, chip.icon, chip.word, chip.round_text) == (tone, icon, word, "")


def test_chip_of_a_registered_case_without_grade_asks_for_it() -> None:
    chip = states.state_chip("registered", needs_grade=True)

    assert (chip.icon, chip.word) == ("rulers", "待定级")


def test_chip_shows_the_round_from_the_second_on(draw: Draw) -> None:
    html = draw("chip", states.state_chip("submitted", round_number=2))

    assert words(html) == "待复查 第 2 轮"
    assert html.count("chip-teal") == 1


def test_chip_takes_the_plain_word_of_the_firm(draw: Draw) -> None:
    assert words(draw("chip", states.state_chip("submitted", word="等复查"))) == "等复查"


def test_tag_is_red_only_when_grave(draw: Draw) -> None:
    assert draw("tag", Tag("重大", True)) == '<span class="tag tag-grave">重大</span>'
    assert draw("tag", Tag("第 2 轮")) == '<span class="tag">第 2 轮</span>'


def test_deadline_in_a_list_and_in_a_cell(draw: Draw) -> None:
    assert words(draw("deadline", LATE, 'look="two"')) == "超期 2 个工作日 应于 11-18 周三"
    assert words(draw("deadline", LATE, 'look="cell"')) == "超期 2 天 11-18"


def test_deadline_far_off_has_no_clock_except_in_the_work_list(draw: Draw) -> None:
    looks = ["", 'look="cell"', 'look="two"']

    assert [draw("deadline", LATER, look).count("<svg") for look in looks] == [0, 0, 1]


def test_ball_of_nobody_names_the_post_that_inherits(draw: Draw) -> None:
    html = draw("ball", Ball(None, inherits=POST))

    assert words(html) == f"没有人接 由 {POST} 承接"


def test_ball_overdue_is_red_even_when_mine(draw: Draw) -> None:
    html = draw("ball", Ball(WHO, mine=True, overdue=True))

    assert (html.count("ball-over"), html.count("ball-mine")) == (1, 0)
    assert words(html) == f"{LONG} {POST}"


def test_ball_mine_in_words(draw: Draw) -> None:
    assert words(draw("ball", Ball(WHO, mine=True), 'look="words"')) == "球在你手里"


def test_duty_line_draws_the_gap_and_calls_without_a_number(draw: Draw) -> None:
    line = DutyLine(
        (
            Responsible("企业主体", PersonPost(LONG, POST, call="tel:13800000000")),
            Responsible("行业主管", None, gap="没有人", act=Link("指定一个人", "/name/")),
            Responsible("属地监管", WHO, note="网格 07 格", ball=True, mine=True),
        )
    )

    html = draw("duty_line", line)

    assert words(html) == (
        f"企业主体 打给 {LONG} {LONG} {POST} 行业主管 没有人 指定一个人 "
        f"属地监管 · 球在这里 你 {LONG} {POST} 网格 07 格"
    )
    assert (html.count("three-gap"), html.count("three-ball")) == (1, 1)


def test_state_line_marks_the_present_stop_once(draw: Draw) -> None:
    line = StateLine((Stop("登记", "past", "11-03"), Stop("复查", "now"), Stop("销号", "ahead")))

    html = draw("state_line", line)

    assert words(html) == "登记 11-03 复查 — 销号 —"
    assert html.count('aria-current="step"') == 1


def test_acts_say_what_is_possible_and_why_the_rest_is_not(draw: Draw) -> None:
    panel = ActsPanel(
        Ball(WHO, mine=True),
        GrantedAct(
            "到现场复查，登记合格或不合格",
            f"两人：{LONG}、周敏",
            TODAY,
            "到时未办，升级到站长 郑明",
            (ActButton("登记复查结果", "/a/", "primary"), ActButton("写说明", "/b/", "text")),
        ),
        (RefusedAct("撤销", "要第二个人同意。", Link("请郑明会签", "/c/")),),
    )

    assert words(draw("acts", panel)) == (
        f"球在你手里 到现场复查，登记合格或不合格 两人：{LONG}、周敏 "
        "今天 18:00 剩 9 小时 ；到时未办，升级到站长 郑明 登记复查结果 写说明 "
        "现在还不能做 撤销 要第二个人同意。 请郑明会签"
    )


def test_acts_of_somebody_else_name_the_holder(draw: Draw) -> None:
    panel = ActsPanel(Ball(WHO), None, granted_none="现在没有要你办的。")

    assert words(draw("acts", panel)) == f"球在 {LONG} 手里 现在没有要你办的。"


def test_act_button_that_posts_is_a_form_with_its_question(draw: Draw) -> None:
    ask = Confirm("签发 0094 号？", "11-27 前改好。", f"会告诉 {LONG}。", "签发指令书")
    act = ActButton("签发", "/sign/", "primary", True, (("version", "7"),), ask)

    assert draw("act_button", act) == (
        '<form class="as-form" method="post" action="/sign/" data-ask="签发 0094 号？" '
        f'data-ask-effect="11-27 前改好。" data-ask-told="会告诉 {LONG}。" '
        'data-ask-verb="签发指令书">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="t">'
        '<input type="hidden" name="version" value="7">'
        '<button class="btn btn-primary" type="submit">签发</button></form>'
    )


def test_evidence_says_when_no_photo_is_asked_for(draw: Draw) -> None:
    cards = (
        EvidenceCard(
            "发现时",
            "/p/1.jpg",
            f"11-03 09:41 · {LONG}",
            position="误差 18 米",
            verdict=Verdict("fail", "不合格：右侧仍占道 0.6 米"),
        ),
        EvidenceCard("第 1 轮整改后", "", "11-10 16:22"),
    )

    assert words(draw("evidence", Evidence("证据", cards))) == (
        f"证据 并排放大 发现时 11-03 09:41 · {LONG} 误差 18 米 不合格：右侧仍占道 0.6 米 "
        "第 1 轮整改后 本步不要求照片 11-10 16:22"
    )


def test_timeline_keeps_the_corrected_act_in_sight(draw: Draw) -> None:
    act = TimelineAct(
        "11-12 10:35",
        "更正 期限",
        (WHO,),
        "新期限 11-19",
        (Link("意见书 0071 号", "/d/"), "存证 40,912"),
        corrects=Link("原条", "#a1"),
        grave=True,
    )
    drawn = draw("timeline", Timeline("经过", (act,), "11 条", Link("看全部 11 条", "/all/")))

    assert words(drawn) == (
        f"经过 11 条 看全部 11 条 11-12 10:35 更正 期限 {LONG} {POST} 新期限 11-19 原条 "
        "意见书 0071 号 · 存证 40,912"
    )
    assert drawn.count("deed-grave") == 1


def test_record_mark_gives_four_words(draw: Draw) -> None:
    mark = RecordMark(
        "waiting", "凭证对得上", "市级已见证，省级还没有。", ("青松", "渡口", "石桥", "晚风")
    )

    html = draw("record", mark)

    assert words(html) == "凭证对得上 市级已见证，省级还没有。 青松 渡口 石桥 晚风"
    assert html.count('class="soon"') == 1


def test_empty_state_gives_reason_and_what_would_fill_it(draw: Draw) -> None:
    empty = EmptyState("这些条件下没有。", "去掉“等级：重大”有 41 件。", (Link("去掉", "/x/"),))

    assert words(draw("empty", empty)) == "这些条件下没有。去掉“等级：重大”有 41 件。 去掉"


def test_problem_list_without_a_field_says_not_now(draw: Draw) -> None:
    summary = ProblemSummary((Problem("还没有合格的复查结论。先登记复查。"),))

    assert words(draw("problem_list", summary)) == (
        "现在还不能办 还没有合格的复查结论。先登记复查。"
    )


def test_filter_bar_shows_values_and_what_is_fixed(draw: Draw) -> None:
    bar = FilterBar(
        (ViewTab("我盯的", "?v=1", "26", True), ViewTab("反弹", "?v=2", "4")),
        (
            Filter("属地", (), "枫林街道"),
            Filter("状态", (Option("未结", "?s=open", True),), "未结", "?"),
            Filter("领域", (Option("安全", "?d=safety"),)),
        ),
        Filter("排序", (Option("期限", "?o=due"),), "期限，早的在前"),
    )

    html = draw("filters", bar)

    assert words(html) == (
        "我盯的 26 反弹 4 属地：枫林街道 状态：未结 未结 去掉“状态” 领域 安全 "
        "排序 期限，早的在前 期限"
    )
    assert html.count('class="pickone on"') == 2


def test_job_row_reads_deadline_act_thing_reason_number(draw: Draw) -> None:
    job = Job(LATE, "复查", FIRM, "地面有渗漏痕迹", "C-2026-000271", "/c/", "企业已报", None)

    assert words(draw("jobs", JobList((job,)))) == (
        f"超期 2 个工作日 应于 11-18 周三 复查 {FIRM} 地面有渗漏痕迹 C-2026-000271 企业已报"
    )


def test_long_work_polls_until_there_is_a_result(draw: Draw) -> None:
    running = draw("long_work", LongWork("已处理 230 / 412 行", 230, 412, "/w/1/"))
    ready = draw("long_work", LongWork("好了", 412, 412, result=Link("看结果", "/r/")))

    assert words(running) == "已处理 230 / 412 行 离开也会继续，好了在待办里告诉你"
    assert words(ready) == "好了 看结果"
    assert (running.count('hx-get="/w/1/"'), ready.count("hx-get")) == (1, 0)


def test_facts_take_any_part(draw: Draw) -> None:
    facts = Facts((("验收人", WHO), ("延期", "0 次")))

    assert words(draw("facts", facts)) == f"验收人 {LONG} {POST} 延期 0 次"


def test_risk_levels_differ_by_shape(draw: Draw) -> None:
    html = [draw("risk", RiskMark(one)) for one in ("major", "larger", "general", "low")]

    assert [(one.count("<path"), one.count("<circle")) for one in html] == [
        (2, 0),
        (1, 0),
        (1, 0),
        (0, 1),
    ]


def test_aqi_and_warning_always_carry_words(draw: Draw) -> None:
    assert words(draw("aqi", AqiMark(3, "轻度污染"))) == "3 轻度污染"
    assert words(draw("warning", WarningLevel("yellow", "黄色预警 Ⅲ 级响应"))) == (
        "黄色预警 Ⅲ 级响应"
    )


def test_tag_given_another_shape_is_refused(draw: Draw) -> None:
    with pytest.raises(TypeError, match="draws StateChip, not Tag"):
        draw("chip", Tag("重大"))


def test_text_of_people_is_escaped_everywhere(draw: Draw) -> None:
    evil = '<b title="x">'
    html = draw("facts", Facts(((evil, PersonPost(evil, evil, evil)),)))

    assert html.count("<b") == 0
    assert html.count("&lt;b title=&quot;x&quot;&gt;") == 4


def test_tree_folds_branches_and_marks_the_chosen_one(draw: Draw) -> None:
    leaf = Branch("枫林 08 格　北环工业小区", "/a/8/", gap="缺网格员", at=True)
    tree = Tree((Branch("枫林街道", "/a/", "8 格", soon="1 快到期", children=(leaf,)),), "区划")

    html = draw("tree", tree)

    assert words(html) == "枫林街道 8 格 1 快到期 枫林 08 格 北环工业小区 缺网格员"
    assert (html.count("<details"), html.count('aria-current="true"')) == (1, 1)


def test_duty_map_explains_every_pattern_and_shape(draw: Draw) -> None:
    layers = (MapLayer("duty", "责任", "?l=duty", True), MapLayer("air", "空气", "?l=air"))

    html = draw("duty_map", DutyMap("/map.json", layers, "#side"))

    assert words(html) == (
        "责任 空气 断点：缺人 代管 7 日内到期 单位风险 重大 较大 一般 低 未结 已超期"
    )
    assert html.count('data-map="/map.json" data-map-target="#side"') == 1


def test_wizard_marks_the_present_step(draw: Draw) -> None:
    steps = (WizardStep("选文件", "past"), WizardStep("看问题行", "now"))
    html = draw("wizard", Wizard(steps))

    assert words(html) == "1 选文件 2 看问题行"
    assert html.count('wizard-now" aria-current="step"') == 1
