"""Who is told that a campaign has begun: of each unit that got places to check whoever leads it,
and whom the lot drew. One notice each, however many places; of a sealed list at its hour."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from anhuan.inspections.models import Campaign, PlannedCheck
from anhuan.kernel.campaign import CampaignAct, CampaignKind, RowState
from anhuan.notices.services import notify
from anhuan.territory.competent import leading_posts
from anhuan.territory.members import persons_of_posts

TOPIC = "campaign.began"


def tell(
    *,
    campaign_id: UUID,
    number: str,
    version: int,
    act: str,
    unit: UUID | None,
    by: UUID,
    at: datetime,
) -> None:
    """Tell the units of a list that has begun, and ``unit``, which was given a place later.
    Nobody tells himself."""
    if act not in {CampaignAct.START, CampaignAct.GIVE}:
        return
    row = Campaign.objects.get(pk=campaign_id)
    if row.sealed_until is None or row.sealed_until <= at:
        _tell(row, only=unit, by=by, at=at)


def tell_unsealed(*, campaign_id: UUID, at: datetime) -> None:
    """Tell the units of a list whose hour has come; who was told before is told nothing more."""
    _tell(Campaign.objects.get(pk=campaign_id), by=None, at=at)


def _tell(row: Campaign, *, by: UUID | None, at: datetime, only: UUID | None = None) -> None:
    checks = row.checks.filter(state=RowState.PLANNED.value).order_by()
    checks = checks if only is None else checks.filter(unit=only)
    counts = dict(checks.values_list("unit").annotate(n=Count("pk")))
    heads = leading_posts(counts.keys())
    drawn = _drawn(checks) if row.kind == CampaignKind.RANDOM else {}
    for unit, n in sorted(counts.items()):
        persons = persons_of_posts(heads.get(unit, []), at=at) | drawn.get(unit, set())
        persons -= {by} if by else set()
        if persons:
            notify(
                to=sorted(persons),
                topic=TOPIC,
                params={
                    "number": row.number,
                    "title": row.title[:60],
                    "n": n,
                    "to_on": row.to_on.isoformat(),
                },
                subject_kind="campaign",
                subject=row.id,
                key=f"{TOPIC}:{row.id}:{unit}",
                at=at,
            )


def _drawn(checks: Iterable[PlannedCheck]) -> dict[UUID, set[UUID]]:
    """The officers whom the lot drew, by unit."""
    found: dict[UUID, set[UUID]] = {}
    for each in checks:
        found.setdefault(each.unit_id, set()).update(map(UUID, each.officers))
    return found
