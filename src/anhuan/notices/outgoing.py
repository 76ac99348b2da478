"""Reads of addresses and of messages that leave the node."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of, start_of_day
from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices.channels.choosing import ready
from anhuan.notices.mapping import to_delivery, to_line, to_view
from anhuan.notices.models import Address, Delivery, Notice
from anhuan.notices.types import (
    GROUPS,
    PERSONAL,
    AddressLine,
    Channel,
    DeliveryLine,
    Health,
    NoticeView,
)
from anhuan.territory.members import persons_of_units
from anhuan.territory.queries import units_within

MOST_DUE: Final = 200
MOST_NEWS: Final = 500
LOOK_BACK: Final = timedelta(days=7)
"""Health counts failures of so many days; an older failure is still listed."""


def deliveries_due(at: datetime) -> dict[str, list[UUID]]:
    """Messages to be tried now by channel, the oldest first; one that another worker claimed is
    left out."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    rows = Delivery.objects.filter(
        free, sent_at__isnull=True, failed_at__isnull=True, due_at__lte=at
    )
    found: dict[str, list[UUID]] = {}
    for channel, each in rows.order_by("due_at", "id").values_list("channel", "pk")[:MOST_DUE]:
        found.setdefault(channel, []).append(each)
    return found


def was_put_off(delivery: UUID, at: datetime) -> bool:
    """Whether its channel did not take it just now, but may later."""
    rows = Delivery.objects.filter(pk=delivery, due_at__gt=at)
    return rows.filter(sent_at__isnull=True, failed_at__isnull=True).exists()


def digests_due(at: datetime) -> list[UUID]:
    rows = Address.objects.filter(next_digest_at__lte=at).order_by("next_digest_at")
    return list(rows.values_list("pk", flat=True)[:MOST_DUE])


def news_of(address: Address, *, at: datetime) -> list[NoticeView]:
    """What its digest at ``at`` says: unread, and not said by an earlier one that arrived."""
    if address.person is not None:
        readers = {address.person}
    else:
        readers = persons_of_units([address.unit_id] if address.unit_id else [], at=at)
    rows = Notice.objects.filter(
        recipient__in=readers, read_at__isnull=True, at__gte=address.digested_to, at__lt=at
    )
    found = [to_view(row) for row in rows.order_by("-urgent", "-id")[:MOST_NEWS]]
    return found if address.unit_id is None else _once(found)


def _once(notices: list[NoticeView]) -> list[NoticeView]:
    """What several people of a unit were told counts once for the group."""
    kept: dict[tuple[str, UUID, datetime], NoticeView] = {}
    for notice in notices:
        kept.setdefault((notice.topic, notice.subject, notice.at), notice)
    return list(kept.values())


def next_hour(hour: int, *, after: datetime) -> datetime:
    """The next ``hour`` o'clock in UTC+8 after an instant."""
    found = start_of_day(day_of(after)) + timedelta(hours=hour)
    return found if found > after else found + timedelta(days=1)


def mine(viewer: Viewer) -> list[AddressLine]:
    rows = Address.objects.filter(person=viewer.person).order_by("channel")
    return [to_line(row) for row in rows]


def groups(viewer: Viewer) -> list[AddressLine]:
    """The robots of the units in the viewer's reach."""
    _keeper(viewer)
    units = [unit.id for unit in units_within(viewer)]
    rows = Address.objects.filter(unit__in=units).order_by("unit__name", "channel")
    return [to_line(row) for row in rows]


def way(viewer: Viewer, key: str) -> list[DeliveryLine]:
    """How the viewer's own notice of that key went out, besides the list of notices."""
    rows = Delivery.objects.filter(person=viewer.person, about=key).order_by("id")
    return [to_delivery(row) for row in rows.exclude(address__unit__isnull=False)]


def visible_failures(viewer: Viewer) -> QuerySet[Delivery]:
    """Given up, to the people and groups of units in the viewer's reach."""
    _keeper(viewer)
    units = [unit.id for unit in units_within(viewer)]
    people = persons_of_units(units, at=viewer.at) | {viewer.person}
    reach = Q(address__unit__in=units) | Q(person__in=people)
    return Delivery.objects.filter(reach, failed_at__isnull=False)


def failures(viewer: Viewer, *, limit: int = 50) -> list[DeliveryLine]:
    rows = visible_failures(viewer).order_by("-failed_at", "-id")[:limit]
    return [to_delivery(row) for row in rows]


def health(viewer: Viewer) -> list[Health]:
    """Of every channel: whether it is set up, what waits, what failed, what worked last."""
    _keeper(viewer)
    recent = viewer.at - LOOK_BACK
    counts = Delivery.objects.values("channel").annotate(
        waiting=Count("pk", filter=Q(sent_at__isnull=True, failed_at__isnull=True)),
        failed=Count("pk", filter=Q(failed_at__gt=recent)),
        last_sent_at=Max("sent_at"),
        last_failed_at=Max("failed_at"),
    )
    found = {row["channel"]: row for row in counts}
    return [_health(each, found.get(each.value, {})) for each in (*PERSONAL, *GROUPS)]


def _health(channel: Channel, counted: Mapping[str, Any]) -> Health:
    return Health(
        channel=channel,
        ready=ready(channel),
        waiting=counted.get("waiting", 0),
        failed=counted.get("failed", 0),
        last_sent_at=counted.get("last_sent_at"),
        last_failed_at=counted.get("last_failed_at"),
    )


def open_channels() -> list[Channel]:
    """Channels a person may enter an address for."""
    return [each for each in PERSONAL if ready(each)]


def _keeper(viewer: Viewer) -> None:
    if not viewer.may(Capability.KEEP_ACCOUNTS):
        raise Refusal(Why.WRONG_ROLE)
