"""A table of sites: which headings mean which field, and how its words become values."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from anhuan.kernel.risk import Level
from anhuan.sites.types import Subject

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("企业名称", "单位名称", "名称", "企业全称", "单位", "场所名称"),
    "short": ("简称",),
    "former_names": ("曾用名",),
    "subject": ("主体类型", "类型", "单位类型"),
    "code": ("统一社会信用代码", "信用代码", "社会信用代码", "代码"),
    "code_missing": ("无码原因", "无信用代码原因"),
    "registered_address": ("注册地址", "住所", "登记住所"),
    "address": ("地址", "生产地址", "实际地址", "生产经营地址", "经营地址", "详细地址"),
    "lon": ("经度",),
    "lat": ("纬度",),
    "area": ("区划代码", "网格编码", "属地代码"),
    "county": ("区县", "县区", "县(市、区)"),
    "street": ("街道", "乡镇", "镇街", "乡镇街道", "街道(乡镇)", "属地"),
    "community": ("社区", "村", "村居", "社区(村)"),
    "cell": ("网格", "所属网格"),
    "founded_on": ("成立日期",),
    "industry": ("行业代码", "国民经济行业代码"),
    "tags": ("标签", "重点标签"),
    "risk": ("风险等级", "安全风险等级"),
    "supervision_class": ("监管分类", "分类分级"),
    "employees": ("职工人数", "从业人数", "员工人数", "职工数"),
    "employees_peak": ("高峰人数", "高峰数"),
    "above_scale": ("是否规上", "规上"),
    "duty_phone": ("值班电话", "联系电话", "电话"),
}
REQUIRED: Final = ("name", "address")
AREA_COLUMNS: Final = ("county", "street", "community", "cell")
_SUBJECTS: Final = {
    "企业": Subject.ENTERPRISE,
    "个体": Subject.INDIVIDUAL,
    "个体工商户": Subject.INDIVIDUAL,
    "个体户": Subject.INDIVIDUAL,
    "工地": Subject.CONSTRUCTION,
    "建筑工地": Subject.CONSTRUCTION,
    "院落": Subject.YARD,
    "大院": Subject.YARD,
    "事业单位": Subject.INSTITUTION,
    "机构": Subject.INSTITUTION,
}
_RISKS: Final = {
    "重大": Level.MAJOR,
    "红": Level.MAJOR,
    "较大": Level.LARGER,
    "橙": Level.LARGER,
    "一般": Level.GENERAL,
    "黄": Level.GENERAL,
    "低": Level.LOW,
    "蓝": Level.LOW,
}
_FLAGS: Final = {"是": True, "否": False, "1": True, "0": False, "y": True, "n": False}


class BadCell(ValueError):
    """A cell whose words say nothing the field could hold."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(field)
        self.field = field
        self.text = text


def values_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """What a row gives for ``services.add_site``, without its place. Raises ``BadCell``.

    Without a type a site is an enterprise.
    """
    given: dict[str, Any] = {"subject": Subject.ENTERPRISE}
    for field, text in cells.items():
        if field not in AREA_COLUMNS and field != "area":
            given[field] = _READERS.get(field, _text)(field, text)
    return given


def _text(field: str, text: str) -> str:
    return text


def _listed(field: str, text: str) -> list[str]:
    for mark in "，,；;\n":
        text = text.replace(mark, "、")
    return [part.strip() for part in text.split("、") if part.strip()]


def _number(field: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadCell(field, text) from None


def _whole(field: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise BadCell(field, text)
    return int(text)


def _day(field: str, text: str) -> date:
    plain = text.replace("年", "-").replace("月", "-").replace("日", "")
    parts = plain.replace("/", "-").replace(".", "-").split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        raise BadCell(field, text) from None


def _one_of(words: Mapping[str, Any]) -> Callable[[str, str], Any]:
    def read(field: str, text: str) -> Any:
        plain = text.removesuffix("风险").removesuffix("色").lower()
        if plain not in words:
            raise BadCell(field, text)
        return words[plain]

    return read


_READERS: Final[Mapping[str, Callable[[str, str], Any]]] = {
    "former_names": _listed,
    "tags": _listed,
    "lon": _number,
    "lat": _number,
    "employees": _whole,
    "employees_peak": _whole,
    "founded_on": _day,
    "subject": _one_of(_SUBJECTS | {item.value: item for item in Subject}),
    "risk": _one_of(_RISKS | {level.value: level for level in Level}),
    "above_scale": _one_of(_FLAGS),
}
