"""The runner of test vectors, and the vector files kept beside the repository."""

import io
import json
import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from anhuan.ops.vector_kinds import air, hazard, hj212, tlog
from anhuan.ops.vector_kinds.verdict import same
from anhuan.ops.vectors import run_vectors

ROOT = Path(__file__).resolve().parents[2]
SHARED = next(
    (p / "shared" / "standards" for p in ROOT.parents if (p / "shared" / "standards").is_dir()),
    None,
)
BUILT = {
    "uscc.json": [
        "division",
        "org_code",
        "resident_id",
        "resident_id_form",
        "uscc_check_char",
        "uscc_invalid",
        "uscc_normalise",
        "uscc_policy",
        "uscc_valid",
    ],
    "hj212.json": sorted({kind.name for kind in hj212.KINDS}),
    "tlog.json": sorted(kind.name for kind in tlog.KINDS),
    "aqi.json": sorted(kind.name for kind in air.KINDS),
    "gb18218.json": sorted(kind.name for kind in hazard.KINDS),
    "accident.json": ["add_workdays", "calendar_days_term", "statutory_working_days", "workday"],
}
CASES: dict[str, dict[str, Any]] = {
    "uscc_valid": {
        "code": "91440300708461136T",
        "expect": {
            "registrar": "9",
            "category": "1",
            "division": "440300",
            "org_code": "708461136",
            "check": "T",
        },
        "embedded_org_code_valid": True,
    },
    "uscc_invalid": {"code": "91440300708461136U", "expect": "check character"},
    "uscc_normalise": {"input": "91440300-708461136t", "expect": "91440300708461136T"},
    "uscc_check_char": {"first17": "91440300708461136", "expect": "T"},
    "org_code": {"body": "D2143569", "expect_check": "X", "formatted": "D2143569-X"},
    "resident_id": {"number": "11010519491231002X", "expect_checksum_ok": True},
    "resident_id_form": {"number": "11010519490231002X", "expect": "date 31 February: reject"},
    "division": {"code": "370828", "expect_level": "county", "province_code": "37"},
    "workday": {"date": "2026-02-14", "expect_workday": True},
    "add_workdays": {"from": "2026-02-12", "workdays": 5, "expect": "2026-02-26"},
    "statutory_working_days": {
        "told_on": "2026-02-13",
        "days": 5,
        "expect_last_day": "2026-02-27",
    },
    "calendar_days_term": {
        "received_on": "2026-09-16",
        "days": 15,
        "expect_last_day_plain": "2026-10-01",
    },
}


def run(tmp_path: Path, *cases: object) -> tuple[int, list[str]]:
    """Exit code and lines for a file of these cases; dictionaries get ids 1, 2, …"""
    numbered = [
        {"id": str(n), **case} if isinstance(case, dict) else case
        for n, case in enumerate(cases, start=1)
    ]
    return run_text(tmp_path, json.dumps({"open": numbered}))


def run_text(tmp_path: Path, text: str) -> tuple[int, list[str]]:
    path = tmp_path / "v.json"
    path.write_text(text, encoding="utf-8")
    out = io.StringIO()
    code = run_vectors(path, out)
    return code, out.getvalue().replace(str(path), "FILE").splitlines()


@pytest.mark.skipif(SHARED is None, reason="no folder shared/standards beside the repository")
@pytest.mark.parametrize("name", sorted(BUILT))
def test_shared_file_passes_in_every_kind_built(name: str) -> None:
    assert SHARED is not None
    cases = json.loads((SHARED / name).read_text(encoding="utf-8"))["open"]
    built = [case for case in cases if case["kind"] in BUILT[name]]
    out = io.StringIO()

    code = run_vectors(SHARED / name, out)

    last = out.getvalue().splitlines()[-1].split(", ")
    assert code == 0
    assert last[1] == "0 failed"
    assert int(last[0].split()[0]) >= len(built) > 0
    assert sorted({case["kind"] for case in built}) == BUILT[name]


