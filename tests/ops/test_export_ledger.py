"""``anhuan export ledger``: in somebody's name, whole or not at all, known again when read."""

import csv
import stat
from pathlib import Path

import pytest

from anhuan.base.sheets.opening import open_workbook
from anhuan.cases.exchange import FIELDS
from anhuan.cases.intake.services import import_ledger
from anhuan.cases.models import ENDED, Case
from anhuan.cases.reading.reader import read_ledger
from anhuan.ops import cli
from anhuan.people import services
from anhuan.people.models import Disclosure
from tests import factories as make
from tests.modules.cases.town import PLAN, Loop, Town, build, enter

WORDS = [
    "=1+1",
    "+86",
    "-",
    "@SUM(A1)",
    "\t=2",
    "'=3",
    "''@x",
    "'平常",
    "两\r\n行，带,逗号",
    "平常",
]


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    found = build()
    services.open_account(
        person_id=found.clerk.person,
        username="linjie",
        password="青石桥下面流着三点水",
        by=found.clerk.person,
        at=make.AT,
    )
    return found


def export(path: Path, *words: str, by: str = "linjie") -> int:
    return cli.main(["export", "ledger", str(path), "--by", by, *words])


def numbers(path: Path) -> list[str]:
    heads, *rows = open_workbook(path).sheets[0].rows
    return [str(row[heads.index("编号")]) for row in rows]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_full_export_is_known_again_row_by_row(town: Town, tmp_path: Path, ending: str) -> None:
    Loop(town, enter(town, town.officer, spot="东侧").number).to_underway(money_fen=123_456)
    for word in WORDS:
        number = enter(town, town.officer).number
        Case.objects.filter(number=number).update(description=f"{word}堵了", extra={word: word})
    path = tmp_path / f"台账.{ending}"

    code = export(path)
    report = import_ledger(
        path, unit=town.office.id, by=town.clerk, at=make.AT, dry_run=True, accept_nulls=True
    )

    assert code == 0
    assert (report.rows, report.same, report.added, report.updated) == (11, 11, 0, 0)


def test_csv_and_workbook_are_read_as_the_same_ledger(town: Town, tmp_path: Path) -> None:
    Loop(town, enter(town, town.officer).number).to_underway(money_fen=123_456)
    for word in WORDS:
        number = enter(town, town.officer).number
        Case.objects.filter(number=number).update(description=f"{word}堵了", extra={word: word})
    moments = {each.heading for each in FIELDS if each.shape == "moment"}

    export(tmp_path / "a.xlsx")
    export(tmp_path / "a.csv")
    read = [
        [
            (
                *(row.description, row.money_yuan, row.due_on, row.status, row.responsible),
                *((key, text) for key, text in row.extra.items() if key not in moments),
            )
            for row in read_ledger(tmp_path / name, name=name).rows
        ]
        for name in ("a.xlsx", "a.csv")
    ]

    assert read[0] == read[1]
    assert sorted(row[0] for row in read[1] if PLAN["responsible"] not in row) == sorted(
        f"{word}堵了" for word in WORDS
    )


def test_csv_holds_no_cell_that_begins_a_formula(town: Town, tmp_path: Path) -> None:
    for word in WORDS:
        number = enter(town, town.officer).number
        Case.objects.filter(number=number).update(description=word, extra={word: word})

    export(tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as lines:
        cells = [cell for record in csv.reader(lines) for cell in record]

    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert (cells.count("'=1+1"), cells.count("''=3"), cells.count("'平常")) == (3, 3, 3)


def test_columns_are_those_of_the_page(town: Town, tmp_path: Path) -> None:
    enter(town, town.officer)

    code = export(tmp_path / "a.csv", "--columns", "source,number")

    assert (code, (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()) == (
        0,
        ["办理期限,编号,来源", "2026-05-13,C-2026-000001,网格巡查"],
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], [1, 2]),
        (["--open"], [2]),
        (["--ended"], [1]),
        (["--from", "2026-05-12"], []),
        (["--to", "2026-05-11", "--kind", "hazard"], [1, 2]),
        (["--kind", "pollution", "--kind", "report"], []),
        (["--unit", "枫林安监站", "--open"], [2]),
        (["--unit", "云溪区安委办"], []),
        (["--query", "侧门"], [2]),
        (["--relapsed"], []),
    ],
)
def test_filters_are_those_of_the_page(
    town: Town, tmp_path: Path, words: list[str], expected: list[int]
) -> None:
    first = enter(town, town.officer).number
    enter(town, town.officer, description="侧门被板材堵塞")
    Case.objects.filter(number=first).update(
        state="dismissed", is_open=False, sort_due=ENDED, ended_at=make.AT
    )

    export(tmp_path / "a.xlsx", "--sort", "number", *words)

    assert numbers(tmp_path / "a.xlsx") == [f"C-2026-00000{each}" for each in expected]


def test_export_is_logged_in_the_name_it_was_made_in(town: Town, tmp_path: Path) -> None:
    enter(town, town.officer)

    export(tmp_path / "a.csv", "--grade", "major")

    row = Disclosure.objects.get()
    assert (row.by, row.what, row.why, row.rows) == (
        town.clerk.person,
        "case.ledger.full",
        "grade=major",
        0,
    )


def test_file_that_is_there_is_replaced_only_by_force(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enter(town, town.officer)
    path = tmp_path / "a.csv"
    path.write_text("mine")

    codes = [export(path), path.read_text() == "mine", export(path, "--force")]

    assert (codes, numbers(path)) == ([2, True, 0], ["C-2026-000001"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    english = f"{path} is there already; --force replaces it"
    assert capsys.readouterr().err.splitlines()[1] == english
    assert Disclosure.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "words", "by", "english"),
    [
        ("a.pdf", [], "linjie", "The file name must end in .xlsx or .csv"),
        ("a.csv", [], "nobody", "There is no sign-in nobody"),
        (
            "a.csv",
            ["--unit", "无此站"],
            "linjie",
            "0 units are called '无此站', exactly one is needed",
        ),
        ("a.csv", ["--area", "11"], "linjie", "There is no area with the code 11"),
        ("no/a.csv", [], "linjie", "{}/no/a.csv cannot be written: No such file or directory"),
    ],
)
def test_wrong_request_is_a_sentence_and_leaves_no_file(
    town: Town,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    words: list[str],
    by: str,
    english: str,
) -> None:
    code = export(tmp_path / name, *words, by=by)

    assert (code, capsys.readouterr().err.splitlines()[1]) == (2, english.format(tmp_path))
    assert (list(tmp_path.glob("a.*")), Disclosure.objects.count()) == ([], 0)


def test_post_without_the_right_to_export_gets_nothing(town: Town, tmp_path: Path) -> None:
    enter(town, town.officer)
    services.open_account(
        person_id=town.grid.person,
        username="liuguifang",
        password="青石桥下面流着三点水",
        by=town.clerk.person,
        at=make.AT,
    )

    code = export(tmp_path / "a.csv", by="liuguifang")

    assert (code, list(tmp_path.glob("a.*")), Disclosure.objects.count()) == (2, [], 0)
