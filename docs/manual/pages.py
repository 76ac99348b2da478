"""Every page of the product, once: ``pages.toml`` as values."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

Text = tuple[str, str]
"""中文, English."""


@dataclass(frozen=True)
class Page:
    """Who opens it where (nobody signed in: an empty ``user``), and what it decides."""

    name: str
    user: str
    path: str
    link: str
    title: Text
    decides: Text


@dataclass(frozen=True)
class Part:
    """The pages of one audience."""

    title: Text
    whom: Text
    pages: tuple[Page, ...]


def _text(given: list[str]) -> Text:
    chinese, english = given
    return chinese, english


def _page(given: dict[str, Any]) -> Page:
    return Page(
        name=given["name"],
        user=given.get("user", ""),
        path=given["path"],
        link=given.get("link", ""),
        title=_text(given["title"]),
        decides=_text(given["decides"]),
    )


def _parts() -> tuple[Part, ...]:
    path = Path(__file__).with_name("pages.toml")
    return tuple(
        Part(_text(one["title"]), _text(one["whom"]), tuple(_page(page) for page in one["page"]))
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["part"]
    )


PARTS: Final = _parts()
PAGES: Final = tuple(page for part in PARTS for page in part.pages)
SIZES: Final = {"desk": (1440, 900), "phone": (390, 844)}
