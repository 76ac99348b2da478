"""Photos arrive one by one, before the acts that name them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.devices import models
from anhuan.evidence.services import store
from anhuan.evidence.types import Kind
from anhuan.evidence.vault import Stream
from anhuan.kernel.refusal import Refusal, Why


def bring_photo(stream: Stream, *, sha256: str, device: UUID, person: UUID, at: datetime) -> None:
    """Take in a photo of a device; again changes nothing.

    Refuses ``WRONG_DIGEST`` for other bytes than were announced, and what ``evidence.store`` does.
    """
    stored = store(stream, name="", by=person, at=at, kind=Kind.PHOTO)
    if stored.sha256 != sha256:
        raise Refusal(Why.WRONG_DIGEST, digest=stored.sha256)
    _remember(device, sha256, at)


@transaction.atomic
def _remember(device: UUID, sha256: str, at: datetime) -> None:
    row = models.Photo(device_id=device, sha256=sha256, at=at)
    models.Photo.objects.bulk_create([row], ignore_conflicts=True)
