"""Reads of the rulebook: the rules in force on a day, and the versions of a rule."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from threading import Lock
from typing import Any, Final
from uuid import UUID

from django.db.models import Max

from anhuan.base.compiled import recurring_cursor
from anhuan.base.periods import valid_at
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.campaign import template as campaign_template
from anhuan.kernel.case import Action, Kind
from anhuan.kernel.checklist import checklist_from_data
from anhuan.kernel.duty import duty_from_data
from anhuan.kernel.escalation import NEVER_QUIET
from anhuan.kernel.frequency import cycle_rule, reduction
from anhuan.kernel.gaps import Limits
from anhuan.kernel.paper import form_from_data
from anhuan.kernel.permit import permit_rule
from anhuan.kernel.roster import readiness
from anhuan.kernel.routing import ActivityRule
from anhuan.kernel.rules import Rules
from anhuan.kernel.sponsoring import field_rule, key_rule
from anhuan.kernel.visit import VisitKind
from anhuan.rulebook.checks import READERS, leniency
from anhuan.rulebook.knowing import calendar_at, knowledge, recorded
from anhuan.rulebook.models import Version
from anhuan.rulebook.types import (
    ChecklistVersion,
    Duties,
    DutyRule,
    FormVersion,
    NamedRule,
    PermitKind,
    ReadinessRule,
    RuleVersion,
    Sourced,
)

APART: Final = (
    *("workdays", "form", "escalation", "duty", "responsibility", "industry-department"),
    *("permit", "activity", "route", "checklist", "visit", "readiness", "erasure-ground"),
    *("key-object", "deputy-field", "visit-cycle", "visit-reduction", "campaign"),
    *("leniency", "air-index", "air-validity", "air-ozone-day", "air-limit"),
    *("hazard-source", "hazard-name", "alarm", "alarm-limit", "season"),
    *("air-area", "indicator"),
)
"""Subjects that are no part of the rules of a day: read by version, as they became known, or by
functions of their own."""
_KEPT: Final = 64
_cache: OrderedDict[tuple[date, object], Rules] = OrderedDict()
_lock = Lock()
_settled: ContextVar[Rules | None] = ContextVar("_settled", default=None)


def rules_at(at: datetime, *, known_at: datetime | None = None) -> Rules:
    """The rules in force on the day (UTC+8) of ``at``, as known at ``known_at`` or now."""
    day = day_of(at)
    if known_at is not None:
        return _read(at, day, known_at)
    read_before = _settled.get()
    if read_before is not None and read_before.on == day:
        return read_before
    stamp = _stamp()
    with _lock:
        found = _cache.get((day, stamp))
    if found is None:
        found = _read(at, day, max([at, *_newest()]))
        with _lock:
            _cache[day, stamp] = found
            while len(_cache) > _KEPT:
                _cache.popitem(last=False)
    return found


@contextmanager
def settled(rules: Rules) -> Iterator[None]:
    """Hold on to rules that were read for a request: nothing inside reads them again."""
    token = _settled.set(rules)
    try:
        yield
    finally:
        _settled.reset(token)


def _stamp() -> tuple[Any, ...]:
    """What no two states of the table share: every change adds a row with an id of its own.

    The times alone would not do: two changes may carry one instant, and one may be rolled back.
    """
    with recurring_cursor() as cursor:
        cursor.execute(_STAMP)
        return tuple(cursor.fetchone())


_STAMP: Final = (
    "SELECT COUNT(*), (SELECT id FROM rulebook_version ORDER BY id DESC LIMIT 1) "
    "FROM rulebook_version"
)


def _newest() -> list[datetime]:
    """When something was last entered or ended: rules are read as known then."""
    found = Version.objects.aggregate(a=Max("recorded_from"), b=Max("recorded_to"))
    return [when for when in found.values() if when is not None]


def _read(at: datetime, day: date, known_at: datetime) -> Rules:
    rows = list(valid_at(Version.objects.all(), at, known_at).exclude(subject__in=APART))
    dated = recorded(known_at)
    known = {subject: _values(rows, subject) for subject in READERS if subject not in APART}
    evidence = {Action(code): pair for code, pair in known["evidence"].items()}
    return Rules(
        on=day,
        calendar=calendar_at(dated, at, known_at),
        terms=known["term"],
        capabilities={Role(code): value for code, value in known["capability"].items()},
        kinds={Kind(code): value for code, value in known["kind"].items()},
        evidence={action: plain for action, (plain, _) in evidence.items()},
        evidence_major={action: major for action, (_, major) in evidence.items()},
        dossier=known["dossier"],
        knowledge=knowledge(dated),
        quiet=known["quiet"].get("hours", NEVER_QUIET),
        behaviours=known["behaviour"],
        exemptions=known["exemption"],
        triggers=known["trigger"],
        bodies=known["body"],
        publication=known["publication"],
        interviews=known["interview"],
        vetoes=known["veto"],
    )


def _values(rows: Iterable[Version], subject: str) -> dict[str, Any]:
    return {row.code: READERS[subject](row.value) for row in rows if row.subject == subject}


def versions(viewer: Viewer, *, subject: str = "") -> list[RuleVersion]:
    """Every version recorded now, newest first within a code. The law is open to everyone."""
    rows = Version.objects.filter(recorded_to__isnull=True)
    if subject:
        rows = rows.filter(subject=subject)
    return [
        RuleVersion(
            id=row.id,
            subject=row.subject,
            code=row.code,
            name=row.name,
            value=row.value,
            source=row.source,
            verified=row.verified,
            note=row.note,
            valid_from=day_of(row.valid_from),
            valid_to=day_of(row.valid_to) if row.valid_to else None,
        )
        for row in rows.order_by("subject", "code", "-valid_from")
    ]


def answering_at(at: datetime, *, known_at: datetime) -> Duties:
    """Who has to answer for what, and which department's each industry is, in force at ``at``."""
    rows = list(
        valid_at(Version.objects.all(), at, known_at).filter(
            subject__in=("responsibility", "industry-department")
        )
    )
    asked = _values(rows, "responsibility")
    limits = asked.pop("limits", Limits())
    departments = {
        (subject, code): field
        for code, fields in _values(rows, "industry-department").items()
        for subject, field in fields.items()
    }
    return Duties(
        requirements=tuple(asked[code] for code in sorted(asked)),
        limits=limits,
        departments=departments,
        names={row.code: row.name for row in rows if row.subject == "industry-department"},
        sources={row.code: row.source for row in rows if row.subject == "industry-department"},
    )


