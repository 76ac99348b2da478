"""Writes the documents that are made from the code; ``--check`` only compares them."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from anhuan.ops import lifecycle_doc, rules_doc

HERE = Path(__file__).resolve().parent


def rules() -> str:
    glossary = (HERE / "glossary.md").read_text(encoding="utf-8")
    return rules_doc.render(rules_doc.words_of(glossary))


def _openapi() -> str:
    """The document of the API needs the program's applications."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.config.settings")
    os.environ.setdefault("ANHUAN_SECRET_KEY", "nothing is signed here")
    import django

    django.setup()
    from anhuan.api.openapi import text

    return text()


PAGES: Mapping[str, Callable[[], str]] = {
    "lifecycle.md": lifecycle_doc.render,
    "rules.md": rules,
    "openapi.json": _openapi,
}


def main(words: list[str]) -> int:
    stale = [
        page
        for page, write in PAGES.items()
        if not (HERE / page).exists() or (HERE / page).read_text(encoding="utf-8") != write()
    ]
    if "--check" in words:
        if stale:
            print("out of date, run `python3 run docs`: " + ", ".join(stale))
        return 1 if stale else 0
    for page in stale:
        (HERE / page).write_text(PAGES[page](), encoding="utf-8")
        print(f"written: docs/{page}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
