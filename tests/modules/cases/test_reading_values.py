"""Single cells: codes, persons, money, grades, stages, splitting, headings."""

import pytest

from anhuan.base.pinyin import without_pinyin
from anhuan.cases.reading.codes import Code, read_code
from anhuan.cases.reading.grade import read_grade
from anhuan.cases.reading.headings import claim
from anhuan.cases.reading.money import read_money, unit_in
from anhuan.cases.reading.persons import read_persons, read_phones
from anhuan.cases.reading.splitting import numbered_values, split
from anhuan.cases.reading.status import Signs, recheck_of, stage_of, status_of
from anhuan.cases.reading.text import Cleaner
from anhuan.cases.reading.titles import note_unit, period_of, title_site


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("91990121MAA2D1CB7Y", Code("91990121MAA2D1CB7Y", True)),
        (" 9199 0121-maa2d1cb7y", Code("91990121MAA2D1CB7Y", True)),
        ("９１９９０１２１ＭＡＡ２Ｄ１ＣＢ７Ｙ", Code("91990121MAA2D1CB7Y", True)),
        ("91990121MAA2D1CB7X", Code("91990121MAA2D1CB7X", False, "uscc_check_digit")),
        ("91990121MAQO5RL841", Code("91990121MAQO5RL841", False, "uscc_bad_char")),
        ("91990102MAAC21HH7", Code(None, False, "uscc_length")),
        ("办理中", Code(None, False, "uscc_text")),
        (9.199e17, Code(None, False, "number_precision_lost")),
        ("9.199E+17", Code(None, False, "number_precision_lost")),
        ("/", Code(None, None)),
        (None, Code(None, None)),
    ],
)
def test_code_is_normalised_and_checked(value: object, expected: Code) -> None:
    assert read_code(value) == expected  # type: ignore[arg-type]


def test_check_character_covers_every_place() -> None:
    code = "91990121MAA2D1CB7Y"

    changed = [code[:i] + ("A" if code[i] != "A" else "B") + code[i + 1 :] for i in range(18)]

    assert {read_code(text).problem for text in changed} == {"uscc_check_digit"}


@pytest.mark.parametrize(
    ("value", "text", "problem"),
    [
        (13800000000, "13800000000", None),
        ("13800000000.0", "13800000000", None),
        ("138-0000 0000", "13800000000", None),
        ("0190-0000012转801", "0190-0000012转801", None),
        ("13800000000/13900000000", "13800000000、13900000000", None),
        ("13800000000 13900000000", "13800000000、13900000000", None),
        ("1380000000", None, "phone_length"),
        ("1.38E+10", None, "number_precision_lost"),
        ("见档案", None, "phone_text"),
        ("—", None, None),
    ],
)
def test_telephone_cell(value: object, text: str | None, problem: str | None) -> None:
    phones = read_phones(value)  # type: ignore[arg-type]

    assert (phones.text, phones.problem) == (text, problem)


@pytest.mark.parametrize(
    ("value", "names", "phones"),
    [
        ("贾某丙15000000012；赵某某13600000084", "贾某丙、赵某某", "15000000012、13600000084"),
        ("程某丙（18900000057）", "程某丙", "18900000057"),
        ("丁某甲（厂长）", "丁某甲（厂长）", None),
        ("陈某\n13500000096", "陈某", "13500000096"),
        ("林某丙 苏某/王某，李某", "林某丙、苏某、王某、李某", None),
        ("张 三", "张三", None),
        ("/", None, None),
    ],
)
def test_persons_and_their_numbers(value: str, names: str | None, phones: str | None) -> None:
    persons = read_persons(value)

    assert (persons.names, persons.phones.text) == (names, phones)


@pytest.mark.parametrize(
    ("value", "unit", "yuan", "problem"),
    [
        ("5万", "元", 50000, None),
        ("３.２万元", "元", 32000, None),
        ("1,200元", "万元", 1200, None),
        ("￥1,200.00", "万元", 1200, None),
        ("叁万元整", "元", 30000, None),
        ("贰万伍仟元", "元", 25000, None),
        (0.05, "万元", 500, None),
        ("12.345", "元", 12.35, None),
        ("0", "万元", 0, None),
        ("无需资金", "元", 0, None),
        ("/", "元", None, None),
        ("约2万", "元", 20000, "money_approx"),
        ("2-3万", "元", None, "money_range"),
        ("自筹", "元", None, "money_text"),
        ("1.2万+0.3万", "元", None, "money_text"),
        ("三千五", "元", None, "money_text"),
        (1000, "万元", None, "money_unit_doubtful"),
        (999, "万元", 9990000, None),
    ],
)
def test_money_in_yuan(value: object, unit: str, yuan: float | None, problem: str | None) -> None:
    money = read_money(value, unit)  # type: ignore[arg-type]

    assert (money.yuan, money.problem) == (yuan, problem)


