"""The ledgers beside the checkout, read and compared with what a careful clerk reads."""

import json
import re
import unicodedata
from typing import Any

import pytest

from anhuan.cases.reading.reader import read_ledger
from tests.modules.cases.reading_files import shared_folder

FOLDER = shared_folder()
NAMES = (
    "county-two-tables.xls",
    "district-by-street.xlsx",
    "district-year-5000.xlsx",
    "enterprise-self-2024.xls",
    "inspection-2016-trad.xlsx",
    "inspection-tasks-utf8bom.csv",
    "park-campaign-gb18030.csv",
    "street-2024q1.xlsx",
)
Json = dict[str, Any]


def comparable(value: Any) -> Any:
    if isinstance(value, str):
        text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
        return text.strip("；;，,、。.")
    if isinstance(value, dict):
        return {comparable(key): comparable(entry) for key, entry in value.items()}
    return value


def by_place(rows: list[Json]) -> dict[Any, Json]:
    return {(row["source_sheet"], row["source_row"], row["part"]): comparable(row) for row in rows}


def problem_places(problems: list[Json]) -> list[tuple[str, int, str]]:
    return sorted((str(p["sheet"]), p["row"], str(p["field"])) for p in problems)


def ignored_places(rows: list[Json]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)


def group_set(groups: list[Json]) -> set[tuple[frozenset[str], str, str]]:
    return {(frozenset(g["names"]), g["relation"], g["why"]) for g in groups}


@pytest.mark.parametrize("name", NAMES)
def test_ledger_read_as_a_clerk_reads_it(name: str) -> None:
    if FOLDER is None:
        pytest.skip("the folder shared/data/ledgers is not beside this checkout")
    expected = json.loads((FOLDER / f"{name.rpartition('.')[0]}.expected.json").read_text("utf-8"))

    reading = read_ledger(FOLDER / name, name=name).to_json()

    for part in ("file", "format", "sheets", "tables", "counts"):
        assert reading[part] == expected[part]
    assert by_place(reading["rows"]) == by_place(expected["rows"])
    assert problem_places(reading["problems"]) == problem_places(expected["problems"])
    assert ignored_places(reading["ignored_rows"]) == ignored_places(expected["ignored_rows"])
    assert group_set(reading["site_groups"]) == group_set(expected["site_groups"])
