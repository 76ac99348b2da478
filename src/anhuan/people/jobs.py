"""What is due of people's sign-ins: forgetting what has ended."""

from datetime import datetime

from anhuan.people.expiry import kinds_ended
from anhuan.people.services.sweeping import sweep


def due(at: datetime) -> list[str]:
    return kinds_ended(at)


def run(item: str, at: datetime) -> None:
    """Forget a part of it; what is left is due again."""
    sweep(kind=item, at=at)
