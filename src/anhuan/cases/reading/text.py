import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache
from typing import Final

import opencc

from anhuan.base.pinyin import PINYIN, without_pinyin
from anhuan.base.sheets.grid import Sheet, Value

BLANKS: Final = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2009"
ZERO_WIDTH: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
# Longer than this, a cell is prose; patterns for short values are not tried on it.
LONGEST_VALUE: Final = 80
WHITE: Final = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff]+")
PLACEHOLDER: Final = re.compile(
    r"[/\\|\-—–―一_*.·。、,，~～]*|无|暂无|空|没有|N/?A|null|none", re.I
)
DITTO: Final = frozenset(
    {
        "同上",
        "上同",
        "同 上",
        "〃",
        "″",
        "〞",
        "＂",
        '"',
        "”",
        "“",
        "''",
        "′′",
        "＇＇",
        "同上。",
    }
)
REFERENCE: Final = re.compile(
    r"[同与见](?:第|序号|编号|No\.?|№)?[0-9一二三四五六七八九十]+(?:项|条|行|"
    r"号|款|页|栏)?(?:相同|一致)?"
    r"|[同见](?:上述|前述|上条|上行|上项|前项|前条|上一[条行项]|前一[条行项])"
)
TRADITIONAL: Final = frozenset(
    "隱檢號業稱條電話責務況員區縣鎮鄉發現備註時間類別級對單聯繫檔資訊詳際復複實總計產營臺賬辦"
    "處問題報監專項環衛護設範圍據標準點擊導體續線結廠場費額圖書車輛門關閉應預練違規嚴"
)
TRADITIONAL_ENOUGH: Final = 6
PINYIN_ENOUGH: Final = 2
SAMPLED_ROWS: Final = 12


def plain(value: Value) -> str:
    """Return a value as text: numbers in their shortest form, moments as their day."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return shortest(value)


def shortest(number: float) -> str:
    """Return a number without needless digits: 3.0 is 3, 0.1 is 0.1."""
    if isinstance(number, int) or (number.is_integer() and abs(number) < 1e15):
        return str(int(number))
    return f"{number:.15g}"


@lru_cache(maxsize=65536)
def squeezed(text: str) -> str:
    """Return NFKC text without any white space, for recognising words."""
    return WHITE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=65536)
def flat(text: str) -> str:
    """Remove line breaks inside a text; between two Latin pieces a space remains."""
    if "\n" not in text and "\r" not in text:
        return text
    joined = ""
    for line in text.splitlines():
        piece = line.strip(BLANKS)
        joined += f" {piece}" if _is_latin(joined[-1:]) and _is_latin(piece[:1]) else piece
    return joined


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def is_placeholder(text: str) -> bool:
    """Tell whether a cell says that there is nothing: empty, a slash, a dash, 无."""
    return len(text) < LONGEST_VALUE and PLACEHOLDER.fullmatch(squeezed(text)) is not None


def is_ditto(value: Value) -> bool:
    """Tell whether a cell stands for the one above it."""
    return isinstance(value, str) and len(value) < 12 and value.strip(BLANKS) in DITTO


def is_reference(text: str) -> bool:
    """Tell whether a cell points to another row by number; that is never resolved."""
    return len(text) < 16 and REFERENCE.fullmatch(squeezed(text)) is not None


class Cleaner:
    """Cleans the texts of one file; a file in traditional characters is simplified."""

    def __init__(self, traditional: bool) -> None:
        self.traditional = traditional
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        known = self._known.get(text)
        if known is None:
            known = self._cleaned(text)
            self._known[text] = known
        return known

    def _cleaned(self, text: str) -> str:
        cleaned = ZERO_WIDTH.sub("", text).strip(BLANKS)
        if not self.traditional:
            return cleaned
        cleaned = simplified(without_pinyin(cleaned))
        return cleaned.lstrip("?").strip(BLANKS) or cleaned


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Convert traditional characters to simplified ones."""
    return str(_converter().convert(text))


def is_traditional(sheets: Iterable[Sheet]) -> bool:
    """Tell from the upper rows whether a file is kept in traditional characters."""
    hits = 0
    brackets = 0
    for sheet in sheets:
        for row in sheet.rows[:SAMPLED_ROWS]:
            for value in row:
                if isinstance(value, str):
                    hits += sum(letter in TRADITIONAL for letter in value)
                    brackets += len(PINYIN.findall(value))
    return hits >= TRADITIONAL_ENOUGH or (brackets >= PINYIN_ENOUGH and hits > 0)
