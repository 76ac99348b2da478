"""The database's own lock on areas, posts and appointments, in both directions."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from anhuan.kernel.access import Role
from anhuan.territory.models import Appointment, Area, Post
from anhuan.territory.types import Level
from tests.factories import AT, area, person, post, unit

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def refused(model: Any, **values: Any) -> bool:
    try:
        with transaction.atomic():
            model.objects.create(**values)
    except IntegrityError:
        return True
    return False


def test_shape_needs_its_box() -> None:
    values = {"name": "某地", "level": Level.CITY, "geometry": {"type": "Polygon"}}

    assert refused(Area, code="1", path="0001", **values)
    assert not refused(Area, code="1", path="0001", west=1, east=2, south=1, north=2, **values)


def test_post_belongs_to_a_unit_or_a_site() -> None:
    station = unit(area=area())
    values = {"title": "某职", "role": Role.OFFICER}

    assert refused(Post, **values)
    assert refused(Post, unit=station, site=uuid4(), **values)
    assert not refused(Post, unit=station, **values)
    assert not refused(Post, site=uuid4(), **values)


def test_appointment_ends_after_it_begins() -> None:
    values = {"post": post(unit=unit(area=area())), "person": person(), "recorded_from": AT}

    assert refused(Appointment, valid_from=AT, valid_to=AT, **values)
    assert not refused(Appointment, valid_from=AT, valid_to=AT + MINUTE, **values)


def test_appointment_is_not_corrected_before_it_is_recorded() -> None:
    values = {"post": post(unit=unit(area=area())), "person": person(), "valid_from": AT}

    assert refused(Appointment, recorded_from=AT, recorded_to=AT - MINUTE, **values)
    assert not refused(Appointment, recorded_from=AT, recorded_to=AT, **values)


@pytest.mark.parametrize("name", ["code", "path"])
def test_code_and_path_are_given_once(name: str) -> None:
    values = {"code": "1", "path": "0001", "name": "某地", "level": Level.CITY}
    Area.objects.create(**values)

    assert refused(Area, **values | {"code": "2", "path": "0002", name: values[name]})
    assert not refused(Area, **values | {"code": "2", "path": "0002"})
