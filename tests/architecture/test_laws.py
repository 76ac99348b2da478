"""Where HTTP, transactions, the clock, identifiers, environment and reactions may live.

The banned names stand in pyproject.toml; here each law is lifted where it, and only it, may be.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping

import pytest

from tests.architecture.tree import ROOT

# base/ids.py reads the clock because an identifier (UUIDv7) begins with its instant.
MAY: Mapping[str, tuple[str, ...]] = {
    "http": ("src/anhuan/web/**", "src/anhuan/api/**", "src/anhuan/config/**"),
    "transactions": (
        "src/anhuan/*/services.py",
        "src/anhuan/*/services/*.py",
        "src/anhuan/base/**",
    ),
    "clock": ("src/anhuan/base/clock.py", "src/anhuan/base/ids.py"),
    "identifiers": ("src/anhuan/base/ids.py",),
    "environment": ("src/anhuan/config/*",),
    "reactions": (),
}
RUFF = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--ignore-noqa"]
RUFF += ["--select=TID251", "--output-format=json"]
BROKEN: Mapping[str, str] = {
    "http": "from django.http import HttpResponse\n\nprint(HttpResponse)\n",
    "transactions": "from django.db import transaction\n\nprint(transaction.atomic)\n",
    "clock": "from datetime import UTC, datetime\n\nprint(datetime.now(UTC))\n",
    "identifiers": "from uuid import uuid4\n\nprint(uuid4())\n",
    "environment": "import os\n\nprint(os.environ)\n",
    "reactions": "from django.dispatch import receiver\n\nprint(receiver)\n",
}


def _banned() -> dict[str, dict[str, str]]:
    """Law → the names it bans, each with its message."""
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]
    laws: dict[str, dict[str, str]] = {}
    for api, entry in ruff["lint"]["flake8-tidy-imports"]["banned-api"].items():
        laws.setdefault(entry["msg"].partition(":")[0], {})[api] = entry["msg"]
    return laws


def _ruff(law: str, *words: str, source: str | None = None) -> list[str]:
    """The places that break one law, read from ruff without its own configuration."""
    table = ", ".join(
        f"{json.dumps(api)} = {{msg = {json.dumps(msg)}}}" for api, msg in _banned()[law].items()
    )
    ignored = ", ".join(f'{json.dumps(place)} = ["TID251"]' for place in MAY[law])
    config = [
        f"lint.flake8-tidy-imports.banned-api = {{{table}}}",
        f"lint.per-file-ignores = {{{ignored}}}",
    ]
    done = subprocess.run(
        [*RUFF, *(part for each in config for part in ("--config", each)), *words],
        cwd=ROOT,
        input=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return [f"{row['filename']}:{row['location']['row']}" for row in json.loads(done.stdout)]


def test_every_ban_belongs_to_a_law() -> None:
    assert sorted(_banned()) == sorted(MAY)


@pytest.mark.parametrize("law", sorted(MAY))
def test_the_tree_keeps_the_law(law: str) -> None:
    assert _ruff(law, "src") == []


@pytest.mark.parametrize("law", sorted(MAY))
def test_a_breach_in_a_query_is_found(law: str) -> None:
    found = _ruff(law, "--stdin-filename", "src/anhuan/cases/queries.py", "-", source=BROKEN[law])

    assert found != []
