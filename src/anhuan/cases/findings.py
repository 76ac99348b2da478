"""Cases known by their identifiers from elsewhere, narrowed to what the viewer may see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Value

from anhuan.cases.models import Case
from anhuan.cases.scope import find, lies_with, seen_by
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import State
from anhuan.rulebook.queries import rules_at


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCase:
    """A case in one line: what it is and where it stands. ``visible``: its page is, too."""

    id: UUID
    number: str
    title: str
    state: State
    round: int
    due_on: date | None
    is_open: bool
    unit: UUID
    grade: str
    needs_grade: bool
    parent: str
    spot: str
    basis: str
    visible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A case that was closed, and when."""

    id: UUID
    number: str
    closed_at: datetime


def found_cases(
    viewer: Viewer,
    ids: Iterable[UUID],
    *,
    units: Collection[UUID] | None = None,
    grading: Collection[str] = (),
    finder: bool = False,
) -> dict[UUID, FoundCase]:
    """Those of ``ids`` that the viewer may see, with ``units`` only what lies with one of them;
    one query. ``grading``: the kinds of cases that need a grade, where that is asked. ``finder``:
    the viewer found them, so that they are told, but not what they came back from."""
    rows = Case.objects.filter(pk__in=set(ids))
    if finder:
        rows = rows.annotate(is_seen=ExpressionWrapper(seen_by(viewer), BooleanField()))
    else:
        rows = rows.filter(seen_by(viewer)).annotate(is_seen=Value(True))
    if units is not None:
        rows = rows.filter(lies_with(units))
    fields = (
        *("id", "number", "description", "state", "round", "due_on", "is_open", "unit", "grade"),
        *("kind", "parent__number", "spot", "basis", "is_seen"),
    )
    return {
        row[0]: FoundCase(
            id=row[0],
            number=row[1],
            title=row[2],
            state=State(row[3]),
            round=row[4],
            due_on=row[5],
            is_open=row[6],
            unit=row[7],
            grade=row[8],
            needs_grade=not row[8] and row[9] in grading,
            parent=(row[13] and row[10]) or "",
            spot=row[11],
            basis=row[12],
            visible=bool(row[13]),
        )
        for row in rows.values_list(*fields)
    }


def graded_kinds(at: datetime) -> frozenset[str]:
    """The kinds of cases that need a grade, by the rules of the day of ``at``."""
    kinds = rules_at(at).kinds
    return frozenset(kind.value for kind, rule in kinds.items() if rule.grading == "required")


def owners_of(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Which unit each of ``ids`` lies with: that alone may be told to whoever may not see it."""
    rows = Case.objects.filter(pk__in=set(ids))
    return dict(rows.values_list("id", "unit"))


def closed_of(ids: Iterable[UUID]) -> list[Ended]:
    """Those of ``ids`` that were closed, the last one first. Unnarrowed: for a link that the
    record makes by itself."""
    rows = Case.objects.filter(pk__in=set(ids), closed_at__isnull=False)
    rows = rows.order_by("-closed_at", "-id")
    found = rows.values_list("id", "number", "closed_at")
    return [Ended(id=each, number=number, closed_at=at) for each, number, at in found if at]


def id_of(viewer: Viewer, number: str) -> UUID:
    """The identifier behind a number. Refuses ``NOT_VISIBLE``."""
    return find(viewer, number).id
