"""The worker's sign of life: a job like any other, so that it shows that jobs are done."""

from collections.abc import Iterator
from datetime import datetime

from anhuan.ops.models import Heartbeat

WORKER = "worker"


def due(at: datetime) -> Iterator[str]:
    """Whenever a worker asks."""
    yield WORKER


def run(item: str, at: datetime) -> None:
    Heartbeat.objects.update_or_create(name=item, defaults={"at": at})
