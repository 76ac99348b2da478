"""The small parts of an xlsx package: workbook, relations, styles, theme, strings, comments."""

import colorsys
import posixpath
import re
from dataclasses import dataclass, field
from typing import Final

from anhuan.base.sheets.archive import Archive, local, new_parser
from anhuan.base.sheets.grid import SheetError

# Built-in number formats that show a date (ECMA-376 Part 1, 18.8.30, with the East Asian ones).
DATE_FORMATS: Final = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
QUOTED: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
DATE_LETTERS: Final = re.compile(r"[yd年月日]|(?<![a-z])e(?![+-])", re.IGNORECASE)
# The first entries of the theme are stored dark/light swapped against their index in use.
THEME_ORDER: Final = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)
INDEXED_COLOURS: Final = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF "
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 "
    "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF "
    "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 "
    "003366 339966 003300 333300 993300 993366 333399 333333"
)

Attributes = dict[str, str]


@dataclass(slots=True)
class Element:
    """A node of a small part, kept only for parts that are small by nature."""

    name: str
    attributes: Attributes
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> list["Element"]:
        found = []
        for child in self.children:
            if child.name == name:
                found.append(child)
            found.extend(child.all(name))
        return found

    def first(self, name: str) -> "Element | None":
        found = self.all(name)
        return found[0] if found else None


LONGEST_NUMBER: Final = 9
MAX_DEPTH: Final = 60
MAX_ELEMENTS: Final = 300_000


def tree(archive: Archive, name: str) -> Element:
    """Read a small part whole. Depth and number of elements are limited."""
    root = Element("", {})
    stack = [root]
    count = 0
    parser = new_parser()

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal count
        count += 1
        if len(stack) > MAX_DEPTH or count > MAX_ELEMENTS:
            raise SheetError("corrupt", part=name, reason="too many elements")
        element = Element(local(tag), {local(key): value for key, value in attributes.items()})
        stack[-1].children.append(element)
        stack.append(element)

    def end(tag: str) -> None:
        stack.pop()

    def text(data: str) -> None:
        stack[-1].text += data

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    archive.parse(name, parser)
    return root


@dataclass(frozen=True, slots=True)
class Relation:
    type: str
    target: str


def relations(archive: Archive, part: str) -> dict[str, Relation]:
    """Return the relations of a part by id, targets as names inside the package."""
    folder, file = posixpath.split(part)
    name = f"{folder}/_rels/{file}.rels".lstrip("/")
    if not archive.has(name):
        return {}
    found = {}
    for element in tree(archive, name).all("Relationship"):
        given = element.attributes
        if given.get("TargetMode") == "External":
            continue
        target = given.get("Target", "")
        whole = target if target.startswith("/") else posixpath.join(folder, target)
        kind = given.get("Type", "").rpartition("/")[2]
        found[given.get("Id", "")] = Relation(kind, posixpath.normpath(whole).lstrip("/"))
    return found


def is_date_format(code: str) -> bool:
    """Tell whether a number format shows a day, month or year."""
    return DATE_LETTERS.search(QUOTED.sub("", code.split(";")[0])) is not None


@dataclass(frozen=True, slots=True)
class Styles:
    """Per cell style: does it show a date, and with which colour is it filled."""

    dates: tuple[bool, ...] = ()
    fills: tuple[str | None, ...] = ()


def styles(archive: Archive, part: str | None, theme: str | None) -> Styles:
    """Read number formats and solid fills of every cell style."""
    if part is None or not archive.has(part):
        return Styles()
    root = tree(archive, part)
    colours = _theme_colours(archive, theme)
    codes = {
        number(element.attributes.get("numFmtId")): element.attributes.get("formatCode", "")
        for element in root.all("numFmt")
    }
    fills = [_fill(element, colours) for element in root.all("fill")]
    formats = root.first("cellXfs")
    entries = [] if formats is None else [e for e in formats.children if e.name == "xf"]
    dates = []
    used = []
    for entry in entries:
        code = number(entry.attributes.get("numFmtId"))
        dates.append(is_date_format(codes[code]) if code in codes else code in DATE_FORMATS)
        index = number(entry.attributes.get("fillId"))
        used.append(fills[index] if 0 <= index < len(fills) else None)
    return Styles(tuple(dates), tuple(used))


def number(text: str | None) -> int:
    """Read a non-negative attribute number; 0 for anything else."""
    if text is None or len(text) > LONGEST_NUMBER or not (text.isascii() and text.isdigit()):
        return 0
    return int(text)


def _theme_colours(archive: Archive, part: str | None) -> list[str]:
    if part is None or not archive.has(part):
        return []
    scheme = tree(archive, part).first("clrScheme")
    if scheme is None:
        return []
    found = []
    for entry in scheme.children:
        inner = entry.children[0].attributes if entry.children else {}
        found.append(inner.get("lastClr") or inner.get("val") or "")
    return found


def _fill(element: Element, theme: list[str]) -> str | None:
    pattern = element.first("patternFill")
    if pattern is None or pattern.attributes.get("patternType", "none") in ("none", "gray125"):
        return None
    front = pattern.first("fgColor")
    return None if front is None else _colour(front.attributes, theme)


def _colour(given: Attributes, theme: list[str]) -> str | None:
    if "rgb" in given:
        return shade(given["rgb"][-6:], 0.0)
    if "indexed" in given:
        index = number(given["indexed"])
        return shade(INDEXED_COLOURS[index * 7 : index * 7 + 6], 0.0)
    index = number(given.get("theme"))
    if "theme" not in given or index >= len(THEME_ORDER) or THEME_ORDER[index] >= len(theme):
        return None
    return shade(theme[THEME_ORDER[index]], _tint(given.get("tint", "0")))


def _tint(text: str) -> float:
    try:
        return max(-1.0, min(1.0, float(text)))
    except ValueError:
        return 0.0


def shade(rgb: str, tint: float) -> str | None:
    """Apply a tint (ECMA-376 Part 1, 18.8.19) to six hex digits; None for white or nonsense."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", rgb):
        return None
    red, green, blue = (int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4))
    if tint:
        hue, light, depth = colorsys.rgb_to_hls(red, green, blue)
        light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
        red, green, blue = colorsys.hls_to_rgb(hue, light, depth)
    text = "".join(f"{round(part * 255):02X}" for part in (red, green, blue))
    return None if text == "FFFFFF" else text


def strings(archive: Archive, part: str) -> list[str]:
    """Read the shared strings; phonetic readings are not part of a text."""
    found: list[str] = []
    pieces: list[str] = []
    wanted = False
    phonetic = 0
    parser = new_parser()

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal wanted, phonetic
        name = local(tag)
        if name == "rPh":
            phonetic += 1
        wanted = name == "t" and not phonetic

    def end(tag: str) -> None:
        nonlocal wanted, phonetic
        name = local(tag)
        if name == "si":
            found.append("".join(pieces))
            pieces.clear()
        elif name == "rPh":
            phonetic -= 1
        wanted = False

    def text(data: str) -> None:
        if wanted:
            pieces.append(data)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    archive.parse(part, parser)
    return found


def comments(archive: Archive, part: str) -> dict[str, str]:
    """Read the notes of a sheet by cell reference."""
    found = {}
    for element in tree(archive, part).all("comment"):
        pieces = [piece.text for piece in element.all("t")]
        if text := "".join(pieces).strip():
            found[element.attributes.get("ref", "")] = text
    return found
