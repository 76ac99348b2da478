"""A new node: once, with one name, in an empty database only."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.ops.program import PASSWORD, begin, run

NEW = ("--area", "安澜市", "--code", "339900", "--admin-name", "方宁")


def test_node_is_made_and_a_second_time_left_alone(tmp_path: Path) -> None:
    begin(tmp_path)

    again = run(tmp_path, "init")
    checked = run(tmp_path, "doctor")

    assert again.returncode == 0
    assert again.stdout.splitlines()[1::2] == [
        "The node anlan is there already; its tables are up to date",
        "Rules: 0 added, 0 with a new version, 0 kept as this node entered them; saved",
    ]
    assert checked.returncode == 0, checked.stdout


def test_rules_that_a_newer_version_brings_are_entered(tmp_path: Path) -> None:
    begin(tmp_path)
    with closing(sqlite3.connect(tmp_path / "anhuan.sqlite3")) as older, older:
        older.execute(
            "DELETE FROM rulebook_version WHERE subject = 'term' AND code = 'case.close'"
        )

    again = run(tmp_path, "init")

    assert again.stdout.splitlines()[2] == "+ term/case.close"
    assert "Rules: 1 added, 0 with a new version" in again.stdout


@pytest.mark.parametrize("command", ["init", "serve", "doctor"])
def test_another_name_is_refused(tmp_path: Path, command: str) -> None:
    begin(tmp_path)

    done = run(tmp_path, command, ANHUAN_NODE="other")

    assert done.returncode == (1 if command == "doctor" else 2)
    assert "anlan" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "english"),
    [
        ((), "A new node also needs: --area, --code, --admin-name"),
        (NEW, "There is no terminal to ask for a password: use --password-file"),
        ((*NEW[:2], "--code", "33", *NEW[4:]), "A division code has 6 or 12 digits; this is 33"),
    ],
)
def test_what_is_missing_is_asked_for(
    tmp_path: Path, words: tuple[str, ...], english: str
) -> None:
    done = run(tmp_path, "init", *words)

    assert (done.returncode, done.stderr.splitlines()[1]) == (2, english)


def test_weak_password_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("short", encoding="utf-8")

    weak = run(tmp_path, "init", *NEW, "--password-file", str(secret))
    secret.write_text(PASSWORD, encoding="utf-8")
    strong = run(tmp_path, "init", *NEW, "--password-file", str(secret))

    assert weak.returncode == 2
    assert weak.stderr.splitlines()[1].startswith("This password will not do: ")
    assert strong.returncode == 0, strong.stderr
