"""Parts are tested in Chinese, so their catalogue must be compiled before Django reads it."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.template import engines
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

import anhuan.web.parts

PO = Path(anhuan.web.parts.__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")

if not MO.exists() or MO.stat().st_mtime < PO.stat().st_mtime:
    with PO.open("rb") as source, MO.open("wb") as compiled:
        write_mo(compiled, read_po(source))
    translation_file_changed(None, MO)

Draw = Callable[..., str]


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def draw() -> Draw:
    """The HTML of one tag for one value: ``draw("chip", chip)``."""

    def one(tag: str, value: object, words: str = "") -> str:
        source = "{% load parts %}{% " + tag + " value " + words + " %}"
        return engines["django"].from_string(source).render({"value": value, "csrf_token": "t"})

    return one


def words(html: str) -> str:
    """What a reader sees: tags away, runs of blanks one blank."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()
