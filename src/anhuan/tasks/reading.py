"""The clauses of an upper document, from its text or from a Word file.

Nothing is changed silently: a clause keeps its original wording beside the one without machine
pinyin, and how many marks were taken out is counted. Characters are never converted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from anhuan.base.pinyin import PINYIN, without_pinyin
from anhuan.base.sheets.archive import Archive, local, new_parser
from anhuan.base.sheets.grid import SheetError
from anhuan.evidence.sniff import DOCX, TXT
from anhuan.evidence.types import StoredFile
from anhuan.evidence.vault import original
from anhuan.kernel.refusal import Refusal, Why

MOST_CLAUSES: Final = 500
LONGEST_TEXT: Final = 200_000
LONGEST_CLAUSE: Final = 8_000
NUMERAL: Final = "一二三四五六七八九十百零〇"
LABELS: Final[tuple[tuple[re.Pattern[str], int], ...]] = (
    (re.compile(rf"第[{NUMERAL}0-9]{{1,5}}[编章节]"), 0),
    (re.compile(rf"第[{NUMERAL}0-9]{{1,6}}条"), 1),
    (re.compile(rf"[{NUMERAL}]{{1,4}}、"), 0),
    (re.compile(rf"[（(][{NUMERAL}]{{1,4}}[）)]"), 1),
    (re.compile(r"[0-9]{1,3}[.．、](?![0-9])"), 2),
    (re.compile(r"[（(][0-9]{1,3}[）)]"), 3),
    (re.compile(r"[①-⑳]"), 3),
)
"""Ways of numbering, each with its depth in the usual order 一、（一）1.（1）."""
SENTENCE_END: Final = re.compile(r"[。；;！!：:，,]")
LONGEST_HEADING: Final = 40
BLANKS: Final = " \t\u3000\u00a0\ufeff\u200b"
UNSTORABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ReadClause:
    label: str
    depth: int
    is_heading: bool
    original: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The clauses in their order, and how many machine marks were left out of their text."""

    clauses: tuple[ReadClause, ...]
    removed: int


def read_text(text: str) -> Reading:
    """The clauses of a pasted text. Refuses ``MISSING`` for an empty one, ``MALFORMED`` for one
    that cannot be stored or is too long, ``TOO_MANY`` past the limit of clauses."""
    if len(text) > LONGEST_TEXT:
        raise Refusal(Why.MALFORMED, field="text", problem="too-long", most=LONGEST_TEXT)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if UNSTORABLE.search(lines):
        raise Refusal(Why.MALFORMED, field="text", problem="control-character")
    pieces = list(_pieces(lines))
    if not pieces:
        raise Refusal(Why.MISSING, fields=("text",))
    if len(pieces) > MOST_CLAUSES:
        raise Refusal(Why.TOO_MANY, most=MOST_CLAUSES)
    if any(len(piece) > LONGEST_CLAUSE for _label, _depth, piece in pieces):
        raise Refusal(Why.MALFORMED, field="text", problem="too-long", most=LONGEST_CLAUSE)
    depths = [depth for _label, depth, _piece in pieces]
    clauses = tuple(
        _clause(label, depth, piece, deeper=depths[at + 1 : at + 2] > [depth])
        for at, (label, depth, piece) in enumerate(pieces)
    )
    removed = sum(_marks(each.original) for each in clauses)
    return Reading(clauses, removed)


def _pieces(text: str) -> Iterator[tuple[str, int, str]]:
    """(number, depth, wording) of each clause; a line without a number goes on the one above."""
    current: tuple[str, int, list[str]] | None = None
    for raw in text.split("\n"):
        line = raw.strip(BLANKS)
        if not line:
            continue
        found = _label(line)
        if found is None and current is not None and _goes_on(*current):
            current[2].append(line)
            continue
        if current is not None:
            yield current[0], current[1], "\n".join(current[2])
        label, depth = found or ("", 0)
        current = (label, depth, [line])
    if current is not None:
        yield current[0], current[1], "\n".join(current[2])


def _goes_on(label: str, _depth: int, lines: list[str]) -> bool:
    """Whether a line without a number belongs to what stands above it: not to a heading."""
    return bool(label) and SENTENCE_END.search("".join(lines)) is not None


def _label(line: str) -> tuple[str, int] | None:
    bare = without_pinyin(line)
    for pattern, depth in LABELS:
        if match := pattern.match(bare):
            return match[0].rstrip("、.．"), depth
    return None


def _clause(label: str, depth: int, piece: str, *, deeper: bool) -> ReadClause:
    text = without_pinyin(piece)
    short = len(text) <= LONGEST_HEADING and "\n" not in text
    rest = text.removeprefix(label).lstrip("、.．")
    heading = short and (deeper or not label) and not SENTENCE_END.search(rest)
    return ReadClause(label=label, depth=depth, is_heading=heading, original=piece, text=text)


def _marks(text: str) -> int:
    return len(PINYIN.findall(text)) - len(PINYIN.findall(without_pinyin(text)))


def words_of(file: StoredFile) -> str:
    """What is written in a stored Word or text file; nothing of any other. Refuses
    ``FILE_BROKEN``."""
    if file.media_type == DOCX:
        return docx_text(original(file.sha256))
    if file.media_type == TXT and file.size <= 4 * LONGEST_TEXT:
        return _decoded(original(file.sha256).read_bytes())
    return ""


def _decoded(data: bytes) -> str:
    """A text file as Windows or anything else writes it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(Why.FILE_BROKEN)


def docx_text(path: Path) -> str:
    """The paragraphs of a Word file (ECMA-376), a line each. Refuses ``FILE_BROKEN``.

    Numbers that Word itself puts before paragraphs are not in its text and are not invented.
    """
    try:
        archive = Archive(path.read_bytes())
        return "\n".join(_paragraphs(archive))
    except SheetError:
        raise Refusal(Why.FILE_BROKEN, name=path.name[:40]) from None


def _paragraphs(archive: Archive) -> list[str]:
    lines: list[str] = [""]
    inside = False
    size = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = local(name) == "t"
        if local(name) in {"br", "cr"}:
            lines.append("")

    def end(name: str) -> None:
        nonlocal inside
        inside = False
        if local(name) == "p":
            lines.append("")

    def text(words: str) -> None:
        nonlocal size
        size += len(words)
        if inside and size <= 2 * LONGEST_TEXT:
            lines[-1] += words

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    archive.parse("word/document.xml", parser)
    return lines
