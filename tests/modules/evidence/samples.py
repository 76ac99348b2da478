"""Files made on the spot, and a stream that counts what is read of it."""

import zipfile
from io import BytesIO
from typing import Any

import xlsxwriter
from PIL import Image

from anhuan.evidence.sniff import _entry

TAKEN = {0x9003: "2026:05:01 08:30:00"}
# 30°30'30" N, 120°15'0" E
GPS = {1: "N", 2: (30.0, 30.0, 30.0), 3: "E", 4: (120.0, 15.0, 0.0)}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


class Counting:
    """An endless or finite stream."""

    def __init__(self, content: bytes = b"", endless: bool = False) -> None:
        self.source = BytesIO(content)
        self.endless = endless
        self.read_bytes = 0

    def read(self, size: int, /) -> bytes:
        piece = b"x" * size if self.endless else self.source.read(size)
        self.read_bytes += len(piece)
        return piece


def photo(
    form: str = "JPEG",
    size: tuple[int, int] = (64, 48),
    exif: dict[int, Any] | None = None,
    gps: dict[int, Any] | None = None,
    orientation: int | None = None,
    mode: str = "RGB",
    **options: Any,
) -> bytes:
    image = Image.new(mode, size, (200, 30, 30) if mode == "RGB" else 0)
    if mode == "RGB":
        image.paste((30, 30, 200), (0, 0, size[0] // 2, size[1]))
    tags = Image.Exif()
    tags[0x010F] = "SecretPhone"
    if orientation:
        tags[0x0112] = orientation
    if exif is not None:
        tags.get_ifd(0x8769).update(exif)
    if gps is not None:
        tags.get_ifd(0x8825).update(gps)
    out = BytesIO()
    image.save(out, form, exif=tags, **options)
    return out.getvalue()


def archive(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def office(*names: str) -> bytes:
    return archive(**{name: b"<x/>" for name in ("[Content_Types].xml", *names)})


def xlsx() -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write(0, 0, "隐患")
    book.close()
    return out.getvalue()


def ole(*streams: str) -> bytes:
    return OLE + b"".join(_entry(name) + b"\0" * 62 for name in streams)
