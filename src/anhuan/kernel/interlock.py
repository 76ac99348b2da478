"""Production on with treatment off, told from two power meters (``domain.md`` §4.7 item 1). The
answer is one of three; where it cannot be known it says so."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum, unique

from anhuan.kernel.alarm import Slot, Values, median
from anhuan.kernel.alarm_rule import Interlock


@unique
class Verdict(StrEnum):
    """合规, 疑似, 无法核验: a suspicion asks for a check and decides nothing."""

    CONFORMS = "conforms"
    SUSPECTED = "suspected"
    UNVERIFIABLE = "unverifiable"


def usual(
    production: Values, treatment: Values, *, rated: Decimal, rule: Interlock
) -> Decimal | None:
    """The usual power of a treatment line: the median of its hours in which production ran and it
    drew more than ``rule.treatment`` of its highest hour. kW, hours of the days before. None with
    fewer than ``rule.hours``."""
    on = [
        value
        for at, value in treatment.items()
        if value is not None
        and (made := production.get(at)) is not None
        and made > rule.production * rated
    ]
    floor = rule.treatment * max(on, default=Decimal())
    running = [value for value in on if value > floor]
    return median(running) if len(running) >= rule.hours else None


def interlock(
    production: Values,
    treatment: Values,
    *,
    rated: Decimal,
    usual: Decimal | None,
    rule: Interlock,
) -> list[Slot]:
    """Each period of the production meter (kW): a hit where it ran and treatment did not; unknown
    where it ran and the other meter or its usual power is not known."""
    slots = []
    for at, made in sorted(production.items()):
        if made is None:
            slots.append(Slot(at, None))
            continue
        if made <= rule.production * rated:
            slots.append(Slot(at, False))
            continue
        drawn = treatment.get(at)
        if drawn is None or usual is None:
            slots.append(Slot(at, None, drawn))
            continue
        floor = rule.treatment * usual
        slots.append(Slot(at, drawn < floor, drawn, floor))
    return slots


def verdict(slots: Iterable[Slot], *, suspected: bool) -> Verdict:
    """Of a stretch of time: suspected where a condition was found in it, unverifiable where more
    than half of it is unknown or there is nothing, else it conforms."""
    all_of = [slot.hit for slot in slots]
    if suspected:
        return Verdict.SUSPECTED
    if not all_of or 2 * all_of.count(None) > len(all_of):
        return Verdict.UNVERIFIABLE
    return Verdict.CONFORMS
