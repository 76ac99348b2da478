"""How lists stand, unit by unit, with honest denominators: the frozen list, what was added and
taken out apart, what was found. Units are told, persons are not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q

from anhuan.cases.figures import Found, found_in
from anhuan.inspections.models import PlannedCheck, Visit
from anhuan.kernel.campaign import Progress, RowState

AT_ONCE: Final = 500
S = RowState
OF_LIST: Final = Q(added=False)
COUNTS: Final[Mapping[str, Q]] = {
    "frozen": OF_LIST,
    "done": OF_LIST & Q(state=S.DONE.value),
    "left": Q(state=S.LEFT.value),
    "missed": Q(state=S.MISSED.value),
    "removed": Q(state=S.REMOVED.value),
    "added": Q(added=True),
    "added_done": Q(added=True, state=S.DONE.value),
    "open": Q(state=S.PLANNED.value),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progresses:
    """How many lists stand, by campaign and unit."""

    by: Mapping[tuple[UUID, UUID], Progress]

    def total(self, campaign: UUID) -> Progress:
        found = Progress()
        for (one, _), each in self.by.items():
            if one == campaign:
                found = found.plus(each)
        return found

    def units(self, campaign: UUID) -> dict[UUID, Progress]:
        return {unit: each for (one, unit), each in self.by.items() if one == campaign}


def progress_of(campaigns: Collection[UUID], *, today: date, only: Q | None = None) -> Progresses:
    """How the lists of ``campaigns`` stand, in one query; ``only`` narrows the checks."""
    rows = PlannedCheck.objects.filter(only or Q(), campaign__in=list(campaigns))
    late = Q(state=S.PLANNED.value, due_on__lt=today)
    # Named apart from the columns: a filter would mean the count, not the column.
    counted = {
        f"n_{name}": Count("pk", filter=which)
        for name, which in {**COUNTS, "overdue": late}.items()
    }
    grouped = rows.order_by().values_list("campaign", "unit").annotate(**counted)
    names = tuple(counted)
    found: dict[tuple[UUID, UUID], Progress] = {}
    for campaign, unit, *numbers in grouped.values_list("campaign", "unit", *names):
        values = {name.removeprefix("n_"): n for name, n in zip(names, numbers, strict=True)}
        found[campaign, unit] = Progress(**values)
    return Progresses(by=found)


def reasons_of(campaign: UUID, *, only: Q | None = None) -> dict[tuple[RowState, str], int]:
    """Why checks were taken out or not made, by state and reason."""
    rows = PlannedCheck.objects.filter(only or Q(), ~Q(code=""), campaign=campaign)
    counted = rows.order_by().values_list("state", "code").annotate(n=Count("pk"))
    return {(RowState(state), code): n for state, code, n in counted}


def found_of(campaign: UUID, *, today: date, only: Q | None = None) -> dict[UUID, Found]:
    """What the visits of a list found, by the unit that made them."""
    rows = PlannedCheck.objects.filter(
        only or Q(), campaign=campaign, visit__isnull=False
    ).values_list("unit", "visit")
    unit_of = {visit: unit for unit, visit in rows if visit is not None}
    cases = {
        UUID(case): unit_of[visit] for visit, findings in _findings(unit_of) for case in findings
    }
    total: dict[UUID, Found] = {}
    for case, figure in found_in(cases, today=today).items():
        unit = cases[case]
        total[unit] = total.get(unit, Found()).plus(figure)
    return total


def _findings(visits: Iterable[UUID]) -> Iterable[tuple[UUID, list[str]]]:
    keys = sorted(visits)
    for begin in range(0, len(keys), AT_ONCE):
        rows = Visit.objects.filter(pk__in=keys[begin : begin + AT_ONCE])
        yield from rows.values_list("id", "findings")


def figures_of(campaign: UUID, *, today: date) -> dict[str, Any]:
    """What is counted at the end, kept as it was known then."""
    found = Found()
    for each in found_of(campaign, today=today).values():
        found = found.plus(each)
    progress = progress_of([campaign], today=today).total(campaign)
    return {"on": today.isoformat(), "progress": asdict(progress), "found": asdict(found)}
