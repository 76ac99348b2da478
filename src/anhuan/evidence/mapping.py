"""Rows of evidence as values."""

from anhuan.evidence.models import Use
from anhuan.evidence.sniff import PHOTOS
from anhuan.evidence.types import Place, UseView


def to_view(use: Use) -> UseView:
    place = None
    if use.lon is not None and use.lat is not None:
        place = Place(use.lon, use.lat, use.accuracy_m)
    return UseView(
        id=use.pk,
        owner_kind=use.owner_kind,
        owner=use.owner,
        label=use.label,
        name=use.name,
        sha256=use.file_id,
        size=use.file.size,
        media_type=use.file.media_type,
        is_photo=use.file.media_type in PHOTOS,
        captured_at=use.captured_at,
        place=place,
        by=use.by,
        at=use.at,
    )
