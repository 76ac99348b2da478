"""Addresses of matters of accountability."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import matters, slips

matter_urls: list[URLPattern] = [
    path("matters/", matters.listed, name="matters"),
    path("matters/week/", matters.week, name="matters-week"),
    path("matters/about/<str:number>/", matters.propose, name="matter-new"),
    path("matters/<str:number>/", matters.matter, name="matter"),
    path("matters/<str:number>/record.pdf", matters.record, name="matter-record"),
    path("matters/<str:number>/acts/<int:version>/", slips.matter, name="matter-slip"),
    path(
        "matters/<str:number>/acts/<int:version>/received",
        slips.matter_received,
        name="matter-slip-received",
    ),
    path("matters/<str:number>/<str:act>/", matters.act, name="matter-act"),
]
