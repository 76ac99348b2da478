"""Rows to values."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from anhuan.hazards.models import Assessment, HazardUnit
from anhuan.hazards.types import Assessed, Chemical, Outdated, Standing, UnitKind, UnitLine
from anhuan.kernel.hazard import Outcome


def chemicals(rows: Sequence[Mapping[str, Any]]) -> tuple[Chemical, ...]:
    return tuple(Chemical(**{**row, "classes": tuple(row["classes"])}) for row in rows)


def fraction(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def outdated(row: HazardUnit, edition: str, today: date) -> tuple[Outdated, ...]:
    """Why the last assessment no longer counts; ``edition``: in force today."""
    if row.assessed_content is None:
        return ()
    found = {
        Outdated.CHANGED: row.assessed_content != row.content,
        Outdated.EDITION: row.edition != edition,
        Outdated.EXPIRED: row.valid_to is not None and row.valid_to < today,
    }
    return tuple(why for why, holds in found.items() if holds)


def standing(row: HazardUnit, edition: str, today: date) -> Standing:
    if row.ended_on is not None:
        return Standing.ENDED
    if row.assessed_content is None:
        return Standing.NOT_ASSESSED
    if outdated(row, edition, today):
        return Standing.OUTDATED
    return Standing.MAJOR if row.level is not None else Standing.NOT_MAJOR


def unit_line(row: HazardUnit, edition: str, today: date) -> UnitLine:
    return UnitLine(
        id=row.id,
        version=row.version,
        site=row.site_id,
        site_name=row.site.short or row.site.name,
        area_path=row.site.area_path,
        name=row.name,
        kind=UnitKind(row.kind),
        standing=standing(row, edition, today),
        outdated=outdated(row, edition, today),
        outcome=Outcome(row.outcome) if row.outcome else None,
        level=row.level,
        s=fraction(row.s),
        r=fraction(row.r),
        edition=row.edition,
        assessed_on=row.assessed_on,
        valid_to=row.valid_to,
        filed_number=row.filed_number,
        filed_on=row.filed_on,
        ended_on=row.ended_on,
    )


def assessed(row: Assessment) -> Assessed:
    return Assessed(
        id=row.id,
        number=row.number,
        edition=row.edition,
        outcome=Outcome(row.outcome),
        level=row.level,
        s=Fraction(row.s),
        alpha=Fraction(row.alpha),
        r=Fraction(row.r),
        persons=row.persons,
        chemicals=chemicals(row.chemicals),
        by=row.by,
        by_firm=row.by_firm,
        at=row.at,
        valid_to=row.valid_to,
    )
