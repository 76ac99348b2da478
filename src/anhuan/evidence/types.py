"""Values of evidence that cross the boundary."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

MEGABYTE = 1024 * 1024


class Kind(StrEnum):
    """What a file is taken as; it decides the limit and the types."""

    PHOTO = "photo"
    DOCUMENT = "document"
    SPREADSHEET = "spreadsheet"

    @property
    def limit(self) -> int:
        """The largest size in bytes."""
        return {Kind.PHOTO: 20, Kind.DOCUMENT: 50, Kind.SPREADSHEET: 32}[self] * MEGABYTE


class Edge(StrEnum):
    """The two derivatives of a photo, by the longest edge."""

    THUMB = "thumb"
    PAGE = "page"

    @property
    def pixels(self) -> int:
        return {Edge.THUMB: 320, Edge.PAGE: 1280}[self]


@dataclass(frozen=True, slots=True)
class Place:
    """A position in WGS 84, degrees; ``accuracy_m`` is the device's own claim in metres."""

    lon: float
    lat: float
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is safely stored, with what its own metadata claims."""

    sha256: str
    size: int
    media_type: str
    name: str
    taken_at: datetime | None = None
    taken_place: Place | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The scope columns of what owns a use, copied by the caller."""

    area_path: str = ""
    unit: UUID | None = None
    site: UUID | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """What the device claims: when and where a picture was taken, its clock when it spoke, and
    the SHA-256 of what the camera gave, where the device made the picture smaller."""

    at: datetime | None = None
    place: Place | None = None
    device_clock: datetime | None = None
    original: str = ""


@dataclass(frozen=True, slots=True)
class UseView:
    """One use of a file, as a page shows it."""

    id: UUID
    owner_kind: str
    owner: UUID
    label: str
    name: str
    sha256: str
    size: int
    media_type: str
    is_photo: bool
    captured_at: datetime | None
    place: Place | None
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be sent."""

    path: Path
    media_type: str
    name: str
    size: int
