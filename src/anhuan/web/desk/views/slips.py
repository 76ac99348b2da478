"""The slip of each act on a case, a task, a matter or a proceeding that the reader sees."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anhuan.accountability.queries import matter_file
from anhuan.cases import queries
from anhuan.kernel.access import Viewer
from anhuan.proceedings.queries import proceeding_file
from anhuan.tasks import queries as tasks
from anhuan.web.parts import deeds, slips
from anhuan.web.parts.viewers import ViewerRequest


def _shown(request: ViewerRequest, deed: slips.Deed, page: str) -> HttpResponse:
    back = reverse(page, args=[deed.number])
    address = "desk:slip" if page == "desk:case" else f"{page}-slip"
    part = slips.slip(deed, page=address, back=back)
    return render(request, "parts/slip.html", {"slip": part})


@never_cache
@require_safe
def slip(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return _shown(request, _of_case(request.viewer, number, version), "desk:case")


@never_cache
@require_safe
def received(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return slips.received_response(_of_case(request.viewer, number, version))


def _of_case(viewer: Viewer, number: str, version: int) -> slips.Deed:
    file = queries.case_file(viewer, number)
    entries = queries.timeline(viewer, file.case.id)
    return deeds.of_case(number, slips.entry_at(entries, version))


@never_cache
@require_safe
def task(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return _shown(request, _of_task(request.viewer, number, version), "desk:task")


@never_cache
@require_safe
def task_received(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return slips.received_response(_of_task(request.viewer, number, version))


def _of_task(viewer: Viewer, number: str, version: int) -> slips.Deed:
    entries = tasks.timeline(viewer, tasks.task_file(viewer, number))
    return deeds.of_task(number, slips.entry_at(entries, version))


@never_cache
@require_safe
def matter(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return _shown(request, _of_matter(request.viewer, number, version), "desk:matter")


@never_cache
@require_safe
def matter_received(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return slips.received_response(_of_matter(request.viewer, number, version))


def _of_matter(viewer: Viewer, number: str, version: int) -> slips.Deed:
    file = matter_file(viewer, number)
    return deeds.of_matter(number, slips.entry_at(file.story, version))


@never_cache
@require_safe
def proceeding(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return _shown(request, _of_proceeding(request.viewer, number, version), "desk:proceeding")


@never_cache
@require_safe
def proceeding_received(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    return slips.received_response(_of_proceeding(request.viewer, number, version))


def _of_proceeding(viewer: Viewer, number: str, version: int) -> slips.Deed:
    file = proceeding_file(viewer, number)
    return deeds.of_proceeding(number, slips.entry_at(file.story, version))
