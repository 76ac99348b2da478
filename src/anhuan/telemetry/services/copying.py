"""The closed days as a server has them that answers for their files."""

from anhuan.telemetry.queries import uncopied
from anhuan.telemetry.reading.engine import copy
from anhuan.telemetry.types import PartRow


def copy_missing() -> list[PartRow]:
    """Copy what the server lacks, the oldest first; nothing without a server. What was copied.

    Refuses ``READINGS_AWAY``. Raises ``OSError``, ``ValueError`` for a file that is gone or is
    not the recorded one.
    """
    server = copy()
    if server is None:
        return []
    missing = uncopied(None)
    for part in missing:
        server.copy(part)
    return missing
