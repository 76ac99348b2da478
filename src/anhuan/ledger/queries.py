"""Reads of the record. Whoever asks has already found the subject visible."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from anhuan.ledger.models import Fact
from anhuan.ledger.types import Recorded


def acts_of(subject: UUID) -> list[Recorded]:
    """Every act on ``subject`` in the order of versions."""
    rows = Fact.objects.filter(subject=subject).select_related("body").order_by("version")
    return [_recorded(row) for row in rows]


def acts(ids: Iterable[UUID]) -> list[Recorded]:
    """The acts with those identifiers, without bodies, by time."""
    rows = Fact.objects.filter(pk__in=list(ids)).order_by("at", "version", "id")
    return [_plain(row) for row in rows]


def facts_of(subjects: Iterable[UUID]) -> Iterator[Recorded]:
    """The acts on ``subjects`` without bodies, by subject and version: what replay reads."""
    rows = Fact.objects.filter(subject__in=list(subjects)).order_by("subject", "version")
    for row in rows.iterator():
        yield _plain(row)


def first_bodies(subjects: Iterable[UUID]) -> dict[UUID, Mapping[str, Any]]:
    """What each of ``subjects`` began with, beside its public part; absent where erased."""
    rows = Fact.objects.filter(subject__in=list(subjects), version=1, body__isnull=False)
    return dict(rows.values_list("subject", "body__content"))


def _recorded(row: Fact) -> Recorded:
    body = getattr(row, "body", None)
    return Recorded(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        version=row.version,
        public=row.public,
        body=body.content if body else None,
        by=row.by,
        at=row.at,
        recorded_at=row.recorded_at,
    )


def _plain(row: Fact) -> Recorded:
    return Recorded(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        version=row.version,
        public=row.public,
        body=None,
        by=row.by,
        at=row.at,
        recorded_at=row.recorded_at,
    )