@pytest.mark.parametrize("kind", sorted(CASES))
def test_right_case_of_a_kind_passes(tmp_path: Path, kind: str) -> None:
    code, lines = run(tmp_path, {"kind": kind, **CASES[kind]})

    assert (code, lines[-1]) == (0, "1 passed, 0 failed, 0 skipped")


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (kind, key)
        for kind, case in sorted(CASES.items())
        for key in case
        if key.startswith("expect") or key in {"formatted", "province_code"}
    ],
)
def test_case_with_a_wrong_expectation_fails(tmp_path: Path, kind: str, key: str) -> None:
    code, lines = run(tmp_path, {"kind": kind, **CASES[kind], key: "wrong"})

    assert (code, lines[-1]) == (1, "0 passed, 1 failed, 0 skipped")
    assert lines[0].split(", got ")[0] == f'FAILED 1 {key}: expected "wrong"'


def test_case_that_fails_shows_what_was_expected_and_got(tmp_path: Path) -> None:
    code, lines = run(
        tmp_path,
        {"kind": "uscc_check_char", "first17": "91440300708461136", "expect": "U"},
        {"kind": "workday", "date": "2026-02-14", "expect_workday": False},
    )

    assert code == 1
    assert lines == [
        'FAILED 1 expect: expected "U", got "T"',
        "FAILED 2 expect_workday: expected false, got true",
        "0 passed, 2 failed, 0 skipped",
    ]


def test_kinds_not_built_are_named_once_before_the_count(tmp_path: Path) -> None:
    right = {"kind": "workday", **CASES["workday"]}

    code, lines = run(tmp_path, {"kind": "tea"}, right, {"kind": "tea"}, {"kind": "rain"})

    assert code == 0
    assert lines == ["not built: tea (2)", "not built: rain (1)", "1 passed, 0 failed, 3 skipped"]


def test_policy_taken_is_stated(tmp_path: Path) -> None:
    choices = ["strip inner spaces and accept", "reject"]

    code, lines = run(
        tmp_path,
        {"kind": "uscc_policy", "input": "914403007084 61136T", "choices": choices},
        {"kind": "uscc_policy", "input": "914403007084 61136U", "choices": choices[:1]},
    )

    assert code == 1
    assert lines == [
        "1: policy taken: strip inner spaces and accept",
        'FAILED 2 choices: expected ["strip inner spaces and accept"], got "reject"',
        "1 passed, 1 failed, 0 skipped",
    ]


@pytest.mark.parametrize(
    ("code", "wording", "passes"),
    [
        ("9144030070846113", "length 16", True),
        ("9144030070846113", "length 17", False),
        ("", "empty", True),
        ("91440300l922038216", "lower-case l", True),
        ("91440300708461I36T", "character outside the alphabet (I)", True),
        ("9144030O708461136T", "letter O for zero", True),
        ("91440300708461136U", "length 18", False),
        ("91440300708461136T", "check character", False),
    ],
)
def test_reason_of_refusal_must_be_the_one_worded(
    tmp_path: Path, code: str, wording: str, passes: bool
) -> None:
    exit_code, _ = run(tmp_path, {"kind": "uscc_invalid", "code": code, "expect": wording})

    assert exit_code == (0 if passes else 1)


@pytest.mark.parametrize(
    "case",
    [
        {"kind": "workday", "date": "2027-01-01", "expect": "error or flagged estimate: none"},
        {
            "kind": "add_workdays",
            "from": "2026-12-30",
            "workdays": 2,
            "expect": "error: no notice for that year yet",
        },
        {
            "kind": "statutory_working_days",
            "told_on": "2026-12-30",
            "days": 2,
            "expect_last_day": "error: no notice for that year yet",
        },
    ],
)
def test_year_without_notice_gives_the_error_expected(
    tmp_path: Path, case: dict[str, Any]
) -> None:
    assert run(tmp_path, case) == (0, ["1 passed, 0 failed, 0 skipped"])


