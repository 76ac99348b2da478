"""Addresses of permits."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import permits

permit_urls: list[URLPattern] = [
    path("permits/", permits.listed, name="permits"),
    path("permits/<uuid:permit_id>/", permits.permit, name="permit"),
    path("permits/<uuid:permit_id>/<str:what>/", permits.act, name="permit-act"),
    path("sites/<uuid:site_id>/permits/new/", permits.new, name="permit-new"),
]
