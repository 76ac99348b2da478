"""``run docs``: what it writes, what it only compares, what it leaves alone."""

from pathlib import Path

import pytest

from docs import generate

PAGES = {"one.md": lambda: "one\n", "two.md": lambda: "two\n"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(generate, "HERE", tmp_path)
    monkeypatch.setattr(generate, "PAGES", PAGES)
    return tmp_path


def written(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_one_document_is_written_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = generate.main(["--only", "two.md"])

    assert (code, written(folder)) == (0, {"two.md": "two\n"})
    assert capsys.readouterr().out == "written: docs/two.md\n"


def test_check_writes_nothing_and_names_what_is_out_of_date(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "one.md").write_text("old\n")
    (folder / "two.md").write_text("two\n")

    codes = [generate.main(["--check"]), generate.main(["--check", "--only", "two.md"])]

    assert (codes, written(folder)) == ([1, 0], {"one.md": "old\n", "two.md": "two\n"})
    assert capsys.readouterr().out == "out of date, run `python3 run docs`: one.md\n"


@pytest.mark.parametrize(
    ("words", "code"), [(["--help"], 0), (["--only", "three.md"], 2), (["--chek"], 2), (["x"], 2)]
)
def test_help_and_wrong_words_write_nothing(folder: Path, words: list[str], code: int) -> None:
    with pytest.raises(SystemExit) as stopped:
        generate.main(words)

    assert (stopped.value.code, written(folder)) == (code, {})
