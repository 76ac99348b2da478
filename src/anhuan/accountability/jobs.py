"""What falls due by the clock alone: a lead where a ball has lain overdue for too long."""

from datetime import datetime, timedelta
from uuid import UUID

from anhuan.accountability.queries import led_by
from anhuan.accountability.services import propose_overdue
from anhuan.kernel.calendar import day_of
from anhuan.obligations.queries import balls_overdue_since
from anhuan.rulebook.queries import rules_at

Item = tuple[str, int, UUID]


def due(at: datetime) -> list[Item]:
    found: list[Item] = []
    for code, rule in rules_at(at).triggers.items():
        if rule.on and rule.event == "overdue":
            since = day_of(at) - timedelta(days=rule.count)
            late = balls_overdue_since(since, besides=led_by(code))
            found += [(code, rule.count, case) for case in late]
    return found


def run(item: Item, at: datetime) -> None:
    trigger, days, case = item
    propose_overdue(case=case, trigger=trigger, days=days, at=at)
