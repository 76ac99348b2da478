"""One way out: whatever happens in a request leaves as its answer or a problem document."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

import msgspec
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.errors import AuthenticationError, ValidationError

from anhuan.api.operations import api
from anhuan.api.problems import Faulty, FieldError, of_fault, of_refusal, respond
from anhuan.api.words import Fault
from anhuan.kernel.refusal import Refusal, Why

log = logging.getLogger(__name__)

LANGUAGES: Final = {"zh": "zh-hans", "en": "en"}


def language_of(request: HttpRequest) -> str:
    """What the client asks for of what there is; Chinese otherwise."""
    for asked, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if found := LANGUAGES.get(asked.split("-")[0]):
            return found
    return LANGUAGES["zh"]


def answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that speaks the client's language, needs no session and no form token, and says in
    a problem document that a method is not taken."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            response = view(request, *args, **values)
            if isinstance(response, HttpResponseNotAllowed):
                response = respond(of_fault(Fault.METHOD), {"Allow": response["Allow"]})
        response["Content-Language"] = language
        response.headers.setdefault("Cache-Control", "no-store")
        response["Vary"] = "Authorization, Accept-Language"
        return response

    run.csrf_exempt = True  # type: ignore[attr-defined]
    run.login_required = False  # type: ignore[attr-defined]
    return run


def unknown(request: HttpRequest) -> HttpResponse:
    return respond(of_fault(Fault.UNKNOWN_PATH))


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return respond(of_refusal(error))


@api.exception_handler(Faulty)
def _faulty(request: HttpRequest, error: Faulty) -> HttpResponse:
    return respond(of_fault(error.fault, error.facts), error.headers)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return respond(of_fault(Fault.SIGN_IN), {"WWW-Authenticate": 'Bearer realm="anhuan"'})


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return respond(of_fault(Fault.UNKNOWN_PATH))


PROBLEMS: Final[Mapping[str, str]] = {
    "missing": "missing",
    "enum": "choice",
    "literal_error": "choice",
    "string_too_long": "too-long",
    "uuid_parsing": "reference",
    "uuid_type": "reference",
    "bool_parsing": "flag",
    "value_error": "control-character",
}


@api.exception_handler(ValidationError)
def _misfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [FieldError(_name(each), _problem(each)) for each in error.errors]
    first = errors[0]
    problem = of_refusal(Refusal(Why.MALFORMED, field=first.field, problem=first.problem))
    return respond(msgspec.structs.replace(problem, errors=tuple(errors)))


def _name(error: Mapping[str, Any]) -> str:
    names = [part for part in error["loc"][1:] if isinstance(part, str)]
    return names[-1][:64] if names else ""


def _problem(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    return "date" if kind.startswith("date") else PROBLEMS.get(kind, "value")


@api.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    large = isinstance(error, RequestDataTooBig)
    return respond(of_fault(Fault.TOO_LARGE if large else Fault.UNREADABLE))


@api.exception_handler(OperationalError)
def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    log.exception("the database did not answer %s %s", request.method, request.path)
    return respond(of_fault(Fault.BUSY), {"Retry-After": "1"})


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("%s %s failed", request.method, request.path)
    return respond(of_fault(Fault.BROKEN))
