"""What a person keeps an eye on, and up to where it was looked at."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.kernel.access import Viewer
from anhuan.tasks.models import Watch
from anhuan.tasks.scope import find
from anhuan.tasks.types import Watched


@transaction.atomic
def watch(*, number: str, on: bool, by: Viewer, at: datetime) -> None:
    """Keep an eye on a task, or no longer. Refuses ``NOT_VISIBLE``."""
    row = find(by, number)
    mine = {"person_id": by.person, "kind": Watched.TASK.value, "subject": row.id}
    if on:
        seen = {"since": at, "seen_version": row.version, "seen_at": at}
        Watch.objects.get_or_create(**mine, defaults=seen)
    else:
        Watch.objects.filter(**mine).delete()


@transaction.atomic
def looked(*, kind: Watched, versions: Mapping[UUID, int], by: Viewer, at: datetime) -> None:
    """The person has seen these up to these versions; never back to an earlier one.

    The caller has found the subjects visible. Of tasks only watched ones are kept; a case is
    watched in its own module, and here is only noted what was seen of it.
    """
    mine = {"person_id": by.person, "kind": kind.value}
    for subject, version in versions.items():
        if kind is Watched.CASE:
            seen = {"since": at, "seen_version": version, "seen_at": at}
            Watch.objects.get_or_create(**mine, subject=subject, defaults=seen)
        rows = Watch.objects.filter(**mine, subject=subject, seen_version__lt=version)
        rows.update(seen_version=version, seen_at=at)
