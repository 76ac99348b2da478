"""The account's catalogue is whole, and compiling writes only what is stale."""

import gettext
import os
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from anhuan.ops.catalogues import PACKAGE, compile_catalogues

CATALOGUE = PACKAGE / "web/account/locale/zh_Hans/LC_MESSAGES/django.po"
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Key"\nmsgstr "{}"\n'


def test_catalogue_has_every_sentence_with_its_values() -> None:
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    bad = [
        message.id
        for message in messages
        for said in ([message.string] if isinstance(message.string, str) else message.string)
        if not said
        or re.findall(r"%\(\w+\)s", said)
        != re.findall(r"%\(\w+\)s", message.id if isinstance(message.id, str) else message.id[0])
    ]
    assert (bad, len(messages) > 80) == ([], True)


@pytest.fixture
def po(tmp_path: Path) -> Path:
    source = tmp_path / "area" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO.format("钥匙"), encoding="utf-8")
    return source


def said(po: Path) -> str:
    with po.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext("Key")


def test_compile_writes_what_is_missing(po: Path, tmp_path: Path) -> None:
    assert compile_catalogues(tmp_path) == [po.with_suffix(".mo")]
    assert said(po) == "钥匙"


def test_compile_leaves_what_is_fresh(po: Path, tmp_path: Path) -> None:
    compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path) == []


def test_compile_renews_what_is_stale(po: Path, tmp_path: Path) -> None:
    compile_catalogues(tmp_path)
    po.write_text(PO.format("密钥"), encoding="utf-8")
    later = po.with_suffix(".mo").stat().st_mtime + 5
    os.utime(po, (later, later))
    assert (compile_catalogues(tmp_path), said(po)) == ([po.with_suffix(".mo")], "密钥")
