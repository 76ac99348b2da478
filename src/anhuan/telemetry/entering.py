"""What is said of a station, checked before it is written."""

import re
from typing import Final

from anhuan.kernel.refusal import Refusal, Why
from anhuan.telemetry.models import Station

CODE: Final = re.compile(r"[0-9A-Za-z_-]{1,24}")
FACTOR: Final = re.compile(r"[0-9A-Za-z]{1,10}")
LONGEST_UNIT: Final = 20
LONGEST_INTERVAL: Final = 86_400
MOST_UNITS: Final = 200


def check_station(row: Station) -> None:
    """Refuses ``MALFORMED`` with the field."""
    if not CODE.fullmatch(row.code):
        raise _malformed("code")
    if not 1 <= row.interval <= LONGEST_INTERVAL:
        raise _malformed("interval")
    if (row.lon is None) != (row.lat is None):
        raise _malformed("lon" if row.lon is None else "lat")
    _within("lon", row.lon, 180)
    _within("lat", row.lat, 90)
    _check_units(row.units)


def _within(field: str, value: float | None, most: int) -> None:
    if value is not None and not -most <= value <= most:
        raise _malformed(field)


def _check_units(units: object) -> None:
    if not isinstance(units, dict) or len(units) > MOST_UNITS:
        raise _malformed("units")
    for factor, unit in units.items():
        told = isinstance(factor, str) and FACTOR.fullmatch(factor)
        if not (told and isinstance(unit, str) and 1 <= len(unit) <= LONGEST_UNIT):
            raise _malformed("units")


def _malformed(field: str) -> Refusal:
    return Refusal(Why.MALFORMED, field=field, problem="invalid")
