"""A signed ticket for a file somebody has just sent, to be shown with the act it belongs to.

Naming a hash proves nothing: whoever attaches a file must have sent it. The ticket is bound to
the person and ends before the sweep would take an unused file.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from anhuan.evidence.types import Place, StoredFile
from anhuan.kernel.refusal import Refusal, Why

SALT = "anhuan.evidence.ticket"
GOOD_FOR = timedelta(hours=20)


def ticket(file: StoredFile, *, by: UUID, at: datetime) -> str:
    """The text that stands for ``file`` in a later request of the same person."""
    place = file.taken_place
    content = {
        "sha256": file.sha256,
        "size": file.size,
        "media_type": file.media_type,
        "name": file.name,
        "taken_at": file.taken_at.isoformat() if file.taken_at else None,
        "place": [place.lon, place.lat, place.accuracy_m] if place else None,
        "by": str(by),
        "at": at.isoformat(),
    }
    return signing.dumps(content, salt=SALT, compress=True)


def redeem(text: str, *, by: UUID, at: datetime) -> StoredFile:
    """The file of a ticket. Refuses ``FILE_BROKEN`` for one that is false, old or another's."""
    try:
        content = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        raise Refusal(Why.FILE_BROKEN) from None
    if content["by"] != str(by) or at - datetime.fromisoformat(content["at"]) > GOOD_FOR:
        raise Refusal(Why.FILE_BROKEN)
    taken_at, place = content["taken_at"], content["place"]
    return StoredFile(
        sha256=content["sha256"],
        size=content["size"],
        media_type=content["media_type"],
        name=content["name"],
        taken_at=datetime.fromisoformat(taken_at) if taken_at else None,
        taken_place=Place(*place) if place else None,
    )
