"""The rules that the program ships, as the checkers read them: by file, without a database."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def seeded(name: str) -> list[dict[str, Any]]:
    """The versions of a file of the seed, in its order."""
    seed = files("anhuan.rulebook").joinpath("seed", f"{name}.json")
    rows: list[dict[str, Any]] = json.loads(seed.read_text(encoding="utf-8"))
    return rows
