"""What no view answered: a wrong address, a form that is too old, our own fault; as our page."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from anhuan.cases.words.refusals import sentence
from anhuan.kernel.refusal import Refusal, Why


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    context = {
        "title": _("This could not be read"),
        "reason": _("Something in the address or the form is broken. Go back and try again."),
    }
    return render(request, "parts/error.html", context, status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    context = {
        "title": _("This cannot be done now"),
        "reason": sentence(Refusal(Why.WRONG_ROLE)),
    }
    return render(request, "parts/error.html", context, status=HTTPStatus.FORBIDDEN)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's own mark does not fit this browser: most often a page left open overnight."""
    context = {
        "title": _("Not saved: this page was open too long"),
        "reason": _("Go back, load the page again and send once more. Nothing was changed."),
    }
    return render(request, "parts/error.html", context, status=HTTPStatus.FORBIDDEN)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    context = {"title": _("Nothing found"), "reason": _("There is no page at this address.")}
    return render(request, "parts/error.html", context, status=HTTPStatus.NOT_FOUND)


def broken(request: HttpRequest) -> HttpResponse:
    """Asks for nothing that may be broken too: neither the reader nor the menu."""
    context = {
        "title": _("Not done: the fault is ours"),
        "reason": _("It is written down. Try again in a minute, or tell us what you did."),
    }
    html = render_to_string("parts/error.html", context)
    return HttpResponse(html, status=HTTPStatus.INTERNAL_SERVER_ERROR)
