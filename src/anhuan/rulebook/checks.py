"""Whether a value may stand in the rulebook: what the kernel could not read is refused here."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.air_area import area_rule
from anhuan.kernel.air_limit import air_limits
from anhuan.kernel.air_means import ozone_day, validity
from anhuan.kernel.air_rule import air_rule
from anhuan.kernel.air_target import indicator
from anhuan.kernel.alarm_rule import alarm_code, alarm_limit, alarm_rule
from anhuan.kernel.calendar import calendar_from_data
from anhuan.kernel.campaign import template as campaign_template
from anhuan.kernel.case import Action, Grade, Kind
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.checklist import checklist_from_data
from anhuan.kernel.deadline import LastDay, Term, Unit
from anhuan.kernel.duty import duty_from_data
from anhuan.kernel.escalation import PROPOSALS, Measure, Policy, Quiet, Rung
from anhuan.kernel.frequency import cycle_rule, reduction
from anhuan.kernel.gaps import Limits, Requirement
from anhuan.kernel.hazard_table import hazard_rule, other_names
from anhuan.kernel.industries import Field, is_category
from anhuan.kernel.paper import form_from_data
from anhuan.kernel.permit import PermitAct, permit_rule
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.roster import CallAct, readiness
from anhuan.kernel.routing import Route, activity_rule
from anhuan.kernel.rules import (
    DOSSIER_FIELDS,
    ENDS,
    EVENTS,
    READERS_FROM,
    FieldRule,
    InterviewRule,
    KindRule,
    LeniencyRule,
    PublicationRule,
    TriggerRule,
    VetoRule,
)
from anhuan.kernel.season import season
from anhuan.kernel.sponsoring import field_code, field_rule, key_rule
from anhuan.kernel.visit import VisitKind


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


def form(value: Any) -> Mapping[str, Any]:
    """A document form: its template, a number pattern with nothing but its three fields, and the
    lines of a paper of a visit, where it is one."""
    template, number = value["template"], value["number"]
    if not isinstance(template, str) or not 0 < len(template) <= 100_000:
        raise ValueError("template")
    for word in OUTSIDE:
        if word in template:
            raise ValueError(f"template: {word}")
    number.format(word="", year=2026, serial=1)
    lines = {"paper": form_from_data(value["paper"])} if "paper" in value else {}
    return {"template": template, "number": number} | lines


MOST_RUNGS: Final = 12
MOST_DAYS: Final = 400
MOST_MINUTES: Final = 7 * 24 * 60
MOST_UP: Final = 9
MOST_LEVEL: Final = 5


def escalation(value: Any) -> Policy:
    """A ladder: what it is for, its rank among the ladders that fit, and its rungs."""
    rungs = tuple(_rung(each) for each in value["rungs"])
    codes = [rung.code for rung in rungs]
    if not 1 <= len(rungs) <= MOST_RUNGS or len(set(codes)) != len(codes):
        raise ValueError("rungs")
    for name in ("cyclic", "windows"):
        if value.get(name) not in (None, True, False):
            raise ValueError(name)
    return Policy(
        rungs=rungs,
        rank=_within(value.get("rank", 0), 0, 99, "rank"),
        kinds=frozenset(Kind(code).value for code in value.get("kinds", ())),
        grades=frozenset(Grade(code).value for code in value.get("grades", ())),
        acts=frozenset(map(_due_act, value.get("acts", ()))),
        cyclic=value.get("cyclic"),
        windows=value.get("windows"),
    )


def _due_act(code: str) -> str:
    """What may be due: an act on a case, a permit to settle, or a duty call to answer."""
    return code if code in (PermitAct.SETTLE, CallAct.ANSWER) else Action(code).value


def _rung(value: Any) -> Rung:
    code, unit, urgent = value["code"], Unit(value.get("unit", "day")), value.get("urgent", False)
    if not isinstance(code, str) or not re.fullmatch(r"[a-z0-9-]{1,24}", code):
        raise ValueError("code")
    if unit not in {Unit.DAY, Unit.WORKDAY}:
        raise ValueError("unit")
    proposes, minutes = value.get("proposes", ""), value.get("minutes")
    if minutes is not None and ("days" in value or "unit" in value):
        raise ValueError("minutes")
    if not isinstance(urgent, bool):
        raise ValueError("urgent")
    if proposes not in ("", *PROPOSALS):
        raise ValueError("proposes")
    return Rung(
        code=code,
        days=0 if minutes is not None else _within(value["days"], -MOST_DAYS, MOST_DAYS, "days"),
        minutes=None if minutes is None else _within(minutes, 0, MOST_MINUTES, "minutes"),
        unit=unit,
        up=_within(value["up"], 0, MOST_UP, "up"),
        measure=Measure(value["measure"]),
        supervision=_within(value.get("supervision", 0), 0, MOST_LEVEL, "supervision"),
        urgent=urgent,
        proposes=proposes,
    )


def _within(value: Any, least: int, most: int, name: str) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError(name)
    return value


def quiet(value: Any) -> Quiet:
    """Quiet hours from ``{"from": "21:00", "to": "07:00"}``."""
    return Quiet(starts=_minutes(value["from"]), ends=_minutes(value["to"]))


def _minutes(text: Any) -> int:
    if not isinstance(text, str) or not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError("hour")
    return int(text[:2]) * 60 + int(text[3:])


def responsibility(value: Any) -> Requirement | Limits:
    """Who has to answer on a line, or (code ``limits``) how much is too much."""
    if "most_objects" in value:
        most, tolerance = value["most_objects"], value["tolerance_m2"]
        if not (type(most) is int and 1 <= most <= 100_000 and 0 <= tolerance <= 1e6):
            raise ValueError("limits")
        return Limits(most_objects=most, tolerance_m2=float(tolerance))
    if value["of"] not in {"site", "area"} or value["level"] not in LEVELS:
        raise ValueError("of")
    subjects = value["subjects"]
    if not isinstance(subjects, list) or not subjects or not all(map(_is_subject, subjects)):
        raise ValueError("subjects")
    return Requirement(
        of=value["of"],
        line=Line(value["line"]),
        level=value["level"],
        side=Side(value["side"]),
        subjects=tuple(subjects),
    )


LEVELS: Final = ("", "province", "city", "county", "street", "community", "cell")


def _is_subject(word: Any) -> bool:
    return isinstance(word, str) and 0 < len(word) <= 16 and word.isascii()


def department(value: Any) -> Mapping[str, str | None]:
    """The field of the department for each subject, ``null`` where there is none."""
    if not isinstance(value, dict) or not value or not all(map(_is_subject, value)):
        raise ValueError("subjects")
    return {
        subject: None if field is None else Field(field).value for subject, field in value.items()
    }


def industry(code: str) -> str:
    if not is_category(code):
        raise ValueError("industry")
    return code


def definition(value: Any) -> str:
    """What a code of accountability means; a code that means nothing could be anything."""
    text = value["definition"]
    if not isinstance(text, str) or not 4 <= len(text.strip()) <= 1000:
        raise ValueError("definition")
    return text.strip()


def trigger(value: Any) -> TriggerRule:
    """When the system proposes a lead."""
    rule = TriggerRule(**value)
    if rule.event not in EVENTS or not isinstance(rule.on, bool):
        raise ValueError("event")
    if type(rule.count) is not int or not 1 <= rule.count <= 3650:
        raise ValueError("count")
    return rule


def body(value: Any) -> int:
    """Least number of members present at a decision: never one alone."""
    least = value["least"]
    if type(least) is not int or not 2 <= least <= 99:
        raise ValueError("least")
    return least


def publication(value: Any) -> PublicationRule:
    """Who reads of a matter."""
    rule = PublicationRule(**value)
    if rule.names not in {"public", "never"} or rule.superior not in READERS_FROM:
        raise ValueError("names")
    return rule


def route(value: Any) -> Route:
    """What a committee office decided, as identifiers."""
    texts = [value[name] for name in ("activity", "area", "unit")]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("text")
    return Route(activity=texts[0], area=str(UUID(texts[1])), unit=str(UUID(texts[2])))


def interview(value: Any) -> InterviewRule:
    """A ground of an interview."""
    return InterviewRule(definition=definition(value))


MOST_EFFECTS: Final = 12


def veto(value: Any) -> VetoRule:
    """A condition of a veto with its effects; one without an end would never expire."""
    effects, period = value["effects"], term(value["period"])
    named = isinstance(effects, list) and 1 <= len(effects) <= MOST_EFFECTS
    if not named or not all(isinstance(one, str) and 2 <= len(one) <= 200 for one in effects):
        raise ValueError("effects")
    if period.unit not in {Unit.DAY, Unit.MONTH}:
        raise ValueError("period")
    return VetoRule(definition=definition(value), effects=tuple(effects), period=period)


def least_officers(value: Any) -> int:
    """How many officers a kind of visit takes at least, from ``{"least": 2}``."""
    return _within(value["least"], 1, 9, "least")


def leniency(value: Any) -> LeniencyRule:
    """Where something is not punished, and how that reads; ``areas``: beginnings of the codes of
    divisions in which it holds."""
    areas = value["areas"]
    known = isinstance(areas, list) and 1 <= len(areas) <= MOST_AREAS
    if not known or not all(isinstance(one, str) and CODE.fullmatch(one) for one in areas):
        raise ValueError("areas")
    return LeniencyRule(definition=definition(value), areas=tuple(areas))


MOST_AREAS: Final = 40
CODE: Final = re.compile(r"[0-9]{2,12}")
READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "term": term,
    "capability": capabilities,
    "kind": kind,
    "evidence": evidence,
    "form": form,
    "duty": duty_from_data,
    "dossier": dossier,
    "escalation": escalation,
    "quiet": quiet,
    "responsibility": responsibility,
    "industry-department": department,
    "behaviour": definition,
    "exemption": definition,
    "trigger": trigger,
    "body": body,
    "publication": publication,
    "permit": permit_rule,
    "activity": activity_rule,
    "route": route,
    "interview": interview,
    "veto": veto,
    "checklist": checklist_from_data,
    "visit": least_officers,
    "visit-cycle": cycle_rule,
    "visit-reduction": reduction,
    "campaign": campaign_template,
    "readiness": readiness,
    "erasure-ground": definition,
    "leniency": leniency,
    "key-object": key_rule,
    "deputy-field": field_rule,
    "air-index": air_rule,
    "air-validity": validity,
    "air-ozone-day": ozone_day,
    "air-limit": air_limits,
    "air-area": area_rule,
    "indicator": indicator,
    "hazard-source": hazard_rule,
    "hazard-name": other_names,
    "alarm": alarm_rule,
    "alarm-limit": alarm_limit,
    "season": season,
}
CODES: Final[Mapping[str, Callable[[str], Any]]] = {
    "capability": Role,
    "kind": Kind,
    "evidence": Action,
    "dossier": _dossier_field,
    "industry-department": industry,
    "visit": VisitKind,
    "deputy-field": field_code,
    "alarm": alarm_code,
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