def test_error_expected_of_a_published_day_fails(tmp_path: Path) -> None:
    code, _ = run(tmp_path, {"kind": "workday", "date": "2026-01-01", "expect": "error"})

    assert code == 1


@pytest.mark.parametrize(
    ("case", "line"),
    [
        (
            {"kind": "workday", "date": "2026-02-14", "expect_name": "x"},
            'FAILED 1 expect_name: expected "x", got "nothing"',
        ),
        (
            {"kind": "workday", "date": "2026-02-14"},
            'FAILED 1 expect: expected "nothing", got {"expect_workday": true}',
        ),
        (
            {"kind": "workday", "expect_workday": True},
            'FAILED 1 case: expected "its inputs", got "no date"',
        ),
        (
            {"kind": "workday", "date": "2026-02-30", "expect_workday": True},
            'FAILED 1 case: expected "a result", got "ValueError: day is out of range for month"',
        ),
    ],
)
def test_case_that_cannot_be_judged_fails(tmp_path: Path, case: dict[str, Any], line: str) -> None:
    assert run(tmp_path, case) == (1, [line, "0 passed, 1 failed, 0 skipped"])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[]", 'FILE: has no list "open" of cases'),
        ('{"open": {}}', 'FILE: has no list "open" of cases'),
        ('{"open": [1]}', "FILE: case 1 is not an object"),
        ('{"open": [{"id": "a"}]}', 'FILE: case 1 has no text "kind"'),
        ('{"open": [{"id": 1, "kind": "workday"}]}', 'FILE: case 1 has no text "id"'),
        ('{"open": [NaN]}', "FILE: is not JSON: NaN is not a number"),
        ("", "FILE: is not JSON: Expecting value: line 1 column 1 (char 0)"),
    ],
)
def test_file_of_wrong_shape_is_refused_in_one_line(tmp_path: Path, text: str, line: str) -> None:
    assert run_text(tmp_path, text) == (2, [line])


def test_file_that_is_missing_is_refused_in_one_line(tmp_path: Path) -> None:
    out = io.StringIO()

    assert run_vectors(tmp_path / "none.json", out) == 2
    assert (
        out.getvalue() == f"{tmp_path / 'none.json'}: cannot be read: No such file or directory\n"
    )


def test_file_that_is_not_text_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "v.json"
    path.write_bytes(b"\xff\xfe\x00")
    out = io.StringIO()

    assert run_vectors(path, out) == 2
    assert out.getvalue() == f"{path}: is not UTF-8 text\n"


def test_command_runs_a_file_and_exits_with_its_code(tmp_path: Path) -> None:
    path = tmp_path / "v.json"
    wrong = {"id": "x", "kind": "workday", "date": "2026-10-01", "expect_workday": True}
    path.write_text(json.dumps({"open": [wrong]}), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "anhuan.ops.vectors", str(path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )

    assert (done.returncode, done.stdout) == (
        1,
        "FAILED x expect_workday: expected true, got false\n0 passed, 1 failed, 0 skipped\n",
    )


def test_command_without_a_file_explains_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "anhuan.ops.vectors"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )

    assert (done.returncode, done.stderr) == (2, "usage: python -m anhuan.ops.vectors FILE\n")


@pytest.mark.parametrize(
    ("expected", "got", "equal"),
    [
        ("1.50", Decimal("1.5"), True),
        ("1.5", Fraction(3, 2), True),
        ("1.51", Decimal("1.5"), False),
        ("12", 12, True),
        (12, 12, True),
        (True, 1, False),
        (1, True, False),
        (None, None, True),
        (None, "", False),
        ([1, "2"], (1, 2), True),
        ([1], [1, 2], False),
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ("x", 1, False),
    ],
)
def test_values_are_the_same_only_as_exact_numbers(
    expected: object, got: object, equal: bool
) -> None:
    assert same(expected, got) is equal
