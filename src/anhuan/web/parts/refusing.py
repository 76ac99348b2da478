"""A refusal as a page: what is wrong and what to do. The only place where web catches one."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from anhuan.cases.words.refusals import sentence
from anhuan.kernel.refusal import Refusal, Why

STATUS: Final = {
    Why.NOT_VISIBLE: HTTPStatus.NOT_FOUND,
    Why.WRONG_ROLE: HTTPStatus.FORBIDDEN,
    Why.STALE: HTTPStatus.CONFLICT,
    Why.REPEATED: HTTPStatus.CONFLICT,
    Why.READINGS_AWAY: HTTPStatus.SERVICE_UNAVAILABLE,
}


def status_of(refusal: Refusal) -> HTTPStatus:
    return STATUS.get(refusal.why, HTTPStatus.UNPROCESSABLE_ENTITY)


class Refusals:
    """Turns a ``Refusal`` that no view showed in its place into the error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        found = error.why is not Why.NOT_VISIBLE
        context = {
            "title": _("This cannot be done now") if found else _("Nothing found"),
            "reason": sentence(error),
            "back": _back(request),
        }
        return render(request, "parts/error.html", context, status=status_of(error))


def _back(request: HttpRequest) -> str:
    """The page the reader came from, if it is ours; else the page asked for."""
    here = f"{request.scheme}://{request.get_host()}/"
    came_from = request.headers.get("referer", "")
    return came_from if came_from.startswith(here) else ""
