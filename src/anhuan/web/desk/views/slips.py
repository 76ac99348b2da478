"""The slip of each act on a case that the reader sees."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anhuan.cases import queries
from anhuan.cases.types import TimelineEntry
from anhuan.kernel.access import Viewer
from anhuan.web.parts import slips
from anhuan.web.parts.viewers import ViewerRequest


@never_cache
@require_safe
def slip(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    back = reverse("desk:case", args=[number])
    entry = _entry(request.viewer, number, version)
    part = slips.slip(number, entry, page="desk:slip", back=back)
    return render(request, "parts/slip.html", {"slip": part})


@never_cache
@require_safe
def received(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return slips.received_response(number, _entry(request.viewer, number, version))


def _entry(viewer: Viewer, number: str, version: int) -> TimelineEntry:
    file = queries.case_file(viewer, number)
    return slips.entry_at(queries.timeline(viewer, file.case.id), version)
