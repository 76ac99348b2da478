"""A refusal as a sentence in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from anhuan.cases.words.acts import PARTIES, STATES
from anhuan.cases.words.inputs import LABELS
from anhuan.cases.words.sentences import PROBLEMS, ROLES_IN_CASE, SENTENCES
from anhuan.kernel.case import Party, State
from anhuan.kernel.refusal import Refusal


def sentence(refusal: Refusal) -> str:
    """What is wrong and what to do, with the facts of this refusal put in."""
    text = str(SENTENCES[refusal.why])
    facts = _Facts({name: _word(name, value) for name, value in refusal.facts.items()})
    return text.format_map(facts)


class _Facts(dict[str, str]):
    """A fact that is not known leaves a dash, never a broken page."""

    def __missing__(self, key: str) -> str:
        return "—"


def _labels(names: Iterable[Any]) -> str:
    return "、".join(str(LABELS.get(str(name), name)) for name in names)


_WORDS: Final[Mapping[str, Callable[[Any], str]]] = {
    "state": lambda value: str(STATES[State(value)]),
    "party": lambda value: str(PARTIES[Party(value)]),
    "as_": lambda value: str(ROLES_IN_CASE.get(value, value)),
    "fields": _labels,
    "missing": _labels,
    "field": lambda value: str(LABELS.get(str(value), value)),
    "problem": lambda value: str(PROBLEMS.get(str(value), PROBLEMS["value"])),
}


def _word(name: str, value: Any) -> str:
    if name in _WORDS and value is not None:
        return _WORDS[name](value)
    if isinstance(value, date):
        return value.isoformat()
    return "—" if value is None else str(value)
