"""Addresses of hazard sources."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import hazards

hazard_urls: list[URLPattern] = [
    path("hazards/", hazards.listed, name="hazards"),
    path("hazards/<uuid:unit_id>/", hazards.unit, name="hazard"),
    path("hazards/<uuid:unit_id>/sheet.pdf", hazards.sheet, name="hazard-sheet"),
    path("hazards/<uuid:unit_id>/assessment/", hazards.assess, name="hazard-assess"),
    path("hazards/<uuid:unit_id>/chemicals/new/", hazards.chemical, name="hazard-chemical-new"),
    path(
        "hazards/<uuid:unit_id>/chemicals/<int:place>/", hazards.chemical, name="hazard-chemical"
    ),
    path("hazards/<uuid:unit_id>/<str:what>/", hazards.act, name="hazard-act"),
    path("sites/<uuid:site_id>/hazards/", hazards.of_site, name="site-hazards"),
    path("sites/<uuid:site_id>/hazards/new/", hazards.new, name="hazard-new"),
]
