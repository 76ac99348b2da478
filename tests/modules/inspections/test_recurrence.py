"""What comes back at the same place on the same item hangs under the case that was closed."""

from datetime import timedelta
from typing import Any

import pytest

from anhuan.cases.models import Case
from tests import factories as make
from tests.modules.cases.town import Town, build
from tests.modules.inspections.walks import Walk, certify, closed, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules: int, vault: Any) -> Town:
    listed()
    town = build()
    certify(town.officer, "37-0411")
    certify(town.colleague, "37-0412")
    return town


def found_again(town: Town, item: str, *, days: int, **more: Any) -> Case:
    at = make.AT + timedelta(days=days)
    walk = Walk(town, town.officer, at=at, **({"kind": "revisit"} | more))
    return Case.objects.get(number=walk.find(item, "又堆上了"))


def test_same_item_within_the_term_is_a_relapse(town: Town) -> None:
    former = closed(town)

    assert found_again(town, "exit", days=200).parent_id == former.id


def test_same_item_after_the_term_is_not(town: Town) -> None:
    closed(town)

    assert found_again(town, "exit", days=367).parent_id is None


def test_another_item_is_not(town: Town) -> None:
    closed(town)

    assert found_again(town, "wire", days=200).parent_id is None


def test_finding_that_is_still_open_is_not_a_relapse(town: Town) -> None:
    Walk(town, town.officer).find("exit", "安全出口堆着板材")

    assert found_again(town, "exit", days=20).parent_id is None


def test_case_of_another_place_is_not(town: Town) -> None:
    former = closed(town)
    other = make.site("另一家木器厂", area=town.street)

    found = found_again(town, "exit", days=20, site=other.id)
    assert (found.parent_id, former.site_id == found.site_id) == (None, False)
