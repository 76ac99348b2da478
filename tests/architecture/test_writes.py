"""Rows are written by the services of their module, by the plumbing they use, and nowhere else."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import SRC, name, sources

# Rows of the plumbing itself, commands at the console, and what Django generates.
MAY_WRITE = {"base", "ops"}
ALWAYS = {
    "abulk_create",
    "acreate",
    "aget_or_create",
    "aupdate_or_create",
    "bulk_create",
    "bulk_update",
    "create",
    "get_or_create",
    "update_or_create",
}
# A file, a picture or a dictionary has a method of this name too, but those take a position.
BY_NAME_ONLY = {"adelete", "asave", "aupdate", "delete", "save", "save_base", "update"}
PLUMBING = {
    "bulk_copy",
    "bulk_insert",
    "bulk_set",
    "compare_and_swap",
    "insert_object",
    "insert_row",
    "set_row",
    "swap_row",
}


def _is_write(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id in PLUMBING
    if not isinstance(call.func, ast.Attribute):
        return False
    called = call.func.attr
    return called in ALWAYS | PLUMBING or (called in BY_NAME_ONLY and not call.args)


def _writes(source: str) -> list[int]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return sorted(call.lineno for call in calls if _is_write(call))


def _may_write(path: Path) -> bool:
    within = path.relative_to(SRC)
    return within.parts[0] in MAY_WRITE or "services" in {*within.parts[:-1], within.stem}


def test_rows_are_written_in_services_only() -> None:
    found = {
        name(path): lines
        for path in sources()
        if not _may_write(path) and (lines := _writes(path.read_text(encoding="utf-8")))
    }

    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "Case.objects.create(number=number)",
        "Watch.objects.get_or_create(person=by)",
        "SavedView.objects.update_or_create(name=name, defaults={})",
        "Obligation.objects.bulk_create(rows, batch_size=500)",
        "rows.bulk_update(changed, ['site'])",
        "Case.objects.filter(pk=case).update(state=state)",
        "SavedView.objects.filter(pk=view).delete()",
        "row.save()",
        "row.save(force_insert=True)",
        "bulk_insert(rows)",
        "db.bulk_copy(Case, names, values)",
        "swap_row(Case, key, version, changes)",
    ],
)
def test_a_write_is_found(line: str) -> None:
    assert _writes(line) == [1]


@pytest.mark.parametrize(
    "line", ["image.save(out, 'JPEG', quality=80)", "digest.update(block)", "found.update(more)"]
)
def test_what_writes_no_row_is_none(line: str) -> None:
    assert _writes(line) == []


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("cases/services.py", True),
        ("cases/services/acts.py", True),
        ("cases/intake/services/saving.py", True),
        ("base/jobs.py", True),
        ("ops/jobs.py", True),
        ("cases/watching.py", False),
        ("cases/jobs.py", False),
        ("web/desk/views/saved.py", False),
    ],
)
def test_where_rows_may_be_written(path: str, may: bool) -> None:
    assert _may_write(SRC / path) is may
