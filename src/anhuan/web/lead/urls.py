"""Addresses of the lead pages."""

from django.urls import URLPattern

app_name = "lead"
urlpatterns: list[URLPattern] = []
