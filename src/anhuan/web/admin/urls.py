"""Addresses of the admin pages."""

from django.urls import URLPattern

app_name = "admin"
urlpatterns: list[URLPattern] = []
