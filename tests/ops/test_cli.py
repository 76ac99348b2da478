"""The command line: what it lists, what it says when something is wrong."""

import json
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from anhuan import __version__
from anhuan.ops import cli
from tests.modules.cases.reading_files import HEADING, xlsx_bytes
from tests.ops.program import ROOT, begin, run

ROW = (1, "安澜市青禾机械有限公司", "2024-03-05", "配电箱未接地", "2024-03-20", "已整改")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(xlsx_bytes([HEADING, ROW]))
    return path


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_list_names_each_command_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main([])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    for name in cli.names():
        command = cli.load(name)
        at = next(n for n, line in enumerate(lines) if line.startswith(f"  {name}  "))
        assert lines[at].endswith(command.chinese)
        assert lines[at + 1].strip() == command.english


def test_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    code = cli.main(["--version"])

    assert (code, capsys.readouterr().out.strip()) == (0, project["version"])
    assert __version__ == project["version"]


@pytest.mark.parametrize(
    ("words", "english"),
    [
        (["tea"], "There is no command 'tea'. anhuan lists them all"),
        (["docter"], "There is no command 'docter'; did you mean: doctor?"),
        (
            ["import"],
            "There is no command 'import'; did you mean: "
            "import areas, import hazards, import inspections, import ledger, import readings, "
            "import sites?",
        ),
        (
            ["import", "tea"],
            "There is no command 'import tea'; did you mean: import areas, "
            "import hazards, import inspections, import ledger, import readings, import sites?",
        ),
        (
            ["vectors"],
            "Wrong options: the following arguments are required: FILE. See anhuan vectors --help",
        ),
        (
            ["doctor", "--tea"],
            "Wrong options: unrecognized arguments: --tea. See anhuan doctor --help",
        ),
        (
            ["vectors", "/no/such"],
            "Wrong options: argument FILE: 没有文件 /no/such / there is no file /no/such. "
            "See anhuan vectors --help",
        ),
        (
            ["serve", "--port", "0"],
            "Wrong options: argument --port: 端口应在 1 到 65535 / a port is 1 to 65535: 0. "
            "See anhuan serve --help",
        ),
    ],
)
def test_wrong_words_are_answered_with_a_sentence(
    words: list[str], english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli.main(words)

    lines = said(capsys)
    assert (code, len(lines), lines[1]) == (2, 2, english)


def test_dry_run_of_a_ledger_prints_three_keys_and_needs_no_settings(
    ledger: Path, tmp_path: Path
) -> None:
    data = tmp_path / "none"
    data.mkdir()

    done = run(data, "import", "ledger", str(ledger), "--dry-run", "--json", ANHUAN_NO_SUCH="1")

    answer = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(answer) == ["rows", "problems", "ignored_rows"]
    assert [row["site_name"] for row in answer["rows"]] == ["安澜市青禾机械有限公司"]
    assert list(data.iterdir()) == []


def test_full_reading_holds_sheets_and_tables_too(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["import", "ledger", str(ledger), "--dry-run", "--json", "--full"])

    answer = json.loads(capsys.readouterr().out)
    assert answer["counts"] == {"source_rows": 1, "rows": 1, "problems": 0, "ignored_rows": 1}


def test_file_that_is_no_spreadsheet_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.7")

    code = cli.main(["import", "ledger", str(path), "--dry-run"])

    lines = said(capsys)
    assert (code, len(lines)) == (2, 2)
    assert lines[1] == (
        f"{path} cannot be read: it is no xlsx, xls or csv spreadsheet (unknown_format)"
    )


@pytest.mark.parametrize(
    ("more", "english"),
    [
        (
            {"ANHUAN_TEA": "1"},
            "Wrong settings: unknown setting ANHUAN_TEA; docs/settings.md lists the known ones",
        ),
        ({"ANHUAN_PORT": "x"}, "Wrong settings: ANHUAN_PORT must be a whole number, not 'x'"),
        ({"ANHUAN_LOG": "x"}, "Wrong settings: ANHUAN_LOG must be plain or json, not 'x'"),
        (
            {"ANHUAN_SECRET_KEY_FILE": "/no/such"},
            "Wrong settings: ANHUAN_SECRET_KEY_FILE: /no/such: No such file or directory",
        ),
        (
            {"DATABASE_URL": "postgresql://a@h:port/x"},
            "Wrong settings: DATABASE_URL is not an address",
        ),
        (
            {"ANHUAN_READINGS": "postgresql://anhuan:secret@10.0.0.7/readings"},
            "Wrong settings: ANHUAN_READINGS must be an address: "
            "clickhouse://user:password@host:port/database or "
            "clickhouses://user:password@host:port/database",
        ),
    ],
)
def test_wrong_setting_is_a_sentence(more: dict[str, str], english: str, tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", **more)

    lines = done.stderr.splitlines()
    assert (done.returncode, len(lines), lines[1]) == (2, 2, english)


def test_database_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "init", DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")

    lines = done.stderr.splitlines()
    assert (done.returncode, len(lines)) == (2, 2)
    assert lines[1].startswith("The database cannot be used: connection failed")


@pytest.mark.parametrize("command", ["doctor", "serve"])
def test_database_without_tables_is_told_to_be_set_up(tmp_path: Path, command: str) -> None:
    done = run(tmp_path, command)

    assert done.returncode == (1 if command == "doctor" else 2)
    assert "Traceback" not in done.stderr


def test_areas_and_sites_are_imported_once(tmp_path: Path) -> None:
    begin(tmp_path)
    areas = tmp_path / "areas.csv"
    areas.write_text("code,name,level,parent\n339902,云溪区,county,339900\n", encoding="utf-8")
    sites = tmp_path / "sites.csv"
    sites.write_text(
        "企业名称,地址,统一社会信用代码\n安澜市宏远机械厂,安澜市海棠路 18 号,91440300708461136T\n",
        encoding="utf-8",
    )

    first = run(tmp_path, "import", "areas", str(areas))
    second = run(tmp_path, "import", "areas", str(areas))
    third = run(tmp_path, "import", "sites", str(sites), "--area", "339902", "--json")

    assert first.stdout.splitlines()[1:] == [
        "1 rows: 1 added, 0 changed, 0 unchanged, 0 boundaries, 0 problems; saved"
    ], first.stdout + first.stderr
    assert second.stdout.splitlines()[1:] == [
        "1 rows: 0 added, 0 changed, 1 unchanged, 0 boundaries, 0 problems; saved"
    ]
    with closing(sqlite3.connect(tmp_path / "anhuan.sqlite3")) as rows:
        tops = rows.execute("SELECT code FROM territory_area WHERE parent_id IS NULL").fetchall()
    assert tops == [("339900000000",)]
    assert third.returncode == 0, third.stderr
    assert json.loads(third.stdout)["added"] == [2]


def test_commands_and_files_are_the_same() -> None:
    folder = ROOT / "src" / "anhuan" / "ops" / "management" / "commands"
    files = {path.stem.replace("_", " ") for path in folder.glob("[a-z]*.py")}

    assert set(cli.names()) == files
