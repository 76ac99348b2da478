import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anhuan.cases.reading.text import BLANKS, flat

ENDS: Final = BLANKS + "；;，,、。."
HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９．（）：；", "0123456789.():;")
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BRACKETED: Final = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
DOTTED: Final = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
CHINESE: Final = (
    *"一二三四五六七八九十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
    "十九",
    "二十",
)
MOST: Final = 99
STYLES: Final = ("dot", "comma", "bracket", "half", "circled", "is", "chinese", "first")
LEAD_IN: Final = re.compile(r"[^:]*:\s*")
PAIRS: Final = {
    "(": ")",
    "[": "]",
    "【": "】",
    "《": "》",
    "“": "”",
    "「": "」",
    "〔": "〕",
    "{": "}",
}


@dataclass(frozen=True, slots=True)
class Pieces:
    """The hazards of a cell; `numbered` tells whether a numbering of two or more split it."""

    texts: tuple[str, ...]
    numbered: bool


@lru_cache(maxsize=32768)
def split(raw: str) -> Pieces:
    """Split a cell into its hazards: at one running numbering, else at semicolons."""
    numbered = _numbered(raw)
    if numbered is not None and len(numbered) > 1:
        return Pieces(numbered, True)
    text = numbered[0] if numbered else raw
    pieces = tuple(piece for part in _at_semicolons(text) if (piece := _tidy(part)))
    if len(pieces) > 1:
        bare = _all_numbered(pieces)
        return Pieces(bare or pieces, bare is not None)
    return Pieces(pieces or (_tidy(text) or flat(text),), False)


def numbered_items(raw: str) -> tuple[str, ...]:
    """Return the items of a cell that is numbered, else nothing."""
    pieces = split(raw)
    return pieces.texts if pieces.numbered else ()


def numbered_values(raw: str) -> tuple[str, ...]:
    """Return the items of a cell of numbered values, where a date may follow the number."""
    pieces = [
        piece
        for line in raw.splitlines()
        for part in _at_semicolons(line)
        if (piece := _tidy(part))
    ]
    bare = _all_numbered(tuple(pieces)) if len(pieces) > 1 else None
    return bare or numbered_items(raw)


def _tidy(text: str) -> str:
    return flat(text.strip(ENDS))


def _mark(style: str, number: int) -> str | None:
    """Return the pattern of one numbering mark, or None past the end of a style."""
    if style == "dot":
        dotted = DOTTED[number - 1] if number <= 20 else "⒈"
        return rf"(?:(?<![\d.第]){number}\.(?!\d)|{dotted})"
    if style == "comma":
        return rf"(?<![\d.第、]){number}、(?!\d)"
    if style == "bracket":
        signs = BRACKETED[number - 1] if number <= 20 else "⑴"
        chinese = f"|{CHINESE[number - 1]}" if number <= 20 else ""
        return rf"(?:\((?:{number}{chinese})\)|{signs})[、.]?"
    if style == "half":
        return rf"(?<![\d.(第]){number}\)[、.]?"
    return _worded(style, number)


def _worded(style: str, number: int) -> str | None:
    if number > 20:
        return None
    word = CHINESE[number - 1]
    if style == "circled":
        return rf"{CIRCLED[number - 1]}[、.]?"
    if style == "is":
        return rf"(?<![十第]){word}是[:,，]?"
    if style == "first":
        return rf"第{word}[、,，:.]"
    return rf"(?<![{''.join(CHINESE[:10])}第]){word}、"


def _numbered(raw: str) -> tuple[str, ...] | None:
    text = raw.translate(HALF_WIDTH)
    begin = len(text) - len(text.lstrip(BLANKS))
    found = _run(raw, text, begin)
    if found is not None:
        return found
    lead = LEAD_IN.match(text)
    return None if lead is None else _run(raw, text, lead.end())


def _run(raw: str, text: str, begin: int) -> tuple[str, ...] | None:
    for style in STYLES:
        first = _mark(style, 1)
        match = re.compile(first or "").match(text, begin)
        if match is None or not match[0]:
            continue
        return _items(raw, text, style, match.end())
    return None


def _items(raw: str, text: str, style: str, start: int) -> tuple[str, ...]:
    items = []
    for number in range(2, MOST + 1):
        mark = _mark(style, number)
        match = re.compile(mark).search(text, start) if mark else None
        if match is None or not text[start : match.start()].strip(ENDS):
            break
        items.append(_tidy(raw[start : match.start()]))
        start = match.end()
    rest = raw[start:]
    if items:
        last = _tidy(rest)
        return tuple(items) + ((last,) if last else ())
    return (rest,)


def _at_semicolons(raw: str) -> list[str]:
    text = raw.translate(HALF_WIDTH)
    last = {mark: text.rfind(mark) for mark in PAIRS.values()}
    open_marks: list[str] = []
    pieces = []
    start = 0
    for index, letter in enumerate(text):
        if letter in PAIRS and last[PAIRS[letter]] > index:
            open_marks.append(PAIRS[letter])
        elif open_marks and letter == open_marks[-1]:
            open_marks.pop()
        elif letter == ";" and not open_marks:
            pieces.append(raw[start:index])
            start = index + 1
    return [*pieces, raw[start:]]


NUMBER_HEAD: Final = re.compile(r"(\d{1,2})([.、)])\s*")


def _all_numbered(pieces: tuple[str, ...]) -> tuple[str, ...] | None:
    """Take the numbers off pieces that carry 1, 2, 3 … throughout, even before a digit."""
    bare = []
    style = None
    for number, piece in enumerate(pieces, 1):
        match = NUMBER_HEAD.match(piece.translate(HALF_WIDTH))
        if match is None or int(match[1]) != number or match[2] != (style or match[2]):
            return None
        style = match[2]
        bare.append(piece[match.end() :].strip(ENDS))
    return tuple(bare) if all(bare) else None
