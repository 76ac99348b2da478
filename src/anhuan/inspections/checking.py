"""Whether every stored visit and campaign is what its facts add up to, and every list the one
that was frozen."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from django.db.models import Q

from anhuan.inspections import models
from anhuan.inspections.listing import frozen_keys
from anhuan.inspections.mapping import (
    CAMPAIGN_NAMES,
    NAMES,
    campaign_fact_of,
    fact_of,
    to_campaign,
    to_visit,
)
from anhuan.kernel.campaign import Campaign, CampaignKind, RowState, replay_campaign
from anhuan.kernel.draw import list_hash
from anhuan.kernel.visit import Visit, replay
from anhuan.ledger.replaying import differing
from anhuan.ledger.types import Difference
from anhuan.obligations.queries import open_of_planned
from anhuan.territory.errands import causes_of_errands

CHUNK: Final = 1_000


def differences() -> Iterator[Difference]:
    """Every column of every visit that differs from the replay of its facts."""
    return differing(
        models.Visit.objects,
        NAMES,
        to_value=to_visit,
        empty=lambda key: Visit(id=key),
        fact_of=fact_of,
        replay=replay,
    )


def campaign_differences() -> Iterator[Difference]:
    """Every column of every campaign that differs from the replay of its facts, and every list
    that is not the frozen one any more."""
    yield from differing(
        models.Campaign.objects,
        CAMPAIGN_NAMES,
        to_value=to_campaign,
        empty=lambda key: Campaign(id=key),
        fact_of=campaign_fact_of,
        replay=replay_campaign,
    )
    for row in models.Campaign.objects.filter(started_at__isnull=False).order_by("id").iterator():
        rows = row.checks.filter(added=False).iterator(chunk_size=CHUNK)
        hashed = list_hash(frozen_keys(rows))
        if hashed != row.list_hash:
            yield Difference(
                number=row.number, column="list", stored=hashed, replayed=row.list_hash
            )


def unowed() -> Iterator[tuple[str, str, bool]]:
    """Checks whose days have begun and that nobody owes, or that ended and are owed still: the
    number of the campaign, the place, whether it is owed."""
    rows = models.PlannedCheck.objects.filter(opened=True).order_by("id")
    listed = rows.values_list("id", "campaign__number", "site_name", "state").iterator()
    while chunk := list(islice(listed, CHUNK)):
        owed = open_of_planned(key for key, _, _, _ in chunk)
        for key, number, name, state in chunk:
            if (key in owed) != (state == RowState.PLANNED.value):
                yield number, name, key in owed


def unsent() -> Iterator[tuple[str, str, bool]]:
    """Open checks of cross-inspections whose team does not reach its place, and places that a
    team reaches for a check that has ended: the number of the campaign, the place, whether it
    does."""
    away = causes_of_errands()
    cross = Q(campaign__kind=CampaignKind.CROSS.value, opened=True, state=RowState.PLANNED.value)
    rows = models.PlannedCheck.objects.filter(cross | Q(pk__in=away)).order_by("id")
    fields = ("id", "campaign__number", "site_name", "opened", "state")
    for key, number, name, opened, state in rows.values_list(*fields):
        if (key in away) != (opened and state == RowState.PLANNED.value):
            yield number, name, key in away
