"""Sizes: a file, function, template or test that outgrows its budget is split."""

import ast
from pathlib import Path

from tests.architecture.tree import ROOT, SRC, files, name, sources

FILE, FILE_FAILS = 400, 500
FUNCTION, FUNCTION_FAILS = 40, 60
TEMPLATE, TEST, SETTINGS, PACKAGE_DOCSTRING = 150, 600, 300, 20
OVER_BUDGET = 0.03
FORBIDDEN = {"utils.py", "helpers.py", "common.py", "managers.py", "signals.py", "misc.py"}


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (f"{name(path)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _all_sources() -> list[Path]:
    return [*sources(), ROOT / "run", ROOT / "fetch_pip.py", *sources(ROOT / "bench")]


def test_source_files_stay_within_the_hard_limit() -> None:
    over = {name(path): _lines(path) for path in _all_sources() if _lines(path) > FILE_FAILS}

    assert over == {}


def test_source_files_keep_the_budget_but_for_a_few() -> None:
    paths = _all_sources()

    over = [name(path) for path in paths if _lines(path) > FILE]

    assert len(over) <= len(paths) * OVER_BUDGET, over


def test_functions_stay_within_the_hard_limit() -> None:
    over = [row for path in _all_sources() for row in _functions(path) if row[1] > FUNCTION_FAILS]

    assert over == []


def test_functions_keep_the_budget_but_for_a_few() -> None:
    rows = [row for path in _all_sources() for row in _functions(path)]

    over = [row for row in rows if row[1] > FUNCTION]

    assert len(over) <= len(rows) * OVER_BUDGET, over


def test_templates_stay_within_the_limit() -> None:
    over = {
        name(path): _lines(path)
        for path in files(SRC)
        if path.suffix in {".html", ".typ"} and _lines(path) > TEMPLATE
    }

    assert over == {}


def test_browser_sources_stay_within_the_limit() -> None:
    over = {
        name(path): _lines(path)
        for path in files(ROOT / "frontend")
        if path.suffix == ".ts" and _lines(path) > FILE_FAILS
    }

    assert over == {}


def test_test_files_stay_within_the_limit() -> None:
    over = {name(path): _lines(path) for path in sources(ROOT / "tests") if _lines(path) > TEST}

    assert over == {}


def test_settings_stay_one_short_file() -> None:
    assert _lines(SRC / "config" / "settings.py") <= SETTINGS


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [name(path) for path in files() if path.name in FORBIDDEN] == []


def test_a_package_begins_with_a_short_docstring_and_no_code() -> None:
    wrong = []
    for package in sorted(path for path in SRC.iterdir() if (path / "__init__.py").exists()):
        source = (package / "__init__.py").read_text(encoding="utf-8")
        docstring = ast.get_docstring(ast.parse(source))
        if not docstring or len(ast.parse(source).body) != 1:
            wrong.append(f"{package.name}: a docstring and nothing else")
        elif len(docstring.splitlines()) > PACKAGE_DOCSTRING:
            wrong.append(f"{package.name}: docstring over {PACKAGE_DOCSTRING} lines")

    assert wrong == []
