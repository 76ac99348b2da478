"""What is due of documents: blocks of numbers of a year that is over come back."""

from datetime import datetime
from uuid import UUID

from anhuan.documents.models import Lease
from anhuan.documents.services import end_lease
from anhuan.documents.services.leasing import NOT_USED
from anhuan.kernel.calendar import day_of


def due(at: datetime) -> list[UUID]:
    """The open blocks of former years."""
    rows = Lease.objects.filter(ended_at__isnull=True, year__lt=day_of(at).year)
    return list(rows.order_by("taken_at").values_list("id", flat=True)[:100])


def run(item: UUID, at: datetime) -> None:
    end_lease(lease=item, reason=NOT_USED, by=None, at=at)
