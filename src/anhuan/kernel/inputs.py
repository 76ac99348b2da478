"""What each act of the lifecycle asks for: one table for pages, API, checks and storage.

A ``kept`` field is needed by replay and goes into the fact; any other is free text or personal
and goes into the fact's body, from which it may lawfully be erased.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.case import Action, Domain, Grade, Kind
from anhuan.kernel.refusal import Refusal, Why

if TYPE_CHECKING:
    from uuid import UUID


@unique
class Type(StrEnum):
    """How an input is written: the form's field and the API's schema follow from it."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    PERSON = "person"
    POST = "post"
    UNIT = "unit"
    MONEY = "money"
    SITE = "site"
    AREA = "area"
    CASE = "case"
    TASK = "task"
    CLAUSE = "clause"
    AMOUNT = "amount"
    FACT = "fact"
    CHECK = "check"


LONGEST: Final = {Type.LINE: 200, Type.TEXT: 4000, Type.CHOICE: 64}
REFERENCES: Final = frozenset(
    {
        Type.PERSON,
        Type.POST,
        Type.UNIT,
        Type.SITE,
        Type.AREA,
        Type.CASE,
        Type.TASK,
        Type.CLAUSE,
        Type.FACT,
        Type.CHECK,
    }
)
MOST_MONEY: Final = 10**14
AMOUNT: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One field of an act."""

    name: str
    type: Type
    required: bool = True
    kept: bool = False
    choices: tuple[str, ...] = ()


def _line(name: str, *, required: bool = True) -> Input:
    return Input(name=name, type=Type.LINE, required=required)


def _text(name: str, *, required: bool = True) -> Input:
    return Input(name=name, type=Type.TEXT, required=required)


def _date(name: str, *, required: bool = True) -> Input:
    return Input(name=name, type=Type.DATE, required=required, kept=True)


def _flag(name: str) -> Input:
    return Input(name=name, type=Type.FLAG, required=False, kept=True)


def _ref(name: str, type_: Type, *, required: bool = True) -> Input:
    return Input(name=name, type=type_, required=required, kept=True)


def _choice(name: str, *choices: str, required: bool = True) -> Input:
    return Input(name=name, type=Type.CHOICE, required=required, kept=True, choices=choices)


KINDS: Final = tuple(kind.value for kind in Kind)
SOURCES: Final = (
    "self-check",
    "grid",
    "enforcement",
    "campaign",
    "cross-check",
    "superior",
    "expert",
    "insurer",
    "complaint",
    "worker",
    "monitor",
    "accident",
    "media",
    "leader",
    "old-ledger",
)
GRADES: Final = tuple(grade.value for grade in Grade)
DOMAINS: Final = tuple(domain.value for domain in Domain)
VOID_REASONS: Final = ("duplicate", "wrong-object", "wrong-facts", "test-entry", "other")
DISMISS_REASONS: Final = ("untrue", "not-ours", "duplicate", "other")
FORWARD_REASONS: Final = ("area", "industry", "competence", "other")
EXTENSION_REASONS: Final = ("parts", "money", "weather", "design", "permit", "other")
LISTING_LEVELS: Final = ("street", "county", "city", "province")
RECHECK_WAYS: Final = ("on-site", "off-site")
REASON: Final = _text("reason")
OPINION: Final = _text("opinion", required=False)
SIGNER: Final = _line("signer", required=False)
"""Who of the firm did it, where an officer records the firm's act (代录)."""

DOOR: Final = (
    _choice("kind", *KINDS),
    _choice("domain", *DOMAINS),
    _choice("source", *SOURCES),
    _date("found_on"),
    _text("description"),
    _ref("site", Type.SITE, required=False),
    _ref("area", Type.AREA, required=False),
    _ref("parent", Type.CASE, required=False),
    _line("spot", required=False),
    _line("category", required=False),
    Input(name="activity", type=Type.LINE, required=False, kept=True),
    _line("basis", required=False),
    _line("source_number", required=False),
    _text("original", required=False),
    _line("reporter_name", required=False),
    _line("reporter_contact", required=False),
)

