"""The seam behind which the engine stands that reads closed days."""

from typing import TYPE_CHECKING

from django.conf import settings

from anhuan.telemetry.reading.asking import Engine

if TYPE_CHECKING:
    from anhuan.telemetry.reading.clickhouse import ClickHouse


def engine() -> Engine:
    """The engine of this node."""
    return copy() or files()


def files() -> Engine:
    """The one that reads the files themselves."""
    from anhuan.telemetry.reading.duck import Duck

    return Duck()


def copy() -> "ClickHouse | None":
    """The server that holds a copy of the files, where the node has one."""
    if not settings.READINGS:
        return None
    from anhuan.telemetry.reading.clickhouse import ClickHouse
    from anhuan.telemetry.reading.clickhouse_server import Server

    return ClickHouse(Server(settings.READINGS))
