import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anhuan.cases.reading.status import status_of
from anhuan.cases.reading.text import squeezed

UNIQUE: Final = frozenset(
    "serial site_name uscc address found_on found_by description category grade grade_flag measure "
    "responsible phone responsible+phone money_yuan due_on status done_on closed_on recheck_on "
    "recheck_result closed_flag basis count".split()
)
FIELDS: Final = (
    UNIQUE
    | {"extra", "empty"}
    | {f"tick:{status}" for status in ("open", "rectifying", "submitted", "closed", "extended")}
)
BRACKETS: Final = re.compile(r"[(\[【][^)\]】]*[)\]】]")
MARKS: Final = re.compile(r"^[*#\d.、]+(?=[^\d])|[*:：。;；]+$")
HINT: Final = re.compile(
    r"序号|编号|隐患|问题|单位|企业|公司|场所|名称|时间|日期|时限|期限|限期|责任人|负责人|整改|措施|情况|状态|进展|备注"
    r"|电话|方式|地址|依据|类别|类型|等级|级别|检查|代码|资金|复查|验收|销号|人员|内容"
)
LONGEST: Final = 30

OFFICE: Final = (
    r"监管|督办|包保|属地|政府|挂牌|网格|领导|包联|联系人|监督|街道|社区|部门|帮扶|挂点|行业"
)
PERSON: Final = r"(?:责任人|负责人|责任人员)(?:姓名|员)?"
FIRM: Final = r"企业|单位|公司|场所|商户|项目|工程|机构|经营者|主体|店铺|点位|户"
HAZARD: Final = r"(?:安全|事故|环境|环保|生态|消防|重大|突出|主要|具体|现场|的|生产|风险|质量|污染|违法|违规)*(?:隐患|问题|不符合项|违法行为|违规行为)"
DAY: Final = r"(?:时间|日期|年月日|时点|日)"
FIND: Final = r"(?:检查|排查|发现|巡查|巡检|督查|督察|督导|交办|转办|移交|查出|查处|抽查|暗访|执法|自查|评估|诊断|核查|受理|接报|下发|下达|登记|填报|上报|录入)"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column heading: cleaned text with levels joined by /, and its last level."""

    text: str | None
    leaf: str
    parent: str
    raw: str | None = None


Rule = tuple[str, int, re.Pattern[str]]


def _rules(lines: Sequence[tuple[str, int, str]]) -> tuple[Rule, ...]:
    return tuple((field, rank, re.compile(pattern)) for field, rank, pattern in lines)


# Field, rank (lower wins when two columns claim one field), and what the whole heading says.
RULES: Final = _rules(
    [
        ("serial", 0, r"序号|序|编号|项次|序列号?|顺序号|行号|No|NO|№|no"),
        (
            "closed_flag",
            0,
            r"(?:是否|有无)(?:已|完成)?(?:销号|闭环|验收销号|办结销号)|销号(?:与否|情况|状态)|闭环(?:情况|状态)",
        ),
        (
            "grade_flag",
            0,
            rf"(?:是否|是不是)(?:为|属于|属|构成|存在)?重大.*|重大(?:事故)?隐患\?|是否重大{HAZARD}",
        ),
        ("recheck_result", 1, r"(?:是否)?(?:整改)?(?:复查|验收|复核|复检)(?:是否)?(?:合格|通过)"),
        (
            "count",
            0,
            rf"(?:发现|存在|查出)?(?:{HAZARD}|隐患问题|问题隐患)(?:总)?(?:数|数量|个数|条数|项数|总数|数目)",
        ),
        ("closed_on", 0, rf"(?:整改)?(?:验收)?(?:销号|闭环|核销|结案|摘牌|销案){DAY}"),
        ("recheck_on", 0, rf"(?:整改)?(?:复查|验收|复核|复检|复验|回头看|核查|整改验收){DAY}"),
        (
            "recheck_result",
            0,
            r"(?:整改)?(?:复查|验收|复核|复检|复验|回头看|核查)(?:结果|结论|情况|意见|是否合格|是否通过)",
        ),
        (
            "done_on",
            0,
            rf"(?:实际|整改)?(?:整改)?(?:实际)?(?:完成|办结|完工|结束|完毕|到位){DAY}|实际{DAY}",
        ),
        (
            "due_on",
            0,
            r"(?:.*(?:整改|完成|治理|办理|办结|要求|处理|落实|限改|规定|拟|计划|应|工作|隐患|整治))?(?:时限|期限|限期|截止时间|截止日期|最后期限)(?:要求)?",
        ),
        (
            "due_on",
            1,
            rf"(?:计划|要求|应|拟|预计|限定|规定|拟定|责令|约定|承诺)(?:整改)?(?:完成)?(?:整改)?{DAY}|限改{DAY}|整改完成时限",
        ),
        ("due_on", 8, rf"整改{DAY}"),
        (
            "found_on",
            0,
            rf"(?:隐患|问题|安全|现场|督察|日常)?(?:检查|排查|发现|巡查|巡检|查出|查处|自查|抽查)(?:隐患|问题)?{DAY}|隐患发现{DAY}",
        ),
        ("found_on", 2, rf"(?:隐患|问题|安全|任务)?{FIND}{DAY}"),
        ("found_on", 5, r"时间|日期"),
        (
            "site_name",
            0,
            rf"(?:被检查|被检|受检|受检查|被查|被督察|被排查)(?:的)?(?:{FIRM}|生产经营单位|企业单位|对象)(?:名称|全称)?",
        ),
        (
            "site_name",
            1,
            rf"(?:{FIRM}|企业单位|单位企业|生产经营单位|生产经营主体|市场主体|责任企业|涉事企业|涉及企业|排污单位|隐患单位|问题单位|问题企业|隐患企业|经营单位|企业场所|项目单位)(?:名称|全称|名)",
        ),
        (
            "site_name",
            2,
            r"企业|单位|公司|企业单位|单位企业|责任企业|责任主体|涉事企业|涉及企业|排污单位|隐患单位|问题单位|问题企业|隐患企业|检查对象|受检对象|生产经营单位|经营单位|生产经营主体|场所|市场主体|经营主体|企业场所|存在问题(?:的)?(?:企业|单位)",
        ),
        (
            "site_name",
            7,
            r"(?:整改)?责任单位(?:名称)?|整改单位(?:名称)?|整改主体|责任主体单位|所属企业|所属单位|名称",
        ),
        (
            "uscc",
            0,
            r"(?:企业|单位)?(?:统一)?社会?信用代码(?:证)?(?:号|编号)?|(?:企业|单位)?统一(?:社会)?(?:信用)?代码|信用代码|(?:组织)?机构代码|统一社会信用代码.*|纳税人识别号|税号|企业代码",
        ),
        ("address", 0, rf"(?:{FIRM}|生产经营|经营|详细|具体|生产|检查|所在)*(?:地址|住所|坐落)"),
        (
            "address",
            2,
            rf"(?:{FIRM}|生产经营|经营|生产|检查|详细|具体)*(?:所在地|地点|位置|坐落地点)|注册(?:地址|地)",
        ),
        (
            "category",
            0,
            rf"(?:{HAZARD}|隐患问题|问题隐患|污染|违法|事故|所属)?(?:所属)?(?:类别|类型|分类|种类|大类)",
        ),
        (
            "grade",
            0,
            rf"(?:{HAZARD}|隐患问题|问题隐患)?(?:的)?(?:等级|级别|分级|严重程度|程度)|隐患判定(?:等级|级别)?",
        ),
        (
            "basis",
            0,
            r"(?:.*(?:法律|法规|判定|检查|违反|标准|执法|处理|整改|政策|规范|条款|隐患|对应|主要))?(?:依据|条款|法条)(?:条款|标准|内容)?|(?:违反|对应|相关)?(?:的)?法律法规(?:条款|条文|依据)?|依据(?:的)?(?:法律)?(?:法规|标准)(?:条款)?|(?:违反|对应)(?:的)?(?:法规|标准|规定).*",
        ),
        (
            "measure",
            0,
            r"(?:整改|治理|防范|防控|管控|处置|处理|隐患治理|隐患整改|问题整改|具体整改|应对|主要整改|整治|采取的?(?:整改)?)*(?:措施)(?:及要求|和要求|及建议|建议|要求|内容|情况|方案|计划)?",
        ),
        (
            "measure",
            3,
            r"(?:整改|治理|处理|整治)(?:要求|建议|意见|方案|内容|对策)(?:及.*)?|对策措施|建议措施|防范建议",
        ),
        (
            "responsible+phone",
            0,
            rf"(?!.*(?:{OFFICE}))(?:.*(?:责任人|负责人|联系人).*)(?:及|和|与|、|/|,|，|以及|\+|\||兼)(?:其)?(?:联系|手机)?(?:电话|方式|手机|号码|联系方式).*",
        ),
        (
            "responsible+phone",
            1,
            rf"(?!.*(?:{OFFICE}))(?:企业|单位|整改|隐患)*(?:责任人|负责人)(?:联系)?(?:方式)(?:电话)?",
        ),
        (
            "phone",
            0,
            r"(?:整改)?(?:责任人|负责人|企业|单位|联系人|本人)*(?:联系|手机)?(?:电话|手机|方式|手机号|电话号码|手机号码|联系方式|联系号码)(?:号码)?",
        ),
        (
            "responsible",
            0,
            rf"(?!.*(?:{OFFICE}))(?:企业|单位)?(?:隐患|问题)?(?:整改|治理|落实)(?:工作|直接|第一|主要)?{PERSON}",
        ),
        (
            "responsible",
            1,
            rf"(?:直接|主要|第一|具体)?{PERSON}(?:签字|签名)?|整改人(?:员)?|整改落实人|落实人",
        ),
        (
            "responsible",
            4,
            rf"(?:{FIRM}|责任单位|责任部门)(?:整改)?(?:安全)?{PERSON}|企业安全(?:员|管理人员)",
        ),
        (
            "money_yuan",
            0,
            r"(?!.*(?:处罚|罚款|罚金|来源|是否))(?:.*(?:整改|治理|投入|所需|预计|计划|落实|隐患|使用|安排|已|需|防治|工程))?(?:资金|经费|费用|投入|投资|金额)(?:投入|情况|落实|数额|预算|估算|安排|额|额度|总额|金额|保障|数|使用)*",
        ),
        (
            "status",
            0,
            r"(?:隐患|问题|当前|目前|现|整改)*(?:整改|治理|办理|处理)?(?:状态|进展状态)|(?:是否|有无)(?:已经|已|按期|按时|完成)*(?:整改|完成|办结|落实)(?:完成|到位|完毕|整改|落实)*|整改与否|(?:整改)?完成与否",
        ),
        (
            "status",
            1,
            rf"(?:隐患|问题|目前|当前|现阶段|最新|工作)*(?:整改|治理|办理|处理|落实|完成|整治|工作)*(?:落实|完成|办理|整改|进展|推进|处理|处置)(?:情况|进展|进度|结果|程度)|(?:{HAZARD})?(?:整改)?(?:进展|进度|落实|整改结果)(?:情况)?|整改(?:情况|结果|效果)|目前(?:情况|状况)|完成情况",
        ),
        (
            "found_by",
            0,
            rf"(?:现场|隐患|问题)?(?:{FIND}|执法)(?:人|人员|组|小组|组人员|组成员|专家|者|队|队伍|工作组|组别)(?:姓名|签字|签名)?|执法人员|专家(?:姓名)?|安全员",
        ),
        ("found_by", 3, rf"{FIND}(?:的)?(?:单位|部门|机构|科室|主体)(?:及人员|及人|人员)?"),
        (
            "description",
            0,
            rf"(?!.*(?:整改|部位|来源|数$|是否|照片|图片|类|级|编号|单位|企业|人$|时间|日期))(?:.*(?:存在|发现|交办|反馈|查出|排查|移交|督办|检查|督察|主要|具体|企业|现场|本次|责令|涉及|举报|信访|投诉))?(?:的|出|出的|到的)*{HAZARD}(?:及|和|或|与|、|/)*(?:隐患|问题|风险|不足|具体|主要|基本|详细|存在)*(?:描述|内容|情况|详情|说明|事项|表现|概述|摘要|概况|简述|现状|清单|基本情况|具体情况|点|项|名称|描述内容|内容描述|情况描述|情况说明|详述|记录)?",
        ),
        (
            "description",
            4,
            r"(?:隐患|问题|检查|存在|排查|现场检查|现场)(?:的)?(?:内容|描述|情况|详情|记录)|(?:内容|描述|具体内容|详细描述|基本情况|具体情况|违法事实|事实描述|整改事项|整改问题|问题整改事项|整改内容|隐患整改内容|需整改问题|需要?整改的?(?:问题|隐患))",
        ),
    ]
)

CHECKED_FIRST: Final = _rules(
    [
        (
            "extra",
            0,
            r".*(?:处罚|罚款|罚金|立案|来源|照片|图片|附件|行业|部位|区县|镇街|街道|乡镇|社区|片区|备注|联系人|法人|法定代表人|"
            r"督办级别|检查类型|排查类型|检查方式|检查形式|企业类型|单位类型|单位性质|企业规模|从业人数|风险等级|安全等级|超期|逾期|预案|批次|受理编号|隐患编号|问题编号|网格|牵头).*",
        ),
    ]
)
PERMITTED: Final = re.compile(
    r"(?:企业|单位|责任).*(?:责任人|负责人|联系人).*(?:电话|方式|手机)|行业.*名称$|.*(?:来源及时间)"
)

CONTEXT: Final = (
    (
        re.compile(OFFICE),
        (("extra", 0, re.compile(r".*(?:人|员|部门|单位|领导|电话|姓名|方式|职务)")),),
    ),
    (
        re.compile(r"复查|验收|复核|复检|回头看|核查"),
        _rules(
            [
                ("recheck_on", 0, DAY),
                ("recheck_result", 0, r"结果|结论|情况|意见|是否合格|是否通过|合格与否"),
                ("extra", 0, r".*(?:人|人员|单位|部门|组|签字)"),
            ]
        ),
    ),
    (
        re.compile(r"销号|闭环"),
        _rules(
            [
                ("closed_on", 0, DAY),
                ("closed_flag", 0, r"是否.*|情况|状态"),
                ("extra", 0, r".*(?:人|人员|单位|部门)"),
            ]
        ),
    ),
    (
        re.compile(r"整改|治理|五落实|落实|处置|整治"),
        _rules(
            [
                ("due_on", 2, DAY),
                ("measure", 1, r"要求|内容|方案|意见|目标措施"),
                ("status", 0, r"状态|情况|结果|进展|进度|效果"),
                ("responsible", 0, r"人员?|姓名"),
            ]
        ),
    ),
    (
        re.compile(r"企业|单位|公司|场所|基本信息|基本情况|对象|主体|项目"),
        _rules(
            [
                ("site_name", 0, r"名称|全称|企业|单位"),
                ("uscc", 0, r"代码|信用代码"),
                ("extra", 0, r"负责人|责任人|姓名|规模|性质|类型|类别"),
                ("phone", 5, r"(?:联系)?(?:电话|方式)|手机"),
            ]
        ),
    ),
    (
        re.compile(r"隐患|问题|检查|排查|发现|督察|巡查"),
        _rules(
            [
                ("found_on", 0, DAY),
                ("found_by", 0, r"人员?|组|人姓名"),
                (
                    "description",
                    1,
                    r"内容|描述|情况|具体内容|基本情况|具体情况|详情|名称|概况|事项|说明",
                ),
                ("count", 0, r"数|数量|个数|条数|项数"),
                ("grade", 0, r"级"),
            ]
        ),
    ),
)


@lru_cache(maxsize=8192)
def claim(leaf: str, parent: str) -> tuple[str, int]:
    """Return the field a heading claims, with its rank; extra when it says none."""
    core = core_of(leaf)
    if not core or len(core) > LONGEST:
        return "extra", 9
    bracket = BRACKETS.search(squeezed(leaf))
    if bracket is not None and _asks_for_phone(core, bracket[0]):
        return "responsible+phone", 0
    for pattern, rules in CONTEXT:
        if parent and pattern.search(parent):
            found = _first(rules, core)
            if found is not None:
                return found
            break
    if not PERMITTED.fullmatch(core) and _first(CHECKED_FIRST, core) is not None:
        return "extra", 0
    return _first(RULES, core) or ("extra", 9)


def core_of(leaf: str) -> str:
    """Return a heading without brackets, marks and white space."""
    return MARKS.sub("", BRACKETS.sub("", squeezed(leaf)))


def _asks_for_phone(core: str, bracket: str) -> bool:
    if re.search(OFFICE, core) or not re.search(r"电话|手机|联系方式|号码", bracket):
        return False
    return re.search(r"责任人|负责人", core) is not None


def _first(rules: Sequence[Rule], core: str) -> tuple[str, int] | None:
    for field, rank, pattern in rules:
        if pattern.fullmatch(core):
            return field, rank
    return None


def looks_like_heading(text: str) -> bool:
    """Tell cheaply whether a cell could be a heading."""
    return len(text) <= LONGEST and HINT.search(text) is not None


TICK_WORDS: Final = re.compile(
    r"已完成|完成|已整改|未整改|整改中|正在整改|未完成|已销号|销号|延期|整改完成|进行中|部分整改|未开始|已办结|办理中|待复查|整改完毕|未启动|申请延期|正在推进|推进中"
)


def suggest(headings: Sequence[Heading]) -> list[str]:
    """Return the field of each column; every field but extra and ticks goes to one column."""
    claims = [claim(h.leaf, h.parent) if h.text else ("extra", 9) for h in headings]
    claims = _with_ticks(headings, claims)
    best: dict[str, int] = {}
    for index, (field, rank) in enumerate(claims):
        if field in UNIQUE and (field not in best or rank < claims[best[field]][1]):
            best[field] = index
    fields = [
        field if field not in UNIQUE or best[field] == index else "extra"
        for index, (field, _) in enumerate(claims)
    ]
    return _settled(headings, fields, claims)


def _with_ticks(
    headings: Sequence[Heading], claims: list[tuple[str, int]]
) -> list[tuple[str, int]]:
    ticks = {
        index: status_of(core_of(heading.leaf))
        for index, heading in enumerate(headings)
        if heading.text and TICK_WORDS.fullmatch(core_of(heading.leaf))
    }
    known = {index: status for index, status in ticks.items() if status is not None}
    if len(set(known.values())) < 2:
        return claims
    return [
        (f"tick:{known[index]}", 0) if index in known else given
        for index, given in enumerate(claims)
    ]


def _settled(
    headings: Sequence[Heading], fields: list[str], claims: Sequence[tuple[str, int]]
) -> list[str]:
    """Resolve headings whose meaning hangs on which other columns exist."""
    for index, (field, rank) in enumerate(claims):
        late = field == "due_on" and rank == 8 and fields[index] == "extra"
        if late and "done_on" not in fields:
            fields[index] = "done_on"
    if "phone" in fields and not {"responsible", "responsible+phone"} & set(fields):
        index = fields.index("phone")
        if re.search(r"责任人|负责人", headings[index].leaf):
            fields[index] = "responsible+phone"
    if "responsible+phone" in fields and "responsible" in fields:
        fields[fields.index("responsible")] = "extra"
    return fields
