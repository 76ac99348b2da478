"""The two addresses of an act's slip, the same in every part of the site."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anhuan.kernel.access import Viewer
from anhuan.web.parts.slips import Deed, received_response, slip
from anhuan.web.parts.viewers import ViewerRequest

Find = Callable[[Viewer, str, int], Deed]
"""The act of a number and a version that the viewer sees. Refuses ``NOT_VISIBLE``."""
View = Callable[[ViewerRequest, str, int], HttpResponse]


def slip_pages(find: Find, *, home: str, page: str) -> tuple[View, View]:
    """The slip as a page, and the node's signed word as a file. ``home``: the page of the thing
    the act was on; ``page``: the name of the slip's own address."""

    @never_cache
    @require_safe
    def shown(request: ViewerRequest, number: str, version: int) -> HttpResponse:
        deed = find(request.viewer, number, version)
        part = slip(deed, page=page, back=reverse(home, args=[deed.number]))
        return render(request, "parts/slip.html", {"slip": part})

    @never_cache
    @require_safe
    def received(request: ViewerRequest, number: str, version: int) -> HttpResponse:
        return received_response(find(request.viewer, number, version))

    return shown, received
