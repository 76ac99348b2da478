"""What checks say of a place: each of the 百分百 apart with its day, and who found what."""

from datetime import timedelta
from typing import Any

import pytest

from anhuan.inspections import services
from anhuan.kernel.access import Viewer
from anhuan.kernel.checklist import Answer
from anhuan.kernel.visit import VisitAct
from anhuan.rulebook.models import Version
from anhuan.rulebook.queries import checklists_at
from anhuan.sites.models import Site
from tests import factories as make
from tests.modules.cases.town import Town, enter

pytestmark = pytest.mark.django_db
NOT_SEEN = "没进到那一块"


@pytest.fixture
def building(town: Town) -> Town:
    Version.objects.filter(subject="checklist", code="site-dust").update(valid_from=make.START)
    Site.objects.filter(pk=town.site.id).update(industry="4710")
    return town


def visited(town: Town, by: Viewer, days: int, **given: str) -> str:
    """A patrol by the list of dust: the named items as given, all others not looked at."""
    at = make.AT - timedelta(days=days)
    opened = {"kind": "patrol", "site": town.site.id, "checklist": "site-dust"}
    number = services.open_visit(given=opened, by=by, at=at).number
    named = {code.replace("_", "-"): answer for code, answer in given.items()}
    answers = [
        {
            "item": item.code,
            "answer": named.get(item.code, Answer.NOT_CHECKED.value),
            "reason": NOT_SEEN,
        }
        for item in checklists_at(at)["site-dust"].checklist.items
    ]
    services.act(number=number, what=VisitAct.ANSWER, given={"answers": answers}, by=by, at=at)
    services.act(number=number, what=VisitAct.END, given={}, by=by, at=at)
    return number


def page_of(town: Town, browser_of: Any) -> Any:
    return browser_of(town.officer).get(f"/sites/{town.site.id}/").context["site"].checks


def _word(cell: Any) -> str:
    return str(getattr(cell, "text", cell))


def test_each_hundred_percent_stands_apart_with_its_last_answer(
    building: Town, browser_of: Any
) -> None:
    first = visited(building, building.officer, 40, sd_03="fails", sd_05="conforms")
    second = visited(building, building.officer, 10, sd_03="conforms", sd_12="fails")

    table = page_of(building, browser_of).apart[0]

    said = {
        row.key: (str(getattr(row.cells[1], "text", row.cells[1])), *row.cells[2:])
        for row in table.rows
    }
    assert len(said) == 8
    assert said["sd-03"] == ("符合", "2026-05-01", second)
    assert said["sd-05"] == ("符合", "2026-04-01", first)
    assert said["sd-12"] == ("不符合", "2026-05-01", second)
    assert said["sd-15"] == ("没查过", "—", "—")


def test_place_of_another_industry_has_no_such_table(town: Town, browser_of: Any) -> None:
    assert page_of(town, browser_of).apart == ()


def test_who_found_what_is_counted_apart(building: Town, browser_of: Any) -> None:
    enter(building, building.officer)
    enter(building, building.firm, source="self-check")
    visited(building, building.officer, 40, sd_03="fails")
    visited(building, building.officer, 10, sd_03="fails")

    checks = page_of(building, browser_of)

    assert checks.sides == "企业自己查出 1 个，检查人员和其他人查出 1 个"
    assert [line[-17:] for line in checks.repeated] == ["企业自查 0 次，其他人查 2 次"[-17:]]
