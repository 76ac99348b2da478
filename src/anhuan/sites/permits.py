"""Reads of permits: whose they are, when they run out, which unit answers for them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum, unique
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from anhuan.base.text_index import matching
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.permit import PermitAt, PermitRule, Validity, validity
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import permit_kinds
from anhuan.rulebook.types import PermitKind
from anhuan.sites.models import Permit, Site
from anhuan.sites.queries import seen_by
from anhuan.sites.standing import GONE, ROOT
from anhuan.sites.types import PermitLine, PermitPage

PAGE: Final = 50
MOST: Final = 200
Kinds = Mapping[str, PermitKind]
NO_RULE: Final = PermitRule(field="", lead_days=0)


@unique
class PermitTab(StrEnum):
    """Which permits a list shows."""

    DUE = "due"
    NOBODY = "nobody"
    ALL = "all"


def _visible(viewer: Viewer) -> QuerySet[Permit]:
    """Those of the sites the viewer sees, and whatever the viewer's own units issued."""
    sites = Site.objects.filter(seen_by(viewer)).values("pk")
    rows = Permit.objects.filter(Q(site__in=sites) | Q(unit__in=viewer.units))
    return rows.select_related("site").defer("site__search")


def of_site(viewer: Viewer, site: UUID) -> list[PermitLine]:
    """The permits of a site the caller found visible: those that stand, earliest end first, then
    those that ended."""
    rows = Permit.objects.filter(site=site).select_related("site").defer("site__search")
    ordered = rows.order_by(
        F("ended_on").desc(nulls_first=True), F("valid_to").asc(nulls_last=True), "id"
    )
    return [permit_line(row) for row in ordered[:MOST]]


def permit(viewer: Viewer, permit: UUID) -> PermitLine:
    """Refuses ``NOT_VISIBLE``."""
    row = _visible(viewer).filter(pk=permit).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return permit_line(row)


def permits(
    viewer: Viewer,
    *,
    tab: PermitTab = PermitTab.DUE,
    kind: str = "",
    unit: UUID | None = None,
    text: str = "",
    after: str = "",
    size: int = PAGE,
) -> PermitPage:
    """The visible permits that stand: ``DUE`` those on somebody's list to settle, the longest
    expired first; ``NOBODY`` those without a unit; ``ALL`` the newest entered first."""
    rows = _visible(viewer).filter(ended_on__isnull=True)
    if text:
        sites = matching(Site.objects.filter(seen_by(viewer)), text).order_by().values("pk")
        rows = rows.filter(Q(number__icontains=text) | Q(site__in=sites))
    if kind:
        rows = rows.filter(kind=kind)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if tab is PermitTab.NOBODY:
        rows = rows.filter(unit__isnull=True)
    if tab is PermitTab.DUE:
        rows = _due(rows, permit_kinds(viewer.at), day_of(viewer.at))
        return _by_end(rows, after, size)
    return _newest(rows, after, size)


def _due(rows: QuerySet[Permit], kinds: Kinds, today: date) -> QuerySet[Permit]:
    """What has run out or is about to: the days ahead are those of each kind."""
    condition = Q(valid_to__lt=today)
    for code, one in kinds.items():
        ahead = date.fromordinal(today.toordinal() + one.rule.lead_days)
        condition |= Q(kind=code, valid_to__lte=ahead)
    return rows.filter(condition)


def _by_end(rows: QuerySet[Permit], after: str, size: int) -> PermitPage:
    day, _, last = after.partition("_")
    if after:
        mark = _mark(day, last)
        rows = rows.filter(Q(valid_to__gt=mark[0]) | Q(valid_to=mark[0], pk__gt=mark[1]))
    found = list(rows.order_by("valid_to", "id")[: size + 1])
    more = found[size - 1] if len(found) > size else None
    return PermitPage(
        lines=tuple(permit_line(row) for row in found[:size]),
        after=f"{more.valid_to}_{more.id.hex}" if more else "",
    )


def _newest(rows: QuerySet[Permit], after: str, size: int) -> PermitPage:
    if after:
        rows = rows.filter(pk__lt=_mark("2000-01-01", after)[1])
    found = list(rows.order_by("-id")[: size + 1])
    more = found[size - 1] if len(found) > size else None
    return PermitPage(
        lines=tuple(permit_line(row) for row in found[:size]), after=more.id.hex if more else ""
    )


def _mark(day: str, last: str) -> tuple[date, UUID]:
    try:
        return date.fromisoformat(day), UUID(last)
    except ValueError:
        raise Refusal(Why.MALFORMED, field="after", problem="cursor") from None


def standing_permits(
    day: date, *, path: str = "", sites: Collection[UUID] | None = None
) -> list[PermitAt]:
    """The permits that stood on ``day``, of ``sites`` or of all under ``path`` that operate:
    expired or not, until they are renewed or ended somebody answers for them."""
    rows = Permit.objects.filter(issued_on__lte=day)
    rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    rows = rows.exclude(site__operation__in=GONE)
    if sites is not None:
        rows = rows.filter(site__in=sites)
    elif len(path) > ROOT:
        rows = rows.filter(site__area_path__under=path)
    return [PermitAt(*row) for row in rows.order_by("id").values_list("site", "unit", "kind")]


def sites_licensed_by(units: Iterable[UUID], path: str = "") -> frozenset[UUID]:
    """The sites under ``path`` that hold a permit of one of ``units``."""
    rows = Permit.objects.filter(unit__in=set(units), ended_on__isnull=True)
    if path:
        rows = rows.filter(site__area_path__under=path)
    return frozenset(rows.values_list("site", flat=True))


def issued_by(units: Collection[UUID], *, limit: int) -> list[PermitLine]:
    """The permits that stand and that ``units`` answer for, earliest end first."""
    rows = Permit.objects.filter(unit__in=units, ended_on__isnull=True)
    ordered = rows.select_related("site").defer("site__search")
    ordered = ordered.order_by(F("valid_to").asc(nulls_last=True), "id")
    return [permit_line(row) for row in ordered[:limit]]


def to_settle(at: datetime, *, only: UUID | None = None) -> list[PermitLine]:
    """The permits that have run out or are about to, for what is owed of them; unnarrowed."""
    rows = Permit.objects.filter(ended_on__isnull=True)
    if only is not None:
        rows = rows.filter(pk=only)
    due = _due(rows, permit_kinds(at), day_of(at)).select_related("site").defer("site__search")
    return [permit_line(row) for row in due.order_by("valid_to", "id")]


def validity_of(line: PermitLine, kinds: Kinds, *, on: date) -> Validity:
    """How a permit stands; one whose kind is no rule any more is never said to run out early."""
    rule = kinds[line.kind].rule if line.kind in kinds else NO_RULE
    return validity(valid_to=line.valid_to, ended_on=line.ended_on, rule=rule, on=on)


def permit_line(row: Permit) -> PermitLine:
    return PermitLine(
        id=row.id,
        version=row.version,
        site=row.site_id,
        site_name=row.site.short or row.site.name,
        area_path=row.site.area_path,
        kind=row.kind,
        number=row.number,
        issuer=row.issuer,
        unit=row.unit_id,
        issued_on=row.issued_on,
        valid_to=row.valid_to,
        scope=row.scope,
        ended_on=row.ended_on,
        ended_how=row.ended_how,
        end_reason=row.end_reason,
    )
