"""Writes the documents that are made from the code; ``--check`` only compares them, ``--only``
takes one of them.

Pictures of the manual are taken anew, never compared: ``--check`` asks only whether each page of
the product has its section and its pictures.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from anhuan.ops import lifecycle_doc, rules_doc
from docs.manual import pages, pictures, writing

HERE = Path(__file__).resolve().parent


def _openapi() -> str:
    """The document of the API needs the program's applications."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.config.settings")
    os.environ.setdefault("ANHUAN_SECRET_KEY", "nothing is signed here")
    import django

    django.setup()
    from anhuan.api.openapi import text

    return text()


def rules() -> str:
    glossary = (HERE / "glossary.md").read_text(encoding="utf-8")
    return rules_doc.render(rules_doc.words_of(glossary))


PAGES: Mapping[str, Callable[[], str]] = {
    "lifecycle.md": lifecycle_doc.render,
    "openapi.json": _openapi,
    "rules.md": rules,
    **{
        f"manual/{name}": partial(writing.render, language)
        for language, name in enumerate(writing.FILES)
    },
}


PICTURES = "pictures"


def main(words: list[str]) -> int:
    asked = _arguments(words)
    only = asked.only or [*PAGES, PICTURES]
    stale = [
        page
        for page, write in PAGES.items()
        if page in only
        and (not (HERE / page).exists() or (HERE / page).read_text(encoding="utf-8") != write())
    ]
    taken = [name.removeprefix(f"{PICTURES}/") for name in only if name.startswith(PICTURES)]
    if asked.check:
        wrong = [*stale, *(writing.missing() if PICTURES in taken else [])]
        if wrong:
            print("out of date, run `python3 run docs`: " + ", ".join(wrong))
        return 1 if wrong else 0
    for page in stale:
        (HERE / page).write_text(PAGES[page](), encoding="utf-8")
        print(f"written: docs/{page}")
    return take_pictures(None if PICTURES in taken else taken) if taken else 0


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="run docs",
        description="Writes the documents that are made from the code, and the manual's pictures.",
    )
    parser.add_argument(
        "--only",
        action="append",
        metavar="NAME",
        choices=[*PAGES, PICTURES, *(f"{PICTURES}/{page.name}" for page in pages.PAGES)],
        help=f"only this one, may be repeated: {', '.join(PAGES)}, {PICTURES}, or {PICTURES}/PAGE "
        "for a page of the manual, such as pictures/work",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; say what is out of date, 1 if anything is",
    )
    return parser.parse_args(words)


def take_pictures(names: list[str] | None) -> int:
    """Those of the named pages of the manual, or all."""
    if pictures.chromium() is None:
        print("The pictures were left as they are: install Debian's chromium to take them anew.")
        return 0
    for name in pictures.take(names):
        print(f"taken: docs/manual/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
