"""Fetches pip's wheel for a Python that comes without pip. Standard library only.

Reads pip's own configuration (environment, then files), so that a mirror set for pip is used
here too. The wheel is pinned by its checksum, so it does not matter which index it comes from.
"""

import base64
import configparser
import hashlib
import html.parser
import importlib.util
import json
import os
import re
import ssl
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


class NoPip(Exception):
    """pip could not be had; the text says what the user can do."""


def pip_files() -> Iterator[Path]:
    home = Path.home()
    named = os.environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return
    if named:
        yield Path(named)
    yield Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf"
    yield home / ".pip" / "pip.conf"
    yield Path("/etc/pip.conf")
    yield Path("/etc/xdg/pip/pip.conf")


def pip_setting(name: str) -> str:
    given = os.environ.get("PIP_" + name.upper().replace("-", "_"))
    if given is not None:
        return given
    for path in pip_files():
        parser = configparser.RawConfigParser()
        parser.optionxform = lambda key: key.lower().replace("_", "-")  # type: ignore[method-assign,assignment]
        try:
            parser.read(path, encoding="utf-8")
        except (OSError, configparser.Error):
            continue
        for section in ("install", "global"):
            if parser.has_option(section, name):
                return parser.get(section, name)
    return ""


def default_index() -> str:
    """The public index, as the standard library names it; the tree names no registry.

    On a machine without pip nothing else knows it. "" when this Python does not say either.
    """
    spec = importlib.util.find_spec("unittest.mock")
    source = Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else ""
    found = re.search(r"https://[a-z.]+(?=/project/mock)", source)
    return found.group() + "/simple" if found else ""


def indexes() -> list[str]:
    if pip_setting("no-index").lower() in {"1", "true", "yes", "on"}:
        return []
    first = pip_setting("index-url") or default_index()
    return [url for url in [first, *pip_setting("extra-index-url").split()] if url]


class Links(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for key, value in attrs if tag == "a" and key == "href" and value]


def fetch(url: str) -> tuple[bytes, str, str]:
    """The content, its type and the final address. A folder of files is read by its index."""
    parts = urllib.parse.urlsplit(url)
    headers = {"Accept": "application/vnd.pypi.simple.v1+json, text/html;q=0.5, */*;q=0.1"}
    if parts.username:
        pair = urllib.parse.unquote(f"{parts.username}:{parts.password or ''}")
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    if parts.scheme == "file" and url.endswith("/"):
        url += "index.html"
    handlers: list[urllib.request.BaseHandler] = [
        urllib.request.HTTPSHandler(
            context=ssl.create_default_context(cafile=pip_setting("cert") or None)
        )
    ]
    if pip_setting("proxy"):
        handlers.append(
            urllib.request.ProxyHandler(dict.fromkeys(("http", "https"), pip_setting("proxy")))
        )
    opener = urllib.request.build_opener(*handlers)
    with opener.open(urllib.request.Request(url, headers=headers), timeout=60) as answer:
        return answer.read(), answer.headers.get("Content-Type", ""), answer.geturl()


def links(url: str) -> list[str]:
    """Absolute addresses of the files on one project page, JSON or HTML."""
    content, kind, base = fetch(url)
    if "json" in kind:
        found = [str(file["url"]) for file in json.loads(content)["files"]]
    else:
        parser = Links()
        parser.feed(content.decode("utf-8", "replace"))
        found = parser.found
    return [urllib.parse.urljoin(base, link).partition("#")[0] for link in found]


def pip_candidates() -> Iterator[str]:
    for place in pip_setting("find-links").split():
        local = Path(urllib.request.url2pathname(place.removeprefix("file://"))) / PIP_WHEEL
        if local.is_file():
            yield local.resolve().as_uri()
    for index in indexes():
        try:
            for link in links(index.rstrip("/") + "/pip/"):
                if urllib.parse.unquote(link).rpartition("/")[2] == PIP_WHEEL:
                    yield link
        except (OSError, ValueError, KeyError) as error:
            print(f"  no answer from an index: {getattr(error, 'reason', error)}", flush=True)


def fetch_pip(folder: Path) -> Path:
    for link in pip_candidates():
        try:
            content = fetch(link)[0]
        except OSError as error:
            print(f"  {PIP_WHEEL} did not arrive: {getattr(error, 'reason', error)}", flush=True)
            continue
        if hashlib.sha256(content).hexdigest() != PIP_SHA256:
            print(f"  {PIP_WHEEL} has another checksum than expected and is not used", flush=True)
            continue
        wheel = folder / PIP_WHEEL
        wheel.write_bytes(content)
        return wheel
    raise NoPip(
        f"This Python has no pip, and {PIP_WHEEL} could not be fetched.\n"
        "Check the connection; behind a mirror set PIP_INDEX_URL (or pip.conf), without any\n"
        f"network put {PIP_WHEEL} and the other wheels in a folder and set PIP_FIND_LINKS."
    )
