"""``request.viewer``: who reads the page, with the posts held now. Built once, when asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from anhuan.base.clock import now
from anhuan.kernel.access import Viewer
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import viewer_of

if TYPE_CHECKING:
    from anhuan.people.models import Account


class ViewerRequest(HttpRequest):
    """A request of somebody signed in, as views get it."""

    viewer: Viewer
    user: "Account"


class Viewers:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _viewer(request: HttpRequest) -> Viewer:
    at = now()
    account = request.user
    if not account.is_authenticated:
        raise LookupError("a page for everybody asked who its reader is")
    table = rules_at(at).capabilities
    return viewer_of(account.person_id, name=account.person.name, at=at, table=table)
