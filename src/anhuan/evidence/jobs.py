"""What is due in evidence: sweeping files that nothing uses."""

from datetime import datetime

from anhuan.evidence import vault
from anhuan.evidence.models import File
from anhuan.evidence.services import KEPT_UNUSED, sweep

MOST = 200


def due(at: datetime) -> list[str]:
    """Hashes of files unused for a day, and names of what was left behind on its way."""
    before = at - KEPT_UNUSED
    unused = File.objects.filter(used=False, stored_at__lte=before).order_by("stored_at")
    left = [path.name for path in vault.left_behind(before.timestamp())]
    return [*unused.values_list("sha256", flat=True)[:MOST], *left[:MOST]]


def run(item: str, at: datetime) -> None:
    """Sweep one hash, one ``.part``, or one trace of a store that did not commit."""
    sha256, dot, rest = item.partition(".")
    if rest != "part":
        sweep(sha256=sha256, at=at)
    if dot:
        (vault.coming() / item).unlink(missing_ok=True)
