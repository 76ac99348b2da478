import re
from decimal import Decimal
from typing import Final

LONGEST_NUMBER: Final = 24
DIGITS: Final = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    **{"○": 0, "O": 0, "两": 2, "弍": 2, "俩": 2, "貳": 2, "叄": 3, "參": 3, "陸": 6, "幺": 1},
    **dict(zip("0123456789", range(10), strict=True)),
}
SMALL_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE_UNITS: Final = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
CHINESE: Final = "〇○零一二三四五六七八九壹贰叁肆伍陆柒捌玖两十拾百佰千仟万萬亿億廿卅"
# 三千五 means 3500 when spoken and 3005 when written: it is not read.
COLLOQUIAL: Final = "百佰千仟万萬亿億"
PLAIN_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
DIGIT_RUN: Final = re.compile("[〇○零一二三四五六七八九]{2,}")


def chinese_number(text: str) -> int | None:
    """Read 十二, 二十, 廿三, 二〇二四, 贰万伍仟; None for anything else."""
    if len(text) > LONGEST_NUMBER:
        return None
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text or any(c not in DIGITS and c not in SMALL_UNITS | LARGE_UNITS for c in text):
        return None
    if DIGIT_RUN.fullmatch(text):
        return int("".join(str(DIGITS[c]) for c in text))
    return _with_units(text)


def _with_units(text: str) -> int | None:
    if len(text) > 1 and text[-1] in DIGITS and text[-2] in COLLOQUIAL:
        return None
    total = section = 0
    digit: int | None = None
    for letter in text:
        if letter in DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = DIGITS[letter]
        elif letter in SMALL_UNITS:
            section += (1 if digit is None else digit) * SMALL_UNITS[letter]
            digit = None
        else:
            total = (total + section + (digit or 0)) * LARGE_UNITS[letter]
            section, digit = 0, None
    return total + section + (digit or 0)


def amount(text: str) -> Decimal | None:
    """Read a number with units: 1200, 3.2万, 5千, 3万5千, 叁万, 一千二百; None otherwise."""
    if PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    total = Decimal(0)
    rest = text
    limit = Decimal("Infinity")
    pattern = re.compile(r"(\d+(?:\.\d+)?)(百万|千万|[十百千万亿])")
    while match := pattern.match(rest):
        unit = unit_of(match[2])
        if unit >= limit:
            return None
        limit = unit
        total += Decimal(match[1]) * unit
        rest = rest[match.end() :]
    if rest != text and rest and not PLAIN_NUMBER.fullmatch(rest):
        return None
    if rest != text:
        return total if not rest else None
    whole = chinese_number(text)
    return None if whole is None else Decimal(whole)


def unit_of(word: str) -> Decimal:
    """Return the factor of 十, 百, 千, 万, 百万, 千万, 亿."""
    factor = 1
    for letter in word:
        factor *= {**SMALL_UNITS, **LARGE_UNITS}[letter]
    return Decimal(factor)