def test_unit_stands_in_heading_or_note() -> None:
    assert [unit_in(text) for text in ("整改资金（万元）", "资金(万)", "资金(元)", "资金")] == [
        *("万元", "万元", "元"),
        None,
    ]
    assert note_unit(["填报单位：青石街道", "金额单位：万元"]) == "万元"
    assert note_unit(["填报单位（盖章）：青石街道"]) is None


@pytest.mark.parametrize(
    ("value", "flag", "text", "problem"),
    [
        ("一般事故隐患", False, "general", None),
        ("重大", False, "major", None),
        ("是", True, "major", None),
        ("否", True, "general", None),
        ("较大", False, None, "grade_other_scale"),
        ("Ⅱ级", False, None, "grade_other_scale"),
        ("重大（疑似）", False, None, "grade_text"),
        ("不属于重大隐患", False, None, "grade_text"),
        ("待定", True, None, "grade_text"),
        ("", False, None, None),
    ],
)
def test_grade_knows_two_of_them(
    value: str, flag: bool, text: str | None, problem: str | None
) -> None:
    grade = read_grade(value, flag)

    assert (grade.text, grade.problem) == (text, problem)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("未整改 未完成 × 否 尚未整改 未开始整改", "open"),
        ("正在整改 整改中 部分整改 进行中 持续推进", "rectifying"),
        ("已整改 已完成 √ 是 已办结 待复查 已按要求整改 已整改待复查", "submitted"),
        ("已销号 复查合格 验收合格 已验收销号 已闭环 已整改，复查合格", "closed"),
        ("延期 已延期 申请延期 延期整改", "extended"),
        ("基本完成 企业已关停 整改率100% 部分 无法整改 不属实", None),
    ],
)
def test_status_by_meaning(words: str, status: str | None) -> None:
    assert {word: status_of(word) for word in words.split()} == dict.fromkeys(
        words.split(), status
    )


@pytest.mark.parametrize(
    ("signs", "status", "problem"),
    [
        (Signs(status="已整改", recheck="合格"), "closed", None),
        (Signs(status="已整改", recheck="不合格"), "rectifying", None),
        (Signs(status="已整改", closed_flag="是"), "closed", None),
        (Signs(status="已整改", closed_flag="否"), "submitted", None),
        (Signs(status="整改中", has_closed_on=True), "closed", None),
        (Signs(status="未整改", closed_flag="是"), None, "status_conflict"),
        (Signs(status="未整改", has_done_on=True), "open", "status_conflict"),
        (Signs(ticks=("submitted",)), "submitted", None),
        (Signs(ticks=("submitted", "open")), None, "status_conflict"),
        (Signs(status="已整改", recheck="资料审查中"), None, "status_unknown"),
        (Signs(status="/"), None, None),
        (Signs(), None, None),
    ],
)
def test_stage_of_several_columns(signs: Signs, status: str | None, problem: str | None) -> None:
    stage = stage_of(signs)

    assert (stage.status, stage.problem) == (status, problem)


def test_recheck_result_is_passed_failed_or_neither() -> None:
    assert [recheck_of(text) for text in ("合格", "通过", "不合格", "未通过", "详见验收单")] == [
        *("passed", "passed", "failed", "failed"),
        None,
    ]


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        ("1.甲2.乙3.丙", ("甲", "乙", "丙")),
        ("1、甲；2、乙。", ("甲", "乙")),
        ("（1）甲（2处）（2）乙", ("甲（2处）", "乙")),
        ("①甲②乙", ("甲", "乙")),
        ("一是甲；二是乙。", ("甲", "乙")),
        ("该企业存在以下问题：1.甲；2.乙", ("甲", "乙")),
        ("甲；乙（a；b）；丙", ("甲", "乙（a；b）", "丙")),
        ("1.5米栏杆缺失", ("1.5米栏杆缺失",)),
        ("1、2号车间积尘", ("1、2号车间积尘",)),
        ("甲，乙。丙\n丁", ("甲，乙。丙丁",)),
        ("1.甲", ("甲",)),
        ("1.厂区1.2米护栏缺失2.未培训", ("厂区1.2米护栏缺失", "未培训")),
    ],
)
def test_cell_is_split_into_hazards(raw: str, texts: tuple[str, ...]) -> None:
    assert split(raw).texts == texts


