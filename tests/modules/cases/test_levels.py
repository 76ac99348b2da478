"""The 督办 level as a filter and a column of the ledger: what is true, written down or not."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from anhuan.cases.asking import asked_from, pairs_of
from anhuan.cases.exporting import export_ledger
from anhuan.cases.models import Case
from anhuan.cases.queries import ledger
from anhuan.cases.types import Filters, Sort
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.obligations.models import Escalation
from anhuan.obligations.services import sweep
from anhuan.people.models import Person
from anhuan.territory.models import Post
from tests import factories as make
from tests.modules.cases.town import Town, build, enter

pytestmark = pytest.mark.django_db
LATE = make.AT + timedelta(days=13)


@pytest.fixture
def town(rules: int, vault: object) -> Town:
    town = build()
    above = town.head.seats[0].post
    Post.objects.filter(pk=town.officer.seats[0].post).update(superior=above)
    return town


@pytest.fixture
def reader(town: Town) -> Viewer:
    return make.viewer_for(Person.objects.get(pk=town.officer.person), at=LATE)


def numbers(reader: Viewer, level: int) -> list[str]:
    return [row.number for row in ledger(reader, Filters(supervision_from=level)).rows]


def written(at: Any = LATE) -> None:
    while sweep(at=at):
        pass


def test_filter_finds_what_is_raised_that_far(town: Town, reader: Viewer) -> None:
    raised = enter(town, town.officer).number
    written()

    assert [numbers(reader, level) for level in (1, 2)] == [[raised], []]


def test_filter_needs_no_worker(town: Town, reader: Viewer) -> None:
    raised = enter(town, town.officer).number

    assert (numbers(reader, 1), numbers(reader, 2)) == ([raised], [])
    assert Escalation.objects.count() == 0


def test_ended_case_is_raised_no_more(town: Town, reader: Viewer) -> None:
    enter(town, town.officer)
    written()
    Case.objects.update(
        state="dismissed", is_open=False, sort_due="9999-12-31", ended_at=LATE, ball_due_on=None
    )

    assert numbers(reader, 1) == []


def test_level_is_a_column_of_the_file(town: Town, reader: Viewer) -> None:
    enter(town, town.officer)
    out = BytesIO()

    export_ledger(reader, Filters(), Sort.DUE, ["number", "supervision"], out)

    rows = [[cell.value for cell in row] for row in load_workbook(out).active.iter_rows()]
    assert (rows[0], rows[1][1]) == (["编号", "督办级别"], 1)


def test_filter_stands_in_the_address() -> None:
    asked = asked_from([("open", "1"), ("supervision", "2"), ("columns", "number,supervision")])

    assert (asked.filters.supervision_from, asked.columns[-1]) == (2, "supervision")
    assert asked_from(pairs_of(asked)) == asked


def test_level_there_is_not_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        asked_from([("supervision", "6")])
    assert (caught.value.why, caught.value.facts["field"]) == (Why.MALFORMED, "supervision")
