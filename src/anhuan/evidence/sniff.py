"""What a file is, from its content; its name only tells a table from a text."""

import codecs
import mmap
import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Final

from anhuan.evidence.types import MEGABYTE, Kind
from anhuan.kernel.refusal import Refusal, Why

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
WEBP: Final = "image/webp"
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS: Final = "application/vnd.ms-excel"
CSV: Final = "text/csv"
TXT: Final = "text/plain"

SUFFIX: Final = {
    JPEG: ".jpg", PNG: ".png", WEBP: ".webp", PDF: ".pdf", DOCX: ".docx",
    XLSX: ".xlsx", XLS: ".xls", CSV: ".csv", TXT: ".txt",
}  # fmt: skip
PHOTOS: Final = frozenset({JPEG, PNG, WEBP})
SHEETS: Final = frozenset({XLSX, XLS, CSV})
ACCEPTED: Final = {
    Kind.PHOTO: PHOTOS,
    Kind.SPREADSHEET: SHEETS,
    Kind.DOCUMENT: PHOTOS | SHEETS | {PDF, DOCX, TXT},
}
UNPACKED_LIMIT: Final = 200 * MEGABYTE
_CHUNK: Final = 64 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODD: Final = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")


def media_type(path: Path, name: str, kind: Kind) -> str:
    """The media type of the file at ``path``.

    Raises ``Refusal`` with FILE_TYPE for a type that ``kind`` does not take, FILE_BROKEN for an
    archive that cannot be read and FILE_TOO_LARGE when it unpacks to more than 200 MB.
    """
    with path.open("rb") as source:
        head = source.read(1024)
    found = _by_signature(path, head) or _by_text(path, name)
    if found is None or found not in ACCEPTED[kind]:
        raise Refusal(Why.FILE_TYPE, name=name, kind=kind.value)
    own = Kind.SPREADSHEET if found in SHEETS else kind
    if path.stat().st_size > own.limit:
        raise Refusal(Why.FILE_TOO_LARGE, name=name, limit=own.limit)
    return found


def _by_signature(path: Path, head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _office(path)
    if head.startswith(_OLE):
        return _old_office(path)
    return None


def _office(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Refusal(Why.FILE_BROKEN) from error
    if sum(member.file_size for member in members) > UNPACKED_LIMIT:
        raise Refusal(Why.FILE_TOO_LARGE, limit=UNPACKED_LIMIT)
    names = {member.filename for member in members}
    if any(name.endswith("vbaProject.bin") for name in names) or (
        "[Content_Types].xml" not in names
    ):
        return None
    if "xl/workbook.xml" in names:
        return XLSX
    return DOCX if "word/document.xml" in names else None


def _old_office(path: Path) -> str | None:
    """Excel 97 when the directory of the compound file names a workbook stream."""
    with (
        path.open("rb") as source,
        mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as whole,
    ):

        def holds(name: str) -> bool:
            return whole.find(_entry(name)) >= 0

        # A Word file may carry a workbook inside.
        return XLS if not holds("WordDocument") and (holds("Workbook") or holds("Book")) else None


def _entry(name: str) -> bytes:
    """A directory entry's name as [MS-CFB] §2.6.1 writes it: UTF-16, padded to 64 bytes."""
    return name.encode("utf-16-le").ljust(64, b"\0") + (len(name) * 2 + 2).to_bytes(2, "little")


def _by_text(path: Path, name: str) -> str | None:
    if not any(_decodes(path, encoding) for encoding in ("utf-8-sig", "gb18030")):
        return None
    return CSV if name.lower().endswith(".csv") else TXT


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as source:
            while chunk := source.read(_CHUNK):
                if _ODD.search(decoder.decode(chunk)):
                    return False
        return not _ODD.search(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return False


_STEM_BYTES: Final = 150
_RESERVED: Final = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")


def safe_name(name: str, found: str) -> str:
    """A file name to show and to save under: no path, no hidden characters, the true suffix."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(
        character for character in last if unicodedata.category(character)[0] not in "C"
    )
    stem = re.sub(r'[<>:"|?*%\u2028\u2029]', "_", shown)
    stem = re.sub(r"\.[A-Za-z][A-Za-z0-9]{0,7}$", "", stem).strip(" .\u3000\xa0")
    stem = stem.encode("utf-8")[:_STEM_BYTES].decode("utf-8", "ignore").strip(" .")
    if not stem or _RESERVED.match(stem):
        stem = "_" + stem
    return stem + SUFFIX[found]