def form_at(code: str, at: datetime) -> FormVersion | None:
    """The document form in force on the day of ``at``."""
    rows = valid_at(Version.objects.filter(subject="form", code=code), at, at)
    row = rows.order_by("-valid_from").first()
    return _form(row) if row else None


def paper_forms_at(at: datetime) -> dict[str, FormVersion]:
    """The forms of papers of visits in force on the day of ``at``, in the order of codes."""
    rows = valid_at(Version.objects.filter(subject="form", code__startswith=PAPERS), at, at)
    return {row.code: _form(row) for row in rows.order_by("code", "valid_from")}


PAPERS: Final = "visit."
"""How the codes of the forms of a visit begin."""


def duties_at(at: datetime, *, known_at: datetime | None = None) -> dict[str, DutyRule]:
    """The duties in force on the day of ``at`` as known at ``known_at`` (else ``at``), in the
    order of their codes."""
    rows = valid_at(Version.objects.filter(subject="duty"), at, known_at or at)
    return {
        row.code: DutyRule(
            code=row.code,
            name=row.name,
            duty=duty_from_data(row.value),
            source=row.source,
            verified=row.verified,
            note=row.note,
            since=day_of(row.valid_from),
        )
        for row in rows.order_by("code", "valid_from")
    }


def permit_kinds(at: datetime) -> dict[str, PermitKind]:
    """The kinds of permits in force on the day of ``at``, in the order of their codes."""
    rows = valid_at(Version.objects.filter(subject="permit"), at, max(at, *_newest()))
    return {
        row.code: PermitKind(
            code=row.code,
            name=row.name,
            rule=permit_rule(row.value),
            source=row.source,
            verified=row.verified,
        )
        for row in rows.order_by("code", "valid_from")
    }


def readiness_at(at: datetime) -> dict[str, ReadinessRule]:
    """The states of readiness in force on the day of ``at``, by code."""
    rows = valid_at(Version.objects.filter(subject="readiness"), at, max(at, *_newest()))
    return {
        row.code: ReadinessRule(
            code=row.code,
            name=row.name,
            asked=readiness(row.value),
            source=row.source,
            verified=row.verified,
            note=row.note,
        )
        for row in rows.order_by("code", "valid_from")
    }


def activities_at(at: datetime) -> dict[str, ActivityRule]:
    """The types of illegal activity in force on the day of ``at``."""
    rows = valid_at(Version.objects.filter(subject="activity"), at, max(at, *_newest()))
    return _values(rows, "activity")


