"""A ClickHouse server, by its HTTP interface."""

import logging
from collections.abc import Iterator, Mapping
from http.client import HTTPException
from pathlib import Path
from secrets import token_hex
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import unquote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from anhuan.kernel.refusal import Refusal, Why

log = logging.getLogger(__name__)

PATIENCE: Final = 60
"""Seconds without a byte."""
LONGEST: Final = 2_000
SCHEMES: Final = {"clickhouse": ("http", 8123), "clickhouses": ("https", 8443)}
WHOLE: Final = {"wait_end_of_query": "1"}
"""The answer begins when it is whole, so that its status is true."""


class _Straight(HTTPRedirectHandler):
    """The server answers where it is asked."""

    def redirect_request(self, *given: object) -> None:
        return None


_opener = build_opener(_Straight, ProxyHandler({}))


class Server:
    """``address``: as ``ANHUAN_READINGS``."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        scheme, port = SCHEMES[parts.scheme]
        self.url = f"{scheme}://{_host(parts.hostname or '')}:{parts.port or port}/"
        self.headers = {"X-ClickHouse-User": unquote(parts.username or "default")}
        if parts.password:
            self.headers["X-ClickHouse-Key"] = unquote(parts.password)
        if database := unquote(parts.path.strip("/")):
            self.headers["X-ClickHouse-Database"] = database

    def lines(self, sql: str, params: Mapping[str, str]) -> Iterator[bytes]:
        kind, body = _form({"query": sql} | _named(params))
        request = Request(
            f"{self.url}?{urlencode(WHOLE)}", body, self.headers | {"Content-Type": kind}
        )
        return self._sent(request)

    def put(self, sql: str, params: Mapping[str, str], path: Path) -> None:
        asked = urlencode({"query": sql} | _named(params) | WHOLE)
        with path.open("rb") as file:
            told = {
                "Content-Type": "application/octet-stream",
                "Content-Length": str(path.stat().st_size),
            }
            for _ in self._sent(Request(f"{self.url}?{asked}", file, self.headers | told)):
                pass

    def _sent(self, request: Request) -> Iterator[bytes]:
        try:
            with _opener.open(request, timeout=PATIENCE) as answer:
                yield from answer
        except HTTPError as refused:
            with refused:
                raise self._away(refused.read(LONGEST).decode(errors="replace")) from None
        except (HTTPException, OSError) as error:
            raise self._away(str(error)) from error

    def _away(self, why: Any) -> Refusal:
        log.error("ClickHouse at %s: %s", self.url, why)
        return Refusal(Why.READINGS_AWAY)


def _host(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def _named(params: Mapping[str, str]) -> dict[str, str]:
    return {f"param_{name}": text for name, text in params.items()}


def _form(fields: Mapping[str, str]) -> tuple[str, bytes]:
    """A form of several parts: its type and its bytes."""
    border = token_hex(16)
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in fields.items()
    ]
    body = "".join([*parts, f"--{border}--\r\n"]).encode()
    return f"multipart/form-data; boundary={border}", body
