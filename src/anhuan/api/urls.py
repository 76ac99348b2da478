"""Addresses of the API."""

from typing import Any

from django.urls import URLPattern, include, path, re_path
from django.views.decorators.http import require_GET

from anhuan.api.handling import answering, unknown
from anhuan.api.openapi import openapi
from anhuan.api.operations import api

app_name = "api"


def _patterns() -> list[URLPattern]:
    """A fixed address goes before one with a number in its place."""
    found = [each for each in api.urls[0] if isinstance(each, URLPattern)]
    found = [each for each in found if each.name != "api-root"]
    for each in found:
        each.callback = answering(each.callback)
    return sorted(found, key=lambda each: "<" in str(each.pattern))


urlpatterns: list[Any] = [
    path("v1/openapi.json", answering(require_GET(openapi))),
    path("v1/", include(_patterns())),
    re_path("", answering(unknown)),
]
