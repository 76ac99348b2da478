"""Addresses of the firm pages."""

from django.urls import URLPattern, path

from anhuan.web.firm.views import (
    cases,
    checks,
    circulars,
    dossier,
    duties,
    hazards,
    selfcheck,
    slips,
    todo,
)

app_name = "firm"
urlpatterns: list[URLPattern] = [
    path("", todo.show, name="todo"),
    path("switch/", todo.switch, name="switch"),
    path("check/", selfcheck.check, name="check"),
    path("checks/", checks.checks, name="checks"),
    path("checks/begin/", checks.begin, name="checks-begin"),
    path("checks/<str:number>/", checks.walk, name="walk"),
    path("file/", dossier.dossier, name="dossier"),
    path("duties/", duties.duties, name="duties"),
    path("duties/<uuid:post>/sign/", duties.sign, name="duties-sign"),
    path("duties/<uuid:post>/paper/", duties.paper, name="duties-paper"),
    path("hazards/", hazards.hazards, name="hazards"),
    path("hazards/new/", hazards.new, name="hazard-new"),
    path("hazards/<uuid:unit_id>/", hazards.unit, name="hazard"),
    path("hazards/<uuid:unit_id>/sheet.pdf", hazards.sheet, name="hazard-sheet"),
    path("hazards/<uuid:unit_id>/assessment/", hazards.assess, name="hazard-assess"),
    path("hazards/<uuid:unit_id>/chemicals/new/", hazards.chemical, name="hazard-chemical-new"),
    path(
        "hazards/<uuid:unit_id>/chemicals/<int:place>/", hazards.chemical, name="hazard-chemical"
    ),
    path("hazards/<uuid:unit_id>/<str:what>/", hazards.act, name="hazard-act"),
    path("letters/<uuid:circular_id>/", circulars.letter, name="letter"),
    path("letters/<uuid:circular_id>/sign/", circulars.sign, name="letter-sign"),
    path("people/posts/", dossier.posts, name="posts"),
    path("people/", dossier.whom, name="people"),
    path("people/<uuid:post>/call/", dossier.call, name="call"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/acts/<int:version>/", slips.slip, name="slip"),
    path("cases/<str:number>/acts/<int:version>/received", slips.received, name="slip-received"),
    path("cases/<str:number>/trouble/", cases.trouble, name="trouble"),
    path("cases/<str:number>/<str:action>/", cases.act, name="act"),
]
