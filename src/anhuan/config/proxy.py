"""Whose address a request comes from, when proxies stand before us."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class TrustedProxies:
    """Put the client's address into ``REMOTE_ADDR``, so that nobody else reads the header.

    With n trusted proxies the n-th address from the right is the last one that none of them
    could have been told by the client; with none the header is ignored.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = settings.TRUSTED_PROXIES
        if count > 0:
            passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            if len(passed) >= count and _is_address(passed[-count].strip()):
                request.META["REMOTE_ADDR"] = passed[-count].strip()
        return self.get_response(request)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
