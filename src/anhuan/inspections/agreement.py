"""A cross-inspection beside what the station of each place had found there before: the same item
of the same version of a list, at the same place. Told by item and by unit, never by person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.base.plain import to_uuid
from anhuan.cases.findings import closed_of
from anhuan.inspections.models import PlannedCheck, Visit
from anhuan.inspections.plan_scope import find, sees_whole
from anhuan.kernel.access import Viewer
from anhuan.kernel.agreement import Cell, Fourfold, cell_of, fourfold
from anhuan.kernel.campaign import CampaignKind, CampaignState, RowState
from anhuan.kernel.checklist import Answer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct, VisitKind, VisitState
from anhuan.ledger.queries import facts_of
from anhuan.rulebook.queries import checklist_spans
from anhuan.rulebook.types import ChecklistVersion
from anhuan.territory.queries import unit_names
from anhuan.territory.stations import stations_over

OVER: Final = (CampaignState.CLOSING.value, CampaignState.ARCHIVED.value)
OWN_MEASURE: Final = (VisitKind.SELF_CHECK.value, VisitKind.SUPERVISION.value)
"""What a firm finds itself and what is found of units is no measure of an inspection."""
AT_ONCE: Final = 500
Span = tuple[datetime, datetime | None, ChecklistVersion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One item at one place, answered by the station's visit and by the team's. ``item``: the
    codes of the list and of the item in it."""

    site: UUID
    site_name: str
    local: UUID
    item: str
    cell: Cell
    first: Answer | None
    second: Answer | None
    first_visit: str
    second_visit: str
    first_on: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """All pairs of a finished cross-inspection. ``alone``: places of which no earlier visit of
    their station by the same version of the list is known. ``items`` in the order of the list,
    ``units`` in the order of their names."""

    pairs: tuple[Pair, ...]
    alone: int
    items: Mapping[str, str]
    units: Mapping[UUID, str]

    def table(self, *, item: str = "", unit: UUID | None = None) -> Fourfold:
        """The fourfold table of an item or of a unit's places, or of all."""
        return fourfold(one.cell for one in self.of(item=item, unit=unit))

    def of(
        self, *, item: str = "", unit: UUID | None = None, cell: Cell | None = None
    ) -> tuple[Pair, ...]:
        """The pairs behind a figure."""
        return tuple(
            one
            for one in self.pairs
            if (not item or one.item == item)
            and (unit is None or one.local == unit)
            and (cell is None or one.cell is cell)
        )


def compared(viewer: Viewer, number: str) -> Compared | None:
    """The comparison of a cross-inspection that is over, for whoever sees the whole of it;
    ``None`` as long as a team still has to hand in, and for any other campaign. Refuses
    ``NOT_VISIBLE``."""
    row = find(viewer, number)
    if row.kind != CampaignKind.CROSS or row.state not in OVER or not sees_whole(viewer, row):
        return None
    if row.checks.filter(state=RowState.PLANNED.value).exists():
        return None
    checks = list(row.checks.filter(visit__isnull=False).order_by("site_name", "id"))
    seconds = _visits_of(checks)
    spans = {code: checklist_spans(code) for code in {one.checklist for one in seconds.values()}}
    local = stations_over({one.area_path for one in checks})
    firsts = _firsts(checks, seconds, local, spans)
    ended = _put_right(firsts.values())
    pairs: list[Pair] = []
    for check in checks:
        first, second = firsts.get(check.id), seconds.get(check.visit or check.id)
        if first is not None and second is not None:
            version = _version(spans, second)
            assert version is not None
            pairs += _pairs(check, local[check.area_path], first, second, version, ended)
    known = {one.local for one in pairs}
    names = unit_names(known) if known else {}
    return Compared(
        pairs=tuple(pairs),
        alone=sum(one.id not in firsts for one in checks),
        items=_items(pairs, seconds.values(), spans),
        units=dict(sorted(names.items(), key=lambda pair: pair[1])),
    )


def need_compared(viewer: Viewer, number: str) -> Compared:
    """The same. Refuses ``NOT_VISIBLE`` where there is none to be read."""
    found = compared(viewer, number)
    if found is None:
        raise Refusal(Why.NOT_VISIBLE)
    return found


