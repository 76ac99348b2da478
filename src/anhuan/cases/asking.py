"""What a reader asks the ledger for, as the pairs of a query string and back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from anhuan.base.outside import is_held
from anhuan.cases.types import BallSide, Filters, Sort
from anhuan.kernel.case import State
from anhuan.kernel.inputs import DOMAINS, GRADES, KINDS, SOURCES
from anhuan.kernel.refusal import Refusal, Why

Pairs = Sequence[tuple[str, str]]

COLUMNS: Final = (
    "due",
    "number",
    "site_name",
    "description",
    "state",
    "ball",
    "street",
    "source",
    "kind",
    "domain",
    "grade",
    "found_on",
    "due_on",
    "round",
    "listed",
    "supervision",
)
"""The closed list of columns, in the order in which they stand."""
USUAL: Final = COLUMNS[:8]
FIXED: Final = frozenset({"due", "number"})
LONGEST_QUERY: Final = 100
LAST_DAYS: Final = 366
LAST_ROUND: Final = 99
LAST_LEVEL: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A whole question: what is listed, in which order, in which columns, from where on."""

    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.DUE
    columns: tuple[str, ...] = USUAL
    after: str = ""
    first: int = 1
    view: UUID | None = None


def asked_from(pairs: Iterable[tuple[str, str]]) -> Asked:
    """The question of a query string; blanks count as absent, and none at all asks for the open.

    Refuses ``MALFORMED`` (field) for an unknown name or a value outside its list.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip():
            given.setdefault(name, []).append(value.strip())
    if not given:
        return Asked(filters=Filters(open=True))
    unknown = sorted(set(given) - set(_READ))
    if unknown:
        raise Refusal(Why.MALFORMED, field=unknown[0][:64], problem="unknown")
    read = {name: _READ[name](name, values) for name, values in given.items()}
    own = {name: read.pop(name) for name in _OWN if name in read}
    return Asked(filters=Filters(**{_FIELDS.get(n, n): v for n, v in read.items()}), **own)


def pairs_of(asked: Asked) -> list[tuple[str, str]]:
    """The query string of a question: only what differs from the usual, in a fixed order."""
    pairs: list[tuple[str, str]] = []
    for each in fields(Filters):
        name = _NAMES.get(each.name, each.name)
        pairs += [(name, text) for text in _texts(getattr(asked.filters, each.name))]
    if asked.filters.open is False:
        pairs.append(("open", "0"))
    if asked.sort is not Sort.DUE:
        pairs.append(("sort", asked.sort.value))
    if asked.columns != USUAL:
        pairs.append(("columns", ",".join(asked.columns)))
    if asked.view is not None:
        pairs.append(("view", str(asked.view)))
    if asked.after:
        pairs += [("after", asked.after), ("first", str(asked.first))]
    return pairs or [("open", "any")]


def changed(asked: Asked, **changes: Any) -> Asked:
    """The question with other filters, from its first page, no longer a saved view's own."""
    return replace(asked, filters=replace(asked.filters, **changes), after="", first=1)


def chosen_columns(names: Iterable[str]) -> tuple[str, ...]:
    """Known columns in their order; the deadline and the number always stand."""
    wanted = FIXED | set(names)
    return tuple(name for name in COLUMNS if name in wanted)


def _texts(value: Any) -> list[str]:
    if value is None or value is False or value == "":
        return []
    if value is True:
        return ["1"]
    if isinstance(value, frozenset):
        return sorted(value)
    return [value.isoformat() if isinstance(value, date) else str(value)]


def _malformed(name: str, problem: str) -> Refusal:
    return Refusal(Why.MALFORMED, field=name, problem=problem)


def _one(name: str, values: Sequence[str]) -> str:
    if len(values) > 1:
        raise _malformed(name, "choice")
    return values[0]


