"""The slips of what was done in a matter about me, an interview or a veto about us."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anhuan.accountability.queries import matter_file
from anhuan.accountability.types import Sight
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.proceedings.queries import proceeding_file
from anhuan.proceedings.types import ProceedingSight
from anhuan.web.parts import deeds, slips
from anhuan.web.parts.viewers import ViewerRequest


def _shown(request: ViewerRequest, deed: slips.Deed, page: str) -> HttpResponse:
    part = slips.slip(deed, page=f"{page}-slip", back=reverse(page, args=[deed.number]))
    return render(request, "parts/slip.html", {"slip": part})


@never_cache
@require_safe
def matter(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return _shown(request, _of_matter(request.viewer, number, version), "account:matter")


@never_cache
@require_safe
def matter_received(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return slips.received_response(_of_matter(request.viewer, number, version))


def _of_matter(viewer: Viewer, number: str, version: int) -> slips.Deed:
    file = matter_file(viewer, number)
    if file.sight is not Sight.SUBJECT:
        raise Refusal(Why.NOT_VISIBLE)
    return deeds.of_matter(number, slips.entry_at(file.story, version))


@never_cache
@require_safe
def proceeding(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return _shown(request, _of_proceeding(request.viewer, number, version), "account:proceeding")


@never_cache
@require_safe
def proceeding_received(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return slips.received_response(_of_proceeding(request.viewer, number, version))


def _of_proceeding(viewer: Viewer, number: str, version: int) -> slips.Deed:
    file = proceeding_file(viewer, number)
    if file.sight is not ProceedingSight.SUBJECT:
        raise Refusal(Why.NOT_VISIBLE)
    return deeds.of_proceeding(number, slips.entry_at(file.story, version))
