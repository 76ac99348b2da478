"""Duties that fall due again and again: the windows that stand open, the duties not looked at."""

from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet

from anhuan.kernel.calendar import day_of
from anhuan.obligations.models import Obligation, Sweep
from anhuan.rulebook.queries import duties_at

PERMITS: Final = "permits"
"""The sweep of permits is noted beside those of duties."""


def open_ones() -> QuerySet[Obligation]:
    return Obligation.objects.filter(~Q(duty=""), closed_at__isnull=True)


def unswept(at: datetime) -> list[str]:
    """The duties whose windows were not yet looked at on the day of ``at``."""
    today = day_of(at)
    done = dict(Sweep.objects.exclude(duty=PERMITS).values_list("duty", "on"))
    falling = {code for code, rule in duties_at(at).items() if rule.duty.falls_due}
    return sorted(code for code in falling | done.keys() if done.get(code, date.min) < today)