def test_numbered_dates_are_dealt_out() -> None:
    assert numbered_values("1、立即；2、2024.3.20") == ("立即", "2024.3.20")
    assert numbered_values("2024.3.20") == ()


def test_pinyin_is_removed_and_nothing_else() -> None:
    clean = Cleaner(True)

    assert (
        clean("後(hòu)廚(chú)軟(ruǎn)管(PVC)，22(kw)，(a區(qū))") == "后厨软管(PVC)，22(kw)，(a区)"
    )
    assert clean("???配電(diàn)箱") == "配电箱"
    assert without_pinyin("功率(kw)阀(ph)門(mén)") == "功率(kw)阀(ph)門"


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("2024年第一季度台账", ((2024, 1), (2024, 3))),
        ("5月份问题清单（2024年）", ((2024, 5), (2024, 5))),
        ("统计期间：2024年5月1日至5月31日", ((2024, 5), (2024, 5))),
        ("2023年11月—2024年1月冬季大检查", ((2023, 11), (2024, 1))),
        ("2025年夏季专项行动", ((2025, 6), (2025, 8))),
        ("2024年度台账", ((2024, 1), (2024, 12))),
        ("填报日期：2024年4月2日", None),
    ],
)
def test_period_is_stated_over_the_table(
    line: str, period: tuple[tuple[int, int], tuple[int, int]] | None
) -> None:
    assert period_of([line]) == period


def test_enterprise_of_the_title() -> None:
    site = title_site(["安澜某某机械有限公司2024年度台账", "地址：某路9号    负责人：高某"])

    assert site is not None
    assert (site.site_name, site.uscc, site.address) == ("安澜某某机械有限公司", None, "某路9号")
    assert title_site(["青石街道2024年隐患台账", "填报单位：青石街道办事处"]) is None


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        (
            "site_name",
            "企业名称 被检查单位 受检单位名称 企业（单位）名称 单位 责任企业（单位） 检查对象",
        ),
        (
            "description",
            "隐患描述 存在的主要问题 检查发现的问题 隐患内容 存在的安全隐患及问题 违法行为",
        ),
        ("found_on", "检查时间 排查日期 发现时间 交办时间 隐患排查时间 日期"),
        ("found_by", "检查人员 排查人 检查组 交办单位 执法人员"),
        ("due_on", "整改时限 整改期限 完成时限 限期 计划完成时间 要求完成时间 整改截止日期"),
        ("done_on", "完成时间 实际完成时间 整改完成日期 办结时间"),
        ("closed_on", "销号时间 销号日期 闭环时间"),
        ("recheck_on", "复查时间 验收日期 复核时间"),
        ("recheck_result", "复查结果 验收情况 复查意见 是否复查合格"),
        ("responsible", "责任人 整改责任人 企业整改责任人 负责人"),
        ("responsible+phone", "责任人及电话 责任人及联系方式 单位责任人（电话） 责任人/电话"),
        ("measure", "整改措施 治理措施 整改要求 措施"),
        ("money_yuan", "整改资金 投入资金(元) 隐患整改投入 资金（万元）"),
        ("status", "整改状态 整改情况 是否整改 进展情况 整改落实情况 完成情况"),
        (
            "extra",
            "备注 网格员 督办部门 处罚金额（万元） 复查人 责任部门 隐患部位 所属街道 监管责任人",
        ),
    ],
)
def test_heading_claims_its_field(field: str, headings: str) -> None:
    claims = {heading: claim(heading, "")[0] for heading in headings.split()}

    assert claims == dict.fromkeys(headings.split(), field)


def test_heading_means_what_stands_over_it() -> None:
    pairs = [
        ("日期", "复查信息"),
        ("日期", "隐患信息"),
        ("责任人", "监管责任"),
        ("名称", "企业信息"),
    ]

    assert [claim(leaf, parent)[0] for leaf, parent in pairs] == [
        *("recheck_on", "found_on", "extra", "site_name"),
    ]
