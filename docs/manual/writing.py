"""The manual: one section for each page, in Chinese and in English."""

from pathlib import Path
from typing import Final

from docs.manual.pages import PARTS, SIZES, Page

HERE: Final = Path(__file__).resolve().parent
CHINESE, ENGLISH = 0, 1
FILES: Final = ("index.md", "index.en.md")
OPENING: Final = (
    """# 使用手册

<!-- `python3 run docs` 按 pages.toml 写成，不要直接改。 -->

[English](index.en.md) · [名词](../glossary.md) · [事项的一生](../lifecycle.md)

每页写三件事：它帮你决定什么、给谁看、长什么样（1440×900 和 390×844）。图里是虚构的安澜市，时间停在
2026-11-20 08:42，用 `python3 run demo` 能打开同一座城。
""",
    """# Manual

<!-- Written by `python3 run docs` from pages.toml; do not edit. -->

[中文](index.md) · [glossary](../glossary.md) · [the life of a case](../lifecycle.md)

Each page in three things: what it decides, for whom, and how it looks (1440×900 and 390×844). The
pictures show the invented city of Anlan at 2026-11-20 08:42; `python3 run demo` opens the same
city.
""",
)
FOR: Final = ("给谁", "For")
SIZE_NAMES: Final = {"desk": ("电脑上", "on a desk"), "phone": ("手机上", "on a phone")}


def render(language: int) -> str:
    """The whole manual in one language."""
    found = [OPENING[language]]
    for part in PARTS:
        found.append(f"## {part.title[language]}\n\n{FOR[language]}: {part.whom[language]}\n")
        found += [_section(page, language) for page in part.pages]
    return "\n".join(found)


def _section(page: Page, language: int) -> str:
    pictures = "\n".join(
        f"![{page.title[language]}, {SIZE_NAMES[size][language]}]({picture(page, size).name})"
        for size in SIZES
    )
    return f"### {page.title[language]}\n\n{page.decides[language]}\n\n{pictures}\n"


def picture(page: Page, size: str) -> Path:
    """Where the picture of a page lies."""
    return HERE / f"{page.name}-{size}.png"


def missing() -> list[str]:
    """Pictures that a page lacks, and pictures of no page."""
    wanted = {picture(page, size).name for part in PARTS for page in part.pages for size in SIZES}
    there = {path.name for path in HERE.glob("*.png")}
    return sorted(wanted ^ there)