def _visits_of(checks: Sequence[PlannedCheck]) -> dict[UUID, Visit]:
    keys = [one.visit for one in checks if one.visit is not None]
    found: dict[UUID, Visit] = {}
    for begin in range(0, len(keys), AT_ONCE):
        rows = Visit.objects.filter(pk__in=keys[begin : begin + AT_ONCE]).exclude(checklist="")
        found |= {row.id: row for row in rows}
    return found


def _version(spans: Mapping[str, list[Span]], visit: Visit) -> ChecklistVersion | None:
    """The version of its list in the day on which a visit began."""
    for since, until, version in spans.get(visit.checklist, ()):
        if since <= visit.began_at and (until is None or visit.began_at < until):
            return version
    return None


def _firsts(
    checks: Sequence[PlannedCheck],
    seconds: Mapping[UUID, Visit],
    local: Mapping[str, UUID],
    spans: Mapping[str, list[Span]],
) -> dict[UUID, Visit]:
    """For each check the last visit of the place's own station by the same version of the list
    that had ended before the team's began."""
    sites = sorted({one.site_id for one in checks})
    earlier: dict[tuple[UUID, UUID | None, str], list[Visit]] = {}
    for begin in range(0, len(sites), AT_ONCE):
        rows = Visit.objects.filter(
            site__in=sites[begin : begin + AT_ONCE],
            state=VisitState.ENDED.value,
            checklist__in=list(spans),
            unit__in=set(local.values()),
        ).exclude(kind__in=OWN_MEASURE)
        for row in rows.order_by("-began_at", "-id"):
            earlier.setdefault((row.site, row.unit_id, row.checklist), []).append(row)
    found: dict[UUID, Visit] = {}
    for check in checks:
        second = seconds.get(check.visit or check.id)
        version = _version(spans, second) if second is not None else None
        if second is None or version is None:
            continue
        key = (check.site_id, local.get(check.area_path), second.checklist)
        for row in earlier.get(key, ()):
            before = row.ended_at is not None and row.ended_at <= second.began_at
            if before and _version(spans, row) is version:
                found[check.id] = row
                break
    return found


def _put_right(visits: Iterable[Visit]) -> dict[tuple[UUID, str], datetime]:
    """When what a visit found on an item was closed, where it was."""
    keys = [visit.id for visit in visits if visit.findings]
    held: dict[UUID, tuple[UUID, str]] = {}
    for begin in range(0, len(keys), AT_ONCE):
        for fact in facts_of(keys[begin : begin + AT_ONCE]):
            data = fact.public["data"]
            if fact.public["act"] == VisitAct.FIND and data.get("item"):
                held[UUID(str(to_uuid(data["case"])))] = (fact.subject, data["item"])
    return {held[one.id]: one.closed_at for one in closed_of(held)} if held else {}


def _pairs(
    check: PlannedCheck,
    local: UUID,
    first: Visit,
    second: Visit,
    version: ChecklistVersion,
    ended: Mapping[tuple[UUID, str], datetime],
) -> list[Pair]:
    found = []
    for item in version.checklist.items:
        one, two = (_answer(visit, item.code) for visit in (first, second))
        closed_at = ended.get((first.id, item.code))
        fixed = closed_at is not None and closed_at <= second.began_at
        found.append(
            Pair(
                site=check.site_id,
                site_name=check.site_name,
                local=local,
                item=key_of(second.checklist, item.code),
                cell=cell_of(one, two, fixed=fixed),
                first=one,
                second=two,
                first_visit=first.number,
                second_visit=second.number,
                first_on=first.began_at,
            )
        )
    return found


def key_of(checklist: str, item: str) -> str:
    """Two lists may have items of the same code."""
    return f"{checklist}/{item}"


def _answer(visit: Visit, item: str) -> Answer | None:
    raw = visit.answers.get(item)
    return Answer(raw) if raw else None


def _items(
    pairs: Sequence[Pair], seconds: Iterable[Visit], spans: Mapping[str, list[Span]]
) -> dict[str, str]:
    """The items that were compared, with their texts, in the order of the list."""
    wanted = {one.item for one in pairs}
    found: dict[str, str] = {}
    for second in seconds:
        version = _version(spans, second)
        for item in version.checklist.items if version else ():
            key = key_of(second.checklist, item.code)
            if key in wanted:
                found.setdefault(key, item.text)
    return found
