from pathlib import Path
from typing import Final

from anhuan.base.sheets.delimited import read_delimited
from anhuan.base.sheets.grid import MAX_FILE_BYTES, SheetError, Workbook
from anhuan.base.sheets.xls import read_xls
from anhuan.base.sheets.xlsx import read_xlsx

ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF_STREAMS: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
BINARY: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"GIF8",
)
MARKUP: Final = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<workbook", b"{\\rtf", b"mime-")


def open_workbook(source: bytes | Path) -> Workbook:
    """Read a spreadsheet from a path or from bytes. The bytes decide the kind, never a name.

    Raises `SheetError` with one of its codes and no other exception for any content.
    """
    data = _bytes(source)
    if not data:
        raise SheetError("empty_file")
    if data.startswith((ZIP, EMPTY_ZIP)):
        return read_xlsx(data)
    if data.startswith(OLE) or data[:2] in BIFF_STREAMS:
        return read_xls(data)
    if data.startswith(BINARY):
        raise SheetError("unknown_format")
    opening = data[:200].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if opening.startswith(MARKUP):
        raise SheetError("unsupported_format", part="markup")
    return read_delimited(data)


def _bytes(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with source.open("rb") as stream:
                data = stream.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            raise SheetError("file_missing", name=source.name) from error
    if len(data) > MAX_FILE_BYTES:
        raise SheetError("file_too_large", limit=MAX_FILE_BYTES)
    return data
