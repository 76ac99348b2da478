"""What a paper of a visit says, line by line: made by a phone and by the server alike.

The form is a dated rule; ``said`` puts it together with what is true of the visit. Both sides
print the result, and its digest, so that paper and record can be held side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from anhuan.kernel import canon
from anhuan.kernel.refusal import Refusal, Why

LINE: Final = 400
LINES: Final = 20
MOST_POINTS: Final = 200
TEXT: Final = 4000
SHORT: Final = 16
"""So many signs of a digest are compared by eye."""


@unique
class PaperAct(StrEnum):
    """What a paper of a visit does: tells what was seen, orders it put right, or tells that
    nobody was let in."""

    RECORD = "record"
    ORDER = "order"
    REFUSAL = "refusal"


@unique
class About(StrEnum):
    """What a paper says of the place and the hour; the form gives each its label."""

    SITE = "site"
    ADDRESS = "address"
    PERSON = "person"
    POST = "post"
    PHONE = "phone"
    PLACE = "place"
    BEGAN = "began"
    ENDED = "ended"
    LIST = "list"
    LOOKED = "looked"
    REFUSED = "refused"
    TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """The lines of a form. In ``before``, ``each_due`` and ``after`` stand the places ``{unit}``,
    ``{names}``, ``{certificates}``, and in ``each_due`` also ``{numbers}`` and ``{due}``.

    ``basis``: the articles the paper rests on. ``remedy``: where the firm may object. ``signs``:
    the lines left open for signatures.
    """

    act: PaperAct
    officers: int
    facts: Mapping[About, str]
    before: tuple[str, ...] = ()
    each_due: str = ""
    after: tuple[str, ...] = ()
    basis: str = ""
    remedy: str = ""
    signs: tuple[str, ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One numbered point; ``case``: the identifier of its case as text, "" for none."""

    text: str
    part: str = ""
    basis: str = ""
    due: date | None = None
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is true of one paper: the values of its facts, its points, who signs."""

    visit: str
    unit: str
    facts: Mapping[About, str]
    officers: tuple[tuple[str, str], ...]
    issued: date
    points: tuple[Point, ...] = ()


def form_from_data(value: Mapping[str, Any]) -> PaperForm:
    """From the value of a rule. Raises ``ValueError``, ``KeyError``, ``TypeError``."""
    officers = value["officers"]
    if type(officers) is not int or not 1 <= officers <= 9:
        raise ValueError("officers")
    act = PaperAct(value["act"])
    each_due = _line(value.get("each_due", ""))
    if (act is PaperAct.ORDER) != bool(each_due):
        raise ValueError("each_due")
    form = PaperForm(
        act=act,
        officers=officers,
        facts=MappingProxyType({About(code): _line(label) for code, label in value["facts"]}),
        before=_lines(value.get("before", [])),
        each_due=each_due,
        after=_lines(value.get("after", [])),
        basis=_line(value.get("basis", "")),
        remedy=_line(value.get("remedy", "")),
        signs=_lines(value.get("signs", [])),
        foot=_line(value.get("foot", "")),
    )
    _said_of(form, Told(visit="", unit="", facts={}, officers=(), issued=date(2026, 1, 1)))
    return form


def _line(text: object, most: int = LINE) -> str:
    if not isinstance(text, str) or len(text) > most:
        raise ValueError("line")
    return text


def _lines(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > LINES:
        raise ValueError("lines")
    return tuple(_line(each) for each in value)


def lines_of(form: PaperForm) -> dict[str, Any]:
    """The lines of a form as JSON, for whoever makes papers elsewhere; ``form_from_data`` reads
    them again."""
    return {
        "act": form.act.value,
        "officers": form.officers,
        "facts": [[code.value, label] for code, label in form.facts.items()],
        "before": list(form.before),
        "each_due": form.each_due,
        "after": list(form.after),
        "basis": form.basis,
        "remedy": form.remedy,
        "signs": list(form.signs),
        "foot": form.foot,
    }


def said(code: str, version: str, title: str, form: PaperForm, told: Told) -> dict[str, Any]:
    """The content of the paper: JSON of texts and lists alone, every day as 2026-11-22."""
    before, after = _said_of(form, told)
    return {
        "form": code,
        "version": version,
        "title": title,
        "visit": told.visit,
        "unit": told.unit,
        "facts": [[code.value, told.facts.get(code, "")] for code in form.facts],
        "labels": list(form.facts.values()),
        "before": before,
        "items": [_point(each) for each in told.points],
        "after": after,
        "basis": form.basis,
        "remedy": form.remedy,
        "officers": [list(each) for each in told.officers],
        "signs": list(form.signs),
        "foot": form.foot,
        "issued": told.issued.isoformat(),
    }


def _point(one: Point) -> dict[str, str]:
    return {
        "case": one.case,
        "text": one.text,
        "part": one.part,
        "basis": one.basis,
        "due": one.due.isoformat() if one.due else "",
    }


def _said_of(form: PaperForm, told: Told) -> tuple[list[str], list[str]]:
    places = {
        "unit": told.unit,
        "names": "、".join(name for name, _ in told.officers),
        "certificates": "、".join(number for _, number in told.officers),
    }
    before = [_filled(line, places) for line in form.before]
    after = [_filled(line, places) for line in form.after]
    return before, [*_dues(form, told, places), *after]


def _filled(line: str, places: Mapping[str, str]) -> str:
    """``line`` with its places filled in one pass: what is filled in is never read again."""
    parts = []
    for n, piece in enumerate(line.split("{")):
        name, closed, rest = piece.partition("}")
        if n == 0:
            parts.append(piece)
        elif not closed or name not in places:
            raise ValueError("place")
        else:
            parts.append(places[name] + rest)
    return "".join(parts)


def _dues(form: PaperForm, told: Told, places: Mapping[str, str]) -> list[str]:
    """One line for each day, the earliest first, with the numbers of its points."""
    numbers: dict[date, list[str]] = {}
    for n, one in enumerate(told.points, 1):
        if one.due is not None and form.each_due:
            numbers.setdefault(one.due, []).append(str(n))
    if form.each_due:
        _filled(form.each_due, {**places, "numbers": "", "due": ""})
    return [
        _filled(form.each_due, {**places, "numbers": "、".join(held), "due": chinese(day)})
        for day, held in sorted(numbers.items())
    ]


def chinese(day: date) -> str:
    """A day as papers write it."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical bytes of ``content`` (RFC 8785), in lower-case hexadecimal.
    Refuses ``MALFORMED`` (field content) for what has no canonical form."""
    try:
        return sha256(canon.encode(content)).hexdigest()
    except canon.NotCanonical as error:
        raise Refusal(Why.MALFORMED, field="content", problem=str(error)[:80]) from None


def short(full: str) -> str:
    """The beginning of a digest in groups of four, to be compared by eye."""
    return " ".join(full[n : n + 4] for n in range(0, SHORT, 4))


def read_content(
    code: str, version: str, title: str, form: PaperForm, content: Mapping[str, Any]
) -> Told:
    """What a content that came from outside tells. Refuses ``MALFORMED`` (field content) unless
    the form of that version makes exactly this content of it."""
    try:
        told = _told(form, content)
        again = said(code, version, title, form, told)
    except (ValueError, KeyError, TypeError):
        raise Refusal(Why.MALFORMED, field="content", problem="value") from None
    if again != content:
        raise Refusal(Why.MALFORMED, field="content", problem="value")
    return told


def _told(form: PaperForm, content: Mapping[str, Any]) -> Told:
    points, facts = content["items"], content["facts"]
    if not isinstance(points, list) or len(points) > MOST_POINTS or not isinstance(facts, list):
        raise ValueError("items")
    return Told(
        visit=_line(content["visit"]),
        unit=_line(content["unit"]),
        facts={About(name): _line(text, TEXT) for name, text in facts},
        officers=tuple(_pair(each) for each in content["officers"]),
        issued=date.fromisoformat(content["issued"]),
        points=tuple(_read_point(each) for each in points),
    )


def _pair(value: Sequence[Any]) -> tuple[str, str]:
    name, number = value
    return _line(name), _line(number)


def _read_point(value: Mapping[str, Any]) -> Point:
    due = value["due"]
    return Point(
        text=_line(value["text"], TEXT),
        part=_line(value["part"]),
        basis=_line(value["basis"]),
        due=date.fromisoformat(due) if due else None,
        case=_line(value["case"]),
    )
