"""How long it takes from an alarm until somebody looks (``domain.md`` §4.8). Units are told, never
persons."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from statistics import median_low
from typing import Final
from uuid import UUID

from anhuan.alarms.types import Pace
from anhuan.cases.figures import units_of
from anhuan.cases.queries import visible_of
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action
from anhuan.ledger.queries import facts_of
from anhuan.territory.queries import unit_names

LOOKED: Final = frozenset({Action.VERIFY, Action.DISMISS, Action.FIX_ON_SPOT})
"""Acts that say what was found there."""
MINUTE: Final = 60


def measured(viewer: Viewer, raised: Mapping[UUID, datetime]) -> tuple[Pace, ...]:
    """By unit, of the matters among ``raised`` that the viewer sees; when the first alarm of each
    was raised."""
    seen = visible_of(viewer, raised)
    looked: dict[UUID, datetime] = {}
    for act in facts_of(seen):
        if act.public.get("action") in LOOKED:
            looked.setdefault(act.subject, act.at)
    by_unit: dict[UUID, list[UUID]] = defaultdict(list)
    for case, unit in units_of(seen).items():
        by_unit[unit].append(case)
    names = unit_names(by_unit)
    found = [_pace(names[unit], cases, raised, looked) for unit, cases in by_unit.items()]
    return tuple(sorted(found, key=lambda one: (one.matters == one.seen, one.unit)))


def _pace(
    unit: str,
    cases: list[UUID],
    raised: Mapping[UUID, datetime],
    looked: Mapping[UUID, datetime],
) -> Pace:
    took = [
        max(0, int((looked[case] - raised[case]).total_seconds()) // MINUTE)
        for case in cases
        if case in looked
    ]
    waiting = [raised[case] for case in cases if case not in looked]
    return Pace(
        unit=unit,
        matters=len(cases),
        seen=len(took),
        minutes=median_low(took) if took else None,
        waits_since=min(waiting, default=None),
    )
