"""Files of a form: taken in at once, then carried by tickets, so that no refusal loses them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from anhuan.base.clock import now
from anhuan.cases.types import Exhibit
from anhuan.evidence.services import store
from anhuan.evidence.tickets import redeem, ticket
from anhuan.evidence.types import Kind, Place, StoredFile
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.formats import ZONE, size_text

MOST_FILES: Final = 12


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is safely here, waiting for its act."""

    file: StoredFile
    ticket: str

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def size(self) -> str:
        return size_text(self.file.size)


@dataclass(frozen=True, slots=True)
class Uploads:
    """The files a form has brought so far, and what was wrong with those that did not arrive."""

    kept: tuple[Kept, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        return tuple(Exhibit(file=one.file) for one in self.kept)


def uploads(request: HttpRequest, *, by: UUID, name: str = "files") -> Uploads:
    """Earlier files by their tickets (``<name>_ticket``), then the new ones in their order."""
    tickets = request.POST.getlist(f"{name}_ticket")
    fresh = request.FILES.getlist(name)
    if len(tickets) + len(fresh) > MOST_FILES:
        return Uploads(refusals=(Refusal(Why.TOO_MANY, most=MOST_FILES),))
    facts = _facts(request.POST.get(f"{name}_facts", ""))
    found = [attempt(_again(text, by)) for text in tickets]
    found += [attempt(_take(file, by, at, facts)) for at, file in enumerate(fresh)]
    kept = {one.file.sha256: one for one in found if isinstance(one, Kept)}
    return Uploads(tuple(kept.values()), tuple(one for one in found if isinstance(one, Refusal)))


def _again(text: str, by: UUID) -> Callable[[], Kept]:
    return lambda: Kept(redeem(text, by=by, at=now()), text)


def _take(
    upload: "UploadedFile[Any]", by: UUID, place: int, facts: Sequence[dict[str, Any]]
) -> Callable[[], Kept]:
    said = facts[place] if place < len(facts) else {}

    def take() -> Kept:
        at = now()
        kind = Kind.PHOTO if (upload.content_type or "").startswith("image/") else Kind.DOCUMENT
        file = _claimed(store(upload, name=upload.name or "", by=by, at=at, kind=kind), said)
        return Kept(file, ticket(file, by=by, at=at))

    return take


def _facts(text: str) -> list[dict[str, Any]]:
    """What the browser read off the photos before it made them smaller; anything else is none."""
    try:
        found = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, list):
        return []
    return [one if isinstance(one, dict) else {} for one in found]


def _claimed(file: StoredFile, said: dict[str, Any]) -> StoredFile:
    """A photo made smaller has lost its own claims; the browser's stand in their place."""
    taken_at = file.taken_at or _instant(said.get("takenAt"))
    place = file.taken_place or _position(said.get("longitude"), said.get("latitude"))
    return replace(file, taken_at=taken_at, taken_place=place)


def _instant(text: Any) -> datetime | None:
    """A camera's clock has no zone: it is taken as UTC+8."""
    if not isinstance(text, str):
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=ZONE)


def _position(lon: Any, lat: Any) -> Place | None:
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None
    return Place(lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None
