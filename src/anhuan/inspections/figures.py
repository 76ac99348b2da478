"""How lists stand, unit by unit, with honest denominators: the frozen list, what was added and
taken out apart, what was found. Units are told, persons are not."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from anhuan.cases.figures import Found, found_in
from anhuan.inspections.models import PlannedCheck, Visit
from anhuan.inspections.types import ClassFigures, Division
from anhuan.kernel.campaign import Progress, RowState
from anhuan.kernel.industries import section_of

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
    counted = _counted(rows, ("campaign", "unit"), today)
    return Progresses(by={(one, unit): each for (one, unit), each in counted})


def _counted(
    rows: QuerySet[PlannedCheck], keys: tuple[str, ...], today: date
) -> Iterable[tuple[tuple[Any, ...], Progress]]:
    """How ``rows`` stand, by the columns ``keys``, in one query."""
    late = Q(state=S.PLANNED.value, due_on__lt=today)
    # Named apart from the columns: a filter would mean the count, not the column.
    counted = {
        f"n_{name}": Count("pk", filter=which)
        for name, which in {**COUNTS, "overdue": late}.items()
    }
    names, many = tuple(counted), len(keys)
    grouped = rows.order_by().values_list(*keys).annotate(**counted)
    for found in grouped.values_list(*keys, *names):
        numbers = zip(names, found[many:], strict=True)
        yield found[:many], Progress(**{name.removeprefix("n_"): n for name, n in numbers})


def classes_of(
    campaign: UUID, by: Division, *, today: date, only: Q | None = None
) -> dict[str, ClassFigures]:
    """How a list stands by what its places were when they came onto it. An industry counts
    under its section."""
    rows = PlannedCheck.objects.filter(only or Q(), campaign=campaign)
    classes: defaultdict[str, ClassFigures] = defaultdict(ClassFigures)
    for (key,), progress in _counted(rows, (by.value,), today):
        classes[class_of(by, key)].progress = classes[class_of(by, key)].progress.plus(progress)
    places = rows.order_by().values_list(by.value).annotate(n=Count("site", distinct=True))
    for key, n in places:
        classes[class_of(by, key)].places += n
    for key, figure in _found_by(rows, by.value, today):
        one = classes[class_of(by, key)]
        one.found = one.found.plus(figure)
    return dict(classes)


def class_of(by: Division, key: Any) -> str:
    """The class that a value of the column belongs to; ``""``: not known."""
    if by is Division.INDUSTRY:
        return section_of(key or "")
    return str(key or "")


def reasons_of(campaign: UUID, *, only: Q | None = None) -> dict[tuple[RowState, str], int]:
    """Why checks were taken out or not made, by state and reason."""
    rows = PlannedCheck.objects.filter(only or Q(), ~Q(code=""), campaign=campaign)
    counted = rows.order_by().values_list("state", "code").annotate(n=Count("pk"))
    return {(RowState(state), code): n for state, code, n in counted}


def found_of(campaign: UUID, *, today: date, only: Q | None = None) -> dict[UUID, Found]:
    """What the visits of a list found, by the unit that made them."""
    rows = PlannedCheck.objects.filter(only or Q(), campaign=campaign)
    total: dict[UUID, Found] = {}
    for unit, figure in _found_by(rows, "unit", today):
        total[unit] = total.get(unit, Found()).plus(figure)
    return total


def found_in_all(campaign: UUID, *, today: date) -> Found:
    """What the visits of a whole list found, by whomever they were made."""
    found = Found()
    for each in found_of(campaign, today=today).values():
        found = found.plus(each)
    return found


def _found_by(
    rows: QuerySet[PlannedCheck], column: str, today: date
) -> Iterable[tuple[Any, Found]]:
    """Each case that the visits of ``rows`` found, with the ``column`` of its check."""
    made = rows.filter(visit__isnull=False).values_list(column, "visit")
    key_of = {visit: key for key, visit in made if visit is not None}
    cases = {
        UUID(case): key_of[visit] for visit, findings in _findings(key_of) for case in findings
    }
    for case, figure in found_in(cases, today=today).items():
        yield cases[case], figure


def _findings(visits: Iterable[UUID]) -> Iterable[tuple[UUID, list[str]]]:
    keys = sorted(visits)
    for begin in range(0, len(keys), AT_ONCE):
        rows = Visit.objects.filter(pk__in=keys[begin : begin + AT_ONCE])
        yield from rows.values_list("id", "findings")


def figures_of(campaign: UUID, *, today: date) -> dict[str, Any]:
    """What is counted at the end, kept as it was known then."""
    found = found_in_all(campaign, today=today)
    progress = progress_of([campaign], today=today).total(campaign)
    return {"on": today.isoformat(), "progress": asdict(progress), "found": asdict(found)}
