"""What the repository says about itself is true, and what must not stand in it does not."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, SRC, files, name, texts

README_LINES = 60
READMES = ("README.md", "README.zh-CN.md")
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))
# The first twelve hex digits of SHA-256, so that the list itself names nothing.
REGISTRIES = {
    "a4aa2ac280bb",
    "c899567ee906",
    "8b5bb5eb9d75",
    "0dc11026ac75",
    "8743857e3ea0",
    "3ca29e55be4b",
    "70bb4000cd2f",
    "9495278a7471",
}
WORDS = {
    "c857d09db23e",
    "c70eca6b0f88",
    "7d3194f79e64",
    "60965168ce76",
    "3ea125d0bff3",
    "94a168d2da57",
    "053ea4804ef1",
    "487b91042c7c",
}


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:12]


def _found(pattern: str, digests: set[str]) -> Iterator[str]:
    for path in texts():
        text = path.read_text(encoding="utf-8", errors="ignore").lower()
        for word in sorted(set(re.findall(pattern, text))):
            if _digest(word) in digests:
                yield f"{name(path)}: {word}"


def test_no_registry_is_named() -> None:
    assert list(_found(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", REGISTRIES)) == []


def test_the_tree_speaks_of_the_product_only() -> None:
    assert list(_found(r"[a-z]+", WORDS)) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = re.findall(r"^\S+==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)

    assert "://" not in text
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))


def test_the_development_lock_holds_the_runtime_lock_whole() -> None:
    pins = {
        lock: set(re.findall(r"^(\S+==\S+) ", (ROOT / lock).read_text(), re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock")
    }

    assert pins["requirements.lock"] - pins["requirements-dev.lock"] == set()


def test_the_browser_lock_holds_no_address() -> None:
    for lock in (path for path in files() if path.name == "package-lock.json"):
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]

        assert [key for key, entry in packages.items() if "resolved" in entry] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_is_short(readme: str) -> None:
    assert len((ROOT / readme).read_text(encoding="utf-8").splitlines()) < README_LINES


@pytest.mark.parametrize("readme", [*READMES, "CONTRIBUTING.md"])
def test_each_launcher_command_named_exists(readme: str) -> None:
    named = set(re.findall(r"python3 run (\w+)", (ROOT / readme).read_text(encoding="utf-8")))
    said = subprocess.run(
        [sys.executable, ROOT / "run"], capture_output=True, text=True, check=True
    ).stdout
    offered = set(re.findall(r"^  (\w+) ", said, re.MULTILINE))

    assert named - offered == set()
    assert named != set()


def _markdown() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def test_each_link_inside_the_repository_leads_somewhere() -> None:
    broken = [
        f"{name(page)} → {target}"
        for page in _markdown()
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert broken == []


def test_the_two_readmes_have_the_same_shape() -> None:
    shapes = [
        re.findall(r"^(#+|```|\|)", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
        for readme in READMES
    ]

    assert shapes[0] == shapes[1]


def test_decisions_are_numbered_without_a_gap_and_say_what_a_decision_says() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    headings = {
        page.name: re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        for page in pages
    }

    assert numbers == list(range(1, len(pages) + 1))
    assert {
        page for page, found in headings.items() if found[:2] != ["Context", "Decision"]
    } == set()


def test_every_setting_is_documented_and_every_documented_setting_is_known() -> None:
    from anhuan.config.settings import env

    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`((?:ANHUAN_|DATABASE_)[A-Z_]+)`", page))
    known = {key for key in env.known if key.startswith("ANHUAN_")} | {"DATABASE_URL"}

    assert documented == known


def test_the_package_carries_no_print_outside_its_commands() -> None:
    printing = [
        name(path)
        for path in files(SRC)
        if path.suffix == ".py"
        and "ops" not in path.parts
        and re.search(r"^\s*print\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]

    assert printing == []


def _mechanisms() -> list[list[str]]:
    """The cells of each row: mark, id, phrase, page or command, test."""
    page = (ROOT / "docs" / "mechanisms.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\[.\] \| S\d-\d+ \|.*) \|$", page, re.MULTILINE)
    return [[cell.strip() for cell in row.split("|")] for row in rows]


def _names_a_test(cell: str) -> bool:
    file, _, function = cell.strip("`").partition("::")
    path = ROOT / file
    return (
        path.is_file()
        and re.search(
            rf"^def {re.escape(function)}\(", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        is not None
    )


def test_every_mechanism_stands_once_on_its_page() -> None:
    ids = [row[1] for row in _mechanisms()]

    assert (len(ids), len(set(ids))) == (188, 188)


def test_a_ticked_mechanism_names_its_page_and_a_test_that_exists() -> None:
    ticked = [row for row in _mechanisms() if row[0] == "[x]"]

    assert [row[1] for row in ticked if not row[3] or not _names_a_test(row[4])] == []
