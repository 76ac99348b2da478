import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from anhuan.base.sheets.grid import CellError, Value
from anhuan.cases.reading.numerals import CHINESE, amount
from anhuan.cases.reading.text import LONGEST_VALUE, is_placeholder, plain, squeezed

UNITS: Final = {"元": 1, "百元": 100, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
PROBABLY_YUAN: Final = 1_000
NOTHING: Final = re.compile(
    r"(?:无需|不需要?|无须|不用|未)(?:投入|使用|安排|整改)?(?:资金|经费|费用|"
    r"投入|花费)(?:投入)?|零(?:元|投入)?|无需|不需要?|无费用|无资金投入|不涉及资金|0"
)
APPROXIMATE: Final = re.compile(
    r"^(?:大约|约|大概|近|预计约?|估计约?)|(?:左右|上下|多|余)(?=万|元|$)"
)
RANGE: Final = re.compile(
    rf"[\d.{CHINESE}]+(?:万|千)?元?(?:-+|[~—–―至到]+)[\d.{CHINESE}]+(?:万|千)?元?"
)
WORDS: Final = re.compile(r"^(?:人民币|RMB|CNY|¥|￥|共计?|合计|投入|需|资金)+[:：]?|[整正]$", re.I)
SIGN: Final = re.compile(r"[¥￥]|RMB|CNY|[整正]$", re.I)
NUMBER: Final = rf"(\d+(?:\.\d+)?(?:百万|千万|[百千万亿])?(?:\d+(?:\.\d+)?[百千])?|[{CHINESE}]+)"
MONEY: Final = re.compile(rf"{NUMBER}(元|块钱?|圆)?")
GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
SCALED: Final = re.compile(rf"[百千万亿佰仟萬億]|[{CHINESE}]")


@dataclass(frozen=True, slots=True)
class Money:
    yuan: int | float | None
    problem: str | None = None
    kept: bool = False


def read_money(value: Value, unit: str) -> Money:
    """Read an amount in yuan; `unit` (元, 万元 …) counts for a bare number."""
    if isinstance(value, CellError):
        return Money(None, "formula_error")
    if isinstance(value, bool):
        return Money(None, "money_text")
    return _money(plain(value), unit)


@lru_cache(maxsize=8192)
def _money(raw: str, unit: str) -> Money:
    if is_placeholder(raw):
        return Money(None)
    if len(raw) > LONGEST_VALUE:
        return Money(None, "money_text")
    text = squeezed(raw).rstrip("。.;；,，")
    if NOTHING.fullmatch(text):
        return Money(0)
    bare = APPROXIMATE.sub("", text)
    if RANGE.fullmatch(bare):
        return Money(None, "money_range")
    yuan, doubtful = _amount(bare, unit)
    if yuan is None:
        return Money(None, "money_unit_doubtful" if doubtful else "money_text")
    if bare != text:
        return Money(yuan, "money_approx", True)
    return Money(yuan)


def _amount(text: str, unit: str) -> tuple[int | float | None, bool]:
    signed = SIGN.search(text) is not None
    for _ in range(2):
        text = WORDS.sub("", text)
    text = GROUPED.sub(lambda match: match[0].replace(",", ""), text)
    match = MONEY.fullmatch(text)
    number = None if match is None else amount(match[1])
    if match is None or number is None:
        return None, False
    if signed or match[2] or SCALED.search(match[1]):
        return _yuan(number), False
    factor = UNITS.get(unit, 1)
    if factor == UNITS["万元"] and number >= PROBABLY_YUAN:
        return None, True
    return _yuan(number * factor), False


def _yuan(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else round(float(number), 2)


def unit_in(text: str) -> str | None:
    """Find the unit a heading or a note over the table states: 金额单位：万元, （万元）, (万)."""
    plain_text = squeezed(text)
    note = re.search(r"单位[:：]?(?:人民币)?\(?(元|百元|千元|万元|亿元|万)\)?", plain_text)
    bracket = re.search(
        r"[(\[【/](?:单位[:：]?)?(?:人民币)?(元|百元|千元|万元|亿元|万)[)\]】]?", plain_text
    )
    match = note or bracket
    if match is None:
        return None
    return "万元" if match[1] == "万" else match[1]
