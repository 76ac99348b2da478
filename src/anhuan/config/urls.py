"""Addresses of the whole program."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("anhuan.web.account.urls")),
]
