"""Our hazard sources: what the firm keeps, how each unit is assessed, the sheet to print."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.hazards import queries
from anhuan.hazards.types import HazardUnit
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites.queries import find
from anhuan.web.firm.hazards import listed, sentence
from anhuan.web.firm.places import own_site
from anhuan.web.parts import hazard_pages as pages
from anhuan.web.parts.hazard_pages import Home
from anhuan.web.parts.viewers import ViewerRequest

HOME: Final = Home("firm", "firm/hazard.html", "firm/hazard_edit.html")


@require_safe
def hazards(request: ViewerRequest) -> HttpResponse:
    viewer, site = request.viewer, find(request.viewer, own_site(request))
    lines = queries.of_site(viewer, site.id)
    context = {
        "sentence": sentence(lines),
        "units": listed(lines),
        "may_keep": queries.may_keep(viewer, site.id, site.area_path),
    }
    return render(request, "firm/hazards.html", context)


@require_safe
def unit(request: ViewerRequest, unit_id: UUID) -> HttpResponse:
    return pages.show(request, HOME, _own(request, unit_id))


@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    return pages.new(request, HOME, own_site(request))


@require_http_methods(["GET", "POST"])
def act(request: ViewerRequest, unit_id: UUID, what: str) -> HttpResponse:
    return pages.act(request, HOME, _own(request, unit_id), what)


@require_http_methods(["GET", "POST"])
def chemical(request: ViewerRequest, unit_id: UUID, place: int | None = None) -> HttpResponse:
    return pages.chemical(request, HOME, _own(request, unit_id), place)


@require_POST
def assess(request: ViewerRequest, unit_id: UUID) -> HttpResponse:
    return pages.assess(request, HOME, _own(request, unit_id))


@require_safe
def sheet(request: ViewerRequest, unit_id: UUID) -> HttpResponse:
    return pages.sheet_pdf(request, _own(request, unit_id))


def _own(request: ViewerRequest, unit_id: UUID) -> HazardUnit:
    """Of the firm these pages are about, and of no other."""
    site = own_site(request)
    found = queries.unit(request.viewer, unit_id)
    if found.line.site != site:
        raise Refusal(Why.NOT_VISIBLE)
    return found
