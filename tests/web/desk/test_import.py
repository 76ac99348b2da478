"""The import pages: what is shown, what a press does, who may see it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from anhuan.cases.models import Batch
from anhuan.ops.catalogues import compile_catalogues
from tests.factories import AT
from tests.modules.cases.town import Town
from tests.web.desk import importing as given


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    compile_catalogues()


@pytest.fixture
def town(rules: int, vault: Path) -> Iterator[Town]:
    with time_machine.travel(AT, tick=False):
        yield given.town()


@pytest.fixture(autouse=True)
def _static(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def clerk(town: Town) -> Client:
    return given.browser_of(town, town.clerk, "linjie")


def _batch(clerk: Client, town: Town, *rows: list[str]) -> Batch:
    done = given.upload(clerk, town.office.id, given.ledger(*rows))
    batch = Batch.objects.latest("at", "id")
    assert done.headers["location"] == f"/import/{batch.id}/columns/"
    return batch


def _press(clerk: Client, batch: Batch, position: int, **more: str) -> Any:
    return clerk.post(f"/import/{batch.id}/fix/", {"position": str(position), **more})


def test_columns_page_offers_a_field_for_each_column(clerk: Client, town: Town) -> None:
    batch = _batch(clerk, town, given.row(1))

    page = clerk.get(f"/import/{batch.id}/columns/").content.decode()

    assert page.count("<select") == len(given.HEADING)


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_page_makes_the_same_queries_whatever_it_shows(
    clerk: Client, town: Town, rows: int, django_assert_num_queries: Any
) -> None:
    bad = [given.row(n, found_on="2026.13.1") for n in range(1, rows + 1)]
    batch = _batch(clerk, town, *bad)

    with django_assert_num_queries(0):
        page = clerk.get(f"/import/{batch.id}/")

    assert page.content.decode().count("data-problem") == rows
