"""The OpenAPI 3.1 document: what ninja knows of paths, with the shapes of msgspec."""

import json
from functools import cache
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from anhuan.api.operations import JSON, REF, api, ref, registered
from anhuan.api.problems import MEDIA_TYPE, Problem
from anhuan.api.views import (
    acts,
    campaigns,
    cases,
    desk,
    duty,
    field,
    files,
    matters,
    monitoring,
    own,
    permits,
    proceedings,
    rosters,
    sites,
    sponsored,
    tasks,
)

PREFIX: Final = "/api/v1/"
SUBJECTS: Final = (
    cases,
    acts,
    desk,
    files,
    sites,
    permits,
    own,
    tasks,
    duty,
    sponsored,
    campaigns,
    matters,
    proceedings,
    rosters,
    monitoring,
    field,
)
"""Imported for the operations they register."""


def document() -> dict[str, Any]:
    """The whole document, the same on every machine."""
    problem = ref(Problem)
    with translation.override("en"):
        found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    _, shapes = msgspec.json.schema_components(tuple(registered()), ref_template=REF)
    components = found["components"]
    components["schemas"] = dict(sorted({**components["schemas"], **shapes}.items()))
    components["responses"] = {
        "Problem": {
            "description": "Why it was not done, and what to do",
            "content": {MEDIA_TYPE: {"schema": problem}},
        }
    }
    # Status codes are numbers in ninja and text in JSON.
    plain: dict[str, Any] = json.loads(json.dumps(found))
    return plain


def text() -> str:
    """The document as it is committed and served."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


@cache
def _served() -> bytes:
    return text().encode()


def openapi(request: HttpRequest) -> HttpResponse:
    """The document, open to everybody."""
    headers = {"Cache-Control": "public, max-age=300"}
    return HttpResponse(_served(), content_type=JSON, headers=headers)
