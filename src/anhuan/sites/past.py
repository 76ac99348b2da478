"""Sites as they were: a past day is asked of that day's sites, as recorded by an instant.

Where a site lies and its industry hold from when they were recorded; whether it operates, from
the day entered with it, which may be earlier.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.kernel.calendar import start_of_day
from anhuan.kernel.gaps import SiteAt
from anhuan.sites.models import Former, Site
from anhuan.sites.standing import GONE, standing_rows, under

KEPT: Final = ("area_id", "area_path", "industry", "lon", "lat", "operation", "operation_since")
"""What decides who answers for a site."""
MANY: Final = 500
State = Mapping[str, Any]
"""The values of ``KEPT``."""


class SitesThen:
    """The sites under ``path``, or those of ``ids``, as valid at ``at`` and recorded by
    ``known_at``."""

    def __init__(
        self,
        path: str = "",
        *,
        ids: Iterable[UUID] | None = None,
        at: datetime,
        known_at: datetime,
    ) -> None:
        self.path, self.at, self.known_at = path, at, known_at
        self.ids = None if ids is None else list(ids)
        self.then = min(at, known_at)
        self.states = self._states()
        """The former states of those that changed after ``then``, the earliest first."""

    def _states(self) -> dict[UUID, list[tuple[datetime, State]]]:
        later = Former.objects.filter(until__gt=self.then)
        if self.ids is not None and len(self.ids) <= MANY:
            later = later.filter(site__in=self.ids)
        rows = Former.objects.filter(site__in=later.values("site")).order_by("until", "id")
        found: dict[UUID, list[tuple[datetime, State]]] = {}
        for site, until, values in rows.values_list("site", "until", "values"):
            found.setdefault(site, []).append((until, values))
        return found

    def standing(self) -> list[SiteAt]:
        """Those that had neither closed nor moved."""
        known = Q(since__isnull=True) | Q(since__lte=self.then)
        found = []
        for row in self.rows().filter(known).values_list("id", *KEPT):
            changes = self.states.get(row[0])
            if changes:
                found += self._changed(row[0], changes, dict(zip(KEPT, row[1:], strict=True)))
            elif row[-2] not in GONE:
                found.append(SiteAt(row[0], row[1], *row[3:6]))
        return found

    def rows(self) -> QuerySet[Site]:
        """Those looked for, and where they may have been elsewhere then, a few more."""
        if self.ids is not None:
            return Site.objects.filter(pk__in=self.ids)
        return standing_rows(self.path) | Site.objects.filter(pk__in=list(self.states))

    def _changed(
        self, site: UUID, changes: Sequence[tuple[datetime, State]], row: State
    ) -> list[SiteAt]:
        was = next(values for until, values in changes if until > self.then)
        elsewhere = self.ids is None and not under(self.path, was["area_path"])
        if elsewhere or self._operation(changes, row) in GONE:
            return []
        area = UUID(was["area_id"]) if was["area_id"] else None
        return [SiteAt(site, area, was["industry"], was["lon"], was["lat"])]

    def _operation(self, changes: Sequence[tuple[datetime, State]], row: State) -> str:
        """What was recorded last of those that had begun by ``at``; saying the same state again
        with another day puts right the first."""
        begun = [None, *(until for until, _ in changes)]
        states = [*(values for _, values in changes), row]
        turns: list[tuple[date | None, str]] = []
        for recorded, state in zip(begun, states, strict=True):
            if recorded is not None and recorded > self.known_at:
                break
            if turns and turns[-1][1] == state["operation"]:
                turns.pop()
            turns.append((_day(state["operation_since"]), state["operation"]))
        held = [turn for day, turn in turns if day is None or start_of_day(day) <= self.at]
        return held[-1] if held else turns[0][1]


def path_then(site: UUID, *, at: datetime, known_at: datetime) -> str:
    """The path of the area the site lay in; the present one where nothing else is known."""
    row = Former.objects.filter(site=site, until__gt=min(at, known_at)).order_by("until", "id")
    was = row.values_list("values", flat=True).first()
    path = Site.objects.filter(pk=site).values_list("area_path", flat=True).first()
    return str(was["area_path"] if was else path or "")


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
