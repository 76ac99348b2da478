"""What cases say of those who look for them: of a place's record, of what a campaign found."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from anhuan.cases.models import Case
from anhuan.kernel.case import CLOSED_STATES, Grade, State

AT_ONCE: Final = 500
NEVER_WAS: Final = (State.DISMISSED.value, State.VOIDED.value)
AT_END: Final = frozenset({State.FIXED_ON_SPOT, *CLOSED_STATES})


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """Of the cases found at a site since a day: major ones, those whose recheck failed; and those
    that are overdue now."""

    majors: int = 0
    returned: int = 0
    overdue: int = 0


def records_of(sites: Collection[UUID], *, since: date, today: date) -> dict[UUID, SiteRecord]:
    """The records of ``sites``; one that has no case is not in it. The caller found them."""
    lately = Q(found_on__gte=since)
    found: dict[UUID, SiteRecord] = {}
    keys = sorted(sites)
    for begin in range(0, len(keys), AT_ONCE):
        rows = Case.objects.filter(site__in=keys[begin : begin + AT_ONCE])
        counted = (
            rows.exclude(state__in=NEVER_WAS)
            .order_by()
            .values_list("site")
            .annotate(
                majors=Count("pk", filter=lately & Q(grade=Grade.MAJOR.value)),
                returned=Count("pk", filter=lately & Q(round__gte=2)),
                overdue=Count("pk", filter=Q(is_open=True, ball_due_on__lt=today)),
            )
        )
        for site, majors, returned, overdue in counted:
            if site is not None:
                found[site] = SiteRecord(majors=majors, returned=returned, overdue=overdue)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How what was found stands: fixed at once, closed after an order, formally handed over, open
    within its term, overdue. The five add up to ``all``."""

    all: int = 0
    major: int = 0
    general: int = 0
    on_spot: int = 0
    closed: int = 0
    transferred: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def unsettled(self) -> int:
        """Neither closed nor formally handed over."""
        return self.open + self.overdue

    def plus(self, other: "Found") -> "Found":
        return Found(**{name: getattr(self, name) + getattr(other, name) for name in NAMES})


NAMES: Final = Found.__slots__


def found_in(cases: Iterable[UUID], *, today: date) -> dict[UUID, Found]:
    """Each of ``cases`` as a figure of one, what was never a problem left out."""
    keys, figures = sorted(set(cases)), {}
    fields = ("id", "state", "grade", "assigned_at", "ball_due_on")
    for begin in range(0, len(keys), AT_ONCE):
        rows = Case.objects.filter(pk__in=keys[begin : begin + AT_ONCE])
        for key, state, grade, assigned_at, due_on in rows.values_list(*fields):
            if state not in NEVER_WAS:
                late = due_on is not None and due_on < today
                stands = _stands(State(state), assigned_at is not None, late)
                figures[key] = Found(all=1, **_graded(grade), **{stands: 1})
    return figures


def _graded(grade: str) -> dict[str, int]:
    return {
        "major": int(grade == Grade.MAJOR.value),
        "general": int(grade == Grade.GENERAL.value),
    }


def _stands(state: State, assigned: bool, late: bool) -> str:
    """What nobody had to be ordered to fix was fixed at once."""
    if state in AT_END:
        return "closed" if assigned else "on_spot"
    if state is State.TRANSFERRED:
        return "transferred"
    return "overdue" if late else "open"


def units_of(cases: Iterable[UUID]) -> dict[UUID, UUID]:
    """The unit that answers for each of ``cases``. The caller found them."""
    rows = Case.objects.filter(pk__in=set(cases)).order_by()
    return dict(rows.values_list("id", "unit"))
