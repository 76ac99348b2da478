"""Addresses of the field app; the worker lies beside the page, which is all it may answer for."""

from django.contrib.auth.decorators import login_not_required as open_to_all
from django.urls import URLPattern, path

from anhuan.web.field import views

app_name = "field"
urlpatterns: list[URLPattern] = [
    path("", open_to_all(views.shell), name="shell"),
    path("manifest.webmanifest", open_to_all(views.webmanifest), name="manifest"),
    path("sw.js", open_to_all(views.worker), name="worker"),
]
