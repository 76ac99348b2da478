"""Addresses of cases, sites and the map."""

from django.urls import URLPattern, path

from anhuan.web.desk.site.sections import SECTIONS
from anhuan.web.desk.views import acts, areas, cases, new, papers, sites, slips

case_urls: list[URLPattern] = [
    path("cases/new/", new.new, name="new"),
    path("cases/new/sites/", new.pick, name="pick"),
    path("cases/new/map.json", new.outlines, name="pick-outlines"),
    path("cases/new/points.json", new.points, name="pick-points"),
    path("cases/new/alike/", new.alike, name="alike"),
    path("map/", areas.areas, name="map"),
    path("map/areas.json", areas.shapes, name="shapes"),
    path("sites/", sites.sites, name="sites"),
    path("sites/<uuid:site_id>/", sites.site, name="site"),
    path("sites/<uuid:site_id>/code/", sites.code, name="site-code"),
    path("sites/<uuid:site_id>/posts/", sites.posts, name="site-posts"),
    path("sites/<uuid:site_id>/edit/", sites.edit, name="site-edit"),
    *(
        path(
            f"sites/<uuid:site_id>/{name}/", sites.section, {"section": name}, name=f"site-{name}"
        )
        for name in SECTIONS
    ),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/fresh/", cases.fresh, name="fresh"),
    path("cases/<str:number>/sheet/", cases.sheet, name="sheet"),
    path("cases/<str:number>/sheet.pdf", papers.sheet, name="sheet-pdf"),
    path("cases/<str:number>/order/", papers.order, name="order"),
    path("cases/<str:number>/papers/<uuid:document>/spoil/", papers.spoil, name="spoil"),
    path("cases/<str:number>/acts/<int:version>/", slips.slip, name="slip"),
    path("cases/<str:number>/acts/<int:version>/received", slips.received, name="slip-received"),
    path("cases/<str:number>/watch/", cases.watch, name="watch"),
    path("cases/<str:number>/reporter/", cases.reporter, name="reporter"),
    path("cases/<str:number>/<str:action>/", acts.act, name="act"),
]
