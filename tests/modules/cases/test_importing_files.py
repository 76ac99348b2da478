"""Ledgers as offices keep them, from the file to the doctor's word that all is well."""

import io
from pathlib import Path
from typing import Any

import pytest

from anhuan.cases.asking import Asked
from anhuan.cases.checking import differences
from anhuan.cases.exporting import export_ledger
from anhuan.cases.intake.services import import_ledger
from anhuan.cases.intake.types import ImportReport
from anhuan.cases.models import Batch, Case
from anhuan.obligations.models import Obligation
from tests import factories as make
from tests.modules.cases.reading_files import shared_folder
from tests.modules.cases.town import Town, build

FOLDER = shared_folder()
needs_files = pytest.mark.skipif(FOLDER is None, reason="the common test data are not there")
FILES = {
    "street-2024q1.xlsx": (112, 25),
    "district-by-street.xlsx": (153, 29),
    "enterprise-self-2024.xls": (126, 14),
    "park-campaign-gb18030.csv": (161, 16),
    "inspection-tasks-utf8bom.csv": (117, 11),
    "inspection-2016-trad.xlsx": (41, 6),
    "county-two-tables.xls": (75, 16),
    "district-year-5000.xlsx": (5335, 97),
}


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    return build()


def bring(town: Town, path: Path, **more: Any) -> ImportReport:
    return import_ledger(path, unit=town.office.id, by=town.clerk, at=make.AT, **more)


@needs_files
@pytest.mark.parametrize("name", FILES)
def test_file_goes_in_once_and_the_doctor_is_content(town: Town, name: str) -> None:
    assert FOLDER is not None
    added, waiting = FILES[name]

    first = bring(town, FOLDER / name)
    again = bring(town, FOLDER / name)

    assert (first.added, first.waiting) == (added, waiting)
    assert (again.added, again.updated, again.same) == (0, 0, added)
    assert Case.objects.count() == added
    assert differences() == []


@needs_files
def test_accepted_nulls_let_every_row_in(town: Town) -> None:
    assert FOLDER is not None

    report = bring(town, FOLDER / "county-two-tables.xls", accept_nulls=True)

    assert (report.added, report.waiting) == (91, 0)
    assert differences() == []


@needs_files
def test_dry_run_keeps_nothing(town: Town) -> None:
    assert FOLDER is not None

    report = bring(town, FOLDER / "county-two-tables.xls", dry_run=True)

    assert (report.added, report.saved) == (75, False)
    assert (Case.objects.count(), Batch.objects.count(), Obligation.objects.count()) == (0, 0, 0)


@needs_files
def test_exported_ledger_comes_back_the_same(town: Town, tmp_path: Path) -> None:
    assert FOLDER is not None
    bring(town, FOLDER / "street-2024q1.xlsx")
    path = tmp_path / "export.xlsx"
    path.write_bytes(exported(town))

    report = bring(town, path, dry_run=True)

    assert (report.rows, report.same, report.added, report.updated) == (112, 112, 0, 0)


def exported(town: Town, columns: Any = None) -> bytes:
    asked, out = Asked(), io.BytesIO()
    export_ledger(town.clerk, asked.filters, asked.sort, columns, out)
    return out.getvalue()
