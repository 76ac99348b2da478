"""Checklists (检查清单) as data, and what may be answered to them on a visit.

Four answers, not two: "not applicable" and "not checked" exist, each with a reason, so that
nothing becomes a false "conforms".
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from typing import Any, Final

from anhuan.kernel.case import Domain, Grade
from anhuan.kernel.industries import Field
from anhuan.kernel.refusal import Refusal, Why

MOST_ITEMS: Final = 200
MOST_COMMON: Final = 8
TEXT: Final = 400
WORD: Final = 60
LONGER: Final = ("basis", "when", "major", "evidence", "penalty", "fix")
SHORTER: Final = ("method", "cycle", "duty")


@unique
class Answer(StrEnum):
    """符合 / 不符合 / 不适用 / 未查."""

    CONFORMS = "conforms"
    FAILS = "fails"
    NOT_APPLICABLE = "not-applicable"
    NOT_CHECKED = "not-checked"


WITH_REASON: Final = frozenset({Answer.NOT_APPLICABLE, Answer.NOT_CHECKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to check. ``basis`` names the standard and its clause, in force from
    ``basis_from``; ``verified``: somebody compared it with the text.

    ``field``: which department is competent for what fails. ``major``: the criterion of a major
    hazard that a failing item meets; "" for none. ``fix``: the correction to order. ``common``:
    what is usually found wrong, as short phrases. ``apart``: its last answer stands on the page of
    a place by itself, and is never averaged with others.
    """

    code: str
    topic: str
    text: str
    domain: Domain
    field: Field
    basis: str = ""
    basis_from: date | None = None
    verified: bool = False
    method: str = ""
    cycle: str = ""
    duty: str = ""
    when: str = ""
    major: str = ""
    photo: bool = False
    apart: bool = False
    evidence: str = ""
    penalty: str = ""
    fix: str = ""
    common: tuple[str, ...] = ()

    @property
    def grade(self) -> Grade:
        """How a failing item is graded: who meets a criterion is never saved as general."""
        return Grade.MAJOR if self.major else Grade.GENERAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """The items for one kind of object, in the order of walking through. ``industries``: the
    codes of GB/T 4754, or beginnings of them, it is proposed for; none for any."""

    object: str
    industries: tuple[str, ...]
    items: tuple[Item, ...]

    def item(self, code: str) -> Item | None:
        return next((one for one in self.items if one.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was found on one item; ``exhibits`` counts the pictures taken of it."""

    item: str
    answer: Answer
    reason: str = ""
    exhibits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How the items of a list were answered. ``open``: not answered at all."""

    conforms: int
    fails: int
    not_applicable: int
    not_checked: int
    open: int

    @property
    def checked(self) -> int:
        """The honest denominator: what was really looked at."""
        return self.conforms + self.fails


def checklist_from_data(value: Mapping[str, Any]) -> Checklist:
    """From the value of a rule; ``items`` as in ``Item``. Raises ``ValueError``, ``KeyError``,
    ``TypeError``."""
    items = tuple(_item(each) for each in value["items"])
    codes = {one.code for one in items}
    if not 1 <= len(items) <= MOST_ITEMS or len(codes) != len(items):
        raise ValueError("items")
    industries = tuple(_industry(each) for each in value["industries"])
    return Checklist(object=_text(value, "object", WORD), industries=industries, items=items)


def _industry(code: object) -> str:
    if not isinstance(code, str) or not 1 <= len(code) <= 5 or not code.isascii():
        raise ValueError("industries")
    return code


def _item(value: Mapping[str, Any]) -> Item:
    flags = {name: value.get(name, False) for name in ("verified", "photo", "apart")}
    if not all(isinstance(flag, bool) for flag in flags.values()):
        raise ValueError("flag")
    since = value.get("basis_from")
    common = tuple(value.get("common", ()))
    if len(common) > MOST_COMMON or not all(_is_text(each, WORD) for each in common):
        raise ValueError("common")
    longer = {name: _text(value, name, TEXT, optional=True) for name in LONGER}
    shorter = {name: _text(value, name, WORD, optional=True) for name in SHORTER}
    return Item(
        code=_text(value, "code", WORD),
        topic=_text(value, "topic", WORD),
        text=_text(value, "text", TEXT),
        domain=Domain(value["domain"]),
        field=Field(value["field"]),
        basis_from=date.fromisoformat(since) if since else None,
        common=common,
        verified=flags["verified"],
        photo=flags["photo"],
        apart=flags["apart"],
        basis=longer["basis"],
        when=longer["when"],
        major=longer["major"],
        evidence=longer["evidence"],
        penalty=longer["penalty"],
        fix=longer["fix"],
        method=shorter["method"],
        cycle=shorter["cycle"],
        duty=shorter["duty"],
    )


def _text(value: Mapping[str, Any], name: str, most: int, *, optional: bool = False) -> str:
    text = value.get(name, "") if optional else value[name]
    if not _is_text(text, most) and not (optional and text == ""):
        raise ValueError(name)
    return str(text)


def _is_text(text: object, most: int) -> bool:
    return isinstance(text, str) and 1 <= len(text) <= most and text == text.strip()


def check_answers(
    checklist: Checklist, answers: Sequence[Answered], *, ended: bool = False
) -> None:
    """Refuse answers that the list does not take: to an item it lacks, twice, without the reason
    or the picture that is asked for; with ``ended`` also an item left without any answer.
    Refuses ``MALFORMED``, ``MISSING``, ``NEEDS_EVIDENCE``."""
    seen: set[str] = set()
    for one in answers:
        item = checklist.item(one.item)
        if item is None or one.item in seen:
            raise Refusal(Why.MALFORMED, field="answers", item=one.item)
        seen.add(one.item)
        if one.answer in WITH_REASON and not one.reason.strip():
            raise Refusal(Why.MISSING, field="reason", item=one.item)
        if one.answer is Answer.FAILS and item.photo and not one.exhibits:
            raise Refusal(Why.NEEDS_EVIDENCE, item=one.item, least=1)
    left = [item.code for item in checklist.items if item.code not in seen]
    if ended and left:
        raise Refusal(Why.MISSING, field="answers", item=left[0], left=len(left))


def tally(checklist: Checklist | None, answers: Mapping[str, Answer]) -> Tally:
    """How the items were answered; the five numbers add up to the items of the list."""
    items = checklist.items if checklist else ()
    counted = Counter(answers.get(item.code) for item in items)
    return Tally(
        conforms=counted[Answer.CONFORMS],
        fails=counted[Answer.FAILS],
        not_applicable=counted[Answer.NOT_APPLICABLE],
        not_checked=counted[Answer.NOT_CHECKED],
        open=counted[None],
    )


def proposed(lists: Mapping[str, Checklist], industry: str) -> list[str]:
    """The codes of the lists made for an industry, the most particular first; those for any
    object last."""
    fits = []
    for code, one in lists.items():
        longest = max((len(own) for own in one.industries if industry.startswith(own)), default=0)
        if longest or not one.industries:
            fits.append((-longest, code))
    return [code for _, code in sorted(fits)]
