"""Rows to values."""

from datetime import datetime

from anhuan.telemetry.models import Order, Part, Station, StationLimit, Stranger
from anhuan.telemetry.shelf import place_of
from anhuan.telemetry.types import (
    Credential,
    Kind,
    LimitRow,
    Meeting,
    OrderRow,
    PartRow,
    Span,
    Standing,
    StationRow,
    StrangerRow,
)


def station_row(row: Station, heard_at: datetime | None) -> StationRow:
    """Of a row read with its site and area."""
    site, area = row.site, row.area
    return StationRow(
        id=row.id,
        version=row.version,
        number=row.number,
        code=row.code,
        name=row.name,
        kind=Kind(row.kind),
        site=row.site_id,
        site_name=(site.short or site.name) if site else "",
        area=row.area_id,
        area_path=row.area_path,
        area_name=area.short or area.name,
        lon=row.lon,
        lat=row.lat,
        interval=row.interval,
        reference=row.reference,
        units=row.units,
        heard_at=heard_at,
        retired_at=row.retired_at,
    )


def part_row(row: Part) -> PartRow:
    return PartRow(
        id=row.id,
        day=row.day,
        number=row.number,
        place=place_of(row.day, row.number),
        sha256=row.sha256,
        size=row.size,
        rows=row.rows,
        sealed_at=row.sealed_at,
    )


def credential(row: Station) -> Credential:
    return Credential(
        station=row.id,
        number=row.number,
        code=row.code,
        password=row.password,
        cipher_key=row.cipher_key,
        interval=row.interval,
        retired=row.retired_at is not None,
    )


def stranger_row(row: Stranger) -> StrangerRow:
    return StrangerRow(
        id=row.id,
        code=row.code,
        reason=Meeting(row.reason),
        peer=row.peer,
        system=row.system,
        first_at=row.first_at,
        last_at=row.last_at,
        count=row.count,
        raw=bytes(row.raw),
    )


def order_row(row: Order) -> OrderRow:
    """Of a row read with its station."""
    return OrderRow(
        id=row.id,
        station=row.station_id,
        code=row.station.code,
        command=row.command,
        details=row.details,
        standing=Standing(row.standing),
        number=row.number,
        taken=row.taken,
        executed=row.executed,
        answers=tuple(row.answers),
        asked_at=row.asked_at,
        sent_at=row.sent_at,
        ended_at=row.ended_at,
    )


def limit_row(row: StationLimit) -> LimitRow:
    return LimitRow(
        id=row.id,
        version=row.version,
        station=row.station_id,
        factor=row.factor,
        span=Span(row.span),
        lowest=row.lowest,
        highest=row.highest,
        source=row.source,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
