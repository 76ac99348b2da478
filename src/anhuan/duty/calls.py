"""Reads of duty calls (查岗): those of a unit, those that wait, what a rule still calls."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from anhuan.base.keyset import beyond
from anhuan.base.tree import under_any
from anhuan.duty.models import DutyCall, RaisedState, Stint
from anhuan.duty.types import CallLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.roster import Lack, slot_of_call
from anhuan.people.queries import persons
from anhuan.rulebook.queries import readiness_at

MOST: Final = 100


def call(viewer: Viewer, key: UUID) -> CallLine:
    """One call. Refuses ``NOT_VISIBLE``."""
    row = _visible(viewer).filter(pk=key).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return _lines([row])[0]


def calls(
    viewer: Viewer, *, unit: UUID | None = None, before: UUID | None = None, limit: int = MOST
) -> list[CallLine]:
    """The calls to units in the viewer's reach, the last first; two queries, three with a place
    to go on from."""
    rows = _visible(viewer)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if before is not None:
        last = _visible(viewer).filter(pk=before).values_list("called_at", flat=True).first()
        if last is None:
            raise Refusal(Why.NOT_VISIBLE)
        rows = rows.filter(beyond("called_at", last, before, backwards=True))
    return _lines(rows.order_by("-called_at", "-id")[:limit])


def to_answer(viewer: Viewer) -> list[CallLine]:
    """The calls that wait for the viewer, who is on duty in the unit or was asked by post; one
    query where there is none."""
    rows = _visible(viewer).filter(answered_at__isnull=True).filter(_mine(viewer, viewer.at))
    return _lines(rows.order_by("due_at", "id")[:MOST])


def may_answer(viewer: Viewer, line: CallLine, *, at: datetime) -> bool:
    """Whoever is named in the shift that ran when it was called or runs at ``at``, or holds the
    post that was asked or the one it reaches first."""
    rows = DutyCall.objects.filter(pk=line.id)
    return rows.filter(_mine(viewer, at)).exists()


def is_above(viewer: Viewer, path: str) -> bool:
    """Whether an area lies below one of the viewer's: only a level above calls."""
    return any(path.startswith(top) and len(path) > len(top) for top in viewer.areas)


def _mine(viewer: Viewer, at: datetime) -> Q:
    named = Stint.objects.filter(
        person=viewer.person, unit=OuterRef("unit"), replaced_at__isnull=True
    )
    now = named.filter(starts_at__lte=at, ends_at__gt=at)
    then = named.filter(starts_at__lte=OuterRef("called_at"), ends_at__gt=OuterRef("called_at"))
    asked = Q(post__in=viewer.posts) | Q(over__in=viewer.posts)
    return asked | Q(Exists(now)) | Q(Exists(then))


def _visible(viewer: Viewer) -> QuerySet[DutyCall]:
    reach = under_any("area_path", viewer.areas) | Q(unit__in=viewer.units)
    return DutyCall.objects.filter(reach).select_related("unit", "caller_unit")


def _lines(rows: Iterable[DutyCall]) -> list[CallLine]:
    listed = list(rows)
    keys = {key for row in listed for key in (row.person, row.answered_by, row.by) if key}
    names = {key: line.name for key, line in persons(keys).items()} if keys else {}
    return [_line(row, names) for row in listed]


def _line(row: DutyCall, names: dict[UUID, str]) -> CallLine:
    caller = row.caller_unit
    return CallLine(
        id=row.id,
        version=row.version,
        unit=row.unit_id,
        unit_name=row.unit.short or row.unit.name,
        caller_unit=row.caller_unit_id,
        caller_name=(caller.short or caller.name) if caller else "",
        by_rule=row.by is None,
        about=row.about,
        post=row.post_id,
        person=row.person,
        name=names.get(row.person, "") if row.person else "",
        lack=Lack(row.lack) if row.lack else None,
        called_at=row.called_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        answered_name=names.get(row.answered_by, "") if row.answered_by else "",
        said=row.said,
    )


def ruled(at: datetime) -> list[tuple[UUID, UUID, datetime]]:
    """The calls that states make by their rule and that were not made yet: state, unit, the time
    of the rule. Units without anybody on duty now are not called."""
    rules = {code: rule.asked for code, rule in readiness_at(at).items()}
    rows = RaisedState.objects.filter(since__lte=at, until__gt=at)
    rows = rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at))
    found: dict[UUID, tuple[int, UUID, UUID, datetime]] = {}
    for row in rows.order_by("since", "id"):
        asked = rules.get(row.code)
        slot = slot_of_call(asked.calls, at) if asked else None
        if asked is None or slot is None or slot < row.since:
            continue
        for unit in _uncalled(row, slot, at):
            one = (asked.rank, row.id, unit, slot)
            found[unit] = max(found.get(unit, one), one, key=lambda each: each[0])
    return sorted((state, unit, slot) for _, state, unit, slot in found.values())


def _uncalled(row: RaisedState, slot: datetime, at: datetime) -> list[UUID]:
    here = Stint.objects.filter(
        area_path__under=row.area_path,
        starts_at__lte=at,
        ends_at__gt=at,
        replaced_at__isnull=True,
    ).exclude(unit=row.unit_id)
    done = DutyCall.objects.filter(Q(raised=row.id, called_at__gte=slot))
    waits = DutyCall.objects.filter(answered_at__isnull=True)
    units = here.exclude(unit__in=done.values("unit")).exclude(unit__in=waits.values("unit"))
    return list(units.order_by("unit").values_list("unit", flat=True).distinct())
