"""Sites chosen for a list by what they are: the saved filter of a plan or campaign."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from anhuan.kernel.access import Viewer
from anhuan.sites.models import Organisation, Site
from anhuan.sites.queries import of_remit
from anhuan.sites.standing import GONE

AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A site as lists are made of it."""

    id: UUID
    name: str
    path: str
    risk: str
    tags: frozenset[str]
    industry: str
    subject: str
    street: UUID | None


def choose(
    viewer: Viewer,
    *,
    path: str = "",
    risks: Collection[str] = (),
    tags: Collection[str] = (),
    industries: Collection[str] = (),
    subjects: Collection[str] = (),
    within: Collection[UUID] | None = None,
) -> list[Chosen]:
    """The sites of the viewer's remit that work or only pause, which meet every condition that is
    given. A site that pauses stays on the list: that it really does is checked too."""
    rows = Site.objects.filter(of_remit(viewer)).exclude(operation__in=GONE)
    if path:
        rows = rows.filter(area_path__under=path)
    if risks:
        rows = rows.filter(risk__in=list(risks))
    if subjects:
        rows = rows.filter(subject__in=list(subjects))
    if industries:
        begins = Q(pk__in=[])
        for code in industries:
            begins |= Q(industry__startswith=code)
        rows = rows.filter(begins)
    found = [one for some in _parts(rows, within) for one in some]
    wanted = set(tags)
    return [one for one in found if not wanted or not wanted.isdisjoint(one.tags)]


def _parts(rows: QuerySet[Site], within: Collection[UUID] | None) -> Iterable[list[Chosen]]:
    if within is None:
        yield _chosen(rows)
        return
    keys = sorted(within)
    for begin in range(0, len(keys), AT_ONCE):
        yield _chosen(rows.filter(pk__in=keys[begin : begin + AT_ONCE]))


def _chosen(rows: QuerySet[Site]) -> list[Chosen]:
    fields = (
        *("id", "short", "name", "area_path"),
        *("risk", "tags", "industry", "subject", "street_id"),
    )
    return [
        Chosen(
            id=key,
            name=short or name,
            path=path,
            risk=risk,
            tags=frozenset(tags),
            industry=industry,
            subject=subject,
            street=street,
        )
        for key, short, name, path, risk, tags, industry, subject, street in rows.order_by(
            "area_path", "normal_name", "id"
        ).values_list(*fields)
    ]


def counted_by(viewer: Viewer, column: str, *, path: str) -> dict[Any, int]:
    """How many sites of the remit under ``path`` work or pause, by ``column``, in one query."""
    rows = Site.objects.filter(of_remit(viewer), area_path__under=path)
    rows = rows.exclude(operation__in=GONE)
    return dict(rows.order_by().values_list(column).annotate(n=Count("pk")))


def standards_of(sites: Iterable[UUID], *, on: date) -> dict[UUID, str]:
    """The standard level (标准化等级) of each of ``sites`` that holds on ``on``."""
    keys, found = sorted(sites), {}
    for begin in range(0, len(keys), AT_ONCE):
        rows = Organisation.objects.filter(
            Q(standard_until__isnull=True) | Q(standard_until__gte=on),
            site__in=keys[begin : begin + AT_ONCE],
        ).exclude(standard_level="")
        found.update(dict(rows.values_list("site", "standard_level")))
    return found
