import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anhuan.cases.reading.text import LONGEST_VALUE, is_placeholder, squeezed

TICKS: Final = frozenset("√✓✔☑✅■●vV对勾") | {"对勾", "打勾", "☑️", "✔️"}
CROSSES: Final = frozenset("×✗✘✕✖xX╳") | {"❌"}
BOXES: Final = frozenset("□☐○")

OPEN: Final = (
    r"未整改|尚未整改|还未整改|没有整改|未开始整改|未开始|未启动(?:整改)?|"
    r"尚未启动|未开展(?:整改)?|未改|未改正|未动工|"
    r"未完成(?:整改)?|尚未完成(?:整改)?|没有完成|未整改完成|未整改完毕|"
    r"未落实(?:整改)?|未处理|未解决|未办结|未办理|待整改|待处理|"
    r"未按期整改|未按要求整改|拒不整改|逾期未整改|超期未整改|否"
)
RECTIFYING: Final = (
    r"(?:正在)?(?:整改|治理|推进|处理|办理|落实|进行|实施|施工|整治)中|"
    r"正在(?:组织)?(?:整改|推进|进行|落实|实施|办理|处理|治理|施工|整治)|"
    r"正在进行(?:整改|治理)|进行中|部分(?:已)?(?:整改|完成|落实)(?:完成)?|"
    r"(?:持续|有序|加快|逐步|"
    r"继续|限期)?(?:推进|整改)(?:中)|(?:持续|继续|逐步|有序)(?:推进|整改)|"
    r"已部分(?:整改|完成)|未全部(?:完成|整改)|已开始整改|已启动整改|开始整改|"
    r"正在整改中|限期整改中"
)
SUBMITTED: Final = (
    r"(?:已|已经|均已|全部|已全部|全部已|现场已|当场已|现已|"
    r"都已)?(?:按(?:要求|期|时|规定))?(?:当场|"
    r"立即|现场|即时|及时)?"
    r"(?:完成整改|整改完成|整改完毕|整改到位|整改落实到位|整改结束|整治完成|"
    r"治理完成|改正|整改|完成|落实|落实到位|处理完毕|解决|纠正)(?:到位|"
    r"完毕)?了?|"
    r"已改|已改好|已改正|是|完毕|办结|已?办结|已办理|已处理|(?:已?(?:提请|"
    r"申请|报请|等待)|待)(?:复查|验收|复核|复验|销号|核查)(?:中)?|"
    r"(?:已|已经)?(?:完成整改|整改完成|整改完毕|整改到位|整改|完成)(?:,|，|"
    r"、)?(?:并)?(?:待|已申请|申请|等待|未)(?:复查|验收|复核|销号|复验|核查)|"
    r"申请(?:复查|验收|销号)|已提交|已上报|整改率?已?完成"
)
CLOSED: Final = (
    r"(?:已)?(?:完成)?(?:验收)?销号|已?(?:完成)?闭环(?:管理|整改|销号)?|"
    r"(?:已经?|经)?(?:复查|验收|复核|核查|复验|复检|检查)(?:已)?(?:合格|通过|"
    r"完成合格)|"
    r"(?:已)?(?:合格|通过)(?:复查|验收)|已验收|验收(?:合格|"
    r"通过)?(?:并)?(?:已)?销号|已验收销号|(?:已)?复查(?:合格)?(?:并|"
    r"后)?(?:已)?销号|"
    r"已整改(?:并)?(?:已)?销号|整改(?:完成|完毕)?(?:并)?(?:已)?销号|"
    r"已(?:整改)?闭环|销号(?:完成|办结)|已核销|核销|已结案|结案"
)
MORE_CLOSED: Final = (
    r"(?:已|均已|现已)?(?:整改|完成|整改完成|整改完毕|整改到位|完成整改)(?:,|"
    r"，)?(?:并|且|后)(?:已|经)?(?:复查|验收|复核)(?:合格|通过)(?:并?销号)?"
    r"|已?办结(?:并)?(?:已)?销号|已?通过(?:复查|验收|复核)"
)
EXTENDED: Final = (
    r"(?:已|申请|已申请|同意|批准|经批准|已批准|已批|拟)?(?:延期|展期|"
    r"延长(?:整改)?期限?|延期整改|延期中|延期办理)(?:整改|中|完成|申请中|"
    r"审批中)?"
)
MEANINGS: Final = (
    ("open", re.compile(OPEN)),
    ("extended", re.compile(EXTENDED)),
    ("closed", re.compile(f"{CLOSED}|{MORE_CLOSED}")),
    ("rectifying", re.compile(RECTIFYING)),
    ("submitted", re.compile(SUBMITTED)),
)
BARE: Final = frozenset(
    {
        "整改",
        "落实",
        "复查",
        "复核",
        "复验",
        "验收",
        "核查",
        "改正",
        "解决",
        "纠正",
        "全部",
        "复查中",
        "验收中",
        "全部整改",
        "按要求整改",
        "按期整改",
        "按时整改",
        "立即整改",
        "当场整改",
        "现场整改",
        "即时整改",
        "及时整改",
        "按规定整改",
        "销号中",
        "复核中",
        "核查中",
        "立即落实",
        "及时落实",
    }
)
SEPARATORS: Final = re.compile(r"[,，、;；:：。/+()（）]+")
RANKS: Final = ("open", "rectifying", "extended", "submitted", "closed")