INPUTS: Final[Mapping[Action, tuple[Input, ...]]] = {
    Action.REPORT: DOOR,
    Action.REGISTER: DOOR,
    Action.VERIFY: (OPINION,),
    Action.DISMISS: (_choice("code", *DISMISS_REASONS), REASON),
    Action.FIX_ON_SPOT: (_text("measure"),),
    Action.GRADE: (
        _choice("grade", *GRADES),
        _line("criterion", required=False),
        _text("consequence", required=False),
    ),
    Action.PROPOSE_DOWNGRADE: (_line("clause"), REASON),
    Action.CONFIRM_DOWNGRADE: (OPINION,),
    Action.REFUSE_DOWNGRADE: (REASON,),
    Action.FORWARD: (
        _ref("to_unit", Type.UNIT),
        _choice("code", *FORWARD_REASONS),
        _text("reason", required=False),
    ),
    Action.ASSIGN: (
        _date("due_on"),
        _ref("to_unit", Type.UNIT, required=False),
        _ref("close_unit", Type.UNIT, required=False),
        _text("requirement", required=False),
        _line("clause", required=False),
    ),
    Action.SIGN_FOR: (SIGNER,),
    Action.CONTROL: (_text("interim"), SIGNER),
    Action.PLAN: (
        _line("responsible", required=False),
        _text("measure", required=False),
        _line("finisher", required=False),
        _line("acceptor", required=False),
        _text("treatment", required=False),
        _text("emergency", required=False),
        Input(name="money_fen", type=Type.MONEY, required=False),
        SIGNER,
    ),
    Action.SET_DUE: (_date("due_on"),),
    Action.SUBMIT: (
        _text("done"),
        Input(name="money_fen", type=Type.MONEY, required=False),
        _flag("workers_told"),
        SIGNER,
    ),
    Action.RETURN: (_text("finding"), _date("fix_by"), _line("second_officer", required=False)),
    Action.PASS: (
        _choice("way", *RECHECK_WAYS),
        _text("finding", required=False),
        _line("second_officer", required=False),
        _flag("acceptance"),
    ),
    Action.SEND_BACK: (REASON,),
    Action.CLOSE: (OPINION,),
    Action.REQUEST_EXTENSION: (
        _date("until"),
        _choice("code", *EXTENSION_REASONS),
        REASON,
        SIGNER,
    ),
    Action.GRANT_EXTENSION: (OPINION,),
    Action.DENY_EXTENSION: (REASON,),
    Action.SPOT_CHECK: (_text("finding", required=False),),
    Action.RELAPSE: (_text("finding"),),
    Action.REQUEST_VOID: (_choice("code", *VOID_REASONS), REASON),
    Action.CONSENT_VOID: (OPINION,),
    Action.REFUSE_VOID: (REASON,),
    Action.HAND_OVER: (
        _ref("to_unit", Type.UNIT, required=False),
        _line("outside_body", required=False),
        REASON,
    ),
    Action.ACCEPT_HANDOVER: (_line("receipt", required=False),),
    Action.DECLINE_HANDOVER: (REASON,),
    Action.LIST: (
        _choice("level", *LISTING_LEVELS),
        Input(name="number", type=Type.LINE, kept=True),
        _date("until"),
        _text("requirement"),
    ),
    Action.UNLIST: (REASON,),
    Action.REPORT_PROGRESS: (_text("progress"), SIGNER),
    Action.REASSIGN: (_ref("to_post", Type.POST), _text("reason", required=False)),
    Action.REMIND: (),
    Action.NOTE: (_text("note"),),
    Action.AMEND: (
        _text("description", required=False),
        _line("category", required=False),
        _line("basis", required=False),
        _text("measure", required=False),
        _line("responsible", required=False),
        _line("spot", required=False),
        Input(name="money_fen", type=Type.MONEY, required=False),
        REASON,
    ),
}


def parse(action: Action, given: Mapping[str, Any]) -> dict[str, Any]:
    """The checked values of an act's inputs; absent optional ones are left out.

    Raises ``Refusal`` ``MALFORMED`` (field, problem) for an unknown name or a value of another
    type or length, ``MISSING`` (fields) when required ones are absent.
    """
    return read(INPUTS.get(action, ()), given)


