"""``anhuan air``: days of the air at the command line."""

import argparse
import json
from collections.abc import Iterable
from typing import Any, Final

from anhuan.air.queries import air_days, station_days
from anhuan.air.types import AirDay
from anhuan.base.clock import now
from anhuan.ops.command import Stop
from anhuan.ops.naming import one_area, signed_in
from anhuan.telemetry.queries import station_ids

MOST_DAYS: Final = 3_660


def tell(options: argparse.Namespace) -> int:
    """Print a line a day; 1 when no day has an index. Raises ``Stop``, ``Refusal``."""
    first, last = options.first, options.last or options.first
    if not first <= last or (last - first).days >= MOST_DAYS:
        raise Stop(
            "这不是一段日期，或超过十年", "These days are no stretch, or more than ten years"
        )
    viewer = signed_in(options.by, now())
    if options.station:
        station = station_ids(viewer, {options.station}).get(options.station)
        if station is None:
            raise Stop(
                f"没有 MN 为 {options.station} 的站点",
                f"There is no station with the MN {options.station}",
            )
        place, days = station_days(viewer, station, first, last, edition=options.edition)
    else:
        area = one_area(options.area)
        place, days = air_days(viewer, area, first, last, edition=options.edition)
    rows = [_row(one) for one in days]
    if options.json:
        told = {"name": place.name, "days": rows}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        print(place.name)
        print("\n".join(map(_line, rows)))
    return int(all(row["edition"] is None for row in rows))


def _row(one: AirDay) -> dict[str, Any]:
    index = one.index
    return {
        "day": one.day.isoformat(),
        "edition": index.revision if index else None,
        "aqi": index.aqi if index else None,
        "level": index.level.name if index and index.level else None,
        "primary": list(index.primary) if index else [],
        "iaqi": dict(index.iaqi) if index else {},
        "present": one.present,
        "stations": one.stations,
    }


def _line(row: dict[str, Any]) -> str:
    if row["edition"] is None:
        return f"{row['day']}  —  {row['present']}/{row['stations']}"
    aqi = "NA" if row["aqi"] is None else row["aqi"]
    parts = (
        row["day"],
        f"AQI {aqi}",
        row["level"] or "NA",
        _joined(row["primary"]) or "—",
        f"{row['present']}/{row['stations']}",
        row["edition"],
        " ".join(f"{item}={'NA' if v is None else v}" for item, v in row["iaqi"].items()),
    )
    return "  ".join(parts)


def _joined(items: Iterable[str]) -> str:
    return "、".join(items)
