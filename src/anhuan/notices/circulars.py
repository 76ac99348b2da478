"""Reads of circulars: what was sent, how far it got by industry and street, what a firm has."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Final
from uuid import UUID

import xlsxwriter  # type: ignore[import-untyped]
from django.db.models import Count, Q, QuerySet

from anhuan.base.tree import under_any
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.industries import section_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices.models import Addressee, Circular
from anhuan.notices.types import AddresseeLine, CircularLine, Reached, Received
from anhuan.sites.queries import SiteScope, scopes_of_sites
from anhuan.sites.standing import sites_below
from anhuan.territory.queries import area_names

PAGE: Final = 30
LISTED: Final = 50
LONGEST_CELL: Final = 32_000
HEADS: Final = ("单位", "街道", "行业", "怎样送达", "状态")


def sees_circulars(viewer: Viewer) -> bool:
    """Whoever works for a unit; a firm sees its own on its own pages."""
    return bool(viewer.units)


def _visible(viewer: Viewer) -> QuerySet[Circular]:
    """Those of the viewer's own units, and those that went to firms in the viewer's areas."""
    if not sees_circulars(viewer):
        return Circular.objects.none()
    mine = Q(unit__in=viewer.units) | under_any("area_path", viewer.areas)
    for path in viewer.areas:
        above = [path[:end] for end in range(4, len(path), 4)]
        mine |= Q(area_path__in=above)
    return Circular.objects.filter(mine).select_related("unit", "area")


def circulars(viewer: Viewer, *, after: UUID | None = None) -> list[tuple[CircularLine, Reached]]:
    """The visible ones, the newest first, each with how far it got within the viewer's reach."""
    rows = _visible(viewer).order_by("-id")
    listed = list((rows.filter(pk__lt=after) if after else rows)[:PAGE])
    counted = _tally(_within(viewer, Addressee.objects.filter(circular__in=listed)), "circular")
    none = Reached(key="", sent=0, reachable=0, read=0, signed=0, handed=0)
    return [(circular_line(row), counted.get(str(row.id), none)) for row in listed]


def circular(viewer: Viewer, circular: UUID) -> CircularLine:
    """Refuses ``NOT_VISIBLE``."""
    return circular_line(_found(viewer, circular))


def _found(viewer: Viewer, circular: UUID) -> Circular:
    row = _visible(viewer).filter(pk=circular).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row


def reached(viewer: Viewer, circular: UUID) -> tuple[Reached, list[Reached], list[Reached]]:
    """In all, by street and by section of industries ("" where none is known), within the
    viewer's reach; three queries."""
    rows = _within(viewer, Addressee.objects.filter(circular=_found(viewer, circular)))
    streets = _tally(rows, "street_id")
    codes = _tally(rows, "industry")
    sections: dict[str, list[Reached]] = defaultdict(list)
    for code, one in codes.items():
        sections[section_of(code)].append(one)
    names = area_names(UUID(key) for key in streets if key != "None")
    by_street = [
        _sum(names.get(UUID(key), "") if key != "None" else "", [one])
        for key, one in streets.items()
    ]
    by_section = [_sum(key, some) for key, some in sorted(sections.items())]
    total = _sum("", codes.values())
    return total, sorted(by_street, key=lambda one: one.key), by_section


def _within(viewer: Viewer, rows: QuerySet[Addressee]) -> QuerySet[Addressee]:
    """The sender counts all; whoever only has some of the area counts those."""
    return rows.filter(Q(circular__unit__in=viewer.units) | under_any("area_path", viewer.areas))


def _tally(rows: QuerySet[Addressee], by: str) -> dict[str, Reached]:
    met = Q(reachable=True)
    counted = (
        rows.order_by()
        .values(by)
        .annotate(
            sent=Count("id"),
            able=Count("id", filter=met),
            seen=Count("id", filter=met & Q(read_at__isnull=False)),
            done=Count("id", filter=met & Q(signed_at__isnull=False)),
            brought=Count("id", filter=~met & Q(handed_on__isnull=False)),
        )
    )
    return {
        str(row[by]): Reached(
            key=str(row[by]),
            sent=row["sent"],
            reachable=row["able"],
            read=row["seen"],
            signed=row["done"],
            handed=row["brought"],
        )
        for row in counted
    }


