"""What the benches of imports share: the file they read, a process for each database, the table
of their steps."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import Any

import _bed

Spent = tuple[float, float]
"""Seconds by the clock and of CPU."""
Step = tuple[str, int, Spent]
"""What was done, of how many rows, in what time."""


def found(name: Path) -> Path:
    """The file ``name``, wherever above the repository it lies."""
    above = Path(__file__).resolve().parents
    return next((each / name for each in above if (each / name).exists()), name)


def spent(act: Callable[[], object]) -> Spent:
    """Seconds that ``act`` takes, by the clock and of CPU."""
    begun = process_time()
    seconds = _bed.timed(act)
    return seconds, process_time() - begun


def on_both(script: str, path: Path) -> dict[str, Any]:
    """What ``script`` tells of its import on each database, each in a process of its own: a
    process serves one database."""
    with _bed.postgres() as url:
        return {"SQLite": _apart(script, path, ""), "PostgreSQL": _apart(script, path, url)}


def _apart(script: str, path: Path, url: str) -> dict[str, Any]:
    words = [sys.executable, script, "--file", str(path), "--into", url or "sqlite"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def table(steps: Sequence[Step], *, reading: Spent) -> list[str]:
    """The steps beside ``reading``, what reading the file alone takes."""
    cells = [
        (
            name,
            f"{seconds:.1f}",
            f"{rows / seconds:,.0f}",
            f"{seconds / reading[0]:.1f}",
            f"{cpu:.1f}",
            f"{cpu / reading[1]:.1f}",
        )
        for name, rows, (seconds, cpu) in steps
    ]
    heads = ("step", "seconds", "rows/s", "readings", "CPU seconds", "readings, CPU")
    return _bed.table(heads, cells)


def run(
    doc: str | None,
    file: Path,
    *,
    imported: Callable[[Path, str], dict[str, Any]],
    compared: Callable[[Path], None],
) -> None:
    """The command of a bench: ``compared``, or ``imported`` in a process of its own."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--file", type=Path, default=file)
    parser.add_argument("--into", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.file.exists():
        print(f"skipped: {options.file} is not there")
    elif options.into:
        url = "" if options.into == "sqlite" else options.into
        print(json.dumps(imported(options.file, url)))
    else:
        compared(options.file)
