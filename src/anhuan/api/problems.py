"""Problem documents (RFC 9457): every answer of the API that is not the one asked for."""

import logging
from collections.abc import Mapping
from enum import Enum
from http import HTTPStatus
from typing import Any, Final

import msgspec
from django.http import HttpResponse

from anhuan.api.words import SENTENCES, STATUS, Fault
from anhuan.cases.words.refusals import sentence
from anhuan.kernel.refusal import Refusal, Why

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
REFUSED: Final = {
    Why.NOT_VISIBLE: HTTPStatus.NOT_FOUND,
    Why.WRONG_ROLE: HTTPStatus.FORBIDDEN,
    Why.STALE: HTTPStatus.CONFLICT,
    Why.REPEATED: HTTPStatus.CONFLICT,
}


class FieldError(msgspec.Struct, frozen=True):
    """A field and what is wrong with it: ``missing``, or a problem code."""

    field: str
    problem: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A problem document; ``code`` is for programs, ``title`` for people."""

    type: str
    title: str
    status: int
    code: str
    errors: tuple[FieldError, ...] = ()
    facts: dict[str, Any] = {}


class Faulty(Exception):
    """A request that is wrong as such."""

    def __init__(
        self, fault: Fault, facts: Mapping[str, object] | None = None, **headers: str
    ) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.facts = dict(facts or {})
        self.headers = headers


def status_of(refusal: Refusal) -> int:
    return REFUSED.get(refusal.why, HTTPStatus.UNPROCESSABLE_ENTITY)


def of_refusal(refusal: Refusal) -> Problem:
    """The document of a refusal, with the sentence a page would show."""
    return Problem(
        type=f"/problems/{refusal.why.value}",
        title=sentence(refusal),
        status=status_of(refusal),
        code=refusal.why.value,
        errors=_fields(refusal.facts),
        facts={name.rstrip("_"): _plain(value) for name, value in refusal.facts.items()},
    )


def _fields(facts: Mapping[str, object]) -> tuple[FieldError, ...]:
    found = [
        FieldError(str(name), "missing")
        for key in ("fields", "missing")
        for name in _listed(facts.get(key))
    ]
    if facts.get("field") is not None:
        found.append(FieldError(str(facts["field"]), str(facts.get("problem", "value"))))
    return tuple(found)


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, tuple | list) else ()


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def of_fault(fault: Fault, facts: Mapping[str, object] | None = None) -> Problem:
    return Problem(
        type="about:blank",
        title=str(SENTENCES[fault]),
        status=STATUS[fault],
        code=fault.value,
        facts=dict(facts or {}),
    )


def respond(problem: Problem, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return HttpResponse(
        msgspec.json.encode(problem),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=dict(headers or {}),
    )
