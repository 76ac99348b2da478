"""Who reads the leader's page: name, unit and post. There is no menu."""

from typing import cast

from django.http import HttpRequest

from anhuan.territory.queries import unit_names
from anhuan.web.parts.shapes import PersonPost
from anhuan.web.parts.viewers import ViewerRequest


def who(request: HttpRequest) -> PersonPost:
    viewer = cast(ViewerRequest, request).viewer
    seat = next((each for each in viewer.seats if each.unit is not None), None)
    if seat is None or seat.unit is None:
        return PersonPost(viewer.name)
    return PersonPost(viewer.name, f"{unit_names([seat.unit])[seat.unit]} {seat.title}".strip())
