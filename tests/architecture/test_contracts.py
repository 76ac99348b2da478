"""The import contracts refuse what they are there to refuse."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, SRC, floors

FORBIDDEN = [
    ("kernel/added.py", "import os\n", "The kernel is pure"),
    ("kernel/added.py", "from anhuan.base import clock\n", "Packages import downwards only"),
    ("telemetry/protocols/added.py", "import socket\n", "The protocols are pure"),
    ("telemetry/protocols/added.py", "import anhuan.base.sign\n", "The protocols are pure"),
    ("telemetry/added.py", "import anhuan.inspections.apps\n", "Packages import downwards only"),
    ("base/added.py", "from anhuan.cases import apps\n", "Packages import downwards only"),
    ("ops/verifier/added.py", "import django\n", "The verifier reads files"),
    ("ops/verifier/added.py", "import anhuan.ledger.shelf\n", "The verifier reads files"),
    ("stray/__init__.py", "", "Packages import downwards only"),
    ("web/desk/added.py", "import anhuan.web.firm\n", "Web audiences do not know each other"),
    ("web/parts/added.py", "import anhuan.web.desk\n", "Web audiences do not know each other"),
    ("cases/types.py", "import anhuan.cases.queries\n", "Inside a module"),
    ("web/desk/added.py", "import anhuan.ledger.models\n", "The rows of a module stay at home"),
]


def _lint(folder: Path) -> str:
    code = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        SRC,
        tmp_path / "src" / "anhuan",
        ignore=shutil.ignore_patterns("__pycache__", "static", "templates", "locale"),
    )
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


@pytest.mark.parametrize("file, content, contract", FORBIDDEN)
def test_a_forbidden_import_breaks_its_contract(
    copy: Path, file: str, content: str, contract: str
) -> None:
    target = copy / "src" / "anhuan" / file
    target.parent.mkdir(parents=True, exist_ok=True)
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(before + content, encoding="utf-8")
    if "queries" in content:
        target.with_name("queries.py").touch()

    broken = [line for line in _lint(copy).splitlines() if " BROKEN" in line]

    assert [line for line in broken if line.startswith(contract)] != []


def test_every_module_is_named_in_the_contract_about_its_rows() -> None:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    modules = {
        package
        for floor in floors()
        for package in floor
        if (SRC / package / "models.py").exists() or (SRC / package / "models").is_dir()
    }
    home = parser["importlinter:contract:home"]["ignore_imports"]

    assert {module for module in modules if f"anhuan.{module}.** ->" not in home} == set()


def test_page_on_the_architecture_names_every_package() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

    packages = set().union(*floors())

    assert {package for package in packages if f"`{package}`" not in page} == set()
