"""A process of its own on a node's database: ``build N`` adopts N stations, ``samples`` prints
what is stored, ``backends`` the processes of the database that serve the gateway.

``python -m tests.gateways.hj212.node build|samples|backends``; settings come from the environment.
"""

import json
import sys
from typing import Any

PASSWORD = "123456"
PM = "a34004"


def code_of(number: int) -> str:
    return f"{number:024d}"


def build() -> int:
    """Stations with the codes of 0, 1, 2 …"""
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
            by=officer,
            at=clock.now(),
        )
    return count


def samples() -> list[list[Any]]:
    """(code, seconds, value) of every row that is stored, however often."""
    from anhuan.telemetry.hot.models import Sample
    from anhuan.telemetry.packing import unpacked
    from anhuan.telemetry.queries import credentials

    codes = {one.number: one.code for one in credentials(None).values()}
    rows = Sample.objects.order_by("id").values_list("station", "at", "body")
    return [
        [codes[number], at, str(unpacked(bytes(body))[1][PM].value)] for number, at, body in rows
    ]


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
    made = {"build": build, "samples": samples, "backends": backends}[sys.argv[1]]()
    print(json.dumps(made))
