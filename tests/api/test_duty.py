"""Who was responsible, through the API."""

import pytest

from tests.api.callers import refused

pytestmark = pytest.mark.django_db


def test_area_is_answered_for_on_a_day(town, of):
    found = of(town.officer).get(f"/responsible?area={town.street.id}&on=2026-05-01").json()

    assert {row["broken"] for row in found["answers"] if row["object"] == str(town.street.id)} == {
        "no-post"
    }


@pytest.mark.parametrize("query", ["", "?on=2026-05-01"])
def test_site_or_area_has_to_be_named(town, of, query):
    answer = of(town.officer).get(f"/responsible{query}")

    assert refused(answer)[:2] == (422, "malformed")


@pytest.mark.parametrize("on", ["2999-01-01", "0001-01-01"])
def test_day_to_come_or_before_all_is_refused(town, of, on):
    answer = of(town.officer).get(f"/responsible?area={town.street.id}&on={on}")

    assert refused(answer)[:2] == (422, "malformed")
