"""Sites that are key by what their dossier says: risk, tags, sort of place."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from anhuan.kernel.access import Viewer
from anhuan.sites.models import Site
from anhuan.sites.queries import visible
from anhuan.sites.standing import GONE


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySite:
    """What a ground looks at."""

    id: UUID
    name: str
    path: str
    risk: str
    tags: frozenset[str]
    subject: str


def at_work(viewer: Viewer, path: str) -> QuerySet[Site]:
    """The visible sites at work under ``path``, for a condition of another query."""
    rows = visible(viewer).exclude(operation__in=GONE)
    return rows.filter(area_path__under=path) if path else rows


def key_sites(
    viewer: Viewer,
    path: str,
    *,
    risks: Iterable[str],
    tags: Iterable[str],
    subjects: Iterable[str],
    named: QuerySet[Any, Any] | None = None,
) -> list[KeySite]:
    """The sites under ``path`` that one of the words names, or whose identifier is among
    ``named``; one query."""
    wanted = Q(risk__in=set(risks)) | Q(subject__in=set(subjects))
    for tag in set(tags):
        # A tag is stored as it is written, or in the escapes of JSON.
        wanted |= Q(text__contains=f'"{tag}"') | Q(text__contains=json.dumps(tag))
    if named is not None:
        wanted |= Q(pk__in=named)
    rows = at_work(viewer, path).annotate(text=Cast("tags", TextField())).filter(wanted)
    listed = rows.order_by("area_path", "normal_name", "id")
    return [
        KeySite(
            id=identity,
            name=short or name,
            path=place,
            risk=risk,
            tags=frozenset(words),
            subject=subject,
        )
        for identity, short, name, place, risk, words, subject in listed.values_list(
            "id", "short", "name", "area_path", "risk", "tags", "subject"
        )
    ]
