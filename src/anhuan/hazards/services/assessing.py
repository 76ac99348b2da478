"""A unit assessed by the edition in force, and its filing."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.hazards.entering import malformed
from anhuan.hazards.mapping import chemicals
from anhuan.hazards.models import LAST, Assessment, HazardUnit
from anhuan.hazards.noting import note
from anhuan.hazards.queries import keeps_files, standard
from anhuan.hazards.services.keeping import advance, standing_unit
from anhuan.hazards.types import Working
from anhuan.hazards.working import worked
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.deadline import due
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import rules_at

TERM: Final = "hazard.reassess"
FILING: Final = ("filed_number", "filed_on")


@transaction.atomic
def assess_unit(*, unit_id: UUID, seen_version: int, by: Viewer, at: datetime) -> UUID:
    """Identify and grade a unit as it is stated, by the edition in force; the assessment.

    By its firm, or by whoever keeps the dossier: the record says which. A filing holds for the
    assessment it was made for, so it ends here. Refuses like ``change_unit``, ``MISSING``
    (chemicals, persons), ``UNSETTLED`` where a line still asks something, ``NO_SUCH_RULE``
    before the first edition.
    """
    row = standing_unit(unit_id, by)
    found = _settled(row, at)
    today = day_of(at)
    values: dict[str, Any] = {
        "assessed_content": row.content,
        "assessed_on": today,
        "edition": found.edition,
        "outcome": found.outcome,
        "level": found.level,
        "place": found.level or LAST,
        "s": str(found.s),
        "r": str(found.r),
        "valid_to": _valid_to(today, at) if found.level is not None else None,
        "filed_number": "",
        "filed_on": None,
    }
    number = Assessment.objects.filter(unit=row.pk).count() + 1
    by_firm = row.site_id in by.sites
    advance(row, seen_version, values)
    made = Assessment.objects.create(
        unit=row,
        number=number,
        **{name: values[name] for name in ("edition", "outcome", "level", "s", "r", "valid_to")},
        alpha=str(found.alpha),
        persons=row.persons or 0,
        chemicals=[asdict(line.chemical) for line in found.lines],
        by=by.person,
        by_firm=by_firm,
        at=at,
    )
    more = {"assessment": str(made.id), "number": number, "by_firm": by_firm}
    more |= {"alpha": made.alpha, "persons": made.persons, "chemicals_assessed": row.chemicals}
    note("hazard.assessed", row, values | more, by=by, at=at)
    return made.id


@transaction.atomic
def file_unit(
    *, unit_id: UUID, seen_version: int, given: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    """The filing (备案) of a major unit: ``filed_number`` and ``filed_on``, both needed. Only by
    whoever keeps the dossier. Refuses ``MISSING``, ``MALFORMED`` (not major, a day to come),
    ``ENDED``, ``STALE``."""
    row = standing_unit(unit_id, by)
    if not keeps_files(by, row.site.area_path):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    if row.level is None:
        raise malformed("filed_number", "not-major")
    absent = tuple(name for name in FILING if not str(given.get(name) or "").strip())
    if absent:
        raise Refusal(Why.MISSING, fields=absent)
    values = cleaned(HazardUnit, given, FILING)
    if values["filed_on"] > day_of(at):
        raise malformed("filed_on", "future")
    advance(row, seen_version, values)
    note("hazard.filed", row, values, by=by, at=at)


def _settled(row: HazardUnit, at: datetime) -> Working:
    named = standard(at)
    if named is None:
        raise Refusal(Why.NO_SUCH_RULE, rule="hazard-source")
    absent = []
    if not row.chemicals:
        absent.append("chemicals")
    if row.persons is None:
        absent.append("persons")
    found = worked(named.rule, chemicals(row.chemicals), row.persons)
    asked = [line.chemical.name for line in found.lines if line.problem]
    if absent:
        raise Refusal(Why.MISSING, fields=tuple(absent))
    if asked or found.outcome is None:
        raise Refusal(Why.UNSETTLED, names="、".join(asked))
    return found


def _valid_to(day: date, at: datetime) -> date | None:
    """The last day before a major unit is assessed anew; no term, no end."""
    rules = rules_at(at)
    term = rules.terms.get(TERM)
    return due(term, day, rules.calendar).due_on if term is not None else None
