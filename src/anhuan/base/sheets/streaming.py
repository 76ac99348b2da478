"""Long tables row by row: delimited text, also packed with gzip, without the whole of it in
memory; a workbook by the reader of workbooks, which is limited as a whole."""

import codecs
import csv
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final

from anhuan.base.sheets.delimited import DELIMITERS, MARKS, SNIFFED_LINES
from anhuan.base.sheets.grid import MAX_COLUMNS, MAX_UNPACKED_BYTES, SheetError, Value
from anhuan.base.sheets.opening import BINARY, EMPTY_ZIP, MARKUP, OLE, ZIP, open_workbook

MAX_LONG_ROWS: Final = 1_000_000
LONGEST_LINE: Final = 1024 * 1024
PIECE: Final = 256 * 1024
GZ: Final = b"\x1f\x8b"
_SOUND: Final = ("utf-8", "gb18030")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that was looked through once: the digest of its bytes and how its text is written
    ("" for a workbook)."""

    path: Path
    sha256: str
    encoding: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row with its number from 1, cells as trimmed text. Raises ``SheetError``."""
        return _text_rows(self) if self.encoding else _book_rows(self.path)


def look_through(path: Path) -> Source:
    """Read a file once, within the limits, and say how to read its rows.

    Raises ``SheetError``: the bytes decide what it is, never its name.
    """
    digest, decoders, last = hashlib.sha256(), _Decoders(), b""
    try:
        with path.open("rb") as stream:
            start = stream.read(64)
            stream.seek(0)
            if start.startswith((ZIP, EMPTY_ZIP, OLE)):
                return Source(path=path, sha256=_digest(stream), encoding="")
            for piece in _plain_pieces(stream, digest):
                decoders.take(piece, first=not last)
                last = piece
    except OSError as error:
        raise SheetError("file_missing", name=path.name) from error
    if not last:
        raise SheetError("empty_file")
    return Source(path=path, sha256=digest.hexdigest(), encoding=decoders.chosen())


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


class _Decoders:
    """Which encodings the bytes so far could be written in."""

    def __init__(self) -> None:
        self._left: dict[str, codecs.IncrementalDecoder] = {}

    def take(self, piece: bytes, *, first: bool) -> None:
        if first:
            self._begin(piece)
        for name, decoder in list(self._left.items()):
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                del self._left[name]
        if not self._left:
            raise SheetError("encoding_unknown")
        if b"\0" in piece and "utf-16" not in self._left:
            raise SheetError("unknown_format")

    def _begin(self, piece: bytes) -> None:
        if piece.startswith((*BINARY, ZIP, OLE)):
            raise SheetError("unknown_format")
        opening = piece[:200].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
        if opening.startswith(MARKUP):
            raise SheetError("unsupported_format", part="markup")
        marked = next((name for mark, name in MARKS if piece.startswith(mark)), "")
        names = (marked,) if marked else _SOUND
        self._left = {name: codecs.getincrementaldecoder(name)() for name in names}

    def chosen(self) -> str:
        for name, decoder in self._left.items():
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return name
        raise SheetError("encoding_unknown")


def _plain_pieces(stream: BinaryIO, digest: "hashlib._Hash | None" = None) -> Iterator[bytes]:
    """The bytes of a file, unpacked if it is gz, never more than the limit of unpacked ones."""
    packed, inflating, total = None, zlib.decompressobj(wbits=31), 0
    while raw := stream.read(PIECE):
        if digest is not None:
            digest.update(raw)
        packed = raw.startswith(GZ) if packed is None else packed
        while raw:
            piece, raw = _inflated(inflating, raw) if packed else (raw, b"")
            total += len(piece)
            if total > MAX_UNPACKED_BYTES:
                raise SheetError("unpacked_too_large", limit=MAX_UNPACKED_BYTES)
            if piece:
                yield piece
    if packed and not inflating.eof:
        raise SheetError("corrupt", part="gz")


def _inflated(inflating: "zlib._Decompress", raw: bytes) -> tuple[bytes, bytes]:
    """The next piece, and what is still packed."""
    try:
        piece = inflating.decompress(raw, PIECE)
    except zlib.error as error:
        raise SheetError("corrupt", part="gz") from error
    if inflating.eof and inflating.unused_data:
        raise SheetError("corrupt", part="gz")
    return piece, inflating.unconsumed_tail


def _lines(pieces: Iterator[bytes], encoding: str) -> Iterator[str]:
    """The lines with their ends; one that never ends is no table."""
    decoder, held = codecs.getincrementaldecoder(encoding)(), ""
    for piece in pieces:
        *whole, held = (held + decoder.decode(piece)).split("\n")
        for line in whole:
            yield f"{line}\n"
        if len(held) > LONGEST_LINE:
            raise SheetError("too_many_cells", limit=LONGEST_LINE)
    if held:
        yield held


def _text_rows(source: Source) -> Iterator[tuple[int, list[str]]]:
    with source.path.open("rb") as stream:
        lines = _lines(_plain_pieces(stream), source.encoding)
        first = list(islice(lines, SNIFFED_LINES))
        mark = max(DELIMITERS, key=lambda each: sum(line.count(each) for line in first))
        reader = csv.reader(chain(first, lines), delimiter=mark)
        number = 0
        try:
            for number, record in enumerate(reader, 1):
                if len(record) > MAX_COLUMNS:
                    raise SheetError("too_many_columns", limit=MAX_COLUMNS)
                if number > MAX_LONG_ROWS:
                    raise SheetError("too_many_rows", limit=MAX_LONG_ROWS)
                yield number, [cell.strip() for cell in record]
        except csv.Error as error:
            raise SheetError("corrupt", part="csv", row=number + 1) from error


def _book_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    book = open_workbook(path)
    sheet = next((each for each in book.sheets if not each.hidden and each.rows), None)
    if sheet is None:
        raise SheetError("empty_file")
    for number, row in enumerate(sheet.rows, 1):
        yield number, [_shown(value) for value in row]


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        bare = value.time() == datetime.min.time()
        return value.date().isoformat() if bare else value.isoformat(timespec="minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()
