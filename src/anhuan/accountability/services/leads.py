"""Leads that the system proposes. A lead names a case and the acts that show what happened; who
held the ball is computed when somebody looks, and nobody is accused."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.accountability import models
from anhuan.accountability.services.acts import begin
from anhuan.accountability.types import RUNG, Done
from anhuan.base.db import one_at_a_time
from anhuan.base.ids import new_id
from anhuan.cases.queries import about_case
from anhuan.kernel.accountability import Matter
from anhuan.kernel.case import Action
from anhuan.kernel.lifecycle import Actor
from anhuan.ledger.queries import acts_of
from anhuan.ledger.types import Recorded
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import office_of

EVENTS: Final = {Action.RETURN.value: "returned", Action.RELAPSE.value: "relapsed"}
SAID: Final = {
    "returned": "同一事项复查不合格 {n} 次",
    "relapsed": "销号后抽查查实未整改或反弹",
    "overdue": "逾期满 {n} 天没有办理",
}


def on_case_act(*, case_id: UUID, action: str, at: datetime, **more: Any) -> None:
    """A case was returned or relapsed: propose a lead where a trigger says so."""
    event = EVENTS.get(action)
    if event is None:
        return
    for code, rule in rules_at(at).triggers.items():
        if not rule.on or rule.event != event:
            continue
        shown = [one for one in acts_of(case_id) if one.kind == f"case.{action}"]
        if len(shown) >= rule.count:
            _lead(case_id, code, event, shown, n=len(shown), at=at)


def propose_overdue(*, case: UUID, trigger: str, days: int, at: datetime) -> Done | None:
    """A ball has lain overdue for so long that the rung of a talk is reached."""
    return _lead(case, trigger, "overdue", acts_of(case)[-1:], n=days, at=at)


def on_rung(
    *, rung: UUID, proposes: str, case: UUID | None, days: int, at: datetime, **more: Any
) -> None:
    """A rung that proposes a matter has become true: one lead for each such rung."""
    if proposes == "matter" and case is not None:
        key = f"rung:{rung}"
        _lead(case, RUNG, "overdue", acts_of(case)[-1:], n=days, at=at, key=key)


@transaction.atomic
def _lead(
    case: UUID,
    trigger: str,
    event: str,
    shown: list[Recorded],
    *,
    n: int,
    at: datetime,
    key: str = "",
) -> Done | None:
    """Once for each trigger and case, or for each ``key``: what was proposed is not proposed
    again."""
    key = key or f"{trigger}:{case}"
    one_at_a_time(f"matter {key}")
    about = about_case(case)
    office = office_of(about.area_path) if about else None
    if about is None or office is None or models.Matter.objects.filter(key=key).exists():
        return None
    return begin(
        Matter(id=new_id()),
        about,
        office,
        trigger,
        values={"case": case, "summary": SAID[event].format(n=n)},
        actor=Actor(person=None),
        at=at,
        rules=rules_at(at),
        facts=frozenset(one.id for one in shown),
        key=key,
    )
