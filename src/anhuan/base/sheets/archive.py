import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from anhuan.base.sheets.grid import MAX_PARTS, MAX_UNPACKED_BYTES, SheetError

CHUNK: Final = 256 * 1024
ENCRYPTED_FLAG: Final = 0x1


class Archive:
    """The parts of a zip package, inflated within one budget for the whole package.

    The declared sizes are checked first; because they can lie, every byte that is really
    inflated is counted as well.
    """

    def __init__(self, data: bytes, limit: int = MAX_UNPACKED_BYTES) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise SheetError("corrupt", part="zip") from error
        infos = self._zip.infolist()
        if len(infos) > MAX_PARTS:
            raise SheetError("too_many_parts", parts=len(infos), limit=MAX_PARTS)
        if any(info.flag_bits & ENCRYPTED_FLAG for info in infos):
            raise SheetError("encrypted")
        declared = sum(info.file_size for info in infos)
        if declared > limit:
            raise SheetError("unpacked_too_large", declared=declared, limit=limit)
        self._names = {info.filename.lower().lstrip("/"): info for info in infos}
        self._left = limit
        self._limit = limit

    def has(self, name: str) -> bool:
        """Tell whether the package holds this part; names compare without case."""
        return name.lower().lstrip("/") in self._names

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece; raise `SheetError` when it is missing or too large."""
        info = self._names.get(name.lower().lstrip("/"))
        if info is None:
            raise SheetError("corrupt", part=name)
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise SheetError("unpacked_too_large", part=name, limit=self._limit)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise SheetError("corrupt", part=name) from error
        except RuntimeError as error:
            raise SheetError("encrypted", part=name) from error

    def parse(self, name: str, parser: expat.XMLParserType) -> None:
        """Feed a part to an expat parser that refuses document type declarations."""
        parser.StartDoctypeDeclHandler = _refuse
        try:
            for piece in self.chunks(name):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise SheetError("corrupt", part=name) from error


def _refuse(name: str, system: str | None, public: str | None, internal: bool) -> None:
    raise SheetError("xml_declaration_refused", doctype=name[:40])


def new_parser() -> expat.XMLParserType:
    """Return an expat parser that joins neighbouring text and keeps prefixes in names."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    return parser


def local(name: str) -> str:
    """Return an XML name without its prefix."""
    return name.rpartition(":")[2]
