"""Photos: what their metadata claims, and re-encoded derivatives without any metadata."""

import math
import os
import re
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageOps

from anhuan.base.ids import new_id
from anhuan.evidence.types import Edge, Place
from anhuan.kernel.refusal import Refusal, Why

# A JPEG is decoded at an eighth of its size; the others need four bytes for every pixel.
MOST_PIXELS: Final = {"JPEG": 80_000_000, "MPO": 80_000_000, "PNG": 40_000_000, "WEBP": 40_000_000}
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_LOCAL: Final = timezone(timedelta(hours=8))
_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_QUALITY: Final = 82


def _open(path: Path) -> Image.Image:
    """The picture, not yet decoded, within the limit of pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the limit below is lower than Pillow's own
        try:
            image = Image.open(path, formats=_FORMATS)
        except (Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
            raise Refusal(Why.FILE_BROKEN) from error
    limit = MOST_PIXELS[image.format or ""]
    if image.width * image.height > limit:
        image.close()
        raise Refusal(Why.FILE_TOO_LARGE, pixels=limit)
    return image


def claims(path: Path) -> tuple[datetime | None, Place | None]:
    """When and where the picture says it was taken; wrong or missing metadata claims nothing.

    A time without an offset counts as UTC+8. Raises ``Refusal`` FILE_BROKEN or FILE_TOO_LARGE.
    """
    with _open(path) as image, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exif = image.getexif()
            return _taken_at(exif.get_ifd(_EXIF)), _taken_place(exif.get_ifd(_GPS))
        except Exception:
            # Any byte may be wrong in EXIF, and Pillow raises what it meets; the photo may
            # still be good, which ``derive`` finds out.
            return None, None


def _taken_at(exif: Mapping[int, Any]) -> datetime | None:
    match = re.fullmatch(
        r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)", str(exif.get(_TAKEN, "")).strip("\0 ")
    )
    if match is None:
        return None
    try:
        local = datetime(*(int(part) for part in match.groups()))  # type: ignore[arg-type]
        taken = local.replace(tzinfo=_zone(str(exif.get(_OFFSET, "")))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return taken if taken >= _EARLIEST else None


def _zone(offset: str) -> timezone:
    match = re.fullmatch(r"([+-])(\d\d):(\d\d)", offset.strip("\0 "))
    if match is None:
        return _LOCAL
    minutes = int(match[2]) * 60 + int(match[3])
    return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))


def _taken_place(gps: Mapping[int, Any]) -> Place | None:
    lat, lon = _degrees(gps.get(2), gps.get(1), "S"), _degrees(gps.get(4), gps.get(3), "W")
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return None
    return None if (lat, lon) == (0.0, 0.0) else Place(lon=lon, lat=lat)


def _degrees(parts: Any, reference: Any, negative: str) -> float | None:
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = round(degrees + minutes / 60 + seconds / 3600, 7)
    if not math.isfinite(value):
        return None
    return -value if str(reference).strip("\0 ").upper() == negative else value


def derive(path: Path, targets: Mapping[Edge, Path]) -> None:
    """Write the derivatives of the photo at ``path``. Raises ``Refusal`` FILE_BROKEN."""
    largest = max(edge.pixels for edge in targets)
    with _open(path) as image:
        try:
            image.draft("RGB", (largest, largest))
            shown = _eight_bits(image)
            shown.thumbnail((largest, largest))
            plain = _on_white(ImageOps.exif_transpose(shown))
        except Exception as error:
            # Decoders raise almost anything for a damaged file.
            raise Refusal(Why.FILE_BROKEN) from error
    for edge in sorted(targets, key=lambda edge: -edge.pixels):
        plain.thumbnail((edge.pixels, edge.pixels))
        _save(plain, targets[edge])


def _eight_bits(image: Image.Image) -> Image.Image:
    """A picture that can be scaled: no palette, not 16 bits of grey."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    return image.convert("RGBA") if image.mode == "P" else image


def _on_white(image: Image.Image) -> Image.Image:
    """A new picture of the same pixels: nothing but pixels comes along."""
    plain = Image.new("RGB", image.size, "white")
    coloured = image.convert("RGBA")
    plain.paste(coloured, mask=coloured.getchannel("A"))
    return plain


def _save(image: Image.Image, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{new_id().hex}.part")
    try:
        image.save(part, "JPEG", quality=_QUALITY, optimize=True)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