def _sum(key: str, some: Iterable[Reached]) -> Reached:
    listed = list(some)
    return Reached(
        key=key,
        sent=sum(one.sent for one in listed),
        reachable=sum(one.reachable for one in listed),
        read=sum(one.read for one in listed),
        signed=sum(one.signed for one in listed),
        handed=sum(one.handed for one in listed),
    )


def open_ones(viewer: Viewer, circular: UUID, *, limit: int = LISTED) -> list[AddresseeLine]:
    """The firms that have not read it, and those it is still to be brought to, by name."""
    rows = _open(_within(viewer, Addressee.objects.filter(circular=_found(viewer, circular))))
    return [_addressee(row) for row in rows.order_by("reachable", "name", "id")[:limit]]


def _open(rows: QuerySet[Addressee], at: datetime | None = None) -> QuerySet[Addressee]:
    """What was open at ``at``, or is now."""
    unread, unbrought = Q(read_at__isnull=True), Q(handed_at__isnull=True)
    if at is not None:
        unread, unbrought = unread | Q(read_at__gt=at), unbrought | Q(handed_at__gt=at)
    return rows.filter(Q(reachable=True) & unread | Q(reachable=False) & unbrought)


def write_open(circular: UUID, at: datetime, out: IO[bytes]) -> int:
    """The list of what was open at ``at`` as a workbook; text only ever as text. Gives how many
    rows. The caller has checked who asks."""
    rows = _open(Addressee.objects.filter(circular=circular), at)
    listed = list(rows.order_by("street_id", "name", "id"))
    streets = area_names({row.street_id for row in listed if row.street_id})
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, quoted = book.add_worksheet("未读名单"), book.add_format({"quote_prefix": True})
        for column, head in enumerate(HEADS):
            sheet.write_string(0, column, head)
        for number, row in enumerate(listed, start=1):
            street = streets.get(row.street_id, "") if row.street_id else ""
            how = "平台" if row.reachable else "人工送达"
            cells = (row.name, street, row.industry, how, "未读" if row.reachable else "未送达")
            for column, text in enumerate(cells):
                sheet.write_string(number, column, text[:LONGEST_CELL], quoted)
    return len(listed)


def received(viewer: Viewer, site: UUID, *, limit: int = PAGE) -> list[Received]:
    """What came to one of the viewer's own firms, the newest first."""
    rows = _own(viewer).filter(site=site).order_by("-id")[:limit]
    return [_received(row) for row in rows]


def received_one(viewer: Viewer, circular: UUID) -> Received:
    """Refuses ``NOT_VISIBLE`` for what did not go to a firm of the viewer."""
    row = _own(viewer).filter(circular=circular).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return _received(row)


def _own(viewer: Viewer) -> QuerySet[Addressee]:
    rows = Addressee.objects.filter(site__in=viewer.sites)
    return rows.select_related("circular__unit", "circular__area")


def chosen(viewer: Viewer, path: str, industries: Iterable[str]) -> list[UUID]:
    """The firms under ``path`` of ``industries`` (sections or divisions; none is all) that
    operate. Refuses ``WRONG_ROLE``, and ``NOT_VISIBLE`` out of the viewer's reach."""
    if not viewer.may(Capability.INSTRUCT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.INSTRUCT)
    if not path or not any(path.startswith(own) for own in viewer.areas):
        raise Refusal(Why.NOT_VISIBLE)
    codes = list(industries)
    return sites_below(path, codes or None)


def scopes(sites: Iterable[UUID]) -> dict[UUID, SiteScope]:
    """Name and place of each firm."""
    return scopes_of_sites(sites)


def circular_line(row: Circular) -> CircularLine:
    return CircularLine(
        id=row.id,
        unit=row.unit_id,
        unit_name=row.unit.short,
        title=row.title,
        body=row.body,
        to_sign=row.to_sign,
        industries=tuple(row.industries),
        area_name=row.area.short or row.area.name,
        sent_at=row.sent_at,
        listed_at=row.listed_at,
    )


def _addressee(row: Addressee) -> AddresseeLine:
    return AddresseeLine(
        id=row.id,
        site=row.site_id,
        name=row.name,
        industry=row.industry,
        street=row.street_id,
        reachable=row.reachable,
        read_at=row.read_at,
        signed_at=row.signed_at,
        handed_on=row.handed_on,
        handed_to=row.handed_to,
    )


def _received(row: Addressee) -> Received:
    return Received(
        circular=circular_line(row.circular),
        site=row.site_id,
        read_at=row.read_at,
        signed_at=row.signed_at,
    )
