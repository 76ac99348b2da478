"""What is known of a person by way of devices goes with the person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.devices import models
from anhuan.ledger.services import record

GONE = "已依法删除"


def own_devices(person: UUID) -> list[UUID]:
    """The subjects of the acts that are about the devices of a person."""
    return list(models.Device.objects.filter(person=person).values_list("pk", flat=True))


@transaction.atomic
def erase_devices(*, person: UUID, by: UUID, at: datetime) -> int:
    """End every device of a person and take away what it was called; how many."""
    rows = list(models.Device.objects.select_for_update().filter(person=person))
    for row in rows:
        row.name, row.revoked_why, row.version = GONE, "", row.version + 1
        row.revoked_at, row.revoked_by = row.revoked_at or at, row.revoked_by or by
        row.save(update_fields=["name", "revoked_at", "revoked_by", "revoked_why", "version"])
        record(
            kind="device.erased",
            subject=row.pk,
            version=row.version,
            public={},
            body={},
            by=by,
            at=at,
        )
    return len(rows)
