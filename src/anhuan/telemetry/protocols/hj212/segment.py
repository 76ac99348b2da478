"""The data segment taken apart (HJ 212-2017, 6.3): fields, and the items of its data area.

``QN=…;ST=…;CN=…;PW=…;MN=…;Flag=…;[PNUM=…;PNO=…;]CP=&&…&&``. In the data area ``=`` joins name and
value, a comma parts what belongs to one item, a semicolon parts items. Texts stay as they came.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from anhuan.telemetry.protocols.hj212.deviations import Deviation, Fault
from anhuan.telemetry.protocols.hj212.revision import Flag, Revision, flag_of

FIELDS: Final = ("QN", "ST", "CN", "PW", "MN", "Flag", "PNUM", "PNO", "RF")
"""Fields in their order; RF, on packets sent again, came with 2025."""
NEEDED: Final = ("ST", "CN", "PW", "MN")
"""Fields no revision does without; uploads of 2005 may lack QN and Flag."""
LONGEST_AREA: Final = 950
LONGEST_AREA_2005: Final = 960
"""Bytes of the data area."""
_OPEN: Final = "CP=&&"
_CLOSE: Final = "&&"
_ITEMS: Final = re.compile(r"((?:=//.*?//|[^;])*)(?:;|\Z)", re.DOTALL)
_PAIRS: Final = re.compile(r"((?:=//.*?//|[^,])*)(?:,|\Z)", re.DOTALL)

Pair = tuple[str, str]
Item = tuple[Pair, ...]


@dataclass(frozen=True)
class Segment:
    """A data segment. ``fields`` and ``items`` hold everything that was sent, in order."""

    raw: bytes
    fields: tuple[Pair, ...]
    items: tuple[Item, ...]
    faults: tuple[Fault, ...]

    @cached_property
    def header(self) -> dict[str, str]:
        """The fields before CP; of doubled ones the first."""
        return {name: value for name, value in reversed(self.fields)}

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The pairs of the data area by name; of doubled ones the first."""
        pairs = [pair for item in self.items for pair in item]
        return {name: value for name, value in reversed(pairs)}

    @property
    def flag(self) -> Flag | None:
        """The Flag, None when there is none or no number."""
        return flag_of(self.header.get("Flag"))

    @property
    def number(self) -> str:
        """The request number QN; answers of 2005 carry it in the data area."""
        return self.header.get("QN") or self.parameters.get("QN", "")

    @property
    def system(self) -> str:
        """ST."""
        return self.header.get("ST", "")

    @property
    def command(self) -> str:
        """CN."""
        return self.header.get("CN", "")

    @property
    def password(self) -> str:
        """PW."""
        return self.header.get("PW", "")

    @property
    def station(self) -> str:
        """MN."""
        return self.header.get("MN", "")


def parsed(raw: bytes) -> Segment:
    """The segment taken apart; never refuses, names what is wrong."""
    faults: list[Fault] = []
    text = _text(raw, faults)
    head, area = _halves(text, faults)
    fields = tuple(_pairs_of_head(head, faults))
    items = tuple(_items(area, faults))
    faults += _doubled(items)
    found = Segment(raw, fields, items, tuple(faults))
    old = found.flag is None or found.flag.claimed is Revision.OF_2005
    longest = LONGEST_AREA_2005 if old else LONGEST_AREA
    size = len(area.encode("utf-8", "surrogatepass"))
    return found if size <= longest else replace(found, faults=_too_long(found, size))


def _too_long(found: Segment, size: int) -> tuple[Fault, ...]:
    return (*found.faults, Fault(Deviation.CP_TOO_LONG, str(size)))


def _text(raw: bytes, faults: list[Fault]) -> str:
    if raw.isascii():
        return raw.decode("ascii")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        faults.append(Fault(Deviation.NOT_UTF8))
    else:
        head = text.partition(_OPEN)[0]
        if not head.isascii():
            faults.append(Fault(Deviation.NOT_ASCII))
        return text
    try:
        return raw.decode("gb18030")  # what devices send that were not told of UTF-8
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _halves(text: str, faults: list[Fault]) -> tuple[str, str]:
    head, found, area = text.partition(_OPEN)
    if not found:
        faults.append(Fault(Deviation.NO_CP))
        head, _, area = text.partition("CP=")
        return head, area.strip("&")
    if head and not head.endswith(";"):
        faults.append(Fault(Deviation.NO_SEMICOLON, "CP"))
    inside, closed, after = area.rpartition(_CLOSE)
    if not closed:
        faults.append(Fault(Deviation.CP_NOT_CLOSED))
        return head, area
    if after:
        faults.append(Fault(Deviation.AFTER_CP, after[:20]))
    return head, inside


def _pairs_of_head(head: str, faults: list[Fault]) -> Iterator[Pair]:
    parts = head.removesuffix(";").split(";") if head else []
    last = -1
    seen: set[str] = set()
    for part in parts:
        if not part:
            faults.append(Fault(Deviation.EMPTY_PART, "head"))
            continue
        name, value = _pair(part, faults)
        if name not in FIELDS:
            faults.append(Fault(Deviation.UNKNOWN_FIELD, name[:20]))
        else:
            if name in seen:
                faults.append(Fault(Deviation.DUPLICATE_FIELD, name))
            if FIELDS.index(name) < last:
                faults.append(Fault(Deviation.FIELD_ORDER, name))
            last = max(last, FIELDS.index(name))
        seen.add(name)
        yield name, value


def _pair(part: str, faults: list[Fault]) -> Pair:
    name, joined, value = part.partition("=")
    if not joined:
        faults.append(Fault(Deviation.NOT_A_PAIR, part[:20]))
    bare = name.strip(), value.strip()
    if bare != (name, value):
        faults.append(Fault(Deviation.BLANK, bare[0][:20]))
    return bare


def _split(text: str, mark: str, pattern: re.Pattern[str]) -> list[str]:
    """The parts between ``mark``; a text of remarks ``=//…//`` may hold the mark itself."""
    if "=//" not in text:
        return text.split(mark)
    found = [match[1] for match in pattern.finditer(text)]
    return found if text.endswith(mark) else found[:-1]


def _items(area: str, faults: list[Fault]) -> Iterator[Item]:
    if not area:
        return
    for text in _split(area, ";", _ITEMS):
        pairs = [part for part in _split(text, ",", _PAIRS) if part]
        if not pairs or len(pairs) < len(_split(text, ",", _PAIRS)):
            faults.append(Fault(Deviation.EMPTY_PART, "data area"))
        if pairs:
            yield tuple(_pair(part, faults) for part in pairs)


def _doubled(items: tuple[Item, ...]) -> Iterator[Fault]:
    counts = Counter(name for item in items for name, _ in item)
    for name, count in counts.items():
        if count > 1 and name != "PolId":
            yield Fault(Deviation.DUPLICATE_NAME, name[:20])
