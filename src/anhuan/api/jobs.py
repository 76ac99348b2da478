"""What is due in the API: forgetting answers after thirty days."""

from datetime import datetime

from anhuan.api.models import Once
from anhuan.api.services import KEPT, sweep


def due(at: datetime) -> list[str]:
    """The end of what is to be forgotten, if there is any."""
    before = at - KEPT
    return [before.isoformat()] if Once.objects.filter(at__lt=before).exists() else []


def run(item: str, at: datetime) -> None:
    """Forget a part of it; what is left is due again."""
    sweep(before=datetime.fromisoformat(item))
