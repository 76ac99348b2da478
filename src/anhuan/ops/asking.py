"""``anhuan gateway ask``: an order to a station, and what became of the ones before."""

import argparse

from anhuan.base import clock
from anhuan.ops.command import Stop
from anhuan.ops.naming import signed_in
from anhuan.telemetry import queries
from anhuan.telemetry.services import ask_station


def ask_and_tell(options: argparse.Namespace) -> int:
    """Order what is asked; without a command print the last orders. Raises ``Refusal``."""
    at = clock.now()
    viewer = signed_in(options.by, at)
    known = queries.credentials(None, codes=[options.station]).get(options.station)
    if known is None:
        raise Stop(
            f"没有 MN 为 {options.station} 的站点",
            f"There is no station with the MN {options.station}",
        )
    if options.command:
        ask_station(
            station_id=known.station,
            command=options.command,
            details=dict(options.details),
            by=viewer,
            at=at,
        )
    for row in queries.orders(viewer, station=known.station):
        result = " ".join(
            f"{name}={value}"
            for name, value in (("QnRtn", row.taken), ("ExeRtn", row.executed))
            if value is not None
        )
        print(f"{row.asked_at:%Y-%m-%dT%H:%M:%SZ} {row.command} {row.standing} {result}".rstrip())
        for answer in row.answers:
            print(f"  {answer}")
    return 0
