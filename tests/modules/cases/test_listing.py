from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from anhuan.base.db import triggers
from anhuan.cases import models
from anhuan.cases.projection import sort_due
from anhuan.cases.queries import count, ledger
from anhuan.cases.types import Filters
from anhuan.kernel.case import Action
from tests.modules.cases.town import Loop, build, enter, photo

pytestmark = pytest.mark.django_db
ENDED = date(9999, 12, 31)


@pytest.fixture
def town(rules, vault):
    return build()


def ended(town, **more):
    number = enter(town, town.officer, **more).number
    loop = Loop(town, number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="已清空")
    loop.do(Action.PASS, town.officer, way="on-site")
    loop.do(Action.CLOSE, town.head)
    return number


def pages(viewer, filters, size):
    """The numbers of each page, and the totals."""
    found, totals, after = [], [], ""
    while True:
        page = ledger(viewer, filters, after=after, size=size)
        found.append([row.number for row in page.rows])
        totals.append((page.total, page.capped))
        after = page.after
        if not after:
            return found, totals


def test_what_was_sought_is_listed_open_first_across_pages(town):
    closed = [ended(town), ended(town, description="电箱门敞开")]
    closed.append(ended(town))
    still = [enter(town, town.officer).number for _ in range(3)]

    found, totals = pages(town.officer, Filters(query="安全出口"), 2)

    assert found == [still[:2], [still[2], closed[0]], [closed[2]]]
    assert totals == [(5, False)] * 3


def test_what_was_sought_is_counted_no_further_than_is_needed(town, monkeypatch):
    ended(town)
    for _ in range(2):
        enter(town, town.officer)
    counts = []
    for most in (1, 2, 3):
        monkeypatch.setattr("anhuan.cases.listing.MOST_SOUGHT", most)
        counts.append(count(town.officer, Filters(query="安全出口")))

    assert counts == [(1, True), (2, True), (3, False)]


@pytest.mark.parametrize(("still_open", "listed"), [(True, 1), (False, 0), (None, None)])
def test_open_and_ended_are_told_apart(town, still_open, listed):
    numbers = [ended(town), enter(town, town.officer).number]

    page = ledger(town.officer, Filters(open=still_open))

    wanted = [numbers[1], numbers[0]] if listed is None else [numbers[listed]]
    assert [row.number for row in page.rows] == wanted
    assert (page.total, page.capped) == (len(wanted), False)


def test_open_case_never_sorts_as_ended(town):
    number = enter(town, town.officer).number

    with pytest.raises(IntegrityError), transaction.atomic():
        models.Case.objects.filter(number=number).update(sort_due=ENDED)

    assert sort_due(ENDED) == date(9999, 12, 30)


def test_ended_case_never_sorts_as_open(town):
    number = ended(town)

    with pytest.raises(IntegrityError), transaction.atomic():
        models.Case.objects.filter(number=number).update(sort_due=date(2026, 5, 20))


def test_search_is_still_indexed_after_the_table_was_rebuilt():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'cases_case'")
            names = {row[0] for row in cursor.fetchall()}
        assert {"cases_case_search_gin", "cases_open_search"} <= names
    else:
        assert {f"cases_case_search_{each}" for each in ("insert", "update", "delete")} <= set(
            triggers()
        )
