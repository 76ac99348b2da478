"""A server that speaks ClickHouse's HTTP interface and lets ClickHouse answer: the same SQL with
the same parameters goes to the engine that is built into this process."""

import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

USER, PASSWORD = "anhuan", "p@ss/word"
TABLES = ("readings", "readings_coming", "readings_held")
_lock = threading.Lock()


@cache
def embedded() -> Any:
    """One for each process: it holds one at a time."""
    chdb = pytest.importorskip(
        "chdb.session", reason="chdb is not installed: pip install 'anhuan[clickhouse]'"
    )
    return chdb.Session()


def run(sql: str, params: Mapping[str, str]) -> bytes:
    with _lock:
        return bytes(embedded().query(sql, "TSV", params=dict(params)).bytes())


class Served(ThreadingHTTPServer):
    """``heard``: the statements that came; ``broken``: parts of those that end it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.heard: list[str] = []
        self.broken: list[str] = []

    @property
    def address(self) -> str:
        return f"clickhouse://{USER}:p%40ss%2Fword@127.0.0.1:{self.server_port}/default"

    def answer(self, sql: str, params: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        self.heard.append(sql)
        if any(part in sql for part in self.broken):
            return 500, b"Code: 241. DB::Exception: Memory limit exceeded"
        try:
            if " FROM input(" not in sql:
                return 200, run(sql, params)
            with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
                Path(file.name).write_bytes(body)
                from_file = sql.replace(" FROM input(", f" FROM file('{file.name}', Parquet, ")
                return 200, run(from_file.removesuffix(" FORMAT Parquet"), params)
        except RuntimeError as error:
            return 404, str(error).encode()


class Handler(BaseHTTPRequestHandler):
    server: Served

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fields = dict(parse_qsl(urlsplit(self.path).query))
        kind = self.headers["Content-Type"]
        if kind.startswith("multipart/form-data"):
            fields |= _form(kind, body)
        params = {
            name.removeprefix("param_"): text
            for name, text in fields.items()
            if name.startswith("param_")
        }
        told = (self.headers["X-ClickHouse-User"], self.headers["X-ClickHouse-Key"])
        if told != (USER, PASSWORD):
            status, answer = 403, b"Code: 516. DB::Exception: Authentication failed"
        else:
            status, answer = self.server.answer(fields["query"], params, body)
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *given: Any) -> None:
        pass


def _form(kind: str, body: bytes) -> dict[str, str]:
    whole = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\n\n" + body)
    return {
        str(part.get_param("name", header="content-disposition")): part.get_payload(
            decode=True
        ).decode()
        for part in whole.iter_parts()
    }


@contextmanager
def served() -> Iterator[Served]:
    """Running, without rows."""
    embedded()
    for name in TABLES:
        run(f"TRUNCATE TABLE IF EXISTS {name}", {})
    server = Served()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
