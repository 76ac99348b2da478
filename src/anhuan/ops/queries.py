"""What is known of the node itself; nothing here is anybody's, so no viewer is asked for."""

from datetime import datetime

from anhuan.ops.models import Heartbeat, Node


def node_name() -> str | None:
    """The recorded name; ``None`` before ``anhuan init``."""
    return Node.objects.values_list("name", flat=True).first()


def worker_seen() -> datetime | None:
    """When a worker last did a job of its own; ``None``: never."""
    return Heartbeat.objects.values_list("at", flat=True).first()
