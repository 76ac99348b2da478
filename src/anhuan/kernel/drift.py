"""How far a micro-station stands off from reference stations beside it (``domain.md`` §4.8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from anhuan.kernel.alarm_rule import DriftRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """``hours``: with a value of both. ``ratio``: the sum of its values by that of the reference,
    ``bias``: the mean difference in the unit of the factor; None without an hour or over a zero
    sum. ``off``: None where there are too few hours to say."""

    hours: int
    ratio: Decimal | None
    bias: Decimal | None
    off: bool | None


def drift(pairs: Iterable[tuple[Decimal, Decimal]], rule: DriftRule) -> Drift:
    """From (own, reference) means of the same hours. Exactly at ``rule.off`` is not off."""
    found = list(pairs)
    own = sum((one for one, _ in found), Decimal())
    reference = sum((other for _, other in found), Decimal())
    ratio = own / reference if reference > 0 else None
    bias = (own - reference) / len(found) if found else None
    known = ratio is not None and len(found) >= rule.hours
    off = abs(ratio - 1) > rule.off if known and ratio is not None else None
    return Drift(hours=len(found), ratio=ratio, bias=bias, off=off)