PASSED: Final = re.compile(
    r"(?:已|经)?(?:复查|验收|复核|复检|核查|检查)?(?:结果)?(?:为)?(?:合格|"
    r"通过|符合要求|达标|同意销号|予以销号|已销号|合格销号|予以通过)"
    r"|(?:复查|验收)?(?:已)?(?:整改到位|整改完成|整改完毕|已整改|已完成整改|"
    r"整改合格|完成整改)|准予销号|销号|同意|是|已验收|已?通过(?:复查|验收|"
    r"复核)|(?:复查|验收)已合格"
)
FAILED: Final = re.compile(
    r"(?:复查|验收|复核|复检|核查)?(?:结果)?(?:为)?(?:不合格|未合格|不通过|"
    r"未通过|没有通过|不达标|不符合(?:要求)?)"
    r"|(?:复查|验收)?(?:未整改|未整改到位|未完成整改|未整改完成|未完成|"
    r"整改不到位|逾期未改|仍未整改)|不同意销号?|否|退回"
)
NEUTRAL: Final = frozenset({"已复查", "复查", "经复查", "验收", "经验收", "现场复查", "已核查"})
PENDING: Final = re.compile(r"(?:待|未|尚未|申请)(?:复查|验收|复核|复检|核查)|(?:复查|验收)中")


@lru_cache(maxsize=4096)
def status_of(raw: str) -> str | None:
    """Return the status a text means; None for words that do not say which stage it is."""
    if len(raw) > LONGEST_VALUE:
        return None
    text = squeezed(raw).strip("。.;；,，:：!！")
    if text in TICKS:
        return "submitted"
    if text in CROSSES:
        return "open"
    single = _meaning(text)
    if single is not None:
        return single
    pieces = [piece for piece in SEPARATORS.split(text) if piece]
    meanings = {"submitted" if piece in TICKS else _meaning(piece) for piece in pieces}
    if len(pieces) < 2 or None in meanings:
        return None
    if len(meanings) > 1 and "open" in meanings:
        return None
    return max((m for m in meanings if m is not None), key=RANKS.index)


def _meaning(text: str) -> str | None:
    if text in BARE:
        return None
    for status, pattern in MEANINGS:
        if pattern.fullmatch(text):
            return status
    return None


@lru_cache(maxsize=4096)
def recheck_of(raw: str) -> str | None:
    """Return `passed`, `failed`, `pending`, or None for a result that is neither."""
    if len(raw) > LONGEST_VALUE:
        return None
    text = squeezed(raw).strip("。.;；,，:：!！")
    if text in TICKS or PASSED.fullmatch(text):
        return "passed"
    if text in CROSSES or FAILED.fullmatch(text):
        return "failed"
    if PENDING.fullmatch(text):
        return "pending"
    pieces = [piece for piece in SEPARATORS.split(text) if piece and piece not in NEUTRAL]
    if pieces and pieces != [text]:
        outcomes = {recheck_of(piece) for piece in pieces}
        return outcomes.pop() if len(outcomes) == 1 else None
    return None


def is_yes(raw: str) -> bool | None:
    """Read a yes/no column about 销号: True, False, or None when it says neither."""
    if len(raw) > LONGEST_VALUE:
        return None
    text = squeezed(raw).strip("。.;；,，")
    if text in TICKS or re.fullmatch(
        r"是|已|Y|YES|已?(?:验收)?销号|已闭环|闭环|已完成", text, re.I
    ):
        return True
    if text in CROSSES or re.fullmatch(
        r"否|未|N|NO|(?:未|尚未|待|没有)(?:销号|闭环|完成)?", text, re.I
    ):
        return False
    return None


@dataclass(frozen=True, slots=True)
class Signs:
    """What the columns of one row say about its stage; texts are cleaned, empty is absent."""

    status: str | None = None
    ticks: tuple[str, ...] = ()
    recheck: str | None = None
    closed_flag: str | None = None
    has_closed_on: bool = False
    has_done_on: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    status: str | None
    problem: str | None = None
    raw: str = ""
    kept: bool = False


def stage_of(signs: Signs) -> Stage:
    """Join the columns: the furthest verified stage counts, contradictions are reported."""
    if len(set(signs.ticks)) > 1:
        return Stage(None, "status_conflict", "、".join(signs.ticks))
    base = signs.ticks[0] if signs.ticks else None
    if signs.status is not None and not is_placeholder(signs.status):
        base = status_of(signs.status)
        if base is None:
            return Stage(None, "status_unknown", signs.status)
        if signs.ticks and signs.ticks[0] != base and "open" in (base, signs.ticks[0]):
            return Stage(None, "status_conflict", signs.status)
    return _verified(base, signs)


def _verified(base: str | None, signs: Signs) -> Stage:
    recheck = _recheck(signs)
    if recheck == "unknown":
        return Stage(None, "status_unknown", signs.recheck or "")
    flag = _flag(signs)
    if flag == "unknown":
        return Stage(None, "status_unknown", signs.closed_flag or "")
    closed = recheck == "passed" or flag == "yes" or signs.has_closed_on
    if base == "open" and closed:
        return Stage(None, "status_conflict", signs.closed_flag or signs.recheck or "")
    if recheck == "failed":
        if closed or base == "closed":
            return Stage(None, "status_conflict", signs.recheck or "")
        return Stage("rectifying")
    if closed:
        return Stage("closed")
    if base == "open" and signs.has_done_on:
        return Stage("open", "status_conflict", "", True)
    return Stage(base)


def _recheck(signs: Signs) -> str | None:
    if signs.recheck is None or is_placeholder(signs.recheck):
        return None
    return recheck_of(signs.recheck) or "unknown"


def _flag(signs: Signs) -> str | None:
    if signs.closed_flag is None or is_placeholder(signs.closed_flag):
        return None
    return {True: "yes", False: "no", None: "unknown"}[is_yes(signs.closed_flag)]
