"""The kinds of vectors of air and of hazard sources: a right case passes, a wrong expectation
fails, and what is refused must be refused for the reason worded."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from anhuan.ops.vector_kinds import air, hazard
from anhuan.ops.vectors import run_vectors

DAY = {
    "SO2_24H": "10",
    "NO2_24H": "40",
    "PM10_24H": "250",
    "CO_24H": "0.9",
    "O3_8H": "120",
    "PM25_24H": "115",
}
INDEXES = {
    "SO2_24H": 10,
    "NO2_24H": 50,
    "PM10_24H": 150,
    "CO_24H": 23,
    "O3_8H": 67,
    "PM25_24H": 150,
}
AQI = {
    "revision": "2012",
    "report": "day",
    "concentrations": DAY,
    "expect_iaqi": INDEXES,
    "expect_aqi": 150,
    "expect_level": 3,
    "expect_primary": ["PM25_24H", "PM10_24H"],
    "expect_exceeding": ["PM10_24H", "PM25_24H"],
}
MISSING = {
    "revision": "2026",
    "report": "day",
    "concentrations": DAY | {"PM10_24H": "90", "PM25_24H": None},
    "expect_aqi": None,
    "expect_level": None,
    "expect_primary": [],
    "expect_exceeding": None,
}
CHLORINE = {"name": "氯", "q_t": "5", "Q_t": "5", "beta": "4"}
UNIT = {
    "S": "1.0",
    "S_exact": "1",
    "alpha": 0.5,
    "major": True,
    "R": "2.0",
    "R_exact": "2",
    "level": "四级",
}
SINGLE = {"revision": "2012 and 2026", "item": "CO_24H", "concentration": "2.2", "expect_iaqi": 55}
ROUNDED = {"revision": "2026", "item": "PM25_24H", "raw": "60.5"}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "iaqi": (SINGLE, {"expect_iaqi": 56}),
    "iaqi beyond": (SINGLE | {"item": "NO2_1H", "concentration": "1e9", "expect_iaqi": 500}, {}),
    "input_rounding": (
        ROUNDED | {"expect_rounded": "60", "expect_iaqi": 100},
        {"expect_rounded": "61"},
    ),
    "aqi": (AQI, {"expect_primary": ["PM25_24H"]}),
    "aqi missing": (MISSING, {"expect_aqi": 67}),
    "aqi not published": (MISSING | {"expect_aqi": "NA", "expect_primary": None}, {}),
    "published": (AQI | {"published_aqi": 149}, {"expect_level": 2}),
    "level": (
        {"aqi": 151, "expect_level": 4, "name": "中度污染", "colour": "红", "rgb": [255, 0, 0]},
        {"rgb": [255, 0, 1]},
    ),
    "validity": (
        {"item": "PM2.5", "period": "February", "valid_values": 25, "expect_valid": True},
        {"expect_valid": False},
    ),
    "unit": (
        {"items": [CHLORINE], "exposed_persons": 0, "expect": UNIT},
        {"expect": UNIT | {"level": "三级"}},
    ),
    "unit by the tables": (
        {"items": [{"name": "液氯", "q_t": "5"}], "exposed_persons": 0, "expect": UNIT},
        {"expect": UNIT | {"R": "2.1"}},
    ),
    "unit in thirds": (
        {
            "items": [CHLORINE | {"q_t": "0.5", "Q_t": "0.75"}],
            "exposed_persons": 1,
            "expect": {"S": "0.6666666666666666", "S_exact": "2/3", "major": False},
        },
        {"expect": {"S": "0.67", "S_exact": "2/3", "major": False}},
    ),
    "unit_invalid": (
        {"items": [{"name": "氨", "q_t": None}], "expect": "error: quantity missing"},
        {"expect": "error: negative persons"},
    ),
    "alpha": ({"exposed_persons": 99, "expect": 1.5}, {"expect": 2}),
    "level of a unit": ({"R": "49.999", "expect": "三级"}, {"expect": "二级"}),
    "lookup_Q": (
        {"name": "碳酰氯(光气)", "cas": ["75-44-5"], "expect_Q_t": 0.3},
        {"expect_Q_t": 3},
    ),
    "lookup_Q by name": (
        {"name": "硝酸铵(含可燃物<=0.2%)", "cas": ["6484-52-2"], "expect_Q_t": 50},
        {"cas": ["6484-52-1"]},
    ),
    "class": ({"class": "W2", "expect_Q_t": 10, "expect_beta": 1.5}, {"expect_beta": 1}),
    "beta_named": ({"name": "碳酰氯", "expect": 20}, {"expect": 2}),
}


def run(tmp_path: Path, name: str, case: dict[str, Any]) -> str:
    path = tmp_path / "v.json"
    kind = name.partition(" ")[0]
    path.write_text(json.dumps({"open": [case | {"id": "1", "kind": kind}]}), encoding="utf-8")
    out = io.StringIO()
    run_vectors(path, out)
    return out.getvalue().splitlines()[-1]


def test_every_kind_has_a_case() -> None:
    built = {kind.name for kind in (*air.KINDS, *hazard.KINDS)}

    assert {name.partition(" ")[0] for name in CASES} == built


@pytest.mark.parametrize("name", sorted(CASES))
def test_right_case_of_a_kind_passes(tmp_path: Path, name: str) -> None:
    assert run(tmp_path, name, CASES[name][0]) == "1 passed, 0 failed, 0 skipped"


@pytest.mark.parametrize("name", sorted(n for n, (_, wrong) in CASES.items() if wrong))
def test_case_with_a_wrong_expectation_fails(tmp_path: Path, name: str) -> None:
    case, wrong = CASES[name]

    assert run(tmp_path, name, case | wrong) == "0 passed, 1 failed, 0 skipped"


@pytest.mark.parametrize(
    ("items", "persons", "expected"),
    [
        ([{"name": "氨", "q_t": "-1"}], 0, "error: negative quantity"),
        ([{"name": "氨", "q_t": "many"}], 0, "error: quantity is no number"),
        ([{"name": "水", "q_t": "1"}], 0, "error: Q unknown"),
        ([CHLORINE | {"Q_t": "0"}], 0, "error: critical quantity zero"),
        ([CHLORINE | {"beta": "-1"}], 0, "error: beta not positive"),
        ([CHLORINE], -1, "error: negative persons"),
        ([CHLORINE], None, "error: persons missing"),
        ([], 0, "not assessed"),
    ],
)
def test_unit_must_be_refused_for_the_reason_worded(
    tmp_path: Path, items: list[dict[str, Any]], persons: int | None, expected: str
) -> None:
    case = {"items": items, "exposed_persons": persons}

    right, other = (
        run(tmp_path, "unit_invalid", case | {"expect": said})
        for said in (expected, "error: the moon is full")
    )

    assert (right, other) == ("1 passed, 0 failed, 0 skipped", "0 passed, 1 failed, 0 skipped")


@pytest.mark.parametrize(
    ("item", "period", "least"),
    [
        ("SO2", "year", 324),
        ("SO2", "month (not February)", 27),
        ("CO", "day (hours)", 20),
        ("O3", "8 h (hours)", 6),
        ("NO2", "hour (minutes)", 45),
        ("TSP", "day (hours)", 24),
        ("BaP", "month (evenly spread days)", 5),
        ("TSP", "year (evenly spread days)", 60),
        ("Pb", "quarter (evenly spread days)", 15),
    ],
)
def test_period_is_read_as_the_file_words_it(
    tmp_path: Path, item: str, period: str, least: int
) -> None:
    case = {"item": item, "period": period, "valid_values": least, "expect_valid": True}

    assert run(tmp_path, "validity", case) == "1 passed, 0 failed, 0 skipped"
    case |= {"valid_values": least - 1, "expect_valid": False}
    assert run(tmp_path, "validity", case) == "1 passed, 0 failed, 0 skipped"
