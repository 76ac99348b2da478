"""The import pages: what is shown, what a press does, who may see it."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anhuan.base.jobs import run_one
from anhuan.cases.models import Batch, BatchRow, Case
from anhuan.kernel.access import Viewer
from anhuan.sites.models import Site
from tests.modules.cases.reading_files import csv_bytes
from tests.modules.cases.town import Town
from tests.web.desk import importing as given

ROWS_QUERIES = 20
START_QUERIES = 14
PAGES = (
    "",
    "columns/",
    "alike/?field=grade&reason=grade",
    "confirm/",
    "progress/",
    "problems.xlsx",
)


@pytest.fixture
def clerk(town: Town, browser_of: Callable[[Viewer], Client]) -> Client:
    return browser_of(town.clerk)


def _batch(clerk: Client, town: Town, *rows: list[str]) -> Batch:
    done = given.upload(clerk, town.office.id, given.ledger(*rows))
    batch = Batch.objects.latest("at", "id")
    assert done.headers["location"] == f"/import/{batch.id}/columns/"
    return batch


def _press(clerk: Client, batch: Batch, position: int, **more: str) -> Any:
    return clerk.post(f"/import/{batch.id}/fix/", {"position": str(position), **more})


def test_menu_leads_here(clerk: Client) -> None:
    page = clerk.get("/import/").content.decode()

    assert re.findall(r'menu-link" href="([^"]+)" aria-current', page) == ["/import/"]


def test_columns_page_offers_a_field_for_each_column(clerk: Client, town: Town) -> None:
    batch = _batch(clerk, town, given.row(1))

    page = clerk.get(f"/import/{batch.id}/columns/").content.decode()

    assert page.count("<select") == len(given.HEADING)


def test_column_taken_for_something_else_is_read_again(clerk: Client, town: Town) -> None:
    batch = _batch(clerk, town, given.row(1))

    done = clerk.post(f"/import/{batch.id}/columns/", {"0-G": "found_by"})

    row = BatchRow.objects.get(batch=batch)
    assert done.headers["location"] == f"/import/{batch.id}/"
    assert (row.content["found_by"], row.content["responsible"]) == ("孙大明", None)


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_page_makes_as_many_queries_whatever_it_shows(
    clerk: Client, town: Town, rows: int, django_assert_num_queries: Any
) -> None:
    bad = [given.row(n, found_on="2026.13.1") for n in range(1, rows + 1)]
    batch = _batch(clerk, town, *bad)

    with django_assert_num_queries(ROWS_QUERIES):
        page = clerk.get(f"/import/{batch.id}/")

    assert page.content.decode().count("data-problem") == rows


@pytest.mark.parametrize("batches", [1, 3])
def test_start_page_makes_as_many_queries_whatever_it_lists(
    clerk: Client, town: Town, batches: int, django_assert_num_queries: Any
) -> None:
    for number in range(batches):
        _batch(clerk, town, given.row(number))

    with django_assert_num_queries(START_QUERIES):
        page = clerk.get("/import/")

    assert page.content.decode().count(">台账.csv<") == batches


def test_offered_value_settles_the_row(clerk: Client, town: Town) -> None:
    batch = _batch(clerk, town, given.row(1, found_on="2026.13.1"))

    done = _press(clerk, batch, 1, place="0", field="found_on", take="2026-01-13")

    row = BatchRow.objects.get(batch=batch)
    assert done.headers["location"].endswith("#r1")
    assert (row.ready, row.corrections) == (True, {"found_on": "2026-01-13"})


def test_written_value_that_says_nothing_stays_typed_with_its_error(
    clerk: Client, town: Town
) -> None:
    batch = _batch(clerk, town, given.row(1, found_on="2026.13.1"))

    done = _press(clerk, batch, 1, place="0", field="found_on", do="write", text="下周")

    page = done.content.decode()
    assert done.status_code == 422
    assert page.count('value="下周"') == 1
    assert page.count('aria-invalid="true"') == 1
    assert BatchRow.objects.get(batch=batch).ready is False


def test_original_without_the_value_is_accepted_empty(clerk: Client, town: Town) -> None:
    batch = _batch(clerk, town, given.row(1, grade="较大"))

    _press(clerk, batch, 1, place="0", field="grade", do="accept")

    row = BatchRow.objects.get(batch=batch)
    assert (row.ready, (row.content | row.corrections)["grade"]) == (True, None)


def test_same_finding_is_shown_before_it_is_changed(clerk: Client, town: Town) -> None:
    rows = [given.row(n, grade="较大") for n in (1, 2)]
    batch = _batch(clerk, town, *rows)
    asked = {"field": "grade", "reason": "grade", "how": "write", "text": "major"}

    look = clerk.post(f"/import/{batch.id}/alike/", asked)
    untouched = BatchRow.objects.filter(batch=batch, ready=False).count()
    clerk.post(f"/import/{batch.id}/alike/", asked | {"apply": "1"})

    assert look.content.decode().count('<td class="filled">重大</td>') == 2
    assert untouched == 2
    assert BatchRow.objects.filter(batch=batch, ready=True).count() == 2


def test_confirmed_rows_are_imported_by_the_worker(clerk: Client, town: Town) -> None:
    batch = _batch(clerk, town, given.row(1), given.row(2, grade="较大"))

    foreseen = clerk.get(f"/import/{batch.id}/confirm/")
    clerk.post(f"/import/{batch.id}/confirm/")
    bar = clerk.get(f"/import/{batch.id}/progress/", headers={"HX-Request": "true"})
    run_one()
    page = clerk.get(f"/import/{batch.id}/progress/").content.decode()

    assert foreseen.status_code == 200
    assert bar.content.decode().count("hx-get") == 1
    assert page.count("hx-get") == 0
    assert Case.objects.count() == 1


def test_row_in_a_running_import_cannot_be_changed(clerk: Client, town: Town) -> None:
    batch = _batch(clerk, town, given.row(1), given.row(2, grade="较大"))
    clerk.post(f"/import/{batch.id}/confirm/")

    done = _press(clerk, batch, 2, place="0", field="grade", take="general")

    assert done.status_code == 422


def test_problem_rows_come_as_text_with_the_problem_behind_them(clerk: Client, town: Town) -> None:
    batch = _batch(clerk, town, given.row(1), given.row(2, grade="较大", responsible="=1+1"))

    done = clerk.get(f"/import/{batch.id}/problems.xlsx")

    content = b"".join(done.streaming_content)  # type: ignore[attr-defined]
    lines = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows())
    assert [cell.value for cell in lines[0]][1:] == [*given.HEADING, "问题"]
    assert [(cell.value, cell.data_type) for cell in lines[1]][7] == ("=1+1", "s")
    assert (len(lines), lines[1][-1].value is None) == (2, False)


@pytest.mark.parametrize("page", PAGES)
def test_batch_of_somebody_else_is_not_there(
    clerk: Client, town: Town, browser_of: Callable[[Viewer], Client], page: str
) -> None:
    batch = _batch(clerk, town, given.row(1, grade="较大"))

    mine = clerk.get(f"/import/{batch.id}/{page}")
    theirs = browser_of(town.head).get(f"/import/{batch.id}/{page}")

    assert (mine.status_code, theirs.status_code) == (200, 404)


def test_firm_may_not_import(town: Town, browser_of: Callable[[Viewer], Client]) -> None:
    assert browser_of(town.firm).get("/import/").status_code == 403


def test_script_in_cells_is_shown_as_text(clerk: Client, town: Town) -> None:
    told = dict.fromkeys(("site_name", "description", "responsible", "grade"), given.XSS)
    batch = _batch(clerk, town, given.row(1, **told))

    pages = [clerk.get(f"/import/{batch.id}/{page}") for page in PAGES[:-1]]

    assert [page.content.decode().count("<script>alert") for page in pages] == [0] * len(pages)
    assert pages[0].content.decode().count("&lt;script&gt;alert") > 0


@pytest.mark.parametrize(
    "query", ["?show=nothing", "?after=x", "?after=-1", "?open=²", "?after=99999999999"]
)
def test_bad_address_gives_a_clear_page(clerk: Client, town: Town, query: str) -> None:
    batch = _batch(clerk, town, given.row(1))

    assert clerk.get(f"/import/{batch.id}/{query}").status_code == 422


def test_file_that_is_no_spreadsheet_is_refused_at_its_field(clerk: Client, town: Town) -> None:
    done = given.upload(clerk, town.office.id, b"%PDF-1.7", name="台账.pdf")

    assert done.status_code == 422
    assert Batch.objects.count() == 0


def test_sites_from_a_file_are_shown_then_saved(clerk: Client, town: Town) -> None:
    told = ["枫林木业厂", "枫林路 1 号", "个体", "枫林街道"]
    content = csv_bytes([["企业名称", "地址", "无码原因", "街道"], told])
    before = Site.objects.count()

    look = clerk.post("/import/sites/", {"file": SimpleUploadedFile("企业.csv", content)})
    between = Site.objects.count()
    ticket = re.search(r'name="ticket" value="([^"]+)"', look.content.decode())
    assert ticket is not None
    clerk.post("/import/sites/", {"ticket": ticket[1], "sure": "1"})

    assert (between - before, Site.objects.count() - before) == (0, 1)


def test_areas_are_offered_to_those_who_keep_the_organisation(clerk: Client) -> None:
    assert clerk.get("/import/").content.decode().count("/admin/areas/import/") == 0
