"""Whether a value may stand in the rulebook: what the kernel could not read is refused here."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.calendar import calendar_from_data
from anhuan.kernel.case import Action, Kind
from anhuan.kernel.deadline import LastDay, Term, Unit
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import DOSSIER_FIELDS, ENDS, FieldRule, KindRule


def term(value: Any) -> Term:
    """A term from ``{"amount": 3, "unit": "workday", "last_day": "plain"}``."""
    amount = value["amount"]
    if isinstance(amount, bool) or not isinstance(amount, int) or not 1 <= amount <= 9999:
        raise ValueError("amount")
    return Term(amount, Unit(value["unit"]), LastDay(value.get("last_day", "plain")))


def capabilities(value: Any) -> frozenset[Capability]:
    """The capabilities of one role from a list of codes."""
    if not isinstance(value, list):
        raise ValueError("list")
    return frozenset(Capability(code) for code in value)


def kind(value: Any) -> KindRule:
    """How one kind of case differs."""
    rule = KindRule(**value)
    if rule.grading not in {"required", "optional", "none"}:
        raise ValueError("grading")
    flags = (rule.starts_as_lead, rule.original_immutable, rule.acceptor_other_unit)
    if not all(isinstance(flag, bool) for flag in flags):
        raise ValueError("flag")
    return rule


def evidence(value: Any) -> tuple[int, int]:
    """Least numbers of exhibits: for any case, and for a major hazard."""
    pair = (value["plain"], value["major"])
    if not all(type(n) is int and 0 <= n <= 20 for n in pair):
        raise ValueError("count")
    return pair


def dossier(value: Any) -> FieldRule:
    """A field that a dossier must hold."""
    rule = FieldRule(**value)
    if rule.whom not in {"all", "coded", "enterprise", "none"} or rule.until not in ENDS:
        raise ValueError("whom")
    if rule.days is not None and (type(rule.days) is not int or not 1 <= rule.days <= 3650):
        raise ValueError("days")
    if type(rule.place) is not int or not 1 <= rule.place <= 99:
        raise ValueError("place")
    return rule


def _dossier_field(code: str) -> str:
    if code not in DOSSIER_FIELDS:
        raise ValueError("code")
    return code


OUTSIDE: Final = ("import", "include", "read(", "plugin(", "image(")
"""What would let a template reach beyond the content it is given."""


def form(value: Any) -> Mapping[str, str]:
    """A document form: its template, and a number pattern with nothing but its three fields."""
    template, number = value["template"], value["number"]
    if not isinstance(template, str) or not 0 < len(template) <= 100_000:
        raise ValueError("template")
    for word in OUTSIDE:
        if word in template:
            raise ValueError(f"template: {word}")
    number.format(word="", year=2026, serial=1)
    return {"template": template, "number": number}


READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "term": term,
    "capability": capabilities,
    "kind": kind,
    "evidence": evidence,
    "form": form,
    "dossier": dossier,
}
CODES: Final[Mapping[str, Callable[[str], Any]]] = {
    "capability": Role,
    "kind": Kind,
    "evidence": Action,
    "dossier": _dossier_field,
}


def check_value(subject: str, code: str, value: Any) -> None:
    """Refuse ``MALFORMED`` with what is wrong, so that no rule enters that cannot be applied."""
    try:
        if subject == "workdays":
            years = {} if code == "every_year" else {code: value}
            fixed = value if code == "every_year" else {"days_off": []}
            calendar_from_data({"years": years, "every_year": fixed})
            return
        if subject not in READERS:
            raise ValueError("subject")
        CODES.get(subject, str)(code)
        READERS[subject](value)
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(Why.MALFORMED, field="value", problem=str(error)[:80]) from None
