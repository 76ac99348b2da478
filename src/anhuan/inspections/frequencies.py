"""How often each place is checked, by the rules of a day and by its record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Max

from anhuan.cases.figures import SiteRecord, records_of
from anhuan.inspections.models import Visit
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of, start_of_day
from anhuan.kernel.cycle import behind
from anhuan.kernel.frequency import (
    Frequency,
    Object,
    Record,
    frequencies,
    months_before,
    months_of,
)
from anhuan.kernel.visit import VisitKind, VisitState
from anhuan.rulebook.queries import visit_cycles_at, visit_reductions_at
from anhuan.rulebook.types import NamedRule
from anhuan.sites.choosing import Chosen, choose, standards_of

INSPECTIONS: Final = tuple(
    kind.value
    for kind in VisitKind
    if kind not in {VisitKind.PATROL, VisitKind.SELF_CHECK, VisitKind.SUPERVISION}
)
"""Visits that say something of a place's record: of departments, from outside."""
AT_ONCE: Final = 500
Records = Mapping[int, Record]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A frequency with the rules that it follows from, and the record they looked at.

    ``last_on``: the day of the last visit that keeps it, by whomever; ``late``: for how many days
    the next one has been overdue.
    """

    frequency: Frequency
    rule: NamedRule
    reductions: tuple[NamedRule, ...]
    records: Records
    last_on: date | None = None
    late: int = 0


class Frequencies:
    """The frequencies of many sites by the rules of one day."""

    def __init__(self, at: datetime) -> None:
        self.at, self.today = at, day_of(at)
        self.rules = visit_cycles_at(at)
        self.reductions = visit_reductions_at(at)
        self._cycles = {code: one.rule for code, one in self.rules.items()}
        self._falls = {code: one.rule for code, one in self.reductions.items()}

    def of(self, sites: Sequence[Chosen]) -> dict[UUID, tuple[Frequency, ...]]:
        """How often each of ``sites`` is checked, level by level."""
        records = self.records(sites)
        return {
            site.id: frequencies(_object(site), self._cycles, self._falls, records[site.id])
            for site in sites
        }

    def told(self, site: Chosen) -> tuple[Told, ...]:
        """The same of one site with the reasons."""
        records = self.records([site])[site.id]
        found = frequencies(_object(site), self._cycles, self._falls, records)
        days = _last_days(site.id)
        last = {one: _last(one, days) for one in found}
        return tuple(
            Told(
                last_on=last[one],
                late=_late(one, last[one], self.today),
                frequency=one,
                rule=self.rules[one.rule],
                reductions=tuple(self.reductions[code] for code in one.reductions),
                records=records,
            )
            for one in found
        )

    def records(self, sites: Sequence[Chosen]) -> dict[UUID, Records]:
        """What is known of each site over every span that a reduction looks back."""
        keys = [site.id for site in sites]
        found: dict[UUID, dict[int, Record]] = {key: {} for key in keys}
        standards = standards_of(keys, on=self.today) if self._falls else {}
        for months in months_of(self._falls.values()):
            since = months_before(self.today, months)
            visits = _visits(keys, since)
            cases = records_of(keys, since=since, today=self.today)
            for key in keys:
                known = cases.get(key, SiteRecord())
                found[key][months] = Record(
                    visits=visits.get(key, 0),
                    majors=known.majors,
                    returned=known.returned,
                    overdue=known.overdue,
                    standard=standards.get(key, ""),
                )
        return dict(found)


def _object(site: Chosen) -> Object:
    return Object(risk=site.risk, tags=site.tags, industry=site.industry, subject=site.subject)


def _visits(sites: Collection[UUID], since: date) -> dict[UUID, int]:
    keys, found = sorted(sites), {}
    for begin in range(0, len(keys), AT_ONCE):
        rows = Visit.objects.filter(
            site__in=keys[begin : begin + AT_ONCE],
            state=VisitState.ENDED.value,
            kind__in=INSPECTIONS,
            began_at__gte=start_of_day(since),
        )
        found.update(dict(rows.order_by().values_list("site").annotate(n=Count("pk"))))
    return found


def _last_days(site: UUID) -> dict[str, date]:
    """The day of the last visit of each kind that came to its end."""
    over = Visit.objects.filter(site=site, state=VisitState.ENDED.value)
    rows = over.order_by().values_list("kind").annotate(last=Max("began_at"))
    return {kind: day_of(last) for kind, last in rows}


def _last(one: Frequency, days: Mapping[str, date]) -> date | None:
    """A patrol keeps a round of the grid; any inspection keeps the department's cycle."""
    kinds = (one.visit.value,) if one.visit is VisitKind.PATROL else INSPECTIONS
    return max((days[kind] for kind in kinds if kind in days), default=None)


def _late(one: Frequency, last: date | None, today: date) -> int:
    """Where nothing is on record nothing is known to be late: the page says that."""
    return behind(one.cycle.every, last, today) if last else 0


def frequencies_of(viewer: Viewer, site: UUID) -> tuple[Told, ...]:
    """How often a visible site is checked and why, for officers and for the firm itself; nothing
    of one that has closed."""
    found = choose(viewer, within=[site])
    return Frequencies(viewer.at).told(found[0]) if found else ()
