"""What a heading means under another heading, and what it never means."""

import re
from typing import Final

from anhuan.cases.reading.vocabulary import DAY, OFFICE, rules

CHECKED_FIRST: Final = rules(
    [
        (
            "extra",
            0,
            (
                r".*(?:处罚|罚款|罚金|立案|来源|照片|图片|附件|行业|部位|区县|镇街|街道|"
                r"乡镇|社区|片区|备注|联系人|(?<!执)法人|法定代表人|"
                r"督办级别|检查类型|排查类型|检查方式|检查形式|企业类型|单位类型|单位性质|"
                r"企业规模|从业人数|风险等级|安全等级|超期|逾期|预案|批次|受理编号|"
                r"隐患编号|问题编号|网格|牵头).*"
            ),
        ),
    ]
)
PERMITTED: Final = re.compile(
    r"(?:.*(?:责任人|负责人|联系人).*)?(?:电话|方式|手机|号码)|(?:企业|单位|"
    r"责任).*(?:责任人|负责人|联系人).*(?:电话|方式|手机).*"
)

CONTEXT: Final = (
    (
        re.compile(OFFICE),
        (("extra", 0, re.compile(r".*(?:人|员|部门|单位|领导|电话|姓名|方式|职务)")),),
    ),
    (
        re.compile(r"复查|验收|复核|复检|回头看|核查"),
        rules(
            [
                ("recheck_on", 0, DAY),
                ("recheck_result", 0, r"结果|结论|情况|意见|是否合格|是否通过|合格与否"),
                ("extra", 0, r".*(?:人|人员|单位|部门|组|签字)"),
            ]
        ),
    ),
    (
        re.compile(r"销号|闭环"),
        rules(
            [
                ("closed_on", 0, DAY),
                ("closed_flag", 0, r"是否.*|情况|状态"),
                ("extra", 0, r".*(?:人|人员|单位|部门)"),
            ]
        ),
    ),
    (
        re.compile(r"整改|治理|五落实|落实|处置|整治"),
        rules(
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
        rules(
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
        rules(
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
