"""Reads of areas: where a place lies, and areas by their names."""

from typing import Any
from uuid import uuid4

import pytest

from anhuan.kernel.access import Capability, Viewer
from anhuan.territory.naming import areas_by_name
from anhuan.territory.queries import place_of_area
from anhuan.territory.types import Level
from tests.factories import AT, area

pytestmark = pytest.mark.django_db

NODE = Viewer(person=uuid4(), at=AT, capabilities=frozenset(Capability))


def test_place_of_an_area_costs_two_queries(django_assert_num_queries: Any) -> None:
    city = area()
    county = area("东港区", level=Level.COUNTY, parent=city)
    cell = area("一号网格", level=Level.CELL, parent=county)

    with django_assert_num_queries(2):
        place = place_of_area(cell.id)

    assert (place.city, place.county, place.street, place.cell) == (
        city.id,
        county.id,
        None,
        cell.id,
    )


def test_names_lead_down_the_tree_and_doubtful_ones_nowhere() -> None:
    city = area()
    east = area("东港区", level=Level.COUNTY, parent=city)
    west = area("西山区", level=Level.COUNTY, parent=city)
    under_east = area("鼓楼街道", level=Level.STREET, parent=east)
    area("鼓楼街道", level=Level.STREET, parent=west)

    names = areas_by_name(NODE, city.id)

    assert names.by_names(["东港区", "鼓楼街道"]) == under_east.id
    assert names.by_names(["鼓楼街道"]) is None
    assert names.by_names(["南岭区"]) is None
