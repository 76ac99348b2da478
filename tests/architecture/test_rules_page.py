"""The page of the rules says what the seed holds, in the words of the glossary and the screens."""

import json
import re

from django.utils.translation import override

from anhuan.kernel.access import Capability, Role
from anhuan.ops.catalogues import compile_catalogues
from anhuan.ops.rules_doc import render, words_of
from anhuan.web.admin.words import CAPABILITIES, ROLES
from tests.architecture.tree import ROOT

DOCS = ROOT / "docs"
SEED = ROOT / "src" / "anhuan" / "rulebook" / "seed"


def _words() -> dict[str, str]:
    return dict(words_of((DOCS / "glossary.md").read_text(encoding="utf-8")))


def _granted() -> set[tuple[str, str]]:
    """(capability, role) of every mark on the page."""
    page = (DOCS / "rules.md").read_text(encoding="utf-8").split("## Terms")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| ")
    ]
    heads, *lines = rows
    return {
        (line[0], head)
        for line in lines
        for head, mark in zip(heads[1:], line[1:], strict=True)
        if mark == "●"
    }


def test_page_in_the_repository_is_the_one_rendered() -> None:
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == render(_words())


def test_page_marks_what_the_seed_grants_and_nothing_else() -> None:
    words = _words()
    seed = json.loads((SEED / "capabilities.json").read_text(encoding="utf-8"))
    granted = {
        (words[f"Capability.{Capability(code).name}"], words[f"Role.{Role(row['code']).name}"])
        for row in seed
        for code in row["value"]
    }

    assert _granted() == granted


def test_screens_say_the_words_of_the_glossary() -> None:
    compile_catalogues()
    words = _words()
    with override("zh-hans"):
        shown = {f"Role.{role.name}": str(text) for role, text in ROLES.items()}
        shown |= {f"Capability.{one.name}": str(text) for one, text in CAPABILITIES.items()}

    unlike = {
        code: (text, words[code]) for code, text in shown.items() if text != _bare(words[code])
    }

    assert unlike == {}


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
