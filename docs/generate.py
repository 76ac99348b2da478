"""Writes the documents that are made from the code; ``--check`` only compares them."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from anhuan.kernel.lifecycle import LIFECYCLE

HERE = Path(__file__).resolve().parent
NOTE = "<!-- Written by `python3 run docs` from the code; do not edit. -->\n"


def _diagram() -> list[str]:
    arrows: dict[tuple[str, str], list[str]] = {}
    for (state, action), step in LIFECYCLE.items():
        if step.to is not None:
            arrows.setdefault((state.value, step.to.value), []).append(action.value)
    lines = [
        f"    {start} --> {end}: {', '.join(sorted(acts))}"
        for (start, end), acts in sorted(arrows.items())
    ]
    return ["```mermaid", "stateDiagram-v2", "    [*] --> new", *lines, "```"]


def _rows() -> list[str]:
    order = {row: place for place, row in enumerate(sorted(LIFECYCLE))}
    return [
        f"| {state.value} | {action.value} | {step.to.value if step.to else '—'} "
        f"| {step.by.value} | {step.party.value} | {', '.join(step.guards) or '—'} |"
        for (state, action), step in sorted(LIFECYCLE.items(), key=lambda item: order[item[0]])
    ]


def lifecycle() -> str:
    """The loop: its diagram, and every row of the table."""
    head = "| State | Act | Next state | Capability | Whose turn | Guards |"
    text = "The loop of a case, as `kernel/lifecycle.py` holds it. Words: [glossary](glossary.md)."
    lines = ["# Lifecycle", "", NOTE, text, "", *_diagram(), "", head, "|---|---|---|---|---|---|"]
    return "\n".join([*lines, *_rows()]) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {"lifecycle.md": lifecycle}


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
