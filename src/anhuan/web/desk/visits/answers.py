"""The whole list on one page: four answers to each item, a reason where one is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from anhuan.inspections.reading import Whole
from anhuan.inspections.words import ANSWER_WORDS
from anhuan.kernel.checklist import WITH_REASON, Answer
from anhuan.kernel.refusal import Refusal
from anhuan.kernel.visit_steps import LONGEST_REASON, MOST_EXHIBITS

REASON: Final = LONGEST_REASON


@dataclass(frozen=True, slots=True)
class Asked:
    """An item as the form asks it; ``photo``: a failing answer says how many pictures exist."""

    code: str
    text: str
    basis: str
    when: str
    answer: str
    reason: str
    photo: bool
    photos: str
    bad: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    topics: tuple[tuple[str, tuple[Asked, ...]], ...]
    options: tuple[tuple[str, str], ...]
    answered: int
    total: int


def sheet(
    whole: Whole, *, sent: Mapping[str, Any] | None = None, refusal: Refusal | None = None
) -> Sheet:
    """``sent``: what was typed, kept whatever became of it; ``refusal`` marks its item."""
    bad = str(refusal.facts.get("item", "")) if refusal is not None else ""
    topics: dict[str, list[Asked]] = {}
    for one in whole.items:
        code = one.item.code
        answer = one.answer.value if one.answer else ""
        reason = whole.reasons.get(code, "")
        asked = Asked(
            code=code,
            text=one.item.text,
            basis=one.item.basis,
            when=one.item.when,
            answer=answer if sent is None else str(sent.get(f"answer_{code}", answer)),
            reason=reason if sent is None else str(sent.get(f"reason_{code}", reason)),
            photo=one.item.photo,
            photos="" if sent is None else str(sent.get(f"photos_{code}", "")),
            bad=code == bad,
        )
        topics.setdefault(one.item.topic, []).append(asked)
    total = len(whole.items)
    return Sheet(
        topics=tuple((name, tuple(items)) for name, items in topics.items()),
        options=tuple((answer.value, str(word)) for answer, word in ANSWER_WORDS.items()),
        answered=total - whole.tally.open,
        total=total,
    )


def read_answers(whole: Whole, sent: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answers that were given, as ``read_visit`` reads them; an item without one is left."""
    found = []
    for one in whole.items:
        code = one.item.code
        answer = str(sent.get(f"answer_{code}", ""))
        if not answer:
            continue
        reason = str(sent.get(f"reason_{code}", "")).strip()
        row = {"item": code, "answer": answer, "reason": reason, "exhibits": 0}
        if answer not in {each.value for each in WITH_REASON}:
            row["reason"] = reason if answer == Answer.FAILS else ""
        if one.item.photo and answer == Answer.FAILS:
            row["exhibits"] = _count(str(sent.get(f"photos_{code}", "")))
        found.append(row)
    return found


def _count(text: str) -> int:
    return min(int(text), MOST_EXHIBITS) if text.isascii() and text.isdigit() else 0


def rest(whole: Whole, reason: str) -> list[dict[str, Any]]:
    """Whatever has no answer yet was not looked at, for this reason."""
    return [
        {
            "item": one.item.code,
            "answer": Answer.NOT_CHECKED.value,
            "reason": reason,
            "exhibits": 0,
        }
        for one in whole.items
        if one.answer is None
    ]