def read(known: Iterable[Input], given: Mapping[str, Any]) -> dict[str, Any]:
    """``given`` as the values of the inputs ``known``; refuses as ``parse`` does."""
    if not isinstance(given, Mapping):
        raise Refusal(Why.MALFORMED, field="", problem="object")
    inputs = {each.name: each for each in known}
    for name in given:
        if name not in inputs:
            raise Refusal(Why.MALFORMED, field=str(name)[:64], problem="unknown")
    values: dict[str, Any] = {}
    for name, each in inputs.items():
        value = _value(each, given.get(name))
        if value is not None:
            values[name] = value
    absent = tuple(n for n, each in inputs.items() if each.required and n not in values)
    if absent:
        raise Refusal(Why.MISSING, fields=absent)
    return values


def _value(each: Input, raw: Any) -> Any:
    if raw is None or raw == "":
        return None
    read: Callable[[Input, Any], Any] = _READERS.get(each.type, _written)
    return read(each, raw)


def _written(each: Input, raw: Any) -> str | None:
    if not isinstance(raw, str):
        raise Refusal(Why.MALFORMED, field=each.name, problem="text")
    text = raw.strip()
    longest = LONGEST.get(each.type, 64)
    if len(text) > longest:
        raise Refusal(Why.MALFORMED, field=each.name, problem="too-long", most=longest)
    # NUL breaks PostgreSQL text; lone surrogates break every encoder on the way out.
    breaks = "\t" if each.type is Type.LINE else "\n\r\t"
    if any(_unwritable(char, breaks) for char in text):
        raise Refusal(Why.MALFORMED, field=each.name, problem="control-character")
    return text or None


def _unwritable(char: str, breaks: str) -> bool:
    return (char < " " and char not in breaks) or "\ud800" <= char <= "\udfff"


def _chosen(each: Input, raw: Any) -> str:
    if not isinstance(raw, str) or raw not in each.choices:
        raise Refusal(Why.MALFORMED, field=each.name, problem="choice")
    return raw


def _day(each: Input, raw: Any) -> date:
    day = written_day(raw) if isinstance(raw, str) else raw
    if not isinstance(day, date) or isinstance(day, datetime) or not 2000 <= day.year <= 2100:
        raise Refusal(Why.MALFORMED, field=each.name, problem="date")
    return day


def written_day(text: str) -> date | None:
    """A day as it is written here, 2026-11-23; ``None`` for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Python also reads 20260105 and 2026-W02-1; one way of writing a day is enough.
    return day if day.isoformat() == text else None


def _flagged(each: Input, raw: Any) -> bool:
    known = {True: True, False: False, "true": True, "false": False, "on": True, "1": True}
    if isinstance(raw, bool | str) and raw in known:
        return known[raw]
    raise Refusal(Why.MALFORMED, field=each.name, problem="flag")


def _money(each: Input, raw: Any) -> int:
    if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) <= 15:
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= MOST_MONEY:
        raise Refusal(Why.MALFORMED, field=each.name, problem="money")
    return raw


def _amount(each: Input, raw: Any) -> Decimal:
    text = str(raw).strip() if isinstance(raw, str | int | Decimal) else ""
    if isinstance(raw, bool) or not AMOUNT.fullmatch(text) or not Decimal(text):
        raise Refusal(Why.MALFORMED, field=each.name, problem="amount")
    return Decimal(text).quantize(Decimal("0.01"))


def _reference(each: Input, raw: Any) -> "UUID":
    # The caller resolves text to identifiers before the kernel sees them.
    if isinstance(raw, str | int | float | bool | list | dict):
        raise Refusal(Why.MALFORMED, field=each.name, problem="reference")
    return raw  # type: ignore[no-any-return]


_READERS: Final[Mapping[Type, Callable[[Input, Any], Any]]] = {
    Type.CHOICE: _chosen,
    Type.DATE: _day,
    Type.FLAG: _flagged,
    Type.MONEY: _money,
    Type.PERSON: _reference,
    Type.POST: _reference,
    Type.UNIT: _reference,
    Type.SITE: _reference,
    Type.AREA: _reference,
    Type.CASE: _reference,
    Type.TASK: _reference,
    Type.CLAUSE: _reference,
    Type.AMOUNT: _amount,
    Type.FACT: _reference,
    Type.CHECK: _reference,
}


def split(action: Action, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """``values`` as (what replay keeps, what may be erased)."""
    kept = {each.name for each in INPUTS.get(action, ()) if each.kept}
    return (
        {name: value for name, value in values.items() if name in kept},
        {name: value for name, value in values.items() if name not in kept},
    )
