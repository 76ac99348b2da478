"""Somebody whose password another person chose sets a new one before anything else."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

STILL_OPEN = {"account:password", "account:sign-out", "account:language", "account:suggest"}


class FirstPassword:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        # Without a session cookie nobody is signed in, and nobody needs to be looked up.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not getattr(request.user, "must_change_password", False):
            return None
        match = request.resolver_match
        return None if match and match.view_name in STILL_OPEN else redirect("account:password")
