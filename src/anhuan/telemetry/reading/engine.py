"""The seam behind which the engine stands that reads the files of closed days."""

from anhuan.telemetry.reading.asking import Engine


def engine() -> Engine:
    """The engine of this node."""
    from anhuan.telemetry.reading.duck import Duck

    return Duck()
