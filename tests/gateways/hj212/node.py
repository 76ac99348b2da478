"""A process of its own on a node's database: ``build N`` adopts N stations, ``samples CODE…``
prints what is stored of them, ``emptied`` what is stored in all, which then goes, ``backends`` the
processes of the database that serve the gateway; ``serve PORT LIMITS`` is a gateway with limits of
its own.

``python -m tests.gateways.hj212.node COMMAND``; settings come from the environment.
"""

import json
import sys
from typing import Any

from anhuan.telemetry.protocols.hj212.frame import inspected

PASSWORD = "123456"
PM = "a34004"
KEY = bytes(range(16)).hex()
"""With it the last of the stations may encrypt."""


def code_of(number: int) -> str:
    return f"{number:02d}" * 12


def build() -> int:
    """Stations with the codes of 0, 1, 2 …; none becomes another by a few changes."""
    from anhuan.base import clock
    from anhuan.kernel.access import Role
    from anhuan.telemetry.services import adopt_station
    from anhuan.telemetry.types import Kind
    from anhuan.territory.models import Area
    from tests import factories as make

    area = Area.objects.get(parent=None)
    officer = make.viewer_in(Role.OFFICER, area=area)
    count = int(sys.argv[2])
    for number in range(count):
        adopt_station(
            code=code_of(number),
            name=f"站{number}",
            kind=Kind.AIR,
            area=area.id,
            password=PASSWORD,
            cipher_key=KEY if number and number == count - 1 else "",
            by=officer,
            at=clock.now(),
        )
    return count


def samples() -> list[list[Any]]:
    """(code, seconds, value) of every row of stations that is stored, however often."""
    from anhuan.telemetry.hot.models import Sample
    from anhuan.telemetry.packing import unpacked
    from anhuan.telemetry.queries import credentials

    codes = {one.number: one.code for one in credentials(None, codes=sys.argv[2:]).values()}
    listed = Sample.objects.filter(station__in=codes).order_by("id")
    rows = listed.values_list("station", "at", "body")
    return [
        [codes[number], at, str(unpacked(bytes(body))[1][PM].value)] for number, at, body in rows
    ]


def emptied() -> dict[str, int]:
    """Pieces that are no sound frames, their bytes; samples; senders that are no stations. None of
    it stays."""
    from anhuan.telemetry.hot.models import Frame, Sample
    from anhuan.telemetry.models import Stranger

    rows = Frame.objects.values_list("raw", "deviations").iterator()
    sizes = [len(raw) for raw, told in rows if is_broken(bytes(raw), told)]
    found = {"broken": len(sizes), "bytes": sum(sizes)}
    for table in (Frame, Sample, Stranger):
        found[table.__name__.lower()] = table.objects.count()
        table.objects.all().delete()
    return found


def is_broken(raw: bytes, told: list[str]) -> bool:
    """Whether these bytes were used for nothing. The check of an encrypted frame is that of what
    it says, so its bytes alone do not tell."""
    names = {one.split()[0] for one in told}
    unread = "length-not-decimal" in told and not inspected(raw).sound
    return unread or not names.isdisjoint({"crc-mismatch", "no-frame", "cut"})


def serve() -> int:
    from anhuan.gateways.hj212.limits import Limits
    from anhuan.gateways.hj212.running import run

    limits = Limits(**json.loads(sys.argv[3]))
    return run(host="127.0.0.1", port=int(sys.argv[2]), limits=limits)


def backends() -> list[int]:
    """Of PostgreSQL: the processes that serve other connections to this database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [row[0] for row in cursor.fetchall()]


if __name__ == "__main__":
    from anhuan.config.start import start

    start()
    if sys.argv[1] == "serve":
        sys.exit(serve())
    made = {"build": build, "samples": samples, "emptied": emptied, "backends": backends}
    print(json.dumps(made[sys.argv[1]]()))
