"""What no page and no answer may do: rank persons, follow them about, demand photos.

A table, a list or an array ranks persons when its rows name different persons, one each, and a
number beside the names only rises or only falls. Positions follow a person when points with an
instant stand together under one person.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from typing import Any

WORDS = ("排名", "名次", "积分", "打卡", "签到", "里程", "轨迹", "leaderboard")
NUMBER = re.compile(r"[¥]?\s*-?[\d,]+(\.\d+)?\s*%?\s*(分|次|件|个|条|项|公里|步|km)?")
PLACE = frozenset({"lon", "lat", "longitude", "latitude", "point", "position"})
TIME = frozenset({"at", "time", "taken_at", "on", "recorded_at", "done_at"})
VOID = frozenset({"input", "br", "img", "use", "meta", "link", "hr"})


class _Rows(HTMLParser):
    """The rows of every table and list of a page, each as the texts of its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self.files: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"tbody", "ol", "ul"}:
            self._open.append([])
        elif tag in {"tr", "li"} and self._open:
            self._open[-1].append([""])
        elif tag in {"td", "th", "b", "span", "strong"} and self._open and self._open[-1]:
            self._open[-1][-1].append("")
        elif tag == "input" and ("type", "file") in attrs:
            self.files.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"tbody", "ol", "ul"} and self._open:
            self.groups.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1]:
            self._open[-1][-1][-1] += data


def of_page(html: str, persons: Iterable[str]) -> list[str]:
    """What is wrong with a page, in words; ``persons``: the names of everybody there is."""
    known, parsed = sorted(persons, key=len, reverse=True), _Rows()
    parsed.feed(html)
    shown = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", html, flags=re.S)
    found = [f"word {word}" for word in WORDS if word in shown]
    for rows in parsed.groups:
        cells = [[cell.strip() for cell in row] for row in rows if any(map(str.strip, row))]
        found += _ranking(cells, known)
    found += ["photo demanded" for field in parsed.files if "required" in field]
    return found


def of_answer(value: Any, persons: Iterable[str]) -> list[str]:
    """What is wrong with an answer of the API."""
    known = list(persons)
    return [problem for each in _arrays(value) for problem in _array(each, known)]


def _arrays(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, list):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _arrays(each)


def _array(rows: Sequence[Any], known: Sequence[str]) -> list[str]:
    if not all(isinstance(row, dict) for row in rows) or len(rows) < 2:
        return []
    followed = sum(bool(PLACE & row.keys() and TIME & row.keys()) for row in rows) > 1
    found = ["positions with instants"] if followed else []
    cells = [
        [str(one) for one in row.values() if isinstance(one, str | int | float)] for row in rows
    ]
    return found + _ranking(cells, known)


def _ranking(rows: Sequence[Sequence[str]], known: Sequence[str]) -> list[str]:
    named = [(_person(row, known), row) for row in rows]
    kept = [(name, row) for name, row in named if name]
    if len(kept) < 2 or len({name for name, _ in kept}) != len(kept):
        return []
    width = min(len(row) for _, row in kept)
    for at in range(-width, width):
        column = [_number(row[at]) for _, row in kept]
        if None in column or len(set(column)) < 2:
            continue
        values = [one for one in column if one is not None]
        if values in (sorted(values), sorted(values, reverse=True)):
            return [f"persons ranked: {', '.join(name for name, _ in kept)}"]
    return []


def _person(row: Sequence[str], known: Sequence[str]) -> str:
    """The one person a row is about; "" for none, and for several."""
    found = [name for name in known if any(cell.startswith(name) for cell in row)]
    return found[0] if len(found) == 1 else ""


def _number(text: str) -> float | None:
    plain = text.strip()
    if not NUMBER.fullmatch(plain):
        return None
    digits = re.sub(r"[^\d.-]", "", plain)
    return float(digits) if digits.strip("-.") else None
