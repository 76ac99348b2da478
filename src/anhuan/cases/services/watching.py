"""Eyes kept on cases; they pass on when a post changes hands."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.cases.models import Watch
from anhuan.cases.scope import find
from anhuan.kernel.access import Viewer


def pass_on(*, person: UUID, successor: UUID | None, at: datetime) -> None:
    """Whoever takes a post over watches what its former holder watched; each is still shown
    only to those who see the case."""
    if successor is None:
        return
    open_ = Watch.objects.filter(person=person, case__is_open=True)
    known = set(Watch.objects.filter(person=successor).values_list("case", flat=True))
    fresh = [case for case in open_.values_list("case", flat=True) if case not in known]
    Watch.objects.bulk_create(
        [Watch(person_id=successor, case_id=case, since=at) for case in fresh],
        ignore_conflicts=True,
    )


@transaction.atomic
def watch(*, number: str, on: bool, by: Viewer, at: datetime) -> None:
    """Keep an eye on a case, or no longer. Refuses ``NOT_VISIBLE``."""
    row = find(by, number)
    if on:
        Watch.objects.get_or_create(person_id=by.person, case=row, defaults={"since": at})
    else:
        Watch.objects.filter(person=by.person, case=row).delete()
