"""Hazard sources at the desk: the list, the units of a site, one unit and its forms."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.hazards import queries
from anhuan.hazards.queries import HazardTab
from anhuan.sites.queries import find
from anhuan.territory.queries import area_lines
from anhuan.web.desk import hazards as showing
from anhuan.web.parts import hazard_pages as pages
from anhuan.web.parts.hazard_pages import Home
from anhuan.web.parts.viewers import ViewerRequest

HOME: Final = Home("desk", "desk/hazard.html", "desk/hazard_edit.html")
PICKED: Final = ("city", "county", "street")


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer, given = request.viewer, request.GET
    asked = {name: given.get(name, "")[:80] for name in ("tab", "level", "area", "q")}
    asked["q"] = asked["q"].replace("\x00", "").strip()
    tab = HazardTab(asked["tab"]) if asked["tab"] in set(HazardTab) else HazardTab.MAJOR
    level = asked["level"] if asked["level"] in {str(n) for n in range(1, 10)} else ""
    areas = area_lines(viewer)
    chosen = next((one for one in areas if str(one.id) == asked["area"]), None)
    counts = queries.counts(viewer)
    page = queries.hazards(
        viewer,
        tab=tab,
        level=int(level) if level else None,
        area_path=chosen.path if chosen else "",
        text=asked["q"],
        after=given.get("after", "")[:80],
    )
    context = {
        "sentence": showing.sentence(counts),
        "bar": showing.bar(asked, tab, counts, [one for one in areas if one.level in PICKED]),
        "table": showing.listed(page, {one.path: one.name for one in areas}),
        "more": showing.list_url(asked, after=page.after) if page.after else "",
        "asked": asked,
    }
    return render(request, "desk/hazards.html", context)


@require_safe
def of_site(request: ViewerRequest, site_id: UUID) -> HttpResponse:
    viewer = request.viewer
    site = find(viewer, site_id)
    lines = queries.of_site(viewer, site_id)
    context = {
        "site": site,
        "sentence": showing.site_sentence(site.short or site.name, lines),
        "table": showing.of_site(lines),
        "may_keep": queries.may_keep(viewer, site.id, site.area_path),
    }
    return render(request, "desk/site_hazards.html", context)


@require_safe
def unit(request: ViewerRequest, unit_id: UUID) -> HttpResponse:
    return pages.show(request, HOME, queries.unit(request.viewer, unit_id))


@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest, site_id: UUID) -> HttpResponse:
    return pages.new(request, HOME, site_id)


@require_http_methods(["GET", "POST"])
def act(request: ViewerRequest, unit_id: UUID, what: str) -> HttpResponse:
    return pages.act(request, HOME, queries.unit(request.viewer, unit_id), what)


@require_http_methods(["GET", "POST"])
def chemical(request: ViewerRequest, unit_id: UUID, place: int | None = None) -> HttpResponse:
    return pages.chemical(request, HOME, queries.unit(request.viewer, unit_id), place)


@require_POST
def assess(request: ViewerRequest, unit_id: UUID) -> HttpResponse:
    return pages.assess(request, HOME, queries.unit(request.viewer, unit_id))


@require_safe
def sheet(request: ViewerRequest, unit_id: UUID) -> HttpResponse:
    return pages.sheet_pdf(request, queries.unit(request.viewer, unit_id))
