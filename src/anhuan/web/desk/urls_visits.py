"""Addresses of visits and of the registers of documents."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import registers, slips, visit_acts, visit_papers, visits

visit_urls: list[URLPattern] = [
    path("visits/", visits.listed, name="visits"),
    path("visits/new/", visits.new, name="visits-new"),
    path("visits/<str:number>/", visits.visit, name="visits-one"),
    path("visits/<str:number>/answers/", visit_acts.answer, name="visits-answer"),
    path("visits/<str:number>/find/", visit_acts.find, name="visits-find"),
    path("visits/<str:number>/papers/<str:what>/", visit_papers.paper, name="visits-paper"),
    path(
        "visits/<str:number>/papers/<uuid:document>/spoil/",
        visit_papers.spoil,
        name="visits-spoil",
    ),
    path("visits/<str:number>/acts/<int:version>/", slips.visit, name="visits-slip"),
    path(
        "visits/<str:number>/acts/<int:version>/received",
        slips.visit_received,
        name="visits-slip-received",
    ),
    path("visits/<str:number>/<str:act>/", visit_acts.act, name="visits-act"),
    path("register/", registers.listed, name="registers"),
    path("register/<str:form>/<uuid:unit>/<int:year>/", registers.register, name="registers-one"),
    path(
        "register/<str:form>/<uuid:unit>/<int:year>/register.xlsx",
        registers.export,
        name="registers-export",
    ),
]
