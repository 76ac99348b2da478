"""Where a log lies: a folder, or an address that serves one. Nothing there is trusted: a file is
read up to its limit and no further, an answer is waited for a while and no longer."""

import re
import ssl
from collections.abc import Callable, Mapping
from http.client import HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from anhuan.kernel.note import LONGEST as LONGEST_NOTE
from anhuan.kernel.tiles import ENTRIES, LONGEST_ENTRY, WIDTH

CHECKPOINT: Final = "checkpoint"
TIMEOUT: Final = 20.0
"""Seconds to wait for a server to say anything."""
DEADLINE: Final = 120.0
"""Seconds that one file may take, however slowly it comes."""
PAUSES: Final = (1.0, 3.0)
"""Seconds before each further try where a server does not answer."""

_BUNDLE: Final = WIDTH * (LONGEST_ENTRY + 2)
_TILE: Final = WIDTH * 32
_BLOCK: Final = 1 << 16
_GONE: Final = frozenset({404, 410})
_LATER: Final = frozenset({429, 500, 502, 503, 504})
_YEAR: Final = re.compile("[0-9]{4}", re.ASCII)

Read = Callable[[str], bytes | None]
"""The bytes of a file by its path, at most one more than it may have; ``None`` where it is not."""


class Unreadable(Exception):
    """The place cannot be read, so nothing can be said of the log: why, in both languages."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese, self.english = chinese, english


def logs_at(location: str) -> Mapping[str, Read]:
    """The logs at a place by name: one without a name, or those of several years in one folder,
    each named by its year. Raises ``Unreadable``."""
    if "://" in location:
        return {"": _web(location)}
    folder = Path(location)
    if not folder.is_dir():
        raise Unreadable(f"没有文件夹 {location}", f"there is no folder {location}")
    years = sorted(one.name for one in folder.iterdir() if _YEAR.fullmatch(one.name))
    if years and not (folder / CHECKPOINT).exists():
        return {year: _folder(folder / year) for year in years}
    return {"": _folder(folder)}


def limit(path: str) -> int:
    """The most bytes that a file of a log has."""
    if path == CHECKPOINT:
        return LONGEST_NOTE
    return _BUNDLE if path.startswith(f"tile/{ENTRIES}/") else _TILE


def _folder(folder: Path) -> Read:
    def read(path: str) -> bytes | None:
        try:
            with (folder / path).open("rb") as stream:
                return stream.read(limit(path) + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise Unreadable(
                f"读不到 {folder / path}：{error.strerror}",
                f"{folder / path} cannot be read: {error.strerror}",
            ) from error

    return read


class _Stay(HTTPRedirectHandler):
    """What lies elsewhere is not what was asked for."""

    def redirect_request(self, *args: Any) -> None:
        return None


def _web(address: str) -> Read:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise Unreadable(f"不是网址：{address}", f"{address} is not an http or https address")
    opener, base = build_opener(_Stay), address.rstrip("/")
    return lambda path: _patient(opener, f"{base}/{path}", limit(path))


def _patient(opener: OpenerDirector, address: str, most: int) -> bytes | None:
    for pause in (*PAUSES, None):
        try:
            return _fetched(opener, address, most)
        except (URLError, HTTPException, OSError, ssl.SSLError) as error:
            passing = not isinstance(error, HTTPError) or error.code in _LATER
            if pause is None or not passing:
                raise Unreadable(
                    f"读不到 {address}：{error}", f"{address} cannot be read: {error}"
                ) from error
            sleep(pause)
    raise AssertionError("the last try answers or raises")


def _fetched(opener: OpenerDirector, address: str, most: int) -> bytes | None:
    asked = Request(address, headers={"User-Agent": "anhuan-verify", "Accept": "*/*"})
    try:
        with opener.open(asked, timeout=TIMEOUT) as answer:
            return _taken(answer, most + 1)
    except HTTPError as error:
        with error:
            if error.code in _GONE:
                return None
            raise


def _taken(answer: IO[bytes], most: int) -> bytes:
    end, parts, left = monotonic() + DEADLINE, [], most
    while left and (part := answer.read(min(left, _BLOCK))):
        parts.append(part)
        left -= len(part)
        if monotonic() > end:
            raise TimeoutError(f"took more than {DEADLINE:.0f} seconds")
    return b"".join(parts)