def checklists_at(at: datetime) -> dict[str, ChecklistVersion]:
    """The checklists in force on the day of ``at``, in the order of their codes."""
    rows = valid_at(Version.objects.filter(subject="checklist"), at, max(at, *_newest()))
    return {row.code: _checklist(row) for row in rows.order_by("code", "valid_from")}


def checklist_at(code: str, at: datetime) -> ChecklistVersion | None:
    """The checklist ``code`` in force on the day of ``at``."""
    rows = valid_at(Version.objects.filter(subject="checklist", code=code), at, at)
    row = rows.order_by("-valid_from").first()
    return _checklist(row) if row else None


def least_officers_at(at: datetime) -> dict[VisitKind, int]:
    """How many officers each kind of visit takes at least on the day of ``at``."""
    rows = valid_at(Version.objects.filter(subject="visit"), at, at)
    return {VisitKind(code): least for code, least in _values(rows, "visit").items()}


def checklist_spans(code: str) -> list[tuple[datetime, datetime | None, ChecklistVersion]]:
    """Every version of a checklist as known now, each with the span in which it holds."""
    rows = Version.objects.filter(subject="checklist", code=code, recorded_to__isnull=True)
    return [(row.valid_from, row.valid_to, _checklist(row)) for row in rows]


def _checklist(row: Version) -> ChecklistVersion:
    return ChecklistVersion(
        code=row.code,
        name=row.name,
        checklist=checklist_from_data(row.value),
        source=row.source,
        verified=row.verified,
    )


def routes_at(at: datetime) -> dict[tuple[str, str], str]:
    """What committee offices decided: (activity, area) to the unit, as identifiers in text."""
    rows = valid_at(Version.objects.filter(subject="route"), at, max(at, *_newest()))
    found = _values(rows, "route").values()
    return {(one.activity, one.area): one.unit for one in found}


def key_rules_at(at: datetime, *, known_at: datetime | None = None) -> dict[str, NamedRule]:
    """On what grounds a thing is key, in force on the day of ``at``, in the order of codes."""
    return _named("key-object", key_rule, at, known_at)


def deputy_fields_at(at: datetime, *, known_at: datetime | None = None) -> dict[str, NamedRule]:
    """The fields of deputies in force on the day of ``at``, in the order of their codes."""
    return _named("deputy-field", field_rule, at, known_at)


def visit_cycles_at(at: datetime) -> dict[str, NamedRule]:
    """How often what is checked, in force on the day of ``at``, in the order of codes."""
    return _named("visit-cycle", cycle_rule, at, None)


def visit_reductions_at(at: datetime) -> dict[str, NamedRule]:
    """What makes checks less often, in force on the day of ``at``, in the order of codes."""
    return _named("visit-reduction", reduction, at, None)


def campaign_templates_at(at: datetime) -> dict[str, NamedRule]:
    """What campaigns may begin with, in force on the day of ``at``, in the order of codes."""
    return _named("campaign", campaign_template, at, None)


def leniencies_at(at: datetime, code: str) -> list[NamedRule]:
    """What is not punished in the division ``code`` on the day of ``at``, by the rules there."""
    known = _named("leniency", leniency, at, None).values()
    return [one for one in known if code.startswith(one.rule.areas)]


def _named(
    subject: str, reader: Callable[[Any], Any], at: datetime, known_at: datetime | None
) -> dict[str, NamedRule]:
    rows = valid_at(Version.objects.filter(subject=subject), at, known_at or max(at, *_newest()))
    return {
        row.code: NamedRule(
            code=row.code,
            name=row.name,
            rule=reader(row.value),
            source=row.source,
            verified=row.verified,
        )
        for row in rows.order_by("code", "valid_from")
    }


def form_version(version: UUID) -> FormVersion | None:
    """A form by its version, in force or not: a document prints under the one it was made by."""
    row = Version.objects.filter(subject="form", pk=version).first()
    return _form(row) if row else None


def names_of(subject: str, at: datetime) -> dict[str, str]:
    """The codes of a subject in force on the day of ``at``, each with its name."""
    rows = valid_at(Version.objects.filter(subject=subject), at, at).order_by("code")
    return dict(rows.values_list("code", "name"))


def sourced(subject: str, at: datetime) -> list[Sourced]:
    """The codes of a subject in force on the day of ``at`` with their names and sources."""
    rows = valid_at(Version.objects.filter(subject=subject), at, at).order_by("code")
    return [Sourced(code=row.code, name=row.name, source=row.source) for row in rows]


def _form(row: Version) -> FormVersion:
    value = row.value
    lines = value.get("paper")
    return FormVersion(
        version=row.id,
        title=row.name,
        template=value["template"],
        number=value["number"],
        paper=form_from_data(lines) if lines else None,
    )