def _many(choices: Iterable[str]) -> Callable[[str, Sequence[str]], frozenset[str]]:
    known = frozenset(choices)

    def read(name: str, values: Sequence[str]) -> frozenset[str]:
        found = frozenset(values)
        if not found <= known:
            raise _malformed(name, "choice")
        return found

    return read


def _choice(choices: Iterable[str]) -> Callable[[str, Sequence[str]], str]:
    known = frozenset(choices)

    def read(name: str, values: Sequence[str]) -> str:
        value = _one(name, values)
        if value not in known:
            raise _malformed(name, "choice")
        return value

    return read


def _flag(name: str, values: Sequence[str]) -> bool:
    if _one(name, values) not in {"1", "on"}:
        raise _malformed(name, "flag")
    return True


def _standing(name: str, values: Sequence[str]) -> bool | None:
    return {"1": True, "0": False, "any": None}[_choice({"1", "0", "any"})(name, values)]


def _day(name: str, values: Sequence[str]) -> date:
    text = _one(name, values)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _malformed(name, "date") from None
    if day.isoformat() != text:
        raise _malformed(name, "date")
    return day


def _number(most: int) -> Callable[[str, Sequence[str]], int]:
    def read(name: str, values: Sequence[str]) -> int:
        text = _one(name, values)
        if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= most):
            raise _malformed(name, "choice")
        return int(text)

    return read


def _id(name: str, values: Sequence[str]) -> UUID:
    try:
        return UUID(_one(name, values))
    except ValueError:
        raise _malformed(name, "reference") from None


def _text(name: str, values: Sequence[str]) -> str:
    text = _one(name, values)
    if len(text) > LONGEST_QUERY:
        raise _malformed(name, "too-long")
    if not is_held(text, most=LONGEST_QUERY):
        raise _malformed(name, "control-character")
    return text


def _columns(name: str, values: Sequence[str]) -> tuple[str, ...]:
    names = [each for value in values for each in value.split(",") if each]
    if not set(names) <= set(COLUMNS):
        raise _malformed(name, "choice")
    return chosen_columns(names)


def _cursor(name: str, values: Sequence[str]) -> str:
    text = _one(name, values)
    if len(text) > 300:
        raise _malformed(name, "cursor")
    return text


def _sort(name: str, values: Sequence[str]) -> Sort:
    return Sort(_choice(each.value for each in Sort)(name, values))


_NAMES: Final[Mapping[str, str]] = {
    "query": "q",
    "states": "state",
    "kinds": "kind",
    "domains": "domain",
    "sources": "source",
    "ball_side": "ball",
    "due_within": "within",
    "round_from": "round",
    "supervision_from": "supervision",
}
_FIELDS: Final[Mapping[str, str]] = {name: each for each, name in _NAMES.items()}
_OWN: Final = ("sort", "columns", "after", "first", "view")
_STATES: Final = frozenset(state.value for state in State) - {State.NEW.value}
_READ: Final[Mapping[str, Callable[[str, Sequence[str]], Any]]] = {
    "q": _text,
    "area": _id,
    "state": _many(_STATES),
    "open": _standing,
    "kind": _many(KINDS),
    "domain": _many(DOMAINS),
    "grade": _choice(GRADES),
    "source": _many(SOURCES),
    "site": _id,
    "unit": _id,
    "department": _id,
    "ball_post": _id,
    "ball": _choice(each.value for each in BallSide),
    "mine": _flag,
    "waiting": _flag,
    "watched": _flag,
    "overdue": _flag,
    "within": _number(LAST_DAYS),
    "found_from": _day,
    "found_to": _day,
    "listed": _flag,
    "relapsed": _flag,
    "round": _number(LAST_ROUND),
    "supervision": _number(LAST_LEVEL),
    "overdue_since": _day,
    "returned_since": _day,
    "sort": _sort,
    "columns": _columns,
    "after": _cursor,
    "first": _number(10**9 - 1),
    "view": _id,
}
