"""The launcher on a machine without pip: configuration, index pages, checksums."""

import hashlib
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import fetch_pip
from tests.architecture.tree import ROOT

WHEEL = b"the bytes of a wheel"


class Index(http.server.BaseHTTPRequestHandler):
    """Two indexes on one server: /html/pip/ and /json/pip/, and the wheel itself."""

    def do_GET(self) -> None:
        self.server.seen.append(  # type: ignore[attr-defined]
            (self.path, self.headers.get("Authorization"))
        )
        link = f"../../files/{fetch_pip.PIP_WHEEL}"
        if self.path.endswith(".whl"):
            self.answer("application/octet-stream", WHEEL)
        elif self.path.startswith("/json/"):
            page = {"files": [{"url": link, "filename": fetch_pip.PIP_WHEEL}]}
            self.answer("application/vnd.pypi.simple.v1+json", json.dumps(page).encode())
        elif self.path.startswith("/html/"):
            self.answer("text/html", f'<a href="{link}#sha256=0">pip</a>'.encode())
        else:
            self.send_error(404)

    def answer(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(content)

    def log_request(self, *words: object) -> None:
        """Nothing: the tests' output stays readable."""


@pytest.fixture
def index() -> Iterator[http.server.HTTPServer]:
    with http.server.HTTPServer(("127.0.0.1", 0), Index) as server:
        server.seen = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home without any configuration of pip, and a wheel whose checksum is known."""
    for name in [name for name in os.environ if name.startswith(("PIP_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setattr(fetch_pip, "PIP_SHA256", hashlib.sha256(WHEEL).hexdigest())
    return tmp_path


@pytest.mark.parametrize("kind", ["html", "json"])
def test_pip_is_fetched_from_an_index_of_either_kind(
    bare: Path, index: http.server.HTTPServer, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{index.server_port}/{kind}")

    wheel = fetch_pip.fetch_pip(bare)

    assert wheel.read_bytes() == WHEEL


def test_a_wheel_with_another_checksum_is_refused(
    bare: Path, index: http.server.HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{index.server_port}/html")
    monkeypatch.setattr(fetch_pip, "PIP_SHA256", "0" * 64)

    with pytest.raises(fetch_pip.NoPip):
        fetch_pip.fetch_pip(bare)


def test_credentials_of_the_index_are_sent_as_a_header(
    bare: Path, index: http.server.HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", f"http://me:p%40ss@127.0.0.1:{index.server_port}/html/")

    fetch_pip.fetch_pip(bare)

    assert index.seen[0] == ("/html/pip/", "Basic bWU6cEBzcw==")  # type: ignore[attr-defined]


def test_a_folder_of_wheels_serves_without_any_index(
    bare: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    wheels = tmp_path_factory.mktemp("wheels")
    (wheels / fetch_pip.PIP_WHEEL).write_bytes(WHEEL)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))

    assert fetch_pip.fetch_pip(bare).read_bytes() == WHEEL


def test_the_nearer_configuration_wins(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_CONFIG_FILE")
    file = bare / ".config" / "pip" / "pip.conf"
    file.parent.mkdir(parents=True)
    file.write_text("[global]\nindex_url = http://user/\n[install]\nindex-url = http://install/\n")

    from_file = fetch_pip.pip_setting("index-url")
    monkeypatch.setenv("PIP_INDEX_URL", "http://environment/")

    assert (from_file, fetch_pip.pip_setting("index-url")) == (
        "http://install/",
        "http://environment/",
    )


def test_the_public_index_is_known_without_configuration(bare: Path) -> None:
    assert [url.rpartition("/")[2] for url in fetch_pip.indexes()] == ["simple"]


def test_an_unknown_command_lists_the_commands() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "run", "nothing"], capture_output=True, text=True
    )

    assert (done.returncode, done.stdout.splitlines()[0]) == (2, "python3 run COMMAND")
